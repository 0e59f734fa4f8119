"""Which line beginnings are labels, and whose."""

from __future__ import annotations

import pytest

from fgcoder.model import Role
from fgcoder.reading.speakers import Finder, details, is_moderator, key, resemblance, role_of, seconds_of


def found(line, declared=(), lines=()):
    """Give name, words and seconds of a line's label, or None."""
    label = Finder(declared, [line, *lines]).find(line)
    return label and (label.name, line[label.length :], label.seconds)


@pytest.mark.parametrize(
    ("line", "name", "seconds"),
    [
        ("MODERATOR: words", "MODERATOR", None),
        ("Moderator: words", "Moderator", None),
        ("P3: words", "P3", None),
        ("P3:words", "P3", None),
        ("  P3: words", "P3", None),
        ("P3 (f, 54): words", "P3", None),
        ("P3 (ž, 54): words", "P3", None),
        ("P3 (F, 54 ans) : words", "P3", None),
        ("TN3 (w, 54): words", "TN3", None),
        ("[00:10] PARTICIPANT 12: words", "PARTICIPANT 12", 10),
        ("[01:02:03] P3: words", "P3", 3723),
        ("(00:10) P3: words", "P3", 10),
        ("00:10 P3: words", "P3", 10),
        ("[00:10-00:20] P3: words", "P3", 10),
        ("#00:01:02-3# P3: words", "P3", 62.3),
        ("P3 [00:10]: words", "P3", 10),
        ("P3 (f, 54) [00:10]: words", "P3", 10),
        ("P3 00:10: words", "P3", 10),
        ("ANIMATRICE : words", "ANIMATRICE", None),
        ("ANIMATRICE\u00a0: words", "ANIMATRICE", None),
        ("MODERÁTORKA: words", "MODERÁTORKA", None),
        ("ANNA K.: words", "ANNA K.", None),
        ("Speaker 1: words", "Speaker 1", None),
        ("Deltager 3: words", "Deltager 3", None),
        ("Účastník 3: words", "Účastník 3", None),
        ("**P3:** words", "P3", None),
        ("**P3**: words", "P3", None),
        ("**[00:10] P3:** words", "P3", 10),
        ("P3\uff1a words", "P3", None),
        ("[id1] words", "id1", None),
        ("[P3]: words", "P3", None),
        ("I: words", "I", None),
    ],
)
def test_the_usual_shapes(line, name, seconds):
    assert found(line) == (name, "words", seconds)


@pytest.mark.parametrize(
    "line",
    [
        "Well, one thing: we never asked.",
        "Note: we never asked.",
        "NOTE: we never asked.",
        "NB: we never asked.",
        "http://example.org is the page",
        "HTTP://EXAMPLE.ORG is the page",
        "10:30 is too late for me",
        "10:30: too late for me",
        "At 10:30 P3 came in",
        "[laughter] Yes: that is so.",
        "[00:10] and then",
        "[pause 3] and then",
        "i: in the middle",
        "Question 3: who comes?",
        "A name that is much too long for anybody at all: words",
        "ONE TWO THREE FOUR FIVE: words",
        "P3 said so",
        "",
        ":",
        " : words",
    ],
)
def test_prose_is_not_taken_for_a_label(line):
    assert found(line) is None


def test_a_name_counts_if_it_is_declared():
    assert found("Anna K.: words") is None
    assert found("Anna K.: words", declared=["Anna K."]) == ("Anna K.", "words", None)
    assert found("anna k.: words", declared=["Anna K."]) == ("anna k.", "words", None)
    assert found("[Anna] words", declared=["Anna"]) == ("Anna", "words", None)
    assert found("Anna, nurse: words", declared=["Anna, nurse (f)", "Anna"]) == ("Anna, nurse", "words", None)
    assert found("P10: words", declared=["P1"]) == ("P10", "words", None)
    assert found("7: words", declared=["7"]) == ("7", "words", None)
    assert found("7:30 words", declared=["7"]) is None


def test_a_name_in_mixed_case_counts_if_it_comes_back():
    assert found("Anna K.: words", lines=["Anna K.: yes"]) is None
    assert found("Anna K.: words", lines=["Anna K.: yes", "Anna K. (f, 30): no"]) == ("Anna K.", "words", None)
    assert found("they said: words", lines=["they said: a", "they said: b"]) is None
    assert found("Note: words", lines=["Note: a", "Note: b"]) is None


def test_a_very_long_line_is_read_at_once():
    assert found(" " * 200_000 + "P3") is None
    assert found("a " * 100_000 + ": b") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(f, 54)", {"gender": "f", "age": "54"}),
        ("(ž, 54)", {"gender": "f", "age": "54"}),
        ("(K, 54 år)", {"gender": "f", "age": "54"}),
        ("(H, 54 ans)", {"gender": "m", "age": "54"}),
        ("(w; 54 Jahre)", {"gender": "f", "age": "54"}),
        ("(M/54 let)", {"gender": "m", "age": "54"}),
        ("(f 54)", {"gender": "f", "age": "54"}),
        ("(laughs)", {}),
        ("(2)", {}),
        ("", {}),
    ],
)
def test_details_give_gender_and_age(text, expected):
    assert details(text) == expected


def test_details_case_and_spaces_do_not_make_another_speaker():
    assert key("P3 (f, 54)") == key("p3") == key(" P3 ")
    assert key("PARTICIPANT\u00a0 3") == key("Participant 3")
    assert key("P03") != key("P3")


def test_slips_resemble_what_was_meant():
    assert resemblance("P03") == resemblance("P 3") == resemblance("p.3")
    assert resemblance("MODERÁTOR") == resemblance("Moderator")
    assert resemblance("P30") != resemblance("P3")


@pytest.mark.parametrize(
    "word",
    ["MODERATOR", "Moderator 2", "INTERVIEWER1", "MODERÁTORKA", "ORDSTYRER", "ANIMATRICE", "MODERATORIN", "INT", "I"],
)
def test_words_for_moderators(word):
    assert is_moderator(word)


@pytest.mark.parametrize("word", ["P1", "i", "I1", "int", "Anna", ""])
def test_other_words(word):
    assert not is_moderator(word)


def test_roles():
    assert role_of("", ["P1"], []) is Role.UNKNOWN
    assert role_of("P1", ["P1"], []) is Role.PARTICIPANT
    assert role_of("Anna", [], ["ANNA"]) is Role.MODERATOR
    assert role_of("MODERATOR", ["MODERATOR"], []) is Role.MODERATOR
    assert role_of("I", [], []) is Role.MODERATOR
    assert role_of("I", ["I", "J"], []) is Role.PARTICIPANT


def test_seconds():
    assert seconds_of("[01:02:03.5]") == 3723.5
    with pytest.raises(ValueError, match="no time"):
        seconds_of("soon")
