"""Quotes as text that can go into a paper as it stands: the words, and a line that says whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from fgcoder.reporting.choosing import Choice
from fgcoder.reporting.quote_table import USED
from fgcoder.reporting.quoting import Listed, Spoken


def quote_text(choice: Choice, *, with_names: bool = False) -> str:
    """Give quotes as plain text, code by code.

    Parameters
    ----------
    choice
        The quotes.
    with_names
        Whether to say before each the name by which `fgcoder quotes use` knows it, and whether it is used already.
    """
    return "\n".join(line.rstrip() for line in _lines(choice, with_names))


def _lines(choice: Choice, with_names: bool) -> Iterator[str]:
    for path, group in groupby(choice.listed, key=lambda one: one.path):
        heading = " › ".join(path)
        yield heading
        yield "=" * len(heading)
        yield ""
        for one in group:
            yield from _quote(one, with_names)
            yield ""


def _quote(one: Listed, with_names: bool) -> Iterator[str]:
    if with_names:
        yield f"[{one.number}] {one.name}{f' {USED}' if one.quote.is_used else ''}"
    yield from map(_turn, one.before)
    yield f"“{one.words}”"
    if one.translation:
        yield f"(In translation: “{one.translation}”)"
    yield f"– {one.citation}"
    yield from map(_turn, one.after)


def _turn(one: Spoken) -> str:
    return f"    {one.speaker}: {one.words}"
