"""Tying codes to findings in a survey file, and untying them, with every other line left as it is.

The file is its owner's: `fgcoder.yaml.edits` changes the one list of the one finding, and what comes out is read again
before it is given, so that a layout that cannot be changed safely is refused instead of spoilt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fgcoder.errors import Fault, StudyError
from fgcoder.files import write_atomically
from fgcoder.model import Finding
from fgcoder.survey.file import findings_in
from fgcoder.yaml import file as yamlfile
from fgcoder.yaml.edits import set_flow
from fgcoder.yaml.layout import compose, edited, is_flow, value

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode

TITLE: Final = "The survey file was not changed."
_BEFORE: Final = ("id", "statement", "sectors", "countries", "question", "base", "source", "figures", "shares")
"""The keys of a finding that `codes` stands behind."""


def tie(path: Path, finding: str, codes: Sequence[str]) -> None:
    """Write into a survey file which codes are tied to a finding, in place of those that were.

    Parameters
    ----------
    path
        The survey file.
    finding
        The id of one of its findings.
    codes
        Ids of codes; that they are there is the caller's to know.

    Raises
    ------
    StudyError
        If the file is faulty, has no such finding, is laid out in a way that cannot be changed, or cannot be written.
    """
    before = yamlfile.text_of(path, StudyError, TITLE)
    after = tied(before, path, finding, codes)
    if after == before:
        return
    try:
        write_atomically(path, after.encode("utf-8"))
    except OSError as problem:
        raise StudyError(TITLE, Fault(f"cannot be written: {problem.strerror}.", path)) from problem


def tied(text: str, path: Path, finding: str, codes: Sequence[str]) -> str:
    """Give the text of a survey file with other codes tied to a finding; `tie` says what is raised."""
    findings = {one.id: one for one in findings_in(text, path, compute=False)}
    if finding not in findings:
        todo = yamlfile.did_you_mean(finding, list(findings))
        raise StudyError(TITLE, Fault(f"there is no finding `{finding}`.", path, todo=todo))
    returns = "\r\n" in text
    plain = text.replace("\r\n", "\n") if returns else text
    plain = plain if plain.endswith("\n") else plain + "\n"
    node = _node(plain, finding)
    if is_flow(node):
        todo = "Write it on lines of its own, a key a line."
        raise StudyError(TITLE, Fault(f"the finding `{finding}` stands in brackets.", path, todo=todo))
    changed = edited(plain, *set_flow(plain, node, "codes", codes, _BEFORE))
    result = changed.replace("\n", "\r\n") if returns else changed
    _check(findings, finding, codes, result, path)
    return result


def _node(text: str, finding: str) -> MappingNode:
    items: list[MappingNode] = value(compose(text), "findings").value
    return next(one for one in items if value(one, "id").value == finding)


def _check(before: dict[str, Finding], finding: str, codes: Sequence[str], text: str, path: Path) -> None:
    """Refuse a text that is faulty, or in which anything else has changed."""
    todo = "The file may use anchors or be laid out in a way that cannot be changed safely here: use an editor."
    try:
        after = {one.id: one for one in findings_in(text, path, compute=False)}
    except StudyError as problem:
        raise StudyError(TITLE, *(replace(one, line=None, todo=todo) for one in problem.faults)) from problem
    if after != {**before, finding: replace(before[finding], codes=tuple(codes))}:
        raise StudyError(TITLE, Fault("the change would have changed more than the codes.", path, todo=todo))
