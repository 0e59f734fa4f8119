"""The help screen: what the signs mean, and every key as it is set, taken from the bindings themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from fgcoder.tui.keymap import given, keys_of, shown, with_keys
from fgcoder.tui.keys import EVERYWHERE
from fgcoder.tui.widgets.key_hints import KeyHints

HELP = Path(__file__).parent.parent / "help"

Groups = Mapping[str, Sequence[Binding]]


def _scroll(key: str, action: str, name: str, tooltip: str, display: str = "") -> Binding:
    """Make a key that scrolls the page; the footer shows it where it says how."""
    show = bool(display)
    return Binding(key, f"scroll_page('{action}')", "Read on", show, display or None, id=name, tooltip=tooltip)


class HelpScreen(ModalScreen[None]):
    """Help for a screen: a page of Markdown, and the table of its keys.

    Parameters
    ----------
    page
        The name of the page in `tui/help`; its `{keys}` is where the keys stand.
    bindings
        The keys of the screen, or those of each group by the heading they stand under.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & #help {
            width: 90%;
            max-width: 110;
            height: 90%;
            background: $surface;
            border: round $border;
            padding: 0 1;
        }
        &.-narrow #help { width: 100%; height: 100%; }
        & .heading { margin: 1 0 0 2; color: $text-primary; text-style: bold; }
        & .keys { height: auto; margin: 0 2 1 2; }
    }
    """
    BINDINGS = [
        _scroll("down,j,space", "down", "help-down", "Read on by a line"),
        _scroll("up,k", "up", "help-up", "Read back by a line"),
        _scroll("pagedown", "page_down", "help-page-down", "Read on by a page", "PgDn"),
        _scroll("pageup", "page_up", "help-page-up", "Read back by a page"),
        _scroll("home", "home", "help-first", "Go to the beginning"),
        _scroll("end", "end", "help-last", "Go to the end"),
        Binding("t", "tour", "Tour", id="help-tour", tooltip="Be shown around, in a minute"),
        Binding(
            "escape,question_mark,f1,q",
            "dismiss(None)",
            "Back",
            id="back",
            key_display="Esc",
            tooltip="Leave help",
        ),
    ]

    def __init__(self, page: str, bindings: Groups | Sequence[Binding]) -> None:
        super().__init__()
        self._page = (HELP / f"{page}.md").read_text(encoding="utf-8")
        self._groups = bindings if isinstance(bindings, Mapping) else {"Keys": bindings}

    def compose(self) -> ComposeResult:
        """Lay out the page, the keys where it wants them."""
        from textual.widgets import Markdown  # brings a parser along, which nothing else needs

        before, _, after = (self._with_keys(part) for part in self._page.partition("{keys}"))
        with VerticalScroll(id="help", can_focus=False):
            yield Markdown(before)
            for heading, bindings in {**self._groups, "Everywhere": EVERYWHERE}.items():
                yield Static(heading, classes="heading", markup=False)
                yield Static(key_table(bindings, given(self.app)), classes="keys")
            yield Markdown(after)
        yield KeyHints()

    def _with_keys(self, text: str) -> str:
        """Put keys into a part of the page, which may speak of another screen's, too."""
        from fgcoder.tui import screen_keys  # which looks into every module, and is read when help is first asked for

        of_all = [*screen_keys.tables().values(), *self._groups.values()]
        return with_keys(text, [binding for bindings in of_all for binding in bindings], self.app)

    def action_scroll_page(self, way: str) -> None:
        """Scroll the page."""
        getattr(self.query_one("#help"), f"scroll_{way}")(animate=False)

    async def action_tour(self) -> None:
        """Leave help, and be shown around."""
        self.dismiss(None)
        await self.app.run_action("app.tour")


def key_table(bindings: Sequence[Binding], given: Mapping[str, str]) -> Table:
    """Give the keys as a table: key, what it does, the id to remap it by.

    Parameters
    ----------
    bindings
        Those without an id cannot be remapped and are left out.
    given
        The keys that the user has given to ids.
    """
    table = Table(box=None, expand=True, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(width=14)
    table.add_column(ratio=1)
    table.add_column(min_width=18, no_wrap=True, style="italic")
    for binding in bindings:
        if binding.id:
            keys = ", ".join(shown(key) for key in keys_of(binding, given))
            table.add_row(Text(keys, "bold"), Text(binding.tooltip), Text(binding.id))
    return table
