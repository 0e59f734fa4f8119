"""What of the app belongs to the person in front of it: their theme, their keys, whether they were shown around."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from textual import work
from textual.binding import Binding
from textual.screen import Screen
from textual.theme import Theme

from fgcoder import config
from fgcoder.config import Settings
from fgcoder.errors import FgcoderError
from fgcoder.tui import keymap, screen_keys
from fgcoder.tui.keys_in_order import KeysInOrder
from fgcoder.tui.screens.coding.keys import CODING
from fgcoder.tui.themes import OURS, legible


class PersonalApp(KeysInOrder):
    """An app that takes up a user's settings, and keeps a theme that is chosen in the command palette.

    Parameters
    ----------
    settings
        The user's theme and keys, checked by then.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._kept_theme = settings.theme
        for theme in OURS:
            self.register_theme(theme)

    def on_mount(self) -> None:
        """Look as the user wants it, and listen to their keys."""
        if self._settings.theme in self.available_themes:
            self.theme = self._settings.theme
        if self._settings.keys:
            self.set_keymap(keymap.complete(self._settings.keys, screen_keys.tables()))
        self.theme_changed_signal.subscribe(self, self._theme_changed)

    def get_css_variables(self) -> dict[str, str]:
        """Give the theme's colours, text in them legible."""
        self.theme_variables = legible(super().get_css_variables())
        return self.theme_variables

    def get_key_display(self, binding: Binding) -> str:
        """Write a key as it is labelled: `Esc` and `F1` where Textual has `esc` and `f1`."""
        name = super().get_key_display(binding)
        return name.capitalize() if len(name) > 1 and name.isalnum() and name.islower() else name

    @property
    def keys(self) -> Mapping[str, str]:
        """The keys that the user has given to ids."""
        return self._settings.keys

    def _theme_changed(self, theme: Theme) -> None:
        if theme.name != self._kept_theme:
            self._kept_theme = theme.name
            self._keep(lambda: config.keep("theme", theme.name))

    @work(group="keeping")
    async def _keep(self, write: Callable[[], None]) -> None:
        """Write something down for the next start, in a thread; one after the other, or the first might come last."""
        try:
            await asyncio.to_thread(write)
        except FgcoderError as error:
            self.notify(str(error), title="Not kept", severity="warning", timeout=15, markup=False)

    @property
    def coding_screen(self) -> Screen[None] | None:
        """The screen that the tour is about, where it is the one in front."""
        raise NotImplementedError

    def action_tour(self) -> None:
        """Show the user around on the coding screen."""
        from fgcoder.tui.screens.tour import TourScreen

        place = self.coding_screen
        if place is None:
            self.notify("The tour goes over the coding screen: open a transcript, then take it from there.")
            return
        self.push_screen(TourScreen(place, CODING), self._toured)

    def _toured(self, _: None) -> None:
        self._keep(config.remember_tour)
