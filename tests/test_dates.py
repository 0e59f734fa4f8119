"""What is taken for a date of fieldwork, and how it is printed."""

from __future__ import annotations

import pytest

from fgcoder.dates import in_words, is_date, on_or_in


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2024-03-05", "on 5 March 2024"),
        ("2024-02-29", "on 29 February 2024"),
        ("2024-02", "in February 2024"),
        ("2024", "in 2024"),
    ],
)
def test_a_day_a_month_and_a_year_are_printed_as_they_are_read_aloud(text: str, printed: str) -> None:
    assert is_date(text)
    assert on_or_in(text) == printed
    assert in_words(text) == printed.split(" ", 1)[1]


@pytest.mark.parametrize(
    "text",
    ["05.04.2024", "2024-2", "2024-13", "2023-02-29", "2024-00-01", "0000", "spring 2024", "20240305", "", "٢٠٢٤"],
)
def test_what_could_be_another_day_or_is_none_is_no_date(text: str) -> None:
    assert not is_date(text)
    assert in_words(text) == text
