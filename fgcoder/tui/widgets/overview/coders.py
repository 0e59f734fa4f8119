"""What each coder has done, and how far coders agree where two of them met."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fgcoder.overview.figures import Met, Overview, codable
from fgcoder.rounding import percent_done
from fgcoder.tui.widgets.overview.region import FRAME
from fgcoder.tui.widgets.overview.signs import WAITING, day, heading, share
from fgcoder.wording import counted

if TYPE_CHECKING:
    from fgcoder.tables.intervals import Estimate

BAR = 6
MANY = 50
"""Coders that are listed; a study with more is not read line by line."""


class CodersPanel(VerticalScroll, can_focus=True):
    """Totals by coder, then agreement."""

    DEFAULT_CSS = f"""
    CodersPanel {{
        height: auto;
        max-height: 60%;
        background: $surface;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        {FRAME}
        & > Static {{ height: auto; }}
        & > #agreement {{ margin-top: 1; }}
    }}
    """
    BORDER_TITLE = "Coders"

    def compose(self) -> ComposeResult:
        """Lay out the two parts."""
        yield Static("", id="by-coder")
        yield Static("", id="agreement")

    def show(self, overview: Overview) -> None:
        """Show the figures."""
        self.query_one("#by-coder", Static).update(_by_coder(overview))
        self.query_one("#agreement", Static).update(_agreement(overview))


def _by_coder(overview: Overview) -> Content:
    if not overview.is_counted:
        return Content(f"Counting what is decided {WAITING}")
    others = [coder for coder in overview.coders if coder != overview.coder]
    named = [overview.coder, *others[:MANY]]
    width = max(map(len, named))
    whole, today = codable(overview.lines), date.today()
    parts = []
    for coder in named:
        work = overview.work_on(overview.lines, coder)
        blind = f"\n  {percent_done(work.blind, work.decided)} % blind" if work.blind else ""
        when = f" · {day(work.last, today)}" if work.last else ""
        you = " (you)" if coder == overview.coder and others else ""
        parts.append(
            Content.assemble(
                (f"{coder:<{width}}", "bold"),
                f" {share(work.decided, whole, BAR)}{you}{when}\n",
                (f"  {work.decided:,} of {whole:,} · {counted(work.codings, 'coding')}{blind}", "$foreground-muted"),
            )
        )
    if len(others) > MANY:
        parts.append(Content(f"and {len(others) - MANY} more: fgcoder status"))
    return Content("\n").join(parts)


def _agreement(overview: Overview) -> Content:
    if not overview.is_counted:
        return Content("")
    met = overview.met
    if met is None:
        why = "No two coders have decided about the same segment yet."
        return Content("\n").join([heading("Agreement"), Content.assemble((why, "$foreground-muted"))])
    lines = [
        heading("Agreement"),
        Content.assemble(("α ", "bold"), (_figure(met.overall.alpha), "bold"), f" {_of(met)}"),
    ]
    if met.lowest:
        lines.append(Content.assemble(("Lowest, by code:", "$foreground-muted")))
        lines += [Content(f"{_figure(one)}  {label}") for label, one in met.lowest]
    lines.append(Content.assemble(("fgcoder table agreement says the rest.", "$foreground-muted")))
    return Content("\n").join(lines)


def _figure(one: Estimate) -> str:
    if one.value is None:
        return "– (cannot be told)"
    value = f"{one.value:z.2f}"
    return value if one.low is None or one.high is None else f"{value} ({one.low:z.2f} to {one.high:z.2f})"


def _of(met: Met) -> str:
    who = " and ".join(met.coders) if len(met.coders) == 2 else counted(len(met.coders), "coder")
    return f"on {counted(met.overall.segments, 'segment')}, {who}"
