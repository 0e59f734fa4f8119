"""What must hold of every frequency table, and an independent count by plain loops to hold it against."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgcoder.model import Role, Segment, Span, Transcript
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.frequency import frequency

MakeGroup = Callable[..., tuple[Transcript, list[Segment]]]
MakeCorpus = Callable[..., CodedCorpus]

COUNTINGS = ("segments", "participants", "groups", "codings")
CODES = ("no-time", "red-tape", "aside", "old", "young", "age", "gone")
TURNS = st.lists(st.tuples(st.sampled_from(["MOD", "P1", "P2", "P3", ""]), st.integers(1, 2)), min_size=1, max_size=5)
GROUPS = st.lists(st.tuples(st.sampled_from(["France", "Germany", "Denmark"]), TURNS), min_size=1, max_size=4)
CODING = st.tuples(
    st.sampled_from(["anna", "ben"]), st.integers(0, 3), st.integers(0, 90), st.integers(0, 40), st.sampled_from(CODES)
)
DRAWN = st.tuples(GROUPS, st.lists(CODING, max_size=12))
Drawn = tuple[list[tuple[str, list[tuple[str, int]]]], list[tuple[str, int, int, int, str]]]


@pytest.fixture(scope="session")
def build(make_group: MakeGroup, make_corpus: MakeCorpus) -> Callable[[Drawn], CodedCorpus]:
    """Give the maker of a corpus from what Hypothesis draws."""

    def made(drawn: Drawn) -> CodedCorpus:
        groups = [make_group(f"g{at}", {"country": country}, turns) for at, (country, turns) in enumerate(drawn[0])]
        codings = []
        for coder, at, start, length, code in drawn[1]:
            transcript, _ = groups[at % len(groups)]
            start = start % len(transcript.text)
            codings.append((coder, transcript.id, Span(start, min(start + length, len(transcript.text))), code))
        return make_corpus(groups, codings)

    return made


Build = Callable[[Drawn], CodedCorpus]


def _naive(corpus: CodedCorpus, by: str, counting: str, row: str, column: str | None) -> int:
    units: set[Hashable] = set()
    for coding in corpus.codings:
        if row not in (coding.code, *corpus.codebook.path_of.get(coding.code, ())):
            continue
        transcript, segments = corpus.transcripts[coding.transcript], corpus.segments[coding.transcript]
        touched = [segment for segment in segments if segment.words.overlaps(coding.span)]
        if not touched:
            touched = [segment for segment in segments if segment.start <= coding.span.start < segment.end]
        for segment in touched:
            if segment.role is Role.MODERATOR:
                continue
            speaker = transcript.speaker_of(transcript.turns[segment.turn - 1])
            heading = {
                "country": transcript.attributes["country"],
                "stakeholders": speaker.attributes.get("stakeholders", "(not given)"),
                "coder": coding.coder,
            }[by]
            if column in (None, heading):
                unit: dict[str, Hashable] = {
                    "segments": segment.id,
                    "participants": (transcript.id, speaker.label),
                    "groups": transcript.id,
                    "codings": coding.decision,
                }
                units.add(unit[counting])
    return len(units)


@settings(max_examples=60, deadline=None)
@given(drawn=DRAWN, by=st.sampled_from(["country", "stakeholders", "coder"]), counting=st.sampled_from(COUNTINGS))
def test_every_cell_is_what_plain_loops_count(build: Build, drawn: Drawn, by: str, counting: str) -> None:
    corpus = build(drawn)
    table = frequency(corpus, by=by, counting=counting)
    for row, cells in zip(table.rows, table.values(), strict=True):
        if row.id.startswith("("):
            continue
        for column, cell in zip(table.columns, cells, strict=True):
            counted = _naive(corpus, by, counting, row.id, None if column == "Total" else column)
            assert (cell or 0) == counted, (row.id, column)


@settings(max_examples=60, deadline=None)
@given(drawn=DRAWN, counting=st.sampled_from(COUNTINGS))
def test_a_theme_lies_between_its_largest_code_and_their_sum(build: Build, drawn: Drawn, counting: str) -> None:
    frame = frequency(build(drawn), counting=counting).frame.fillna(0)
    for theme, codes in (("obstacles", ["no-time", "red-tape"]), ("people", ["age"])):
        assert (frame.loc[theme] >= frame.loc[codes].max()).all()
        assert (frame.loc[theme] <= frame.loc[codes].sum()).all()


@settings(max_examples=60, deadline=None)
@given(drawn=DRAWN, counting=st.sampled_from(COUNTINGS), data=st.data())
def test_the_order_of_the_codings_changes_nothing(
    build: Build, drawn: Drawn, counting: str, data: st.DataObject
) -> None:
    corpus = build(drawn)
    shuffled = replace(corpus, codings=data.draw(st.permutations(corpus.codings)))
    one, other = frequency(corpus, counting=counting), frequency(shuffled, counting=counting)
    assert one.frame.equals(other.frame)
    assert (one.rows, one.notes) == (other.rows, other.notes)


@settings(max_examples=60, deadline=None)
@given(drawn=DRAWN, counting=st.sampled_from(COUNTINGS))
def test_by_country_the_total_is_the_sum(build: Build, drawn: Drawn, counting: str) -> None:
    frame = frequency(build(drawn), counting=counting).frame.fillna(0)
    assert (frame.drop(columns="Total").sum(axis=1) == frame["Total"]).all()


@settings(max_examples=60, deadline=None)
@given(drawn=DRAWN, counting=st.sampled_from(COUNTINGS))
def test_a_filtered_table_and_a_filtered_corpus_give_the_whole_tables_column(
    build: Build, drawn: Drawn, counting: str
) -> None:
    corpus = build(drawn)
    whole = frequency(corpus, counting=counting)
    for country in whole.columns[:-1]:
        kept = {name: it for name, it in corpus.transcripts.items() if it.attributes["country"] == country}
        codings = [coding for coding in corpus.codings if coding.transcript in kept]
        smaller = frequency(replace(corpus, transcripts=kept, codings=codings), counting=counting)
        filtered = frequency(corpus, counting=counting, where={"country": {country}})
        assert smaller.frame.equals(filtered.frame)
        column = whole.frame[country]
        assert filtered.frame[country].equals(column.loc[filtered.frame.index])
        gone = column.drop(index=list(filtered.frame.index))
        assert (gone.fillna(0) == 0).all()
