"""What decisions come to: the state of a study is a fold over its append-only decisions.

Undo, merging and the audit trail all rest on two rules kept here. A decision is in force unless a withdrawal that is
itself in force takes it back. Of one coder's decisions in force about one code on one span, the latest counts. That no
code fits is a decision about the span, and stands beside whatever is decided about codes. Where codes became one, each
is first judged by itself, and then one coding is enough: who applied the one and rejected the other meant the words to
have a code, and merging the two must not take it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fgcoder.model import Action, Codebook, Coding, Decision, Shown

END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
"""What is later counts for no other decision's time: soon there would be no later one, in some zones none at all."""


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Sort by time, and by id where two stores made decisions in the same microsecond."""
    return sorted(decisions, key=lambda decision: (decision.made_at, decision.id))


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Give the decisions that nobody has taken back, in order of time; withdrawals are not among them.

    The order of the input does not matter: a withdrawal is always later than what it withdraws, so one pass from the
    latest to the earliest settles every chain of undoing and redoing.
    """
    taken_back: set[str] = set()
    kept = []
    for decision in reversed(in_order(decisions)):
        if decision.id in taken_back:
            continue
        if decision.action is Action.WITHDRAW:
            if decision.withdraws is not None:
                taken_back.add(decision.withdraws)
        else:
            kept.append(decision)
    return kept[::-1]


def verdicts(decisions: Iterable[Decision]) -> list[Decision]:
    """Give for each coder, span and code the latest verdict in force, in order of time."""
    latest: dict[tuple[object, ...], dict[str, Decision]] = {}
    for decision in in_force(decisions):
        if decision.action.is_verdict:
            key = (decision.coder, decision.transcript, decision.span, decision.code)
            latest.setdefault(key, {})[decision.code_then] = decision
    return in_order(verdict(by_code.values()) for by_code in latest.values())


def verdict(latest: Iterable[Decision]) -> Decision:
    """Give the verdict on one code and span, of the latest decision in force for each of the codes that became it."""
    return max(latest, key=lambda decision: (decision.action is Action.APPLY, decision.made_at, decision.id))


def codings(decisions: Iterable[Decision]) -> list[Coding]:
    """Give the codings that the decisions come to, in order of time."""
    return [
        Coding(decision.id, decision.coder, decision.transcript, decision.span, decision.code)
        for decision in verdicts(decisions)
        if decision.action is Action.APPLY
    ]


def following(decisions: Iterable[Decision], codebook: Codebook) -> Iterator[Decision]:
    """Yield the decisions with the codes that theirs have become, where codes were renamed or merged."""
    if not codebook.former:
        yield from decisions
        return
    for decision in decisions:
        yield replace(
            decision,
            code=codebook.current(decision.code),
            code_then=decision.code if decision.code in codebook.former else "",
            shown=tuple(Shown(codebook.current(one.code), one.score) for one in decision.shown),
            withheld=tuple(Shown(codebook.current(one.code), one.score) for one in decision.withheld),
        )


def next_moment(last: datetime | None) -> datetime:
    """Give the present in UTC, or a microsecond after `last` where the clock has not moved on or went back.

    After the last moment that there is, which a log could once bring in, it is the present.
    """
    now = datetime.now(UTC)
    is_last_of_all = last is not None and last >= END_OF_TIME
    return now if last is None or now > last or is_last_of_all else last + timedelta(microseconds=1)
