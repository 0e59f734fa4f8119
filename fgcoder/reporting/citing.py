"""The line that says whose words a quote is, made by a template: `participant {speaker}, {sector}, {country}`.

Every study and every journal cites otherwise, so the line is the researcher's; a name in it that the study does not
know is answered with those it knows, before anything is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from fgcoder.citation import EXAMPLE, NAME, OPEN, OPTIONAL, is_closed, names_in
from fgcoder.errors import Fault, TableError
from fgcoder.tables.coded import NOT_GIVEN
from fgcoder.tables.selection import pick
from fgcoder.wording import there_are
from fgcoder.yaml import file as yamlfile

USUAL = "{speaker}[, {stakeholders}][, {country}][, {sector}]; {transcript}, turn {turn}"
"""What stands where a study says nothing else; it holds for studies without countries and sectors, too."""
TASK = "The quotes cannot be cited."

Cite = Callable[[Mapping[str, str]], str]
"""Makes a citation of what is known of a quote, by name."""


def citing(template: str, names: Collection[str], written_in: Path | None = None) -> Cite:
    """Give what makes citations by a template.

    Parameters
    ----------
    template
        Text with names in braces; empty for the usual one. A part in square brackets is left out where a name in it is
        not known of a quote; outside them what is not known is `(not given)`.
    names
        Those that there are.
    written_in
        The `study.yaml` that the template is from, which a fault then names; None where it was typed.

    Raises
    ------
    TableError
        If the template has another name in it, or a brace or bracket that is not closed.
    """
    if not template:
        template, names = USUAL, {*names, *names_in(USUAL)}
    if not is_closed(template):
        raise TableError(TASK, Fault(f"{OPEN} in `{template}`.", todo=EXAMPLE))
    for name in names_in(template):
        if name not in names:
            raise TableError(TASK, _unknown(name, sorted(names), written_in))

    def cite(known: Mapping[str, str]) -> str:
        def kept(found: re.Match[str]) -> str:
            part = found.group(1)
            return part if all(known.get(name) for name in names_in(part)) else ""

        whole = OPTIONAL.sub(kept, template)
        return NAME.sub(lambda found: known.get(found.group(1)) or NOT_GIVEN, whole)

    return cite


def _unknown(name: str, names: Sequence[str], written_in: Path | None) -> Fault:
    """Say that a name is none of those that there are, where it stands, and which may be meant."""
    try:
        pick(name, names, task=TASK, noun="name for a citation called")
    except TableError as error:
        fault = error.faults[0]
    own = next((f"{whose}.{name}" for whose in ("speaker", "transcript") if f"{whose}.{name}" in names), None)
    todo = f"Did you mean '{own}'? {there_are(names)}" if own else fault.todo
    if written_in is None:
        return replace(fault, todo=todo)
    line = yamlfile.line_of(yamlfile.load(written_in, TableError, TASK), ["citation"])
    return replace(fault, path=written_in, line=line, todo=todo)
