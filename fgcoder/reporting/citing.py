"""The line that says whose words a quote is, made by a template: `participant {speaker}, {sector}, {country}`.

Every study and every journal cites otherwise, so the line is the researcher's; a name in it that the study does not
know is answered with those it knows, before anything is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from fgcoder.errors import Fault, TableError
from fgcoder.tables.coded import NOT_GIVEN
from fgcoder.tables.selection import pick

USUAL = "{speaker}[, {stakeholders}][, {country}][, {sector}]; {transcript}, turn {turn}"
"""What stands where a study says nothing else; it holds for studies without countries and sectors, too."""
TASK = "The quotes cannot be cited."
_NAME = re.compile(r"\{([^{}]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")

Cite = Callable[[Mapping[str, str]], str]
"""Makes a citation of what is known of a quote, by name."""


def citing(template: str, names: Collection[str]) -> Cite:
    """Give what makes citations by a template.

    Parameters
    ----------
    template
        Text with names in braces; empty for the usual one. A part in square brackets is left out where a name in it is
        not known of a quote; outside them what is not known is `(not given)`.
    names
        Those that there are.

    Raises
    ------
    TableError
        If the template has another name in it, or a brace or bracket that is not closed.
    """
    if not template:
        template, names = USUAL, {*names, *_NAME.findall(USUAL)}
    inner = _OPTIONAL.sub(r"\1", template)
    if re.search(r"[\[\]]", inner) or re.search(r"[{}]", _NAME.sub("", template)):
        todo = "For example: participant {speaker}[, {stakeholders}], focus group on {sector}, {country}."
        raise TableError(TASK, Fault(f"a brace or bracket is left open in `{template}`.", todo=todo))
    for name in _NAME.findall(template):
        pick(name, sorted(names), task=TASK, noun="name for a citation called")

    def cite(known: Mapping[str, str]) -> str:
        def kept(found: re.Match[str]) -> str:
            part = found.group(1)
            return part if all(known.get(name) for name in _NAME.findall(part)) else ""

        whole = _OPTIONAL.sub(kept, template)
        return _NAME.sub(lambda found: known.get(found.group(1)) or NOT_GIVEN, whole)

    return cite
