"""Decisions as rows of the store and back. Kept from the queries, so that a reader of either sees one thing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from fgcoder.model import Action, Decision, Mode, Shown, Span


def moment_of(moment: datetime) -> str:
    """Write a time in UTC so that times sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def row_of(decision: Decision) -> dict[str, Any]:
    """Give a decision as a row."""
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
        "gesture": decision.gesture,
        "withdraws": decision.withdraws,
        "model": decision.model,
        "codebook_version": decision.codebook_version,
    }


def decision_of(row: RowMapping) -> Decision:
    """Give a row as a decision."""
    return Decision(
        id=row["id"],
        coder=row["coder"],
        made_at=datetime.fromisoformat(row["made_at"]),
        action=Action(row["action"]),
        transcript=row["transcript"],
        transcript_hash=row["transcript_hash"],
        span=Span(row["start"], row["end"]),
        code=row["code"],
        mode=Mode(row["mode"]),
        shown=tuple(Shown(code, score) for code, score in row["shown"]),
        gesture=row["gesture"],
        withdraws=row["withdraws"],
        model=row["model"],
        codebook_version=row["codebook_version"],
    )
