"""What must hold of every frequency table, and an independent count by plain loops to hold it against."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgcoder.model import Action, Code, Codebook, Coding, Decision, Mode, Role, Segment, Span, Transcript
from fgcoder.record.decisions import codings, following
from fgcoder.tables.coded import CodedCorpus, rows
from fgcoder.tables.frequency.table import frequency
from fgcoder.tabular import RowKind

MakeGroup = Callable[..., tuple[Transcript, list[Segment]]]
MakeCorpus = Callable[..., CodedCorpus]

COUNTINGS = ("segments", "participants", "groups", "codings", "words")
BY = (("country",), ("stakeholders",), ("coder",), ("country", "stakeholders"), ("coder", "country"))
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
        made_codings = []
        for coder, at, start, length, code in drawn[1]:
            transcript, _ = groups[at % len(groups)]
            start = start % len(transcript.text)
            made_codings.append((coder, transcript.id, Span(start, min(start + length, len(transcript.text))), code))
        return make_corpus(groups, made_codings)

    return made


Build = Callable[[Drawn], CodedCorpus]


def _words(text: str, within: Span, coded: Span) -> set[Hashable]:
    """Give the words of a segment that a coding covers, by where they begin."""
    found = []
    for word in re.finditer(r"\S+", text[within.start : within.end]):
        start, end = within.start + word.start(), within.start + word.end()
        if any(sign.isalnum() for sign in word.group()) and Span(start, end).overlaps(coded):
            found.append(start)
    return set(found)


def _naive(corpus: CodedCorpus, by: Sequence[str], counting: str, row: str, column: tuple[str, ...] | None) -> int:
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
            known = {
                "country": transcript.attributes["country"],
                "stakeholders": speaker.attributes.get("stakeholders", "(not given)"),
                "coder": coding.coder,
            }
            if column is not None and column != tuple(known[name] for name in by):
                continue
            if counting == "words":
                words = _words(transcript.text, segment.words, coding.span)
                units |= {(transcript.id, word) for word in words}
                continue
            if counting == "participants" and not speaker.label:
                continue
            unit: dict[str, Hashable] = {
                "segments": segment.id,
                "participants": (transcript.id, speaker.label),
                "groups": transcript.id,
                "codings": coding.decision,
            }
            units.add(unit[counting])
    return len(units)


@settings(max_examples=120, deadline=None)
@given(drawn=DRAWN, by=st.sampled_from(BY), counting=st.sampled_from(COUNTINGS))
def test_every_cell_is_what_plain_loops_count(build: Build, drawn: Drawn, by: tuple[str, ...], counting: str) -> None:
    corpus = build(drawn)
    table = frequency(corpus, by=by, counting=counting)
    for row, cells in zip(table.rows, table.values(), strict=True):
        if row.id.startswith("("):
            continue
        for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            values = None if column == "Total" else table.headings[at] if table.headings else (column,)
            assert (cell or 0) == _naive(corpus, by, counting, row.id, values), (row.id, column)


@settings(max_examples=40, deadline=None)
@given(drawn=DRAWN)
def test_codings_by_country_are_what_crosstab_counts(build: Build, drawn: Drawn) -> None:
    corpus = build(drawn)
    raw = rows(corpus).drop_duplicates(["decision", "country"])
    raw = raw[raw["code"] != "age"]  # a theme
    frame = frequency(corpus, counting="codings", level="codes").frame
    if raw.empty:
        return
    counted = pd.crosstab(raw["code"], raw["country"])
    for code in counted.index:
        for country in counted.columns:
            assert frame.loc[code, country] == counted.loc[code, country]
    assert int(
        frame.drop(index=[row for row in frame.index if row.startswith("(")]).drop(columns="Total").sum().sum()
    ) == (counted.to_numpy().sum())


@settings(max_examples=60, deadline=None)
@given(drawn=DRAWN, counting=st.sampled_from(COUNTINGS), moderator=st.booleans())
def test_no_count_exceeds_its_base(build: Build, drawn: Drawn, counting: str, moderator: bool) -> None:
    corpus = build(drawn)
    for by in BY:
        table = frequency(corpus, by=by, counting=counting, include_moderator=moderator)
        counts = table.frame.fillna(0)
        for row in table.rows:
            if row.kind is not RowKind.BASE:
                assert (counts.loc[row.id] <= counts.loc["(coded)"]).all()
        if counting != "codings":
            assert (counts.loc["(coded)"] <= counts.loc[f"({counting})"]).all()
            shares = frequency(corpus, by=by, counting=counting, figures="share", include_moderator=moderator)
            cells = [cell for row in shares.rows if row.kind is not RowKind.BASE for cell in shares.frame.loc[row.id]]
            assert all(0 <= cell <= 1 for cell in cells if cell is not pd.NA)
        assert (counts.loc["(groups coded)"] <= counts.loc["(groups)"]).all()


@settings(max_examples=60, deadline=None)
@given(drawn=DRAWN, counting=st.sampled_from(["segments", "participants", "words"]))
def test_margins_are_the_sums_of_disjoint_columns(build: Build, drawn: Drawn, counting: str) -> None:
    table = frequency(build(drawn), by=("country", "stakeholders"), counting=counting, margins=True)
    frame = table.frame.fillna(0)
    inner = [column for column in table.columns if column not in table.total_columns]
    per_row = [row.id for row in table.rows if row.kind is not RowKind.BASE]
    assert (frame.loc[per_row, inner].sum(axis=1) == frame.loc[per_row, "Total"]).all()
    for column, levels in zip(table.columns, table.headings, strict=True):
        if len(levels) == 2 and "All" in levels:
            own = [name for name in inner if name.startswith(f"{levels[0]}, ")]
            assert (frame.loc[per_row, own].sum(axis=1) == frame.loc[per_row, column]).all()
        elif levels[0] == "Total" and len(levels) == 2:
            own = [name for name in inner if name.endswith(f", {levels[1]}")]
            assert (frame.loc[per_row, own].sum(axis=1) == frame.loc[per_row, column]).all()


@settings(max_examples=60, deadline=None)
@given(drawn=DRAWN)
def test_the_passages_behind_a_cell_touch_the_segments_it_counts(build: Build, drawn: Drawn) -> None:
    corpus = build(drawn)
    table = frequency(corpus)
    assert table.behind is not None
    for row in table.rows:
        for column in table.columns:
            passages = table.behind(row.id, column)
            assert list(passages) == sorted(
                passages, key=lambda one: (list(corpus.transcripts).index(one.transcript), one.span)
            )
            if row.kind is RowKind.BASE:
                assert not passages
                continue
            coding = [
                replace(Coding("", "", "", Span(0, 0), row.id), transcript=one.transcript, span=one.span)
                for one in passages
            ]
            alone = replace(corpus, codings=coding)
            assert _naive(alone, ("country",), "segments", row.id, None) == (table.frame[column].fillna(0)[row.id])


DECISIONS = st.lists(
    st.tuples(
        st.sampled_from(["anna", "ben"]),
        st.integers(0, 3),
        st.integers(0, 8),
        st.sampled_from(CODES),
        st.sampled_from([Action.APPLY, Action.APPLY, Action.REJECT, Action.WITHDRAW]),
        st.integers(0, 20),
    ),
    max_size=15,
)


def _decisions(corpus: CodedCorpus, drawn: Sequence[tuple[str, int, int, str, Action, int]]) -> list[Decision]:
    """Make decisions on whole segments; a withdrawal takes back one of those before it."""
    names, made = list(corpus.transcripts), []
    for number, (coder, at, place, code, action, target) in enumerate(drawn):
        name = names[at % len(names)]
        span = corpus.segments[name][place % len(corpus.segments[name])].words
        withdraws = made[target % len(made)].id if made and action is Action.WITHDRAW else None
        moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=number)
        made.append(
            Decision(f"d{number}", coder, moment, action, name, "", span, code, Mode.BLIND, withdraws=withdraws)
        )
    return made


def _of(corpus: CodedCorpus, decisions: Sequence[Decision], book: Codebook) -> CodedCorpus:
    return replace(corpus, codings=codings(following(decisions, book)), codebook=book)


@settings(max_examples=60, deadline=None)
@given(drawn=DRAWN, decided=DECISIONS, counting=st.sampled_from(COUNTINGS), data=st.data())
def test_the_order_of_the_decisions_changes_nothing(
    build: Build,
    drawn: Drawn,
    decided: list[tuple[str, int, int, str, Action, int]],
    counting: str,
    data: st.DataObject,
) -> None:
    corpus = build(drawn)
    made = _decisions(corpus, decided)
    one = frequency(_of(corpus, made, corpus.codebook), counting=counting)
    other = frequency(_of(corpus, data.draw(st.permutations(made)), corpus.codebook), counting=counting)
    assert one.frame.equals(other.frame)
    assert (one.rows, one.notes, one.facts) == (other.rows, other.notes, other.facts)


@settings(max_examples=60, deadline=None)
@given(drawn=DRAWN, decided=DECISIONS, counting=st.sampled_from(COUNTINGS))
def test_a_code_that_is_retired_renamed_or_merged_leaves_no_coding_behind(
    build: Build, drawn: Drawn, decided: list[tuple[str, int, int, str, Action, int]], counting: str
) -> None:
    corpus = build(drawn)
    made, book = _decisions(corpus, decided), corpus.codebook
    before = frequency(_of(corpus, made, book), counting=counting).frame.fillna(0)
    obstacles, aside, people = book.roots
    no_time, red_tape = obstacles.children

    def after(*children: Code) -> pd.DataFrame:
        changed = replace(book, roots=(replace(obstacles, children=children), aside, people))
        return frequency(_of(corpus, made, changed), counting=counting).frame.fillna(0)

    retired = after(replace(no_time, retired=True), red_tape)
    rest = [row for row in before.index if row != "no-time" or row in retired.index]
    assert retired.equals(before.loc[rest])
    assert "no-time" in retired.index or (before.loc["no-time"] == 0).all()

    renamed = after(replace(no_time, id="lack-of-time", was=("no-time",)), red_tape)
    assert renamed.rename(index={"lack-of-time": "no-time"}).equals(before)

    merged = after(replace(red_tape, was=("no-time",)), Code("new", "New"))
    assert "no-time" not in merged.index
    if counting != "codings":  # two codings of one coder on one span have become one
        assert merged.drop(index=["red-tape", "new"]).equals(before.drop(index=["no-time", "red-tape"]))
        assert (merged.loc["red-tape"] >= before.loc[["no-time", "red-tape"]].max()).all()
        assert (merged.loc["red-tape"] <= before.loc[["no-time", "red-tape"]].sum()).all()


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
        inside = [coding for coding in corpus.codings if coding.transcript in kept]
        smaller = frequency(replace(corpus, transcripts=kept, codings=inside), counting=counting)
        filtered = frequency(corpus, counting=counting, where={"country": {country}})
        assert smaller.frame.equals(filtered.frame)
        column = whole.frame[country]
        assert filtered.frame[country].equals(column.loc[filtered.frame.index])
        gone = column.drop(index=list(filtered.frame.index))
        assert (gone.fillna(0) == 0).all()
