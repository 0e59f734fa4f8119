"""Commands that are made when they are asked for.

One command of sixty runs, and to import and make all of them takes a fifth of a second, which whoever opens the coding
screen would wait for.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group


class _Commands(MutableMapping[str, Any]):
    """The commands of a group by name, in order; each is made when it is looked at.

    Parameters
    ----------
    where
        For each the module and the name of its function or `Typer` in it, with a colon between.
    markup
        How the texts of help are written.
    """

    def __init__(self, where: dict[str, str], markup: Any) -> None:
        self._where = where
        self._markup = markup
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            module, _, attribute = self._where[name].partition(":")
            made = getattr(import_module(module), attribute)
            around = typer.Typer(rich_markup_mode=self._markup)
            if isinstance(made, typer.Typer):
                around.add_typer(made, name=name)
            else:
                around.command(name)(made)
            self._made[name] = get_group(around).commands[name]
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._where[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._where)

    def __len__(self) -> int:
        return len(self._where)


def group_of(where: dict[str, str]) -> type[TyperGroup]:
    """Give the class of a group with commands from other modules; for each the module and, behind a colon, its name."""

    class Group(TyperGroup):
        def __init__(self, **given: Any) -> None:
            super().__init__(**given)
            self.commands = _Commands(where, self.rich_markup_mode)

    return Group
