"""Which tables there are and how the one in view is made: each choice with its key, in plain sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.content import Content
from textual.widgets import Static

from fgcoder.reporting.table_kinds import KINDS
from fgcoder.reporting.table_options import Among, Kind, Value
from fgcoder.reporting.table_questions import Question

_BETWEEN = "  "


class Chips(Static):
    """Keys with what they set, in lines that break between them and not within."""

    def __init__(self) -> None:
        super().__init__("")
        self._chips: list[Content] = []

    def lay(self, chips: Iterable[Content]) -> None:
        """Show other chips."""
        self._chips = list(chips)
        self._break()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._break()

    def _break(self) -> None:
        width, room = self.content_size.width, 0
        lines: list[Content] = []
        for chip in self._chips:
            needed = chip.cell_length + len(_BETWEEN)
            if lines and needed <= room:
                lines[-1] = Content(_BETWEEN).join([lines[-1], chip])
                room -= needed
            else:
                lines.append(chip)
                room = width - chip.cell_length
        self.update(Content("\n").join(lines))


class KindBar(Chips):
    """The tables, each with its digit."""

    DEFAULT_CSS = """
    KindBar { height: auto; max-height: 2; padding: 0 1; background: $panel; }
    """

    def show(self, kind: Kind) -> None:
        """Show which one is in view."""
        chips = [Content.assemble(("Tables", "bold"))]
        for digit, one in enumerate(KINDS.values(), 1):
            chips.append(
                Content.assemble((f"▸{digit} {one.label} ", "bold reverse"))
                if one is kind
                else Content.assemble((f"{digit} ", "bold $text-accent"), (one.label, "$foreground-muted"))
            )
        self.lay(chips)


class OptionBar(Chips):
    """The options of the table in view: key, name, value; those that are not as at first are framed."""

    DEFAULT_CSS = """
    OptionBar { height: auto; max-height: 4; padding: 0 1; }
    """

    def show(self, question: Question, key_of: Callable[[str], str], label: Callable[[str], str]) -> None:
        """Show the options.

        Parameters
        ----------
        question
            What is asked for.
        key_of
            Gives the key of a slot, as it is set.
        label
            Gives a code's label.
        """
        chips = []
        for option in question.kind.options:
            value = question.value(option)
            if option.among is Among.CODES and isinstance(value, tuple):
                shown = ", ".join(map(label, value)) or option.none
            else:
                shown = option.shown(value)
            is_set = not _same(value, question.value_at_first(option))
            chips.append(_chip(key_of(option.slot), option.name, shown, is_set=is_set))
        kept = "; ".join(f"{name}: {' or '.join(values)}" for name, values in question.where.items())
        chips.append(_chip(key_of("where"), "filters", kept or "none", is_set=bool(kept)))
        who = ", ".join(question.coders)
        chips.append(_chip(key_of("coders"), "coders", who or "all", is_set=bool(who)))
        if question.kind.has_moderator:
            heard = question.include_moderator
            chips.append(_chip(key_of("moderator"), "moderator", "counted" if heard else "left out", is_set=heard))
        self.lay(chips)


def _same(value: Value, default: Value) -> bool:
    return value == default and type(value) is type(default)


def _chip(key: str, name: str, shown: str, *, is_set: bool) -> Content:
    value = f"[{shown}]" if is_set else shown
    parts: Iterable[tuple[str, str]] = (
        (f"{key} ", "bold $text-accent"),
        (f"{name} ", "$foreground-muted"),
        (value, "bold" if is_set else ""),
    )
    return Content.assemble(*parts)
