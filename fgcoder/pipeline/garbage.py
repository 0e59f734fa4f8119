"""When Python looks for garbage: in pauses between key presses, and never while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_LARGE = 10_000
"""Segments from which on what is known of a study is never looked through again."""
_SELDOM = 20_000
"""Objects that are made before the youngest are looked through, some megabytes of them; usually 700."""
_ELDER = 10
"""Looks at the youngest before those that outlasted one are looked through with them, as usual."""
_HARDLY_EVER = 1_000
"""Looks at those before Python looks through everything unasked: some 10,000 megabytes on; usually 10."""
_DUE = 50
"""Looks at the youngest after which a pause is used to look through everything."""


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
    """Never look again through what is in memory by now, where a study is large: it stays.

    Called within `without_collecting`, or Python looks through all of it once at the end of the block.
    """
    if segments > _LARGE:
        gc.freeze()


def leave_to_pauses() -> None:
    """Have Python leave it to `look_through_the_new` and `look_through_all`, which are called while no key waits.

    Of itself, Python looks through everything once it has grown by a quarter. What is kept for good does not count for
    that, so that opening a long transcript, or undoing something in it, would be growth enough, each time.
    """
    gc.set_threshold(_SELDOM, _ELDER, _HARDLY_EVER)


def look_through_the_new() -> None:
    """Look for garbage among what was made lately, so that Python need not while a key is answered.

    Takes under a millisecond after each key. Does nothing within `without_collecting`: there is far too much that is
    new. What has outlasted this waits for a pause.
    """
    if gc.isenabled():
        gc.collect(0)


def look_through_all() -> None:
    """Look for garbage among everything that is not kept for good, where enough was made since that was last done."""
    _, youngest, elder = gc.get_count()
    if gc.isenabled() and youngest + _ELDER * elder >= _DUE:
        gc.collect()
