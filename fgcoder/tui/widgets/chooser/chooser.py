"""Type part of a name, see what the highlighted one means, press Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from fgcoder.tui.binding import binding_in_turn
from fgcoder.tui.keymap import with_keys
from fgcoder.tui.screens.help import HelpScreen
from fgcoder.tui.widgets.chooser.choice import Choice
from fgcoder.tui.widgets.chooser.field import QueryField
from fgcoder.tui.widgets.chooser.listing import ChoiceList
from fgcoder.tui.widgets.chooser.rows import DIGITS, Row, marked_words, rows_of
from fgcoder.tui.widgets.chooser.search import Search
from fgcoder.tui.widgets.key_hints import KeyHints

Result = TypeVar("Result")
Room = Callable[[], Region]
NOTHING = "Nothing of that name."


class Chooser(ModalScreen[Result]):
    """Ask for one of many by typing. Abstract: `ChooserScreen` here and `PickerScreen` say what they give.

    Every key is taken by the screen itself, in the order in which keys were pressed, and those that were pressed after
    the one that closes it are handed on to the screen below. So it can be worked as fast as one types.

    Parameters
    ----------
    title, choices, placeholder
        What is asked, of what, and what can be typed; `{choose}` and the like stand for keys of the list.
    room
        Gives the part of the window that the list may take, so that what it is about can be read beside it. Without it
        the list stands in the middle.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS: ClassVar[str] = ""
    DEFAULT_CSS = """
    Chooser {
        align: center middle;
        & #chooser {
            width: 90%;
            max-width: 140;
            height: 85%;
            background: $surface;
            border: round $border;
            border-title-color: $text-primary;
            border-title-style: bold;
            border-subtitle-color: $foreground;
        }
        & #chooser-parts { height: 1fr; layout: horizontal; }
        & #chooser-list { width: 1fr; height: 1fr; }
        & #chooser-detail { width: 1fr; height: 1fr; padding: 0 1; border-left: solid $border; }
        & #chooser-detail-text { height: auto; }
        & #chooser-marked { height: auto; max-height: 3; padding: 0 1; display: none; }
        &.-narrow #chooser { width: 100%; height: 100%; }
        &.-narrow #chooser-parts, &.-upright #chooser-parts { layout: vertical; }
        &.-narrow #chooser-detail, &.-upright #chooser-detail {
            border-left: none;
            border-top: solid $border;
            height: 1fr;
        }
        &.-beside { align: left top; background: transparent; }
        &.-beside #chooser { max-width: 100%; }
        &.-beside.-narrow #chooser-input { height: 1; border: none; padding: 0 1; }
        &.-beside.-narrow #chooser-parts { layout: horizontal; }
        &.-beside.-narrow #chooser-detail { border-left: solid $border; border-top: none; }
    }
    """
    BINDINGS = [
        binding_in_turn("enter", "choose", "choose", "Choose", "Choose the one that is pointed at", show=True),
        binding_in_turn("down", "point(1)", "choose-down", "Down", "Point at the next one"),
        binding_in_turn("up", "point(-1)", "choose-up", "Up", "Point at the one before"),
        binding_in_turn("ctrl+down", "point(10)", "choose-down-10", "Ten down", "Point ten further down"),
        binding_in_turn("ctrl+up", "point(-10)", "choose-up-10", "Ten up", "Point ten further up"),
        binding_in_turn("home", "point(-1000000)", "choose-first", "First", "Point at the first one"),
        binding_in_turn("end", "point(1000000)", "choose-last", "Last", "Point at the last one"),
        binding_in_turn(
            "pagedown", "read(1)", "detail-down", "Read on", "Scroll what it means down", show=True, display="PgDn"
        ),
        binding_in_turn("pageup", "read(-1)", "detail-up", "Read back", "Scroll what it means up", display="PgUp"),
        binding_in_turn("f1", "help", "choose-help", "Help", "Show every key of the list", show=True),
        binding_in_turn("escape", "leave", "back", "Back", "Leave without choosing", show=True),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], placeholder: str, *, room: Room | None = None) -> None:
        super().__init__(classes="-beside" if room is not None else None)
        self._room = room
        self._title = title
        self._choices = choices
        self._placeholder = placeholder
        self._search = Search(choices)
        self._marked: list[str] = []
        self._recent = [choice for choice in choices if choice.recent][:DIGITS]
        self._left = False

    def compose(self) -> ComposeResult:
        """Lay out the line to type into over the list and its details."""
        title, placeholder = (with_keys(text, self._keys, self.app) for text in (self._title, self._placeholder))
        with Vertical(id="chooser") as box:
            box.border_title = title
            yield QueryField(placeholder=placeholder, id="chooser-input")
            with Container(id="chooser-parts"):
                yield ChoiceList("chooser-list")
                with VerticalScroll(id="chooser-detail", can_focus=False):
                    yield Static("", id="chooser-detail-text")
            yield Static("", id="chooser-marked")
        yield KeyHints()

    def on_mount(self) -> None:
        """Show everything until something is typed."""
        self._show()

    def on_resize(self) -> None:
        """Take the room that there is now; and once more when the screen below has been laid out, too."""
        self._take_room()
        self.call_after_refresh(self._take_room)

    def _take_room(self) -> None:
        if self._room is not None:
            room, box = self._room(), self.query_one("#chooser")
            box.styles.offset = room.offset
            box.styles.width, box.styles.height = room.size
            self.set_class(not self.has_class("-narrow"), "-upright")

    # Keys

    async def on_key(self, event: events.Key) -> None:
        """Take a key: a digit of the recent ones, a key of the list, or an edit of what is typed."""
        event.stop()
        if self._left:
            # Pressed before this screen was gone, and meant for the one below, once that has taken what was chosen.
            self.app.screen.call_later(self.app.post_message, events.Key(event.key, event.character))
            return
        active = self.active_bindings.get(event.key)
        if active is not None and active.node is self and active.enabled:
            await self.run_action(active.binding.action)
        elif not self.query_text and (event.character or "") in [str(at + 1) for at in range(len(self._recent))]:
            self._give((self._recent[int(event.key) - 1].id,))
        elif self.query_one(QueryField).take(event):
            self._show()

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted as typed."""
        event.stop()
        self.query_one(QueryField).insert_text_at_cursor(" ".join(event.text.split()))
        self._show()

    @property
    def query_text(self) -> str:
        """What is typed."""
        return self.query_one(QueryField).value.strip()

    @property
    def has_draft(self) -> bool:
        """Whether something is written that leaving would lose."""
        return bool(self.query_text or self._marked)

    # Showing

    def _show(self) -> None:
        """Show what fits what is typed."""
        rows, found = self._find()
        self.query_one(ChoiceList).show(rows, self._content)
        self.query_one("#chooser").border_subtitle = f"{found} of {len(self._choices)}"
        self._detail(NOTHING if not found else "")

    def _find(self) -> tuple[list[Row], int]:
        """Give the rows for what is typed, and how many choices were found."""
        typed = self.query_text
        hits = self._search.find(typed)
        rows = [Row(hit) for hit in hits] if typed else list(rows_of(self._choices))
        return rows + self._offer(typed), len(hits)

    def renew(self, choices: Sequence[Choice]) -> None:
        """Say more of the same choices, about which more is known by now; what is typed and pointed at stays.

        What is searched has to be as it was.
        """
        if not self._left and self.query(ChoiceList):
            self._choices, self._search = choices, Search(choices)
            self.query_one(ChoiceList).renew(self._find()[0])
            self._detail(NOTHING)

    def _offer(self, typed: str) -> list[Row]:
        """Give the row that offers to add what is typed; none here."""
        return []

    def _content(self, row: Row) -> Content:
        return row.content(self._marked, indent=not self.query_text)

    def _detail(self, otherwise: str) -> None:
        row = self.query_one(ChoiceList).row
        text = Content(otherwise)
        if row is not None and row.hit is not None:
            text = marked_words(row.hit.choice.details(), self.query_text)
        self.query_one("#chooser-detail-text", Static).update(text)
        self.query_one("#chooser-detail").scroll_home(animate=False)

    @on(OptionList.OptionHighlighted)
    def show_detail(self) -> None:
        """Say what the one means that is pointed at."""
        self._detail(NOTHING)

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """Choose what was clicked."""
        event.stop()
        self.action_choose()

    # Actions

    def action_point(self, step: int) -> None:
        """Point at another one."""
        self.query_one(ChoiceList).point(step)

    def action_read(self, pages: int) -> None:
        """Scroll the details."""
        detail = self.query_one("#chooser-detail")
        detail.scroll_relative(y=pages * max(detail.size.height - 1, 1), animate=False)

    def action_choose(self) -> None:
        """Give the one that is pointed at."""
        row = self.query_one(ChoiceList).row
        if row is not None and row.hit is not None:
            self._give((row.hit.choice.id,))

    def action_help(self) -> None:
        """Show what can be typed, and every key."""
        ours = [one for one in self._keys if one.id and self.check_action(one.action, ())]
        self.app.push_screen(HelpScreen("chooser", ours))

    @property
    def _keys(self) -> list[Binding]:
        keys = [binding for kind in type(self).__mro__ for binding in kind.__dict__.get("BINDINGS", ())]
        return [one for one in keys if isinstance(one, Binding)]

    def action_leave(self) -> None:
        """Choose nothing."""
        self._leave(None)

    def _give(self, ids: tuple[str, ...]) -> None:
        raise NotImplementedError

    def _leave(self, result: Result | None) -> None:
        if not self._left:
            self._left = True
            self.dismiss(result)


class ChooserScreen(Chooser[str | None]):
    """Ask for one of many; gives its id, or None when the coder thinks better of it."""

    def _give(self, ids: tuple[str, ...]) -> None:
        self._leave(ids[0])
