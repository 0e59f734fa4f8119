"""The portable form of decisions: JSON Lines, one decision a line.

A log can be mailed to a colleague, kept under version control and merged by set union; it names spans by offsets and
the transcript's hash, so it carries no words of the transcripts but those that coders put into memos, notes and codes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from fgcoder.controls import without_controls
from fgcoder.errors import Fault, StoreError
from fgcoder.files import write_atomically
from fgcoder.model import Action, Decision, Mode, Relation
from fgcoder.record.fields import decision_of, fields_of

ABOUT_CODES = (Action.APPLY, Action.REJECT)
"""What must name a code."""
ABOUT_PASSAGES = (*ABOUT_CODES, Action.NOTHING, Action.FLAG, Action.LINK, Action.TRANSLATION, Action.USE)
"""What must say where in which transcript."""
SPARSE = ("at_start", "at_end", "text", "finding", "relation", "changes", "reverses")
"""Fields that most decisions leave empty, and that are then left out of the line."""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""What computers count time from: one whose clock has lost its battery begins there, and no clock gives less."""
AHEAD = timedelta(days=1)
"""How far clocks may differ. Whatever is decided after a decision gets a later time than that, so that a year taken in
by mistake would be the year of everything from then on."""
LONGEST = 2**31 - 1
"""No text has as many characters, and every database can count so far."""


def _not_empty(name: str) -> str:
    if not name:
        raise ValueError("is empty")
    return name


_Text = Annotated[str, AfterValidator(without_controls)]
"""What was pasted into a memo may be odd, and is no reason to refuse a colleague's work."""
_Name = Annotated[_Text, AfterValidator(_not_empty)]
_Offset = Annotated[int, Field(ge=0, le=LONGEST)]
_Score = Annotated[float, Field(allow_inf_nan=False)]


class _Line(BaseModel):
    """A decision as it stands in a log."""

    model_config = ConfigDict(extra="forbid")

    id: _Name
    coder: _Name
    made_at: AwareDatetime
    action: Action
    transcript: _Text
    transcript_hash: str = Field(pattern=r"^([0-9a-f]{64})?$")
    start: _Offset
    end: _Offset
    code: _Text
    mode: Mode
    shown: list[tuple[_Text, _Score]] = Field(default_factory=list)
    withheld: list[tuple[_Text, _Score]] = Field(default_factory=list)
    draw: _Text = ""
    gesture: _Text = ""
    withdraws: _Text | None = None
    model: _Text = ""
    codebook_version: _Text = ""
    at_start: _Offset | None = None
    at_end: _Offset | None = None
    text: _Text = ""
    finding: _Text = ""
    relation: Relation | None = None
    changes: str = ""
    reverses: _Text = ""

    def faults(self) -> Iterator[str]:
        """Say what cannot be, and what does not fit together."""
        if self.made_at < EARLIEST:
            yield f"made_at: {self.made_at.isoformat()} lies before {EARLIEST.year}, which no clock gives."
        if self.made_at > datetime.now(UTC) + AHEAD:
            yield f"made_at: {self.made_at.isoformat()} lies ahead; the clock that gave it was wrong, or this one is."
        if self.end < self.start:
            yield f"end: {self.end} lies before the start, {self.start}."
        if (self.at_start is None) != (self.at_end is None):
            yield "at_start, at_end: one of the two is missing."
        elif self.at_start is not None and self.at_end is not None and self.at_end < self.at_start:
            yield f"at_end: {self.at_end} lies before the start, {self.at_start}."
        if not self.code and self.action in ABOUT_CODES:
            yield f"code: is empty, and `{self.action}` is about a code."
        if self.code and self.action is Action.NOTHING:
            yield f"code: is `{self.code}`, and `nothing` says that no code fits."
        if not self.transcript and self.action in ABOUT_PASSAGES:
            yield f"transcript: is empty, and `{self.action}` is about words of a transcript."
        if bool(self.transcript) != bool(self.transcript_hash):
            yield "transcript, transcript_hash: one of the two is missing."
        if self.action is Action.MEMO and not (self.transcript or self.code or self.finding):
            yield "transcript, code, finding: all are empty, and `memo` is about one of them."
        if self.action is Action.LINK and not (self.finding and self.relation):
            yield "finding, relation: one of the two is missing, and `link` needs both."


def to_line(decision: Decision) -> str:
    """Write a decision as one line of JSON, without the line end."""
    fields = fields_of(decision)
    for listed in ("shown", "withheld"):
        fields[listed] = [[code, round(score, 4)] for code, score in fields[listed]]
    for name in SPARSE:
        if fields[name] in (None, ""):
            del fields[name]
    return json.dumps(fields, ensure_ascii=False)


def read(path: Path) -> Iterator[Decision]:
    """Read the decisions of a log; control characters in its texts are left out, as they are of transcripts.

    Raises
    ------
    StoreError
        At the first line that is not a decision: file, line, what was expected.
    """
    title = "The decision log cannot be read."
    try:
        whole = path.read_text(encoding="utf-8-sig")  # with the mark that some editors begin a file with
        lines = whole.split("\n")  # `splitlines` would cut at U+2028, which JSON leaves bare
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
                f"{where}: {first['msg'].removeprefix('Value error, ')}.",
                path,
                number,
                "One decision a line, as `fgcoder decisions export` writes it. Export it anew, or take the file away "
                "to go on without it.",
            )
            raise StoreError(title, fault) from problem
        for what in line.faults():
            raise StoreError(title, Fault(what, path, number))
        yield decision_of(line.model_dump(mode="json"))


def write(decisions: Iterable[Decision], path: Path) -> int:
    """Write a log and give the number of decisions in it."""
    lines = [to_line(decision) for decision in decisions]
    write_atomically(path, "".join(f"{line}\n" for line in lines).encode("utf-8"))
    return len(lines)
