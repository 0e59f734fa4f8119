"""The fold over columns comes to what the fold over decisions comes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.model import Action, Code, Codebook, Decision, Mode, Span
from fgcoder.overview.folding import fold
from fgcoder.record.decisions import following, in_force, verdicts
from fgcoder.record.fields import moment_of
from fgcoder.storage.counting import Batch, Notch

BOOK = Codebook("B", "1", "en", (Code("k", "K", was=("old", "older")), Code("l", "L")))
START = datetime(2026, 3, 1, tzinfo=UTC)


@st.composite
def records(draw: st.DrawFn) -> list[Decision]:
    """Decisions of two coders, some of which take back others, in an order that is not that of time."""
    made: list[Decision] = []
    for number in range(draw(st.integers(0, 25))):
        target = draw(st.sampled_from(made)) if made and draw(st.booleans()) else None
        kind = draw(st.sampled_from([Action.APPLY, Action.REJECT, Action.NOTHING, Action.FLAG, Action.MEMO]))
        start = draw(st.integers(0, 3))
        made.append(
            Decision(
                f"d{number}",
                draw(st.sampled_from(["ana", "ben"])),
                START + timedelta(seconds=number - draw(st.integers(0, 1)) * (target is None)),
                Action.WITHDRAW if target else kind,
                draw(st.sampled_from(["a", "b"])),
                "",
                Span(start, start + draw(st.integers(1, 3))),
                "" if kind is Action.NOTHING else draw(st.sampled_from(["k", "l", "old", "older"])),
                draw(st.sampled_from(list(Mode))),
                withdraws=target.id if target else None,
                text="why",
            )
        )
    return draw(st.permutations(made))


def batches(decisions: Sequence[Decision]) -> list[Batch]:
    grouped: dict[tuple[str, str], list[Decision]] = {}
    for one in decisions:
        if one.action.is_verdict:
            grouped.setdefault((one.transcript, one.coder), []).append(one)
    return [
        Batch(
            *place,
            [moment_of(one.made_at) for one in own],
            [one.id for one in own],
            [one.code for one in own],
            np.array([one.span.start for one in own]),
            np.array([one.span.end for one in own]),
            np.array([one.action is Action.APPLY for one in own]),
            np.array([one.mode is not Mode.ASSISTED for one in own]),
        )
        for place, own in grouped.items()
    ]


def notches(decisions: Sequence[Decision]) -> list[Notch]:
    found = [
        Notch(
            moment_of(one.made_at), one.id, one.coder, one.action.value, one.transcript, one.span.start, one.span.end,
            one.text, one.withdraws,
        )
        for one in decisions
        if not one.action.is_verdict
    ]  # fmt: skip
    return sorted(found, key=lambda notch: (notch.made_at, notch.id))


@given(records())
def test_columns_come_to_what_decisions_come_to(decisions: list[Decision]):
    folded = fold(batches(decisions), notches(decisions), BOOK.former)
    columns = folded.verdicts
    found = {
        (columns.transcripts[t], columns.coders[who], columns.codes[code], start, end, applied, blind)
        for t, who, code, start, end, applied, blind in zip(
            columns.transcript, columns.coder, columns.code, columns.start, columns.end, columns.is_applied,
            columns.is_blind, strict=True,
        )
    }  # fmt: skip
    wanted = [
        (
            one.transcript, one.coder, one.code, one.span.start, one.span.end, one.action is Action.APPLY,
            one.mode is not Mode.ASSISTED,
        )
        for one in verdicts(following(decisions, BOOK))
    ]  # fmt: skip
    assert found == set(wanted)
    assert len(columns.transcript) == len(wanted)
    flags = [one.id for one in in_force(decisions) if one.action is Action.FLAG]
    assert [flag.decision for flag in reversed(folded.flags)] == flags
    for (transcript, coder), last in folded.worked.items():
        assert last == max(d.made_at for d in decisions if (d.transcript, d.coder) == (transcript, coder))
    assert set(folded.worked) == {(d.transcript, d.coder) for d in decisions}
