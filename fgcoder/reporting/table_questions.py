"""What is asked for: a table, its options, and the part of the study it is to be about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fgcoder.reporting.table_kinds import KINDS
from fgcoder.reporting.table_options import Kind, Option, Value
from fgcoder.tables.axes import COUNTRY


@dataclass(frozen=True)
class Question:
    """Which table is asked for, with which options; what was chosen for other tables is kept for them."""

    kind: Kind = KINDS["frequency"]
    chosen: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    """By the name of the table and the slot; defaults are not in it."""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each attribute the values to keep."""
    coders: tuple[str, ...] = ()
    """Whose codings count; everybody's where it is empty."""
    include_moderator: bool = False
    axis: str = COUNTRY
    """What tables are laid out by where nothing is chosen, since not every study has countries."""

    def value(self, option: Option) -> Value:
        """Give what is chosen."""
        return self.chosen.get((self.kind.name, option.slot), self.value_at_first(option))

    def value_at_first(self, option: Option) -> Value:
        """Give what holds where nothing is chosen."""
        defaults: dict[Value, Value] = {COUNTRY: self.axis, (COUNTRY,): (self.axis,)}
        return defaults.get(option.default, option.default) if option.among else option.default

    def choosing(self, option: Option, value: Value) -> Question:
        """Give the same question with another value of an option."""
        return replace(self, chosen={**self.chosen, (self.kind.name, option.slot): value})

    def keeping(self, attribute: str, values: tuple[str, ...]) -> Question:
        """Give the same question with only some values of an attribute, or all where none is given."""
        rest = {name: kept for name, kept in self.where.items() if name != attribute}
        return replace(self, where={**rest, attribute: values} if values else rest)

    def arguments(self) -> dict[str, Any]:
        """Give what the function that makes the table is called with, the corpus aside."""
        own = {option.argument: self.value(option) for option in self.kind.options}
        shared: dict[str, Any] = {"coders": self.coders or None, "where": dict(self.where) or None}
        if self.kind.has_moderator:
            shared["include_moderator"] = self.include_moderator
        return {**own, **shared}
