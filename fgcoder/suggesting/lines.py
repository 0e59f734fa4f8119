"""The lines of a codebook that suggestions start from, each a text of its own to be embedded and to be shown as why."""

from __future__ import annotations

from dataclasses import dataclass

from fgcoder.model import Codebook


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the codebook."""

    code: str
    """The code it describes."""
    kind: str
    """label, definition, use or example."""
    text: str


def lines_of(codebook: Codebook) -> tuple[Line, ...]:
    """Give the lines that describe each code: label, definition, when to use, examples."""
    lines = []
    for code in codebook.codes:
        lines.append(Line(code.id, "label", code.label))
        if code.definition:
            lines.append(Line(code.id, "definition", code.definition))
        lines.extend(Line(code.id, "use", text) for text in code.use)
        lines.extend(Line(code.id, "example", text) for text in code.examples)
    return tuple(lines)
