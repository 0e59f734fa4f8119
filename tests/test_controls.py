"""What would steer a terminal is found, left out, and kept out of names."""

from __future__ import annotations

import pytest

from fgcoder.controls import control_in, is_plain_name, without_controls


def test_controls_are_left_out_and_line_ends_become_line_feeds():
    assert without_controls("a\x1b]0;x\x07\x9b31m\tb\r\nc\rd\x0be\x85f\x7f") == "a]0;x31m\tb\nc\nd\ne\nf"
    assert without_controls("Kdo má čas?\n\tNobody 👩\u200d🌾\u2028") == "Kdo má čas?\n\tNobody 👩\u200d🌾\u2028"


@pytest.mark.parametrize(("text", "found"), [("a\tb\nc", None), ("a\x1bb\x07", "\x1b"), ("\x9b", "\x9b"), ("\r", "\r")])
def test_the_first_control_is_found(text, found):
    assert control_in(text) == found


def test_a_name_is_one_line_of_text():
    assert is_plain_name("Groupe d’été\xa01")
    assert not any(is_plain_name(name) for name in ("a\nb", "a\x1b", "a\udcff", "\x9b"))
