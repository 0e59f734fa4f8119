"""Decisions as plain fields and back: the one list of what the record of a decision holds.

The store keeps the fields as a row, a log as a line of JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fgcoder.model import Action, Decision, Mode, Relation, Shown, Span


def moment_of(moment: datetime) -> str:
    """Write a time in UTC so that times sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def fields_of(decision: Decision) -> dict[str, Any]:
    """Give a decision as fields that JSON can hold."""
    return {
        "id": decision.id,
        "coder": decision.coder,
        "made_at": moment_of(decision.made_at),
        "action": decision.action.value,
        "transcript": decision.transcript,
        "transcript_hash": decision.transcript_hash,
        "start": decision.span.start,
        "end": decision.span.end,
        "code": decision.code,
        "mode": decision.mode.value,
        "shown": [[shown.code, shown.score] for shown in decision.shown],
        "withheld": [[shown.code, shown.score] for shown in decision.withheld],
        "draw": decision.draw,
        "gesture": decision.gesture,
        "withdraws": decision.withdraws,
        "model": decision.model,
        "codebook_version": decision.codebook_version,
        "at_start": None if decision.at is None else decision.at.start,
        "at_end": None if decision.at is None else decision.at.end,
        "text": decision.text,
        "finding": decision.finding,
        "relation": None if decision.relation is None else decision.relation.value,
        "changes": decision.changes,
        "reverses": decision.reverses,
    }


def decision_of(fields: Mapping[str, Any]) -> Decision:
    """Give the decision that the fields are of; they are all there, and as `fields_of` writes them."""
    return Decision(
        id=fields["id"],
        coder=fields["coder"],
        made_at=datetime.fromisoformat(fields["made_at"]).astimezone(UTC),
        action=Action(fields["action"]),
        transcript=fields["transcript"],
        transcript_hash=fields["transcript_hash"],
        span=Span(fields["start"], fields["end"]),
        code=fields["code"],
        mode=Mode(fields["mode"]),
        shown=tuple(Shown(code, score) for code, score in fields["shown"]),
        withheld=tuple(Shown(code, score) for code, score in fields["withheld"]),
        draw=fields["draw"],
        gesture=fields["gesture"],
        withdraws=fields["withdraws"],
        model=fields["model"],
        codebook_version=fields["codebook_version"],
        at=None if fields["at_start"] is None else Span(fields["at_start"], fields["at_end"]),
        text=fields["text"],
        finding=fields["finding"],
        relation=None if fields["relation"] is None else Relation(fields["relation"]),
        changes=fields["changes"],
        reverses=fields["reverses"],
    )
