"""Checking a user's theme and keys before a screen opens, so that a slip is told with its line and not by a dead key.

Textual takes a keymap as it comes: an id that is not there does nothing, and of two bindings with the same key one is
never reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Protocol, runtime_checkable

from textual.binding import Binding, BindingType
from textual.keys import Keys, key_to_character

from fgcoder import config
from fgcoder.config import Settings
from fgcoder.errors import Fault, StudyError
from fgcoder.locations import settings_file
from fgcoder.tui.keys import EVERYWHERE
from fgcoder.tui.themes import NAMES
from fgcoder.yaml.file import did_you_mean

_EVERYWHERE = {binding.id for binding in EVERYWHERE}
_EDITS = ("enter", "escape", "tab", "space", "delete", "backspace", "up", "down", "left", "right", "home", "end")
MODIFIERS = ("ctrl", "alt", "shift", "meta", "super", "hyper")
_LABELS = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "delete": "Del",
    "insert": "Ins",
    "backspace": "Backspace",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "@": "Space",
}
"""What stands on a key whose name is not a character; `ctrl+@` is how terminals tell `ctrl+space`."""
_CHARACTERS = {"slash": "/", "backslash": "\\", "plus": "+", "minus": "-", "underscore": "_", "at": "@"}
"""The characters whose Unicode names Textual has shortened."""
_NAMED = {key.value for key in Keys}


@runtime_checkable
class Remapped(Protocol):
    """An app whose keys the user may have changed."""

    @property
    def keys(self) -> Mapping[str, str]:
        """The keys that the user has given to ids."""


def given(app: object) -> Mapping[str, str]:
    """Give the keys that the user of an app has given to ids."""
    return app.keys if isinstance(app, Remapped) else {}


def with_keys(text: str, bindings: Iterable[BindingType], app: object) -> str:
    """Put the keys into a text for which an id stands in braces, such as `{undo}`, as the user has set them.

    Parameters
    ----------
    text
        What is in braces and is no id of the bindings stays as it is.
    bindings
        The keys that the text may speak of; of several of one binding the first one is named.
    app
        The app, which knows what the user has set.
    """
    known = {one.id: one for one in bindings if isinstance(one, Binding) and one.id}

    def key(found: re.Match[str]) -> str:
        binding = known.get(found[1])
        return shown(keys_of(binding, given(app))[0]) if binding else found[0]

    return re.sub(r"\{([a-z0-9-]+)\}", key, text)


def check(settings: Settings, screens: Mapping[str, Sequence[BindingType]]) -> None:
    """Check what the user has set against what there is.

    Parameters
    ----------
    settings
        The user's theme and keys.
    screens
        For every screen, by what it is called, its keys.

    Raises
    ------
    StudyError
        If the theme is not there, an id belongs to no key, a key is not one, or two ids of a screen got the same key.
    """
    faults = [*_theme_faults(settings.theme), *_key_faults(settings.keys, screens)]
    faults = faults or list(_all_clashes(settings.keys, screens))  # which makes sense of keys that are keys
    if faults:
        raise StudyError(config.TITLE, *sorted(faults, key=lambda fault: fault.line or 0))


def _theme_faults(theme: str) -> Iterator[Fault]:
    if theme not in NAMES:
        yield _fault(f"there is no theme `{theme}`.", did_you_mean(theme, NAMES), "theme")


def _key_faults(keys: Mapping[str, str], screens: Mapping[str, Sequence[BindingType]]) -> Iterator[Fault]:
    known = list(dict.fromkeys(name for bindings in screens.values() for name in _by_id(bindings)))
    for name, value in keys.items():
        if name not in known:
            yield _fault(f"no key has the id `{name}`.", did_you_mean(name, known), "keys", name)
        for key in split(value):
            if not is_key(key):
                todo = "A key is one character, or a name such as `space`, `f2`, `pagedown`, `ctrl+t`."
                yield _fault(f"`{key}` is not a key, for `{name}`.", todo, "keys", name)
            elif name in _EVERYWHERE and _types(key):
                todo = "It would be taken from what is typed. Give it one with `ctrl+`, or such as `f10`."
                yield _fault(f"`{key}` cannot be the key of `{name}`.", todo, "keys", name)
            elif key.startswith("shift+") and len(key) == 7 and key[-1].isalpha():
                yield _fault(f"`{key}` never arrives, for `{name}`.", f"Write `{key[-1].upper()}`.", "keys", name)


def _all_clashes(keys: Mapping[str, str], screens: Mapping[str, Sequence[BindingType]]) -> Iterator[Fault]:
    told = set()
    for screen, bindings in screens.items():
        for fault in _clashes(screen, _by_id(bindings), keys):
            if (about := fault.what.split(" on the ")[0]) not in told:
                told.add(about)
                yield fault


def _clashes(screen: str, table: Mapping[str, Binding], keys: Mapping[str, str]) -> Iterator[Fault]:
    """Find keys that two bindings of a screen would share.

    A key that the user gives to one is taken from another that has it by default; that is a fault only where nothing
    would be left for the other.
    """
    given = {name: _long(keys[name]) for name in keys if name in table}
    for one, other in combinations(given, 2):
        for key in sorted(given[one] & given[other]):
            todo = f"Both are keys of the {screen}; give one of them another."
            yield _fault(f"`{_short(key)}` is given to `{one}` and to `{other}`.", todo, "keys", other)
    taken = set().union(*given.values()) if given else set()
    for name, binding in table.items():
        if name not in given and (lost := _long(binding.key)) <= taken:
            taker = next(one for one in given if given[one] & lost)
            only = _short(min(given[taker] & lost))
            what = f"`{only}` is the only key of `{name}` on the {screen} ({binding.tooltip})."
            yield _fault(what, f"Give `{taker}` another key, or `{name}` one, too.", "keys", taker)


def is_key(key: str) -> bool:
    """Say whether Textual knows a key by this name."""
    *modifiers, base = key.split("+") if len(key) > 1 else [key]
    return set(modifiers) <= set(MODIFIERS) and (base in _NAMED or _character(base) is not None)


def _types(key: str) -> bool:
    """Say whether a key writes or edits where something is typed."""
    return len(key) == 1 or key in _EDITS or key_to_character(key) is not None


def split(keys: str) -> list[str]:
    """Give the single keys of a list of keys."""
    return [key.strip() for key in keys.split(",")]


def shown(key: str) -> str:
    """Give a key as a keyboard is labelled: `?`, `Ctrl+Z`, `PgDn`."""
    *modifiers, base = key.split("+") if len(key) > 1 else [key]
    label = _LABELS.get(base) or _character(base) or base.capitalize()
    return "+".join(
        [*(one.capitalize() for one in modifiers), label.upper() if modifiers and len(label) == 1 else label]
    )


def _character(base: str) -> str | None:
    return _CHARACTERS.get(base) or (key_to_character(base) if base else None)


def complete(keys: Mapping[str, str], screens: Mapping[str, Sequence[BindingType]]) -> dict[str, str]:
    """Give the user's keymap with what it leaves unsaid, so that nothing else changes with it.

    Where Textual takes a key from an id, it takes it from whatever shares that key on the screen, too, such as the keys
    that mean something else while words are being selected. So those are named, each with the keys it keeps: its own
    but for what the user has given to another of the same table.
    """
    tables = [_by_id(bindings) for bindings in screens.values()]
    said = dict(keys)
    while True:
        touched = {key for name in said for key in _long(said[name])}
        touched |= {key for table in tables for name in said if name in table for key in _long(table[name].key)}
        more = {
            name: kept
            for table in tables
            for name, binding in table.items()
            if name not in said and _long(binding.key) & touched and (kept := _kept(binding, table, keys, tables))
        }
        if not more:
            return said
        said |= more


def _kept(
    binding: Binding, table: Mapping[str, Binding], keys: Mapping[str, str], tables: Sequence[Mapping[str, Binding]]
) -> str:
    """Give the keys that are left to a binding; none where its id has other keys on other screens, to leave those."""
    if len({other[name].key for other in tables if (name := binding.id or "") in other}) > 1:
        return ""
    taken = {key for name in keys if name in table for key in _long(keys[name])}
    return ",".join(key for key in split(binding.key) if not _long(key) & taken)


def keys_of(binding: Binding, given: Mapping[str, str]) -> list[str]:
    """Give the keys of a binding as the user has set them, by the names that Textual tells them by."""
    keys = given.get(binding.id or "", binding.key)
    return [one.key for one in Binding.make_bindings([Binding(keys, "", "")])]


def _by_id(bindings: Sequence[BindingType]) -> dict[str, Binding]:
    """Give each binding by its id, all of its keys in one."""
    table: dict[str, Binding] = {}
    for binding in bindings:
        if isinstance(binding, Binding) and binding.id:
            table[binding.id] = binding
    return table


def _long(keys: str) -> frozenset[str]:
    """Give keys by the names that Textual tells them by."""
    return frozenset(keys_of(Binding(keys, "", ""), {}))


def _short(key: str) -> str:
    return _character(key) or key


def _fault(what: str, todo: str | None, *location: str) -> Fault:
    line = config.line_of(*location)
    if line is None:  # from the environment
        name = f"FGCODER_{location[0].upper()}"
        return Fault(f"{name} in the environment: {what}", todo=todo)
    return Fault(what, settings_file(), line, todo)
