"""A standing that takes in decisions as they are made is the same as one made afresh from all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fgcoder.coding.progress import Standing
from fgcoder.model import Action, Decision, Mode, Progress, Relation, Role, Segment, Span, Transcript

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
TRANSCRIPT = Transcript("t", "Title", "x" * 120, "0" * 64, "en", {}, {}, (), "t.txt")


def segment(number: int, role: Role = Role.PARTICIPANT) -> Segment:
    """Give a segment of twenty characters, the first five of them a label, the last two blank."""
    start = 20 * (number - 1)
    words = Span(start + 5, start + 5 if number == 4 else start + 18)
    return Segment("t", number, number, start, start + 20, words, role)


SEGMENTS = [segment(1), segment(2, Role.MODERATOR), segment(3), segment(4), segment(5), segment(6)]


def decision(number, action=Action.APPLY, span=SEGMENTS[0].words, code="a", withdraws=None, code_then="") -> Decision:
    return Decision(
        str(UUID(int=number)),
        "anna",
        START + timedelta(seconds=number),
        action,
        "t",
        TRANSCRIPT.hash,
        span,
        "" if action is Action.NOTHING else code,
        Mode.BLIND,
        withdraws=withdraws,
        text="why",
        finding="f",
        relation=Relation.EXPANDS,
        code_then=code_then,
    )


spans = st.sampled_from([one.words for one in SEGMENTS]) | st.tuples(st.integers(0, 118), st.integers(1, 60)).map(
    lambda at: Span(at[0], min(at[0] + at[1], 120))
)


@st.composite
def histories(draw):
    """Give decisions in the order in which they were made, cut into gestures."""
    made: list[Decision] = []
    for number in range(draw(st.integers(0, 14))):
        if made and draw(st.integers(0, 2)) == 0:
            target = draw(st.sampled_from(made))
            made.append(decision(number, Action.WITHDRAW, target.span, target.code, target.id))
        else:
            action = draw(st.sampled_from([one for one in Action if one is not Action.WITHDRAW]))
            code, code_then = draw(st.sampled_from([("a", ""), ("a", "once-a"), ("b", "")]))
            made.append(decision(number, action, draw(spans), code, code_then=code_then))
    cuts = sorted(draw(st.lists(st.integers(0, len(made)), max_size=6)))
    return [made[start:end] for start, end in zip([0, *cuts], [*cuts, len(made)], strict=True)]


def seen(standing: Standing) -> list[object]:
    """Give all that a standing tells."""
    return [
        standing.decisions,
        standing.in_force,
        standing.notes,
        standing.codings,
        set(standing.decided),
        standing.progress,
        *(
            (standing.codings_of(one), standing.rejected(one), standing.is_decided(one), standing.was_decided(one))
            for one in SEGMENTS
        ),
    ]


@given(histories())
def test_taking_in_one_gesture_after_the_other_is_reading_them_all(history):
    own: set[str] = set()
    before = history[0]
    growing = Standing(TRANSCRIPT, SEGMENTS, before, own)
    for made in history[1:]:
        own.update(one.id for one in made)
        growing.add(made)
    everything = [one for made in history for one in made]
    assert seen(growing) == seen(Standing(TRANSCRIPT, SEGMENTS, everything, own))


@given(histories())
def test_a_coding_shows_at_the_segments_whose_words_it_touches_and_counts_once(history):
    standing = Standing(TRANSCRIPT, SEGMENTS, [one for made in history for one in made])
    for one in SEGMENTS:
        touching = [coding for coding in standing.codings if coding.span.overlaps(one.words)]
        assert standing.codings_of(one) == touching
    assert standing.progress.codings == len(standing.codings)
    assert len({(one.span, one.code) for one in standing.codings}) == len(standing.codings)


def test_only_segments_that_can_be_coded_are_counted():
    over_all = decision(1, span=Span(0, 120))
    standing = Standing(TRANSCRIPT, SEGMENTS, [over_all])
    assert standing.progress == Progress("t", "Title", decided=4, codable=4, codings=1)
    assert standing.is_decided(SEGMENTS[1]), "the moderator's words are coded, too"


def test_a_span_in_a_label_touches_no_segment():
    standing = Standing(TRANSCRIPT, SEGMENTS, [decision(1, span=Span(20, 25)), decision(2, span=Span(38, 45))])
    assert standing.progress.decided == 0
    assert standing.progress.codings == 2
    assert set(standing.decided) == set()


def test_notes_decide_nothing():
    notes = [decision(number, action) for number, action in enumerate((Action.MEMO, Action.FLAG, Action.LINK))]
    standing = Standing(TRANSCRIPT, SEGMENTS, notes)
    assert not standing.is_decided(SEGMENTS[0])
    assert not standing.was_decided(SEGMENTS[0])
    assert standing.in_force == notes


def test_what_was_taken_back_in_an_earlier_run_was_decided_once():
    applied = decision(1)
    record = [applied, decision(2, Action.WITHDRAW, withdraws=applied.id)]
    for own, once in (((), True), ({one.id for one in record}, False)):
        standing = Standing(TRANSCRIPT, SEGMENTS, record, own)
        assert standing.is_decided(SEGMENTS[0]) is False
        assert standing.was_decided(SEGMENTS[0]) is once
