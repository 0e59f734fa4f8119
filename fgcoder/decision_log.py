"""The portable form of decisions: JSON Lines, one decision a line.

A log can be mailed to a colleague, kept under version control and merged by set union; it names spans by offsets and
the transcript's hash, so it carries no words of the transcripts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from fgcoder.decision_fields import decision_of, fields_of
from fgcoder.errors import Fault, StoreError
from fgcoder.files import write_atomically
from fgcoder.model import Action, Decision, Mode

NAMELESS = (Action.NOTHING, Action.WITHDRAW)
"""What may name no code: that none fits, and the taking back of that."""


class _Line(BaseModel):
    """A decision as it stands in a log."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1)
    coder: str = Field(min_length=1)
    made_at: AwareDatetime
    action: Action
    transcript: str = Field(min_length=1)
    transcript_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    code: str
    mode: Mode
    shown: list[tuple[str, float]] = Field(default_factory=list)
    withheld: list[tuple[str, float]] = Field(default_factory=list)
    draw: str = ""
    gesture: str = ""
    withdraws: str | None = None
    model: str = ""
    codebook_version: str = ""


def to_line(decision: Decision) -> str:
    """Write a decision as one line of JSON, without the line end."""
    fields = fields_of(decision)
    for listed in ("shown", "withheld"):
        fields[listed] = [[code, round(score, 4)] for code, score in fields[listed]]
    return json.dumps(fields, ensure_ascii=False)


def read(path: Path) -> Iterator[Decision]:
    """Read the decisions of a log.

    Raises
    ------
    StoreError
        At the first line that is not a decision: file, line, what was expected.
    """
    title = "The decision log cannot be read."
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # `splitlines` would cut at U+2028, which JSON leaves bare
    except OSError as problem:
        raise StoreError(title, Fault(f"cannot be opened: {problem.strerror}.", path)) from problem
    except UnicodeDecodeError as problem:
        raise StoreError(title, Fault("is not UTF-8 text.", path)) from problem
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            line = _Line.model_validate_json(text)
        except ValidationError as problem:
            first = problem.errors()[0]
            where = ".".join(str(step) for step in first["loc"]) or "the line"
            fault = Fault(
                f"{where}: {first['msg']}.",
                path,
                number,
                "One decision a line, as `fgcoder decisions export` writes it.",
            )
            raise StoreError(title, fault) from problem
        if line.end < line.start:
            raise StoreError(title, Fault(f"end: {line.end} lies before the start, {line.start}.", path, number))
        if not line.code and line.action not in NAMELESS:
            raise StoreError(title, Fault(f"code: is empty, and `{line.action}` is about a code.", path, number))
        if line.code and line.action is Action.NOTHING:
            fault = Fault(f"code: is `{line.code}`, and `nothing` says that no code fits.", path, number)
            raise StoreError(title, fault)
        yield decision_of(line.model_dump(mode="json"))


def write(decisions: Iterable[Decision], path: Path) -> int:
    """Write a log and give the number of decisions in it."""
    lines = [to_line(decision) for decision in decisions]
    write_atomically(path, "".join(f"{line}\n" for line in lines).encode("utf-8"))
    return len(lines)
