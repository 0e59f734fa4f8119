"""The draw is a random share that nothing but its seed decides; the blindfold never claims too much."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.blinding import Blindfold, Draw
from fgcoder.model import Role, Segment, Span

HASH = hashlib.sha256(b"a text").hexdigest()
hashes = st.binary(max_size=8).map(lambda data: hashlib.sha256(data).hexdigest())
spans = st.tuples(st.integers(0, 10**7), st.integers(1, 1000)).map(lambda at: Span(at[0], at[0] + at[1]))


def some_spans(count: int) -> list[Span]:
    return [Span(30 * number, 30 * number + 25) for number in range(count)]


def a_segment(number: int = 1, role: Role = Role.PARTICIPANT) -> Segment:
    span = some_spans(number + 1)[number]
    return Segment("t", number, number, span.start, span.end, span, role)


@pytest.mark.parametrize("share", [0.05, 0.1, 0.5, 0.9])
def test_about_the_share_is_drawn(share: float):
    """Of 20,000 within four standard errors, for this seed and any other."""
    count = 20_000
    for seed in (0, 7, 20131105):
        drawn = sum(Draw(share, seed).includes(HASH, span) for span in some_spans(count))
        assert abs(drawn / count - share) < 4 * (share * (1 - share) / count) ** 0.5


@given(hashes, spans, st.integers())
def test_nothing_or_everything_is_drawn_at_the_ends(transcript_hash: str, span: Span, seed: int):
    assert not Draw(0.0, seed).includes(transcript_hash, span)
    assert Draw(1.0, seed).includes(transcript_hash, span)


@given(hashes, spans, st.integers(), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_keeps_what_a_smaller_one_drew(
    transcript_hash: str, span: Span, seed: int, one: float, other: float
):
    small, large = sorted((one, other))
    assert Draw(small, seed).includes(transcript_hash, span) <= Draw(large, seed).includes(transcript_hash, span)


def test_seed_text_and_place_each_make_another_draw():
    spans = some_spans(400)
    drawn = [Draw(0.5, 7).includes(HASH, span) for span in spans]
    assert drawn != [Draw(0.5, 8).includes(HASH, span) for span in spans]
    assert drawn != [Draw(0.5, 7).includes("0" * 64, span) for span in spans]
    assert drawn != [Draw(0.5, 7).includes(HASH, Span(span.start, span.end + 1)) for span in spans]


def test_the_draw_stays_what_it_was_in_earlier_versions():
    """Records name the draw by share and seed: another way of drawing would belie them."""
    drawn = [number for number, span in enumerate(some_spans(60)) if Draw(0.1, 20131105).includes(HASH, span)]
    assert drawn == [11, 27, 37, 51, 56]
    assert Draw(0.1, 20131105).record == "0.1/20131105"


def test_without_a_draw_nothing_is_hidden():
    fold = Blindfold(None)
    assert fold.record == ""
    assert not fold.hides(a_segment(), HASH, decided=False)


def test_what_is_drawn_is_hidden_until_it_is_decided_about():
    fold = Blindfold(Draw(1.0, 7))
    assert fold.record == "1.0/7"
    assert fold.hides(a_segment(), HASH, decided=False)
    assert not fold.hides(a_segment(), HASH, decided=True)
    assert not fold.hides(a_segment(role=Role.MODERATOR), HASH, decided=False)


def test_what_is_held_stays_hidden_until_another_is_or_it_is_lifted():
    fold, segment = Blindfold(Draw(1.0, 7)), a_segment()
    fold.hold(segment.id)
    assert fold.hides(segment, HASH, decided=True)
    fold.hold(None)
    assert not fold.hides(segment, HASH, decided=True)
    fold.hold(segment.id)
    fold.lift(segment.id)
    assert fold.held is None
    assert not fold.hides(segment, HASH, decided=True)


def test_what_was_seen_is_never_hidden_again():
    fold = Blindfold(Draw(1.0, 7))
    fold.lift(a_segment(1).id)
    assert not fold.hides(a_segment(1), HASH, decided=False)
    fold.hold(a_segment(1).id)
    assert not fold.hides(a_segment(1), HASH, decided=True)
    assert fold.hides(a_segment(2), HASH, decided=False)
