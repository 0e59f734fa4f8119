"""Characters that steer a terminal instead of standing for something, so that no file can make one do as it wants.

What people write into files by hand is refused with them; what a record or a name brings along is freed of them.
"""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def control_in(text: str) -> str | None:
    """Give the first control character other than a tab and a line feed, if there is one."""
    found = _CONTROLS.search(text)
    return found and found[0]


def without_controls(text: str) -> str:
    """Give a text with every kind of line end as a line feed, and without other control characters than tabs."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)) if _CONTROLS.search(text) else text


def is_plain_name(name: str) -> bool:
    """Say whether a name is text on one line: without control characters, and without bytes that are no UTF-8."""
    return not _NOT_IN_NAMES.search(name)
