"""The framework matrix: which quotes and memos stand in which cell, and what a cell says that has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgcoder.errors import TableError
from fgcoder.model import Coding, Memo, Passage, Segment, Span, Speaker, Target, Transcript
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.framework.cells import picked, said
from fgcoder.tables.framework.table import ABOUT, framework
from fgcoder.tabular import Quoted, Table

MakeGroup = Callable[..., tuple[Transcript, list[Segment]]]
MakeCorpus = Callable[..., CodedCorpus]
LaidOut = Callable[[CodedCorpus], list[tuple[Coding, Transcript, Segment, Speaker]]]

TURNS = st.lists(st.tuples(st.sampled_from(["MOD", "P1", "P2", ""]), st.integers(1, 2)), min_size=1, max_size=4)
GROUPS = st.lists(st.tuples(st.sampled_from(["France", "Germany"]), TURNS), min_size=1, max_size=3)
CODES = ("no-time", "red-tape", "aside", "old", "obstacles", "gone")
CODING = st.tuples(
    st.sampled_from(["anna", "ben"]), st.integers(0, 2), st.integers(0, 60), st.integers(0, 30), st.sampled_from(CODES)
)


def _cell(table: Table, row: str, column: str) -> int | float | str | None:
    return table.values()[list(table.frame.index).index(row)][table.columns.index(column)]


def _memo(coder: str, text: str, target: Target) -> Memo:
    return Memo(f"{coder} {text}", coder, datetime(2026, 3, 1, tzinfo=UTC), target, text)


def test_cases_by_themes_with_quotes_and_their_citations(three_countries: CodedCorpus) -> None:
    table = framework(three_countries)
    assert table.columns == ("Obstacles", "People", "Not in the codebook")
    assert [row.id for row in table.rows] == ["de-1", "de-2", "dk-1", "fr-1"]
    assert _cell(table, "fr-1", "Obstacles") == "“I say č0.” (P1; fr-1, turn 2)\n“I say č1.” (P1; fr-1, turn 2)"
    assert _cell(table, "fr-1", "People") == "(nothing coded)"
    assert _cell(table, "dk-1", "Obstacles") is None
    assert _cell(table, "de-1", "Not in the codebook") == "“I say č0.” (P3; de-1, turn 4)"
    assert any("nobody has coded anything yet: 2 cases" in note for note in table.notes)
    assert any("as nothing is coded with them: 1." in note for note in table.notes)
    assert not any("Left out, as nobody" in note for note in table.notes)


def test_cases_may_be_values_of_an_attribute_or_people(three_countries: CodedCorpus) -> None:
    by_country = framework(three_countries, cases="country")
    assert [row.id for row in by_country.rows] == ["Denmark", "France", "Germany"]
    assert _cell(by_country, "Germany", "People") == "“I say č0.” (P2; de-1, turn 3)"
    by_speaker = framework(three_countries, cases="speaker")
    assert _cell(by_speaker, "de-1 P2", "People") == "“I say č0.” (P2; de-1, turn 3)"
    assert _cell(by_speaker, "de-1 P1", "People") == "(nothing coded)"
    assert len(by_speaker.rows) == 12


def test_columns_may_be_codes_or_what_is_asked_for(three_countries: CodedCorpus) -> None:
    assert framework(three_countries, level="codes").columns == ("No time", "Red tape", "Young", "gone")
    asked = framework(three_countries, codes=["young", "obstacles", "young"])
    assert asked.columns == ("Young", "Obstacles")
    book = three_countries.codebook
    renamed = replace(book.by_id["aside"], was=("beside",))
    corpus = replace(three_countries, codebook=replace(book, roots=(book.roots[0], renamed, book.roots[2])))
    assert framework(corpus, codes=["beside"]).columns == ("Aside",)
    with pytest.raises(TableError, match="Did you mean 'no-time'"):
        framework(three_countries, codes=["notime"])


def test_a_cell_says_how_many_quotes_it_does_not_show(three_countries: CodedCorpus) -> None:
    table = framework(three_countries, most=1)
    assert _cell(table, "fr-1", "Obstacles") == "“I say č0.” (P1; fr-1, turn 2)\n… and 1 more"
    assert any("Not shown: 1 further quote;" in note for note in table.notes)
    assert table.behind is not None
    assert len(table.behind("fr-1", "Obstacles")) == 2
    assert "more" not in str(_cell(framework(three_countries, most=0), "fr-1", "Obstacles"))


def test_quotes_are_picked_of_each_speaker_in_turn(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus([make_group("g", {}, [("P1", 3), ("P2", 1), ("P1", 1), ("P3", 2)])], [])
    words = [Passage("g", segment.words) for segment in corpus.segments["g"]]
    assert picked(words, 2, corpus) == [words[0], words[3]]
    assert picked(words, 4, corpus) == [words[0], words[1], words[3], words[5]]
    assert picked(words, 0, corpus) == words
    assert picked(words, 7, corpus) == words


def test_quotes_can_be_made_elsewhere(three_countries: CodedCorpus) -> None:
    table = framework(three_countries, quoting=lambda passage: Quoted("words", f"a citizen in {passage.transcript}"))
    assert str(_cell(table, "de-1", "People")) == "“words” (a citizen in de-1)"


def test_words_are_quoted_as_they_are_and_unnamed_speakers_are_said_to_be(make_group: MakeGroup) -> None:
    transcript, segments = make_group("g", {}, [("", 2), ("MOD", 1)])
    corpus = CodedCorpus({"g": transcript}, {"g": segments}, [], None)  # type: ignore[arg-type]
    whole = Passage("g", Span(0, segments[1].words.end))
    assert said(corpus, whole) == Quoted("I say č0. I say č1.", "(nobody named); g, turn 1")
    assert said(corpus, Passage("g", segments[2].words)).citation == "moderator; g, turn 2"


@pytest.fixture
def memos(three_countries: CodedCorpus) -> list[Memo]:
    """Give memos of every kind of target."""
    words = [segment.words for segment in three_countries.segments["fr-1"]]
    return [
        _memo("anna", "They have\n no time.", Target("fr-1", words[1], "no-time")),
        _memo("ben", "Tired people.", Target("fr-1", None, "obstacles")),
        _memo("ben", "He sighs.", Target("fr-1", words[2])),
        _memo("ben", "Nothing is coded here.", Target("fr-1", words[4])),
        _memo("anna", "A lively group.", Target("fr-1")),
        _memo("anna", "On the code.", Target(code="no-time")),
        _memo("anna", "Elsewhere.", Target("gone", words[1], "no-time")),
    ]


def test_memos_stand_in_the_cells_they_are_about(three_countries: CodedCorpus, memos: list[Memo]) -> None:
    table = framework(three_countries, fill="memos", memos=memos)
    assert table.columns[0] == ABOUT
    assert _cell(table, "fr-1", ABOUT) == "anna: A lively group."
    assert _cell(table, "fr-1", "Obstacles") == "anna: They have no time.\nben: Tired people.\nben: He sighs."
    assert _cell(table, "fr-1", "People") == "(no memo)"
    assert _cell(table, "de-1", ABOUT) == "(no memo)"
    only = framework(three_countries, fill="memos", memos=memos, coders=["anna"])
    assert _cell(only, "fr-1", "Obstacles") == "anna: They have no time."


def test_memos_come_before_quotes(three_countries: CodedCorpus, memos: list[Memo]) -> None:
    table = framework(three_countries, fill="both", most=1, memos=memos)
    lines = str(_cell(table, "fr-1", "Obstacles")).split("\n")
    assert [line.split()[0] for line in lines] == ["anna:", "ben:", "ben:", "“I", "…"]
    assert _cell(table, "fr-1", "People") == "(nothing coded)"
    assert ABOUT not in framework(three_countries, memos=memos).columns


def test_a_memo_belongs_to_those_who_speak_the_words(three_countries: CodedCorpus, memos: list[Memo]) -> None:
    table = framework(three_countries, cases="stakeholders", fill="memos", memos=memos)
    assert _cell(table, "citizen", "Obstacles") == "anna: They have no time.\nben: He sighs."
    assert _cell(table, "professional", "Obstacles") == "(no memo)"
    assert ABOUT not in table.columns  # the transcript has citizens and professionals


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"cases": "contry"}, "country"),
        ({"fill": "memo"}, "memos"),
        ({"level": "theme"}, "themes"),
        ({"where": {"country": "Denmark"}}, "Nothing has been coded yet"),
    ],
)
def test_what_cannot_be_charted_is_said(three_countries: CodedCorpus, options: dict[str, object], told: str) -> None:
    with pytest.raises(TableError, match=told):
        framework(three_countries, **options)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(groups=GROUPS, codings=st.lists(CODING, min_size=1, max_size=12), order=st.randoms())
def test_every_coded_passage_is_behind_its_cells_and_none_else(
    drawn_corpus: Callable[..., CodedCorpus], laid_out: LaidOut, groups: list, codings: list, order: object
) -> None:
    corpus = drawn_corpus(groups, codings)
    expected: dict[tuple[str, str], set[Passage]] = {}
    for coding, transcript, _, _ in laid_out(corpus):
        path = corpus.codebook.path_of.get(coding.code, ())
        theme = "(not in the codebook)" if coding.code == "gone" else (*path, coding.code)[0]
        passage = Passage(transcript.id, coding.span)
        expected.setdefault((transcript.attributes["country"], theme), set()).add(passage)
    if not expected:
        with pytest.raises(TableError):
            framework(corpus, cases="country")
        return
    table = framework(corpus, cases="country", most=0)
    assert table.behind is not None
    headings = {"Obstacles": "obstacles", "Aside": "aside", "People": "people"}
    for row in table.rows:
        for column in table.columns:
            found = table.behind(row.id, column)
            wanted = expected.get((row.id, headings.get(column, "(not in the codebook)")), set())
            assert set(found) == wanted
            assert len(found) == len(wanted)
            cell = _cell(table, row.id, column)
            assert (
                (cell is None or cell == "(nothing coded)") if not wanted else str(cell).count("\n") == len(found) - 1
            )
    shuffled = list(corpus.codings)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert framework(replace(corpus, codings=shuffled), cases="country", most=0).frame.equals(table.frame)
