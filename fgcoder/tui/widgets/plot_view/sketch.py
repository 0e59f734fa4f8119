"""Pictures in letters on the screen: the network of codes, and agreement as dots with whiskers."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fgcoder.errors import FgcoderError
from fgcoder.export.sketch import sketched
from fgcoder.tabular import Table


class SketchView(VerticalScroll):
    """A picture that is as wide as the screen, and can be scrolled where it is higher.

    Parameters
    ----------
    kind
        Which picture.
    table
        What of.
    """

    DEFAULT_CSS = """
    SketchView {
        height: 1fr;
        padding: 0 1;
        background: $surface;
        scrollbar-size-vertical: 1;
        & > Static { height: auto; }
    }
    """

    def __init__(self, kind: str, table: Table) -> None:
        super().__init__()
        self._kind, self._table = kind, table

    def compose(self) -> ComposeResult:
        """Lay out what is drawn, over what its signs mean."""
        yield Static("")

    def on_resize(self) -> None:
        """Draw it anew, as large as there is room."""
        inside = self.scrollable_content_region
        if not inside.width:
            return
        try:
            drawn = sketched(self._kind, self._table, inside.width - 1, inside.height - 2)
        except FgcoderError as error:
            self.query_one(Static).update(Content(str(error)))
            return
        named = {line: (start, end) for line, start, end in drawn.names}
        lines = []
        for number, line in enumerate(drawn.lines):
            text = Content(line)
            for at, start, end in drawn.names if number in named else ():
                text = text.stylize("bold", start, end) if at == number else text
            lines.append(text)
        self.query_one(Static).update(Content("\n").join([*lines, Content(""), Content(drawn.legend)]))
