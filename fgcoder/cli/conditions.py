"""`--where` and `--of`: the part of a study that a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fgcoder.errors import Fault, TableError

if TYPE_CHECKING:
    from fgcoder.retrieval.filters import Filters

Coders = Annotated[
    list[str] | None, typer.Option("--of", help="Only this coder's codings; may be given several times.")
]
Where = Annotated[
    list[str] | None, typer.Option("--where", help="Only a part, as ATTRIBUTE=VALUE; may be given several times.")
]


def conditions(where: list[str] | None, task: str = "The table was not made.") -> dict[str, list[str]]:
    """Take `--where ATTRIBUTE=VALUE` apart.

    Parameters
    ----------
    where
        As given; several values of one attribute are alternatives.
    task
        What did not happen where one is faulty.

    Raises
    ------
    TableError
        If one is not of that form.
    """
    asked: dict[str, list[str]] = {}
    for one in where or []:
        attribute, equals, value = one.partition("=")
        if not equals:
            todo = "For example: --where sector='public health'."
            raise TableError(task, Fault(f"`{one}` is not of the form ATTRIBUTE=VALUE.", todo=todo))
        asked.setdefault(attribute.strip(), []).append(value.strip())
    return asked


def filters(where: list[str] | None, coders: list[str] | None, task: str) -> Filters:
    """Give what a search is narrowed to; parameters and errors are those of `conditions`."""
    from fgcoder.retrieval.filters import CODER, Filters

    pairs = [(name, value) for name, values in conditions(where, task).items() for value in values]
    return Filters.of([*pairs, *((CODER, coder) for coder in coders or [])])
