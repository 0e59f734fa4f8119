"""The lines of a codebook that suggestions start from, each a text of its own to be embedded and to be shown as why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fgcoder.model import Codebook

AVOID = "avoid"
"""The kind of a line that counts against its code."""
_SHORTEST_PART = 7
"""Words that a part of a definition needs to stand alone; shorter ones ("and their families") mislead."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the codebook."""

    code: str
    """The code it describes."""
    kind: str
    """label, definition, use, example, or avoid."""
    text: str


def lines_of(codebook: Codebook) -> tuple[Line, ...]:
    """Give the lines that describe each code: label, definition, when to use and when not to, examples.

    What says several things at once, as definitions do, is given whole and in its parts: one vector for a long
    sentence lies near to none of what it lists.
    """
    lines: dict[Line, None] = {}  # each once, in order
    for code in codebook.codes:
        for kind, texts in (("label", (code.label,)), ("definition", (code.definition,)), ("use", code.use)):
            lines |= {line: None for text in texts if text for line in _whole_and_parts(code.id, kind, text)}
        lines |= {Line(code.id, "example", text): None for text in code.examples}
        lines |= {line: None for text in code.avoid for line in _whole_and_parts(code.id, AVOID, text)}
    return tuple(lines)


def _whole_and_parts(code: str, kind: str, text: str) -> Iterator[Line]:
    for part in (text, *parts_of(text)):
        yield Line(code, kind, part)


def parts_of(text: str) -> list[str]:
    """Split a text at sentence ends, and at commas, semicolons and colons where both sides are long enough to stand."""
    parts: list[str] = []
    for sentence in re.split(r"(?<=[.!?])(?<!\b[ei]\.[ge]\.)\s+", text.strip()):  # but not after e.g. and i.e.
        part, before = "", len(parts)
        for piece in re.split(r"(?<=[,;:])\s+", sentence):
            part = f"{part} {piece}".strip()
            if len(part.split()) >= _SHORTEST_PART:
                parts.append(part)
                part = ""
        if part and len(parts) > before:
            parts[-1] += f" {part}"
        elif part:
            parts.append(part)
    return [shown for part in parts if (shown := part.rstrip(",;:"))]
