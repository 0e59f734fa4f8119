"""YAML with its lines: what people wrote, as they wrote it, and where.

The YAML is composed into nodes and not constructed into values, because nodes keep what people wrote (`047`, `no`,
`2013-04-16`) and the line they wrote it on, which a fault has to name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fgcoder.errors import Fault

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of the YAML with its node and where it stands."""

    node: Any
    path: Path
    line: int | None


@dataclass(slots=True)
class Faults:
    """Everything wrong, gathered, so that the user can mend it in one go."""

    found: list[Fault] = field(default_factory=list)

    def add(self, what: str, path: Path, line: int | None = None, todo: str | None = None) -> None:
        """Note one more fault."""
        self.found.append(Fault(what, path, line, todo))


def compose(path: Path, text: str, faults: Faults) -> dict[str, Entry]:
    """Give the entries of a YAML document that is a mapping, by key; empty where it holds nothing or has a fault.

    Parameters
    ----------
    path
        The file, for faults.
    text
        The YAML, beginning with the first line of the file.
    faults
        Where faults are noted.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # An end that is missing is only missed below the last line.
        line = min(mark.line + 1, text.rstrip().count("\n") + 1) if mark else None
        what = f"This is not valid YAML: {error.problem or error.context or 'it cannot be parsed'}."
        faults.add(what, path, line, "A value with a colon or a # in it needs quotes.")
        return {}
    except (YAMLError, RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        # The last ones are how the library stumbles over some broken directives and tags.
        faults.add(f"This is not valid YAML: {str(error).splitlines()[0] if str(error) else 'nested too deep'}.", path)
        return {}
    if root is None:
        return {}
    if not isinstance(root.value, list) or root.id != "mapping":
        faults.add("Expected lines like 'country: France'.", path, root.start_mark.line + 1)
        return {}
    return mapping(root, path, faults)


def mapping(node: Any, path: Path, faults: Faults) -> dict[str, Entry]:
    """Give the entries of a mapping node by key; a key that stands twice is a fault."""
    entries: dict[str, Entry] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        name = scalar(key_node, path, "A key", faults)
        if name in entries:
            faults.add(f"'{name}' stands here a second time.", path, line, "Keep one of them.")
        if name:
            entries[name] = Entry(value_node, path, line)
    return entries


def scalar(node: Any, path: Path, name: str, faults: Faults) -> str:
    """Give a scalar node's value as written, a plain date in ISO form, null as nothing; `name` is for faults."""
    line = node.start_mark.line + 1
    if node.id != "scalar":
        faults.add(f"{name} is a {node.id}; expected a single value.", path, line)
        return ""
    text = re.sub(r"[ \t\n]+", " ", str(node.value)).strip()
    if node.style is None and text in ("~", "null", "Null", "NULL"):
        return ""
    if node.style is None and (match := _DATE.fullmatch(text)):
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            faults.add(f"{name} is {text}, and there is no such day.", path, line)
    return text
