"""How the template of a citation is written: names in braces, and in square brackets what may be left out.

Apart from what makes citations, so that a brace left open is told when the study is opened, with its line, and not
when the first quote is printed.
"""

from __future__ import annotations

import re
from typing import Final

NAME: Final = re.compile(r"\{([^{}]*)\}")
OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
OPEN: Final = "a brace or bracket is left open"
EXAMPLE: Final = "For example: participant {speaker}[, {stakeholders}], focus group on {sector}, {country}."


def names_in(template: str) -> list[str]:
    """Give the names in a template, in order."""
    return NAME.findall(template)


def is_closed(template: str) -> bool:
    """Say whether each brace and bracket is closed, and none stands in another of its kind."""
    inner = OPTIONAL.sub(r"\1", template)
    return not re.search(r"[\[\]]", inner) and not re.search(r"[{}]", NAME.sub("", template))


def closed(template: str) -> str:
    """Give a template back.

    Raises
    ------
    ValueError
        If a brace or bracket is left open.
    """
    if not is_closed(template):
        raise ValueError(OPEN)
    return template
