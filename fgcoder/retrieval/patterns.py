"""Regular expressions as people type them, for every search alike.

The module `regex` and not `re`, because it can be told to give up: a pattern typed in haste may take longer than the
universe has lasted. It lets other threads run meanwhile, too.
"""

from __future__ import annotations

from unicodedata import normalize

import regex

from fgcoder.errors import Fault, SearchError

_ESCAPED = regex.compile(r"\\[pP]\{[^}]*\}|\\.", regex.DOTALL)
"""What may be a capital letter without meaning one."""


def compiled(pattern: str) -> regex.Pattern[str]:
    """Compile a pattern. It ignores case unless it has a capital; `^` and `$` are the ends of a turn.

    Raises
    ------
    SearchError
        If it is empty or not a regular expression.
    """
    if not pattern.strip():
        raise SearchError("Nothing was searched.", Fault("there is nothing to search for."))
    composed = normalize("NFC", pattern)  # as transcripts are
    capital = any(character.isupper() for character in _ESCAPED.sub("", composed))
    try:
        return regex.compile(composed, regex.MULTILINE | (0 if capital else regex.IGNORECASE))
    except regex.error as error:
        where = "" if error.pos is None else f" at character {error.pos + 1}"
        todo = r"Write \ before a sign that is meant as it stands: \( \[ \? \* \+ \."
        raise SearchError(f"“{pattern}” cannot be searched for.", Fault(f"{error.msg}{where}.", todo=todo)) from error


def given_up(pattern: str) -> SearchError:
    """Give the error of a search that takes too long."""
    todo = "Make it simpler, above all repetitions within repetitions such as (a+)+."
    return SearchError(f"“{pattern}” was given up.", Fault("it takes too long to search for.", todo=todo))
