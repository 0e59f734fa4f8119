"""Segments tile the text whatever it holds; long turns are split at sentence ends and nowhere else."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fgcoder.errors import ModelError
from fgcoder.model import Role, Speaker, Transcript, Turn
from fgcoder.reading import SUFFIXES, read
from fgcoder.segmenting import recipe, segment
from fgcoder.study import open_study

ROOT = Path(__file__).parents[1]

SPOKEN = 'a|Ja|č|5|😀|. |.|! |? |…|[|]|[laughter]|(|)|«|»|"|$|-|。|z.B. |Dr. '
BLANK = " |  |\n|\t|\u00a0|\u2028|\u3000|\u200b|\x1c"
pieces = st.sampled_from([*SPOKEN.split("|"), *BLANK.split("|")])
texts = st.lists(pieces, max_size=40).map("".join) | st.text(st.characters(codec="utf-8"), max_size=60)


@st.composite
def transcripts(draw):
    """Any text cut anywhere into turns, each with a label of any length."""
    text = draw(texts)
    offsets = st.integers(0, len(text))
    borders = [0, *sorted(draw(st.lists(offsets, max_size=4))), len(text)]
    turns = []
    for number, (start, end) in enumerate(pairwise(borders), 1):
        words_start = draw(st.integers(start, end))
        turns.append(Turn(number, draw(st.sampled_from(["P1", "M", ""])), start, words_start, end))
    return transcript_of(text, turns, draw(st.sampled_from(["en", "de", "zz", "ja"])))


def transcript_of(text, turns, language="en"):
    speakers = {"P1": Speaker("P1", Role.PARTICIPANT), "M": Speaker("M", Role.MODERATOR)}
    return Transcript("t", "T", text, "0" * 64, language, {}, speakers, tuple(turns), "t.txt")


def spoken(words, language="en"):
    """Give a transcript of one turn."""
    text = f"P1: {words}\n"
    return transcript_of(text, [Turn(1, "P1", 0, 4, len(text))], language)


def parts(words, longest, language="en", pipelines=None):
    transcript = spoken(words, language)
    return [one.words.of(transcript.text) for one in segment(transcript, longest, pipelines)]


@settings(max_examples=300, deadline=None)
@given(transcripts(), st.integers(1, 8))
def test_segments_tile_every_text(transcript, longest):
    segments = segment(transcript, longest)
    assert "".join(transcript.text[one.start : one.end] for one in segments) == transcript.text
    borders = [one.start for one in segments] + [len(transcript.text)]
    assert borders == sorted(borders)
    assert all(one.end == start for one, start in zip(segments, borders[1:], strict=True))
    assert [one.number for one in segments] == list(range(1, len(segments) + 1))


@settings(max_examples=300, deadline=None)
@given(transcripts(), st.integers(1, 8))
def test_words_are_all_that_is_said_and_nothing_else(transcript, longest):
    segments = segment(transcript, longest)
    for turn in transcript.turns:
        own = [one for one in segments if one.turn == turn.number]
        assert {one.role for one in own} == {transcript.speaker_of(turn).role}
        said = [one.words.of(transcript.text) for one in own]
        assert all(words == words.strip() for words in said)
        assert all(turn.words_start <= one.words.start <= one.words.end <= turn.end for one in own)
        assert all(
            one.start <= one.words.start and one.words.end <= one.end
            for one in own
            if len(one.words.of(transcript.text))
        )
        everything = transcript.text[turn.words_start : turn.end]
        assert "".join("".join(said).split()) == "".join(everything.split())
        if len(own) > 1:
            assert all(said), "a long turn is not cut into parts without words"


def sentences_of(transcript, one):
    """Give the sentences of a segment, without the white space at their ends."""
    borders = [one.words.start, *one.sentences, one.words.end]
    return [transcript.text[start:end].rstrip() for start, end in pairwise(borders)]


@settings(max_examples=300, deadline=None)
@given(transcripts(), st.integers(1, 8))
def test_sentences_tile_the_words_of_their_segment(transcript, longest):
    for one in segment(transcript, longest):
        borders = [one.words.start, *one.sentences, one.words.end]
        if one.words.start == one.words.end:
            assert one.sentences == ()
            continue
        assert all(start < end for start, end in pairwise(borders))
        assert all(sentences_of(transcript, one)), "no sentence without words"
        assert not any(transcript.text[start].isspace() for start in one.sentences)


@settings(max_examples=100, deadline=None)
@given(transcripts())
def test_where_a_turn_is_split_changes_nothing_about_its_sentences(transcript):
    def found(longest):
        return [words for one in segment(transcript, longest) for words in sentences_of(transcript, one) if words]

    assert found(1) == found(10_000)


def test_a_segment_knows_its_sentences():
    transcript = spoken("One two.  Three [a door] four! «Five?»\nSix seven eight.")
    (whole,) = segment(transcript, 60)
    assert sentences_of(transcript, whole) == [
        "One two.",
        "Three [a door] four!",
        "«Five?»",
        "Six seven eight.",
    ]
    assert [sentences_of(transcript, one) for one in segment(transcript, 8)] == [
        ["One two.", "Three [a door] four!", "«Five?»"],
        ["Six seven eight."],
    ]


@pytest.mark.parametrize("longest", [60, 15])
@pytest.mark.parametrize("path", open_study(ROOT).transcript_files(SUFFIXES), ids=lambda one: one.name)
def test_the_sample_transcripts(path, longest):
    transcript = read(path)
    segments = segment(transcript, longest)
    assert "".join(transcript.text[one.start : one.end] for one in segments) == transcript.text
    for turn in transcript.turns:
        own = [one for one in segments if one.turn == turn.number]
        whole = transcript.text[turn.words_start : turn.end].split()
        assert len(own) == 1 or len(whole) > longest
        for one in own[:-1]:
            words = one.words.of(transcript.text)
            assert words.rstrip('"“”«»)]’, \u00a0\u202f').endswith((".", "!", "?", "…", "-", "–"))
            assert words.count("[") == words.count("]")


def test_a_turn_that_is_not_long_stays_whole():
    words = "One two. Three four! Five?"
    assert parts(words, 5) == [words]
    assert parts(words, 4) == ["One two. Three four!", "Five?"]


def test_a_long_turn_is_split_at_sentence_ends_into_parts_as_long_as_may_be():
    words = "One two three. Four five. Six. Seven eight nine ten."
    assert parts(words, 6) == ["One two three. Four five. Six.", "Seven eight nine ten."]
    assert parts(words, 5) == ["One two three. Four five.", "Six. Seven eight nine ten."]
    assert parts(words, 3) == ["One two three.", "Four five. Six.", "Seven eight nine ten."]


def test_a_sentence_that_is_longer_stays_whole():
    assert parts("So. " + "on and on " * 20 + "it goes. Yes.", 5) == ["So.", "on and on " * 20 + "it goes.", "Yes."]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("I said no. [laughter] Then I went.", ["I said no.", "[laughter] Then I went."]),
        ("I said no. [They laugh. A door.] Then I went.", ["I said no.", "[They laugh. A door.]", "Then I went."]),
        ("I said no [laughs. loudly]. Then I went.", ["I said no [laughs. loudly].", "Then I went."]),
        ("I said no. (both laugh) Then I went.", ["I said no.", "(both laugh) Then I went."]),
        ("He said no. “Why?” I asked.", ["He said no. “Why?”", "I asked."]),
        ("Il dit où ?\u00a0\u00a0 Et puis rien du tout.", ["Il dit où ?", "Et puis rien du tout."]),
        ("Il dit « en cours ».\n\nEt puis rien.", ["Il dit « en cours ».", "Et puis rien."]),
        ("I said no [unclosed. Then I went.", ["I said no [unclosed.", "Then I went."]),
    ],
)
def test_brackets_and_quotation_marks_stay_with_what_they_open(words, expected):
    assert parts(words, 4) == expected


@pytest.mark.parametrize("language", ["cs", "da", "de", "fr", "en", "ja", "zz", "xx", ""])
def test_every_language_has_sentence_ends(language):
    assert parts("Ano to ja. Ne to ne.", 3, language) == ["Ano to ja.", "Ne to ne."]


def test_a_pipeline_that_is_not_installed_says_how_to_get_it():
    with pytest.raises(ModelError, match="python -m spacy download de_core_news_sm") as caught:
        parts("Eins zwei. Drei vier.", 2, "de", {"de": "de_core_news_sm"})
    assert "`de`" in caught.value.faults[0].what


def test_a_pipeline_named_for_another_language_does_not_matter():
    assert parts("Eins zwei. Drei vier.", 2, "de", {"fr": "none"}) == ["Eins zwei.", "Drei vier."]


def test_a_named_pipeline_finds_the_sentences(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer", config={"punct_chars": [";"]})
    nlp.to_disk(tmp_path / "own")
    own = {"en": str(tmp_path / "own")}
    assert parts("One. two; three. four", 2, "en", own) == ["One. two;", "three. four"]


def test_a_pipeline_that_knows_no_sentences_is_given_rules(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "bare")
    assert parts("One two. Three four.", 2, "en", {"en": str(tmp_path / "bare")}) == ["One two.", "Three four."]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(5, 40))
def test_no_part_is_longer_unless_it_is_one_sentence(longest):
    words = " ".join(f"{'word ' * (number * 7 % 11)}end." for number in range(40))
    assert all(len(part.split()) <= longest or part.count("end.") == 1 for part in parts(words, longest))


def test_the_recipe_tells_ways_apart():
    ways = [recipe("de", 60), recipe("de", 61), recipe("de", 60, {"de": "x"}), recipe("de", 60, {"de": "y"})]
    assert len(set(ways)) == 4
    assert recipe("de", 60, {"fr": "x"}) == recipe("de", 60) == recipe("fr", 60)


def test_a_lone_stop_begins_no_second_sentence_at_the_same_place():
    words = "aDr.  .😀"
    transcript = Transcript("t", "T", words, "0", "en", {}, {}, (Turn(1, "P1", 0, 0, len(words)),), "t.txt")
    (one,) = segment(transcript, 2)
    assert one.sentences == (6,)
