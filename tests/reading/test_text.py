"""Bytes to text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.errors import ReadingError
from fgcoder.reading.text import decode, fingerprint, normalise

HERE = Path("talk.txt")
CZECH = (
    "MODERÁTORKA: Dobrý večer, děkuji, že jste přišli. Začněme třeba tím, co lidé v naší čtvrti sami dělají.\n"
    "P1: Já bych řekla, že málokdo něco dělá, každý si hledí svého. Příliš žluťoučký kůň úpěl ďábelské ódy.\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_told_by_its_mark_or_is_utf_8(encoding):
    assert decode(HERE, CZECH.encode(encoding)) == (CZECH, ())


def test_another_encoding_is_guessed_and_said():
    text, [notice] = decode(HERE, (CZECH * 3).encode("cp1250"))
    assert text == CZECH * 3
    assert "cp1250" in notice


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a\x00b", "binary"),
        (b"PK\x03\x04rest", "Word or LibreOffice"),
        (b"{\\rtf1 words}", "RTF"),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xfea\x00b", "UTF-16"),
    ],
)
def test_what_is_no_text_is_a_fault_with_a_way_out(data, said):
    with pytest.raises(ReadingError, match=said) as caught:
        decode(HERE, data)
    assert caught.value.faults[0].todo


def test_line_ends_are_one_kind():
    assert normalise("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h") == "a\nb\nc\nd\ne\nf\ng\nh"


def test_control_characters_and_marks_go_tabs_and_no_break_spaces_stay():
    assert normalise("\ufeffa\x00\x07\x1b\x9bb\tc\u00a0: d\u202f!\ufeff") == "ab\tc\u00a0: d\u202f!"


def test_accents_are_composed():
    assert normalise("e\u0301") == "\u00e9"


@given(st.text())
def test_normalising_again_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once.split("\n") == once.splitlines() + [""] * (once.endswith("\n") or not once)


def test_the_fingerprint_is_that_of_the_bytes_in_utf_8():
    assert fingerprint("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert fingerprint("\u00e9") != fingerprint("e")
