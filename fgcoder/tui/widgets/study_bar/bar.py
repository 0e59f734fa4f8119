"""The widget of the top line."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from fgcoder.progress import Progress

BAR = 10


class StudyBar(Horizontal):
    """Where the coder stands."""

    DEFAULT_CSS = """
    StudyBar {
        height: 1;
        background: $primary-background;
        color: $text;
        & > #where { width: 1fr; padding: 0 1; }
        & > #who { width: auto; padding: 0 1; }
    }
    """

    _shown: tuple[Progress | None, str, str, str] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the two ends of the line."""
        yield Static("", id="where")
        yield Static("", id="who")

    def show(self, progress: Progress | None, coder: str, mode: str, queue: str = "") -> None:
        """Show how far the coder has come, in the transcript or in a queue; and who it is, in which mode."""
        if self._shown == (shown := (progress, coder, mode, queue)):
            return  # laying out the line anew with every move would take as long as the move
        self._shown = shown
        self.query_one("#who", Static).update(Content(f"{coder} · {mode}"))
        if progress is None:
            self.query_one("#where", Static).update(Content("no transcripts yet"))
            return
        if queue:
            self.query_one("#where", Static).update(Content.assemble((progress.transcript, "bold"), f"  {queue}"))
            return
        codings = "1 coding" if progress.codings == 1 else f"{progress.codings} codings"
        filled = round(BAR * progress.decided / max(progress.codable, 1))
        self.query_one("#where", Static).update(
            Content.assemble(
                (progress.transcript, "bold"),
                f"  {'█' * filled}{'░' * (BAR - filled)}",
                f" {progress.decided}/{progress.codable} decided · {codings}",
            )
        )
