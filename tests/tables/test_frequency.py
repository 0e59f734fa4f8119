"""The country table, cell by cell, on a corpus small enough to count by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from fgcoder.errors import TableError
from fgcoder.model import Code, Role, Segment, Span, Transcript
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.frequency import frequency
from fgcoder.tabular import RowKind, Table

MakeGroup = Callable[..., tuple[Transcript, list[Segment]]]
MakeCorpus = Callable[..., CodedCorpus]


def _row(table: Table, row: str) -> list[int | float | str | None]:
    return list(table.values()[list(table.frame.index).index(row)])


def _said(table: Table, words: str) -> bool:
    return any(words in note for note in table.notes)


def test_columns_are_the_countries_of_the_transcripts_then_the_total(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries)
    assert table.columns == ("Denmark", "France", "Germany", "Total")
    assert table.total_columns == ("Total",)
    assert table.title == "Segments coded, by country"


def test_rows_are_the_codebooks_tree_then_what_it_lacks_then_the_base(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries)
    assert [(row.level, row.label) for row in table.rows] == [
        (0, "Obstacles"),
        (1, "No time"),
        (1, "Red tape"),
        (0, "Aside"),
        (0, "People"),
        (1, "Age"),
        (2, "Old"),
        (2, "Young"),
        (0, "Not in the codebook"),
        (1, "gone"),
        (0, "Groups"),
        (0, "Groups with codings"),
        (0, "Participants"),
        (0, "Segments"),
    ]
    kinds = {row.label: row.kind for row in table.rows}
    assert (kinds["Age"], kinds["Aside"], kinds["Groups"]) == (RowKind.THEME, RowKind.CODE, RowKind.BASE)
    assert next(row.above for row in table.rows if row.label == "Young") == ("People", "Age")


def test_a_retired_code_keeps_its_row_as_long_as_it_has_codings(three_countries: CodedCorpus) -> None:
    def retired(code: Code) -> Code:
        below = tuple(retired(child) for child in code.children)
        return replace(code, children=below, retired=code.id in {"no-time", "young"})

    book = three_countries.codebook
    book = replace(book, roots=tuple(retired(code) for code in book.roots))
    before, after = frequency(three_countries), frequency(replace(three_countries, codebook=book))
    labels = [row.label for row in after.rows]
    assert "No time (retired)" in labels
    assert ("Young (retired)" in labels) is any(cell for cell in _row(before, "young") if cell)
    assert _row(after, "no-time") == _row(before, "no-time")
    assert _row(after, "obstacles") == _row(before, "obstacles")


@pytest.mark.parametrize(
    ("counting", "theme", "no_time"),
    [
        ("segments", [None, 2, 0, 2], [None, 2, 0, 2]),
        ("participants", [None, 1, 0, 1], [None, 1, 0, 1]),
        ("groups", [None, 1, 0, 1], [None, 1, 0, 1]),
        ("codings", [None, 4, 0, 4], [None, 3, 0, 3]),
    ],
)
def test_each_way_of_counting(
    three_countries: CodedCorpus, counting: str, theme: list[int | None], no_time: list[int | None]
) -> None:
    table = frequency(three_countries, counting=counting)
    assert _row(table, "obstacles") == theme
    assert _row(table, "no-time") == no_time


def test_none_is_told_from_not_coded_yet(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries)
    assert _row(table, "aside") == [None, 0, 0, 0]
    assert table.printed()[3] == ("–", "0", "0", "0")
    assert _said(table, "A – stands where nobody has coded anything yet: Denmark (1 group).")
    assert _said(table, "With codings so far: Germany 1 of 2 groups.")


def test_a_group_coded_only_in_the_moderators_words_counts_as_coded(three_countries: CodedCorpus) -> None:
    corpus = replace(three_countries, codings=[three_countries.codings[4]])
    table = frequency(corpus)
    assert _row(table, "no-time") == [None, 0, None, 0]
    assert _said(table, "What the moderator says is left out (1 coding).")


def test_the_base_rows_count_what_there_is(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries)
    assert _row(table, "(groups)") == [1, 1, 2, 4]
    assert _row(table, "(groups coded)") == [0, 1, 1, 2]
    assert _row(table, "(participants)") == [3, 3, 6, 12]
    assert _row(table, "(segments)") == [4, 4, 8, 16]


def test_the_moderator_counts_when_asked_for(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, include_moderator=True)
    assert _row(table, "no-time") == [None, 3, 0, 3]
    assert _row(table, "(segments)") == [5, 5, 10, 20]
    assert _row(table, "(participants)") == [3, 3, 6, 12]
    assert _said(table, "What the moderator says is counted too.")


def test_one_coder_alone(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, coders=["ben"], counting="codings")
    assert _row(table, "no-time") == [None, 1, 0, 1]
    assert _row(table, "red-tape") == [None, 0, 0, 0]
    assert _said(table, "Coder: ben.")


def test_two_coders_are_named_with_what_their_agreement_counts_for(three_countries: CodedCorpus) -> None:
    assert _said(frequency(three_countries), "2 coders: anna, ben. Where two applied the same code, it counts once.")
    assert _said(frequency(three_countries, counting="codings"), "both codings count")


def test_by_stakeholders_a_group_stands_in_several_columns_and_once_in_the_total(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, by="stakeholders", counting="groups")
    assert table.columns == ("citizen", "professional", "(not given)", "Total")
    assert _row(table, "(groups)") == [4, 4, 4, 4]
    assert _said(table, "Total counts what is in several columns once")


def test_where_nothing_is_in_two_columns_no_note_says_so(three_countries: CodedCorpus) -> None:
    assert not _said(frequency(three_countries), "in several columns")


def test_by_coder_the_base_is_the_same_for_all(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, by="coder", counting="codings")
    assert table.columns == ("anna", "ben", "Total")
    assert _row(table, "no-time") == [2, 1, 3]
    assert _row(table, "(groups)") == [4, 4, 4]
    assert _row(table, "(groups coded)") == [2, 2, 2]


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        ("group", ("de-1", "de-2", "dk-1", "fr-1", "Total")),
        ("language", ("da", "de", "fr", "Total")),
        ("sector", ("health", "safety", "Total")),
    ],
)
def test_by_anything_else(three_countries: CodedCorpus, by: str, columns: tuple[str, ...]) -> None:
    assert frequency(three_countries, by=by).columns == columns


def test_by_speaker_people_of_different_groups_are_different_people(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, by="speaker", where={"country": "France"})
    assert table.columns == ("fr-1 P1", "fr-1 P2", "fr-1 P3", "Total")
    assert _row(table, "no-time") == [2, 0, 0, 2]


def test_filters_restrict_rows_columns_and_base(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, where={"country": {"Germany"}, "stakeholders": {"professional"}})
    assert table.columns == ("Germany", "Total")
    assert _row(table, "young") == [1, 1]
    assert _row(table, "(participants)") == [2, 2]
    assert "Not in the codebook" not in [row.label for row in table.rows]
    assert _said(table, "Only: country = Germany; stakeholders = professional.")


def test_most_frequent_first_within_its_theme(three_countries: CodedCorpus) -> None:
    labels = [row.label for row in frequency(three_countries, order="total").rows]
    assert labels[:8] == ["Obstacles", "No time", "Red tape", "People", "Age", "Young", "Old", "Aside"]


def test_a_theme_may_be_coded_itself(three_countries: CodedCorpus) -> None:
    coding = replace(three_countries.codings[0], decision="theme", code="people")
    table = frequency(replace(three_countries, codings=[*three_countries.codings, coding]))
    assert _row(table, "people") == [None, 1, 1, 2]
    assert _row(table, "age") == [None, 0, 1, 1]
    assert _said(table, "1 coding of a theme itself")


def test_codings_that_fit_nowhere_are_reported_under_the_table(three_countries: CodedCorpus) -> None:
    lost = replace(three_countries.codings[0], decision="lost", transcript="es-1")
    table = frequency(replace(three_countries, codings=[*three_countries.codings, lost]))
    assert _row(table, "no-time") == [None, 2, 0, 2]
    assert _said(table, "1 coding not counted, as the text they refer to is not here: es-1.")


def test_a_study_that_nobody_has_coded_shows_its_base(three_countries: CodedCorpus) -> None:
    table = frequency(replace(three_countries, codings=[]))
    assert _row(table, "no-time") == [None, None, None, None]
    assert _row(table, "(groups)") == [1, 1, 2, 4]
    assert _said(table, "Nothing has been coded yet.")


def test_a_group_that_is_not_segmented_keeps_its_country(three_countries: CodedCorpus) -> None:
    segments = {name: own for name, own in three_countries.segments.items() if name != "dk-1"}
    assert "Denmark" in frequency(replace(three_countries, segments=segments)).columns


def test_speakers_nobody_named_count_as_one_participant(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    nameless = make_group("x", {"country": "France"}, [("", 1), ("", 1)])
    table = frequency(
        make_corpus([nameless], [("anna", "x", 1, "old"), ("anna", "x", 2, "old")]), counting="participants"
    )
    assert _row(table, "old") == [1, 1]
    assert _said(table, "1 group with turns of unnamed speakers")


def test_a_group_with_a_moderator_only_keeps_its_country(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    table = frequency(make_corpus([make_group("x", {"country": "France"}, [("MOD", 1)])], []))
    assert _row(table, "(groups)") == [1, 1]
    assert _row(table, "(participants)") == [0, 0]


def test_a_country_called_total_keeps_its_column(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    table = frequency(make_corpus([make_group("x", {"country": "Total"}, [("P1", 1)])], [("anna", "x", 1, "old")]))
    assert table.columns == ("Total", "Total of all")


def test_the_cells_are_whole_numbers(three_countries: CodedCorpus) -> None:
    assert {str(dtype) for dtype in frequency(three_countries).frame.dtypes} == {"Int64"}
    assert frequency(three_countries).frame.loc["no-time", "Denmark"] is pd.NA


@pytest.mark.parametrize(
    ("asked", "what", "todo"),
    [
        ({"by": "contry"}, "There is no attribute 'contry'.", "Did you mean 'country'?"),
        ({"counting": "segment"}, "There is no way of counting called 'segment'.", "Did you mean 'segments'?"),
        ({"order": "totals"}, "There is no order called 'totals'.", "Did you mean 'total'?"),
        ({"coders": ["ana"]}, "There is no coder with codings called 'ana'.", "Did you mean 'anna'?"),
        ({"where": {"Country": {"France"}}}, "There is no attribute 'Country'.", "Did you mean 'country'?"),
        ({"where": {"country": {"france"}}}, "There is no country 'france'.", "Did you mean 'France'?"),
        ({"where": {"country": {"Spain"}}}, "There is no country 'Spain'.", "There is: Denmark, France, Germany."),
        ({"where": {"country": "Denmark", "sector": "safety"}}, "Nobody in the transcripts fits", "Drop one"),
    ],
)
def test_a_wrong_name_is_answered_with_what_there_is(
    three_countries: CodedCorpus, asked: dict[str, object], what: str, todo: str
) -> None:
    with pytest.raises(TableError) as caught:
        frequency(three_countries, **asked)  # type: ignore[arg-type]
    (fault,) = caught.value.faults
    assert what in fault.what
    assert fault.todo is not None
    assert todo in fault.todo


def test_a_span_over_the_moderator_and_a_participant_counts_for_the_participant(three_countries: CodedCorpus) -> None:
    one, two = three_countries.segments["fr-1"][:2]
    assert one.role is Role.MODERATOR
    across = replace(three_countries.codings[0], span=Span(one.words.start, two.words.end), code="aside")
    table = frequency(replace(three_countries, codings=[across]))
    assert _row(table, "aside") == [None, 1, None, 1]
    assert _said(table, "What the moderator says is left out (0 codings).")
