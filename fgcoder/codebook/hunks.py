"""A change of a text as the lines that were taken out and put in, so that it can be undone when the text has moved on.

The record of a study holds each change of the codebook in this form: it says what was changed, it is small, and it can
be taken back after others have changed other parts of the file by hand.

difflib finds the changes. For making them again at another place Python has no library that would do: whatthepatch
(MIT) wants the lines where they once stood, patch-ng (MIT) patches files on disk from a diff's text, diff-match-patch
(Apache) looks for what is similar, which is not good enough for a record: the lines are there as they were, or the
change is refused. So this looks for the lines among those around them, as patch(1) does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from fgcoder.errors import CodebookError, Fault

_AROUND = 3
"""Lines before and after a change that tell its place."""
TITLE = "The change was not made."


@dataclass(frozen=True, slots=True)
class Hunk:
    """Some lines of a text and what stands there instead; all without their line ends."""

    line: int
    """Where the first of them stood, counted from 1."""
    removed: tuple[str, ...]
    added: tuple[str, ...]
    before: tuple[str, ...] = ()
    """The unchanged lines just before; up to three."""
    after: tuple[str, ...] = ()
    """And just after."""


def hunks(before: str, after: str) -> tuple[Hunk, ...]:
    """Give what changed from one text to another, in reading order."""
    old, new = before.split("\n"), after.split("\n")
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found = []
    for at, (what, start, end, new_start, new_end) in enumerate(steps):
        if what == "equal":
            continue
        # Only lines that neither this change nor its neighbours touch: so they are the same when it is reversed.
        above = steps[at - 1] if at else None
        below = steps[at + 1] if at + 1 < len(steps) else None
        found.append(
            Hunk(
                start + 1,
                tuple(old[start:end]),
                tuple(new[new_start:new_end]),
                tuple(old[max(above[1], start - _AROUND) : start]) if above else (),
                tuple(old[end : min(below[2], end + _AROUND)]) if below else (),
            )
        )
    return tuple(found)


def reversed_hunks(changes: Sequence[Hunk]) -> tuple[Hunk, ...]:
    """Give the changes that take these back."""
    back, further = [], 0
    for one in changes:
        back.append(Hunk(one.line + further, one.added, one.removed, one.before, one.after))
        further += len(one.added) - len(one.removed)
    return tuple(back)


def patched(text: str, changes: Sequence[Hunk], path: Path | None = None) -> str:
    """Make changes in a text, which may have changed elsewhere since they were found.

    Each is made where its lines stand among the lines around it, or where most of these still do; where that is the
    case at several places, at the one nearest to where it stood.

    Parameters
    ----------
    path
        The file that the text is of, for the error.

    Raises
    ------
    CodebookError
        If the lines of a change are not there, or there is no telling which of several places is meant. It names the
        lines that were expected.
    """
    lines = text.split("\n")
    places: list[int] = []
    first, further = 0, 0
    for one in changes:
        place = _place(lines, one, first, one.line - 1 + further)
        if place is None:
            raise CodebookError(TITLE, _not_found(one, path))
        places.append(place)
        first, further = place + len(one.removed), place - (one.line - 1)
    for place, one in reversed(list(zip(places, changes, strict=True))):
        lines[place : place + len(one.removed)] = one.added
    return "\n".join(lines)


def _place(lines: Sequence[str], one: Hunk, first: int, expected: int) -> int | None:
    """Give the index at which a change is to be made, at `first` or later, near `expected`."""
    found = _places(lines, one, first, _AROUND, _AROUND)
    found.sort(key=lambda place: abs(place - expected))
    if found and (len(found) == 1 or abs(found[0] - expected) < abs(found[1] - expected)):
        return found[0]
    if found:
        return None
    # Some of the lines around it have changed: those left tell its place if they do so beyond doubt. One line of its
    # own is not enough: `retired: true` would be found at any code.
    for before, after in ((2, 2), (1, 1), (_AROUND, 0), (0, _AROUND)):
        found = _places(lines, one, first, before, after)
        if len(found) == 1:
            return found[0]
    return None


def _places(lines: Sequence[str], one: Hunk, first: int, before: int, after: int) -> list[int]:
    """Give every index from `first` on at which a change's lines stand between as many of the lines around it."""
    above, below = one.before[len(one.before) - min(before, len(one.before)) :], one.after[:after]
    sought = [*above, *one.removed, *below]
    if not any(line.strip() for line in (*above, *below)) and (before, after) != (_AROUND, _AROUND):
        return []
    starts = range(max(first - len(above), 0), len(lines) - len(sought) + 1)
    found = [start + len(above) for start in starts if list(lines[start : start + len(sought)]) == sought]
    return [place for place in found if place >= first]


def _not_found(one: Hunk, path: Path | None) -> Fault:
    expected = [line.strip() for line in (one.removed or (*one.before, *one.after)) if line.strip()]
    shown = " / ".join(f"`{line if len(line) <= 60 else line[:59] + '…'}`" for line in expected[:3])
    more = f" and {len(expected) - 3} lines more" if len(expected) > 3 else ""
    where = "" if one.removed else " around it"
    what = f"the file has changed since: expected{where} near line {one.line}: {shown or 'an empty line'}{more}."
    return Fault(what, path, todo="Make the change in an editor, or put these lines back first.")


def to_json(changes: Sequence[Hunk]) -> str:
    """Give changes as JSON: for each `[line, removed, added, before, after]`."""
    return json.dumps(
        [[one.line, one.removed, one.added, one.before, one.after] for one in changes],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def of_json(text: str) -> tuple[Hunk, ...]:
    """Give the changes that `to_json` wrote.

    Raises
    ------
    CodebookError
        If the text is something else.
    """
    try:
        read: Any = json.loads(text)
        return tuple(_hunk(*one) for one in read)
    except (ValueError, TypeError) as problem:
        raise CodebookError(TITLE, Fault("the record of it is not in the form that is written here.")) from problem


def _hunk(line: Any, *parts: Any) -> Hunk:
    if type(line) is not int or line < 1 or len(parts) != 4:
        raise ValueError(line)
    if not all(isinstance(part, list) and all(isinstance(one, str) for one in part) for part in parts):
        raise ValueError(parts)
    return Hunk(line, *map(tuple, parts))
