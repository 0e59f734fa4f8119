"""The lines over the overview: the study and how much of it is done, and what is done first."""

from __future__ import annotations

from textual.content import Content

from fgcoder.overview.figures import Overview, codable
from fgcoder.rounding import percent_done
from fgcoder.tui.widgets.overview.signs import WAITING
from fgcoder.wording import counted


def totals(overview: Overview) -> Content:
    """Write the first line: the study, how much of it there is and how much of that is done."""
    whole = codable(overview.lines)
    size = f"{counted(whole, 'segment')} in {counted(len(overview.lines), 'transcript')}"
    done = f"{percent_done(overview.done_on(overview.lines).decided, whole)} %" if overview.is_counted else WAITING
    who = f"{overview.shown} has" if overview.shown is not None else "all coders together have"
    return Content.assemble((overview.title, "bold"), f"  {who} decided {done} of {size}")


def hint(overview: Overview, key: str, reading: str = "") -> Content:
    """Say what the key that opens does first; while nothing has been read yet, how far reading has come."""
    if not overview.lines:
        what = "There are no transcripts yet. Put them into the study's folder, or run: fgcoder import FILES"
        return Content(reading or what)
    if overview.stop is None:
        return Content.assemble(f"{key} opens ", (overview.next_transcript, "bold"))
    stop = overview.stop
    return Content.assemble(
        f"{key} continues where you stopped: ", (f"{stop.transcript}, segment {stop.segment}", "bold")
    )
