"""When Python looks for garbage: between key presses, and never while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_LARGE = 10_000
"""Segments from which on what is known of a study is never looked through again."""
_SELDOM = 20_000
"""Objects that are made before the youngest are looked through, some megabytes of them; usually 700."""


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile: of a large study that takes up to a second, for which no key is answered."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_for_good(segments: int) -> None:
    """Never look again through what is in memory by now, where a study is large: it stays. And look more seldom.

    Python looks through everything once it has grown by a quarter. What is kept for good does not count for that, so
    that undoing something in a long transcript would be growth enough, each time.

    Called within `without_collecting`, or Python looks through all of it once at the end of the block.
    """
    if segments > _LARGE:
        gc.freeze()
        gc.set_threshold(_SELDOM)


def look_through_the_new() -> None:
    """Look for garbage among what was made lately, so that Python need not while a key is answered.

    Takes under a millisecond after each key. Does nothing within `without_collecting`: there is far too much that is
    new. What has outlasted this is left to Python, which comes to it seldom.
    """
    if gc.isenabled():
        gc.collect(0)
