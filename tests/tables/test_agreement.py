"""The agreement table: who is compared on what, and what it says when there is nothing to compare."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.errors import TableError
from fgcoder.model import Action, Code, Decision, Mode, Segment, Span
from fgcoder.tables.agreement.ratings import Verdicts, rate
from fgcoder.tables.agreement.table import COUNTS, agreement
from fgcoder.tables.coded import CodedCorpus


class Record:
    """Decisions as they are made, on segments of one corpus."""

    def __init__(self, corpus: CodedCorpus) -> None:
        self.corpus = corpus
        self.decisions: list[Decision] = []

    def decide(
        self,
        coder: str,
        group: str,
        at: int | Span,
        *codes: str,
        action: Action = Action.APPLY,
        mode: Mode = Mode.BLIND,
    ) -> Record:
        span = at if isinstance(at, Span) else self.corpus.segments[group][at - 1].words
        for code in codes or ("",):
            made_at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=len(self.decisions))
            what = action if codes else Action.NOTHING
            self.decisions.append(
                Decision(f"d{len(self.decisions)}", coder, made_at, what, group, "", span, code, mode)
            )
        return self

    def undo(self) -> Record:
        last = self.decisions[-1]
        self.decisions.append(
            Decision(
                f"d{len(self.decisions)}",
                last.coder,
                last.made_at + timedelta(seconds=1),
                Action.WITHDRAW,
                last.transcript,
                "",
                last.span,
                last.code,
                last.mode,
                withdraws=last.id,
            )
        )
        return self


@pytest.fixture
def record(make_group: Any, make_corpus: Any) -> Record:
    """Two groups: the moderator's segment, then five of two participants."""
    turns = [("MOD", 1), ("P1", 3), ("P2", 2)]
    groups = [
        make_group("fr-1", {"country": "France"}, turns, language="fr"),
        make_group("dk-1", {"country": "Denmark"}, turns, language="da"),
    ]
    return Record(make_corpus(groups, []))


def row(table: Any, name: str) -> dict[str, Any]:
    return dict(zip(table.columns, table.values()[[one.id for one in table.rows].index(name)], strict=True))


def counts(table: Any, name: str) -> tuple[Any, ...]:
    found = row(table, name)
    return (found["Segments"], *(found[column] for column in COUNTS))


def test_what_two_coders_decided_about_is_compared_segment_by_segment(record: Record):
    record.decide("ana", "fr-1", 2, "no-time").decide("ben", "fr-1", 2, "no-time")
    record.decide("ana", "fr-1", 3, "no-time").decide("ben", "fr-1", 3)
    record.decide("ana", "fr-1", 4, "no-time", action=Action.REJECT).decide("ben", "fr-1", 4, "red-tape")
    record.decide("ana", "fr-1", 5, "red-tape")
    record.decide("ben", "dk-1", 2, "red-tape")
    table = agreement(record.corpus, record.decisions)
    assert counts(table, "ana+ben:no-time") == (3, 1, 1, 0, 1)
    assert counts(table, "ana+ben:red-tape") == (3, 0, 0, 1, 2)
    assert counts(table, "ana+ben:obstacles") == (3, 1, 1, 1, 0), "a theme is given with any code below it"
    assert row(table, "ana+ben:no-time")["Agreement"] == pytest.approx(2 / 3)
    assert row(table, "ana+ben:no-time")["Kappa"] == pytest.approx(0.4)
    unused = row(table, "ana+ben:young")
    assert (unused["Agreement"], unused["Kappa"], unused["Alpha"]) == (None, None, None)
    shares = [row(table, f"ana+ben:{code}")["Agreement"] for code in ("no-time", "red-tape")]
    assert row(table, "ana+ben")["Agreement"] == pytest.approx(sum(shares) / 2), "the mean of what is given"


def test_what_is_decided_elsewhere_and_what_no_coder_gave_changes_no_figure(record: Record):
    for at, ben in ((2, "no-time"), (3, "no-time"), (4, "red-tape")):
        record.decide("ana", "fr-1", at, "no-time").decide("ben", "fr-1", at, ben)
    before = agreement(record.corpus, record.decisions)
    assert row(before, "ana+ben")["Agreement"] == pytest.approx(2 / 3)
    record.decide("ana", "dk-1", 2, "young", "hurry", action=Action.REJECT).decide("ana", "dk-1", 3)
    record.decide("ana", "dk-1", 4, "gone").decide("ben", "fr-1", 4, "old", action=Action.REJECT)
    after = agreement(record.corpus, record.decisions)
    assert [one.label for one in after.rows] == [one.label for one in before.rows]
    assert after.values() == before.values()


def test_where_no_code_was_given_there_is_no_agreement_to_tell_of(record: Record):
    record.decide("ana", "fr-1", 2).decide("ben", "fr-1", 2)
    table = agreement(record.corpus, record.decisions)
    assert {found["Agreement"] for found in (row(table, one.id) for one in table.rows)} == {None}
    assert "not in the codebook" not in " ".join(one.label for one in table.rows)


def test_a_coding_counts_wherever_it_touches_words(record: Record):
    second, third = (segment.words for segment in record.corpus.segments["fr-1"][1:3])
    record.decide("ana", "fr-1", Span(second.start + 2, third.start + 1), "no-time")
    record.decide("ben", "fr-1", 2, "no-time").decide("ben", "fr-1", 3).decide("ben", "fr-1", 4)
    assert counts(agreement(record.corpus, record.decisions), "ana+ben:no-time") == (2, 1, 1, 0, 0)


def test_what_was_taken_back_is_not_decided(record: Record):
    record.decide("ana", "fr-1", 2, "no-time").decide("ben", "fr-1", 2, "no-time")
    record.decide("ana", "fr-1", 3, "no-time").decide("ben", "fr-1", 3, "no-time").undo()
    assert counts(agreement(record.corpus, record.decisions), "ana+ben:no-time") == (1, 1, 0, 0, 0)


def test_merged_codes_are_one(record: Record):
    record.decide("ana", "fr-1", 2, "hurry").decide("ben", "fr-1", 2, "no-time")
    book = record.corpus.codebook
    merged = Code("no-time", "No time", was=("hurry",))
    roots = (Code("obstacles", "Obstacles", children=(merged,)),)
    corpus = CodedCorpus(
        record.corpus.transcripts, record.corpus.segments, [], type(book)(book.title, book.version, "en", roots)
    )
    table = agreement(corpus, record.decisions)
    assert counts(table, "ana+ben:no-time") == (1, 1, 0, 0, 0)
    assert [one.label for one in table.rows] == ["ana and ben", "Obstacles", "No time"]


def test_a_code_that_is_gone_from_the_codebook_is_listed_last(record: Record):
    record.decide("ana", "fr-1", 2, "gone").decide("ben", "fr-1", 2, "gone")
    table = agreement(record.corpus, record.decisions)
    assert table.rows[-1].label == "gone (not in the codebook)"
    assert counts(table, "ana+ben:gone") == (1, 1, 0, 0, 0)


def test_more_than_two_coders_have_a_block_of_all_and_one_of_each_pair_that_met(record: Record):
    for coder, at in (("ana", 2), ("ben", 2), ("ben", 3), ("cem", 3), ("dan", 5)):
        record.decide(coder, "fr-1", at, "no-time")
    table = agreement(record.corpus, record.decisions)
    heads = [one.label for one in table.rows if one.level == 0]
    assert heads == ["All 3 coders", "ana and ben", "ben and cem"]
    assert row(table, "ana+ben+cem")["Segments"] == 2
    assert counts(table, "ana+ben+cem:no-time")[1:] == (None,) * 4
    assert any("Left out, having met nobody: dan." in note for note in table.notes)


def test_a_part_of_the_study_and_some_of_the_coders(record: Record):
    for group, at in (("fr-1", 2), ("fr-1", 5), ("dk-1", 2)):
        for coder in ("ana", "ben", "cem"):
            record.decide(coder, group, at, "no-time")
    table = agreement(record.corpus, record.decisions, coders=["cem", "ana"], where={"country": ["France"]})
    assert counts(table, "ana+cem:no-time") == (2, 2, 0, 0, 0)
    assert ("Filters", "country = France") in table.facts
    by_speaker = agreement(record.corpus, record.decisions, where={"stakeholders": "professional"})
    assert row(by_speaker, "ana+ben")["Segments"] == 1


def test_the_lowest_come_first_and_what_cannot_be_told_last(record: Record):
    for at, ana, ben in (
        (2, "no-time", "no-time"),
        (3, "no-time", "red-tape"),
        (4, "red-tape", "red-tape"),
        (5, "no-time", ""),
    ):
        record.decide("ana", "fr-1", at, ana)
        record.decide("ben", "fr-1", at, *([ben] if ben else []))
    table = agreement(record.corpus, record.decisions, order="lowest")
    alphas = [one["Alpha"] for one in (row(table, found.id) for found in table.rows[1:])]
    known = [alpha for alpha in alphas if alpha is not None]
    assert known == sorted(known)
    assert len(known) > 1
    assert alphas == known + [None] * (len(alphas) - len(known))


def test_the_notes_say_how_much_was_decided_without_suggestions(record: Record):
    record.decide("ana", "fr-1", 2, "no-time").decide("ben", "fr-1", 2, "no-time")
    record.decide("ana", "fr-1", 3, "no-time").decide("ben", "fr-1", 3, "no-time", mode=Mode.ASSISTED)
    table = agreement(record.corpus, record.decisions)
    assert any("Of the 2 segments judged, 1 were decided about by two coders" in note for note in table.notes)


def test_the_notes_say_what_one_coder_alone_decided_about(record: Record):
    for at in (2, 3, 4):
        record.decide("ana", "fr-1", at, "no-time").decide("ben", "fr-1", at, "no-time" if at < 4 else "red-tape")
    record.decide("ana", "fr-1", 5, "no-time").decide("ben", "dk-1", 2, "no-time")
    notes = agreement(record.corpus, record.decisions).notes
    assert (
        "Not judged: 1 segment in the same transcripts that one of the coders alone decided about. Counting what the "
        "other passed over as not coded, alpha over all codes would be -0.11."
    ) in notes
    assert any(note.startswith("There ana and ben recorded no rejection and no “none fits”") for note in notes)
    record.decide("ben", "fr-1", 5)
    notes = agreement(record.corpus, record.decisions).notes
    assert "In these transcripts no segment was decided about by one of the coders alone." in notes
    assert any(note.startswith("There ana recorded no rejection") for note in notes)


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"coders": ["ana", "bne"]}, "Did you mean 'ben'"),
        ({"order": "lowset"}, "Did you mean 'lowest'"),
        ({"where": {"country": "Frence"}}, "Did you mean 'France'"),
        ({"coders": ["ana"]}, "no two coders"),
        ({"where": {"country": "Denmark"}}, "no two coders"),
    ],
)
def test_what_is_not_there_is_told(record: Record, options: dict[str, Any], what: str):
    record.decide("ana", "fr-1", 2, "no-time").decide("ben", "fr-1", 2, "no-time")
    with pytest.raises(TableError) as raised:
        agreement(record.corpus, record.decisions, **options)
    assert what in f"{raised.value.faults[0].what} {raised.value.faults[0].todo}"


PLACES = st.tuples(st.integers(0, 60), st.integers(0, 15), st.integers(0, 2), st.integers(0, 2), st.booleans())


@given(st.lists(PLACES, max_size=20), st.lists(st.integers(0, 8), max_size=8), st.lists(st.integers(0, 8), max_size=8))
def test_verdicts_are_laid_over_segments_as_spans_overlap(verdicts, lengths, more):
    """Two binary searches against asking each segment."""
    words = {}
    for name, own in (("a", lengths), ("b", more)):
        ends = np.cumsum([length + 1 for length in own])
        words[name] = np.array([(end - length, end) for end, length in zip(ends, own, strict=True) if length])
        words[name] = words[name].reshape(-1, 2).astype(np.int64)
    group = [number % 2 for number in range(len(verdicts))]
    start, length, coder, code, is_applied = (
        (np.array(column) for column in zip(*verdicts, strict=True))
        if verdicts
        else (np.zeros(0, np.int64),) * 4 + (np.zeros(0, bool),)
    )
    ratings = rate(
        words,
        Verdicts(("b", "a"), ("x", "y", "z"), ("k", "l", "m"), np.array(group, np.int64), coder, code, start,
                 start + length, is_applied, is_applied),
    )  # fmt: skip
    segments = [Segment(name, 0, 0, s, e, Span(s, e), None) for name, rows in words.items() for s, e in rows.tolist()]
    decided, applied = set(), set()
    for (begin, size, who, what, given_), place in zip(verdicts, group, strict=True):
        for at, segment in enumerate(segments):
            if segment.transcript == ("b", "a")[place] and segment.words.overlaps(Span(begin, begin + size)):
                decided.add((at, who))
                if given_:
                    applied.add((at, who, what))
    assert {tuple(pair) for pair in np.argwhere(ratings.decided).tolist()} == decided
    assert {tuple(triple) for triple in ratings.applied.tolist()} == applied
    assert len(ratings.applied) == len(applied)
