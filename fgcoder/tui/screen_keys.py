"""The keys of every screen and region there is, so that what a user has set can be checked against all of them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

import fgcoder.tui
from fgcoder.tui.keys import EVERYWHERE
from fgcoder.tui.screens.coding.keys import CODING, SELECTING

CODING_SCREEN = "coding screen"


def tables() -> dict[str, list[Binding]]:
    """Give the keys of each screen and region that has keys with ids, by what it is called.

    Keys that mean something else while words are being selected stand in a table of their own.
    """
    for module in pkgutil.walk_packages(fgcoder.tui.__path__, "fgcoder.tui."):
        importlib.import_module(module.name)
    found = {_name(node): [*keys, *EVERYWHERE] for node in _ours(Screen) if (keys := _keys(node))}
    found |= {_name(node): keys for node in _ours(DOMNode) if not issubclass(node, Screen) and (keys := _keys(node))}
    found[CODING_SCREEN] = [*(binding for binding in CODING if binding not in SELECTING), *EVERYWHERE]
    found["selecting words"] = [*SELECTING, *EVERYWHERE]
    return found


def _ours(node: type[DOMNode]) -> Iterator[type[DOMNode]]:
    """Give the classes of the program's own screens and regions."""
    for one in node.__subclasses__():
        if one.__module__.startswith("fgcoder.tui.") and "[" not in one.__name__:
            yield one
        yield from _ours(one)


def _keys(node: type[DOMNode]) -> list[Binding]:
    """Give the bindings with ids of a class and of those it is made from."""
    declared = [binding for base in node.__mro__ for binding in base.__dict__.get("BINDINGS", ())]
    return [binding for binding in declared if isinstance(binding, Binding) and binding.id]


def _name(node: type[DOMNode]) -> str:
    """Say what a class is called on the screen: `HelpScreen` is the help screen."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", node.__name__).lower()
