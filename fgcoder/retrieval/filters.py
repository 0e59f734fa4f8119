"""Conditions on what is found, as one thing to hand about; light, since the screens hold them too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CODED, CODE, CODER = "coded", "code", "coder"
YES, NO = "yes", "no"
"""What `coded` may be."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that a quote has to meet, all of them; of the values of one any will do."""

    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By name: an attribute (`country`, `stakeholders`), or `group` (the transcript's id), `speaker`, `role`,
    `language`, `code` (a theme stands for its codes), `coder`, `coded`. The names are those of the tables."""

    @classmethod
    def of(cls, conditions: Iterable[tuple[str, str]]) -> Filters:
        """Gather pairs of name and value."""
        where: dict[str, frozenset[str]] = {}
        for name, value in conditions:
            where[name] = where.get(name, frozenset()) | {value}
        return cls(where)

    def asked(self, name: str) -> frozenset[str] | None:
        """Give the values asked for; None where any will do."""
        return self.where.get(name)

    def with_values(self, name: str, values: Iterable[str]) -> Filters:
        """Ask for other values of one name; none drops the condition."""
        kept = {one: there for one, there in self.where.items() if one != name}
        wanted = frozenset(values)
        return Filters({**kept, name: wanted} if wanted else kept)

    def __bool__(self) -> bool:
        return bool(self.where)


ANY = Filters()
"""No condition at all."""
