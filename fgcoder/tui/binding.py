"""How a key of any screen is made: with an id, so that it can be remapped, and with its line of help."""

from __future__ import annotations

from dataclasses import replace

from textual.binding import Binding


def binding(
    key: str, action: str, name: str, label: str, tooltip: str, *, show: bool = False, display: str = ""
) -> Binding:
    """Make a key that is acted on before the next one is looked at.

    Otherwise letters typed at once after a key that opens a list, or lets something be typed, would still reach the
    screen, and one among them could take off a code.

    Parameters
    ----------
    key, action
        What it is at first, several with commas between, and what it does.
    name
        The id by which a user's settings give it another key; it stays as it is when the key changes.
    label, tooltip
        What the footer calls it, and what help says of it.
    show, display
        Whether the footer shows it, and how it is written there, where not as Textual writes it.
    """
    return Binding(key, action, label, show=show, key_display=display or None, tooltip=tooltip, id=name, priority=True)


def binding_in_turn(
    key: str, action: str, name: str, label: str, tooltip: str, *, show: bool = False, display: str = ""
) -> Binding:
    """Make a key that counts while something is typed, and must not overtake the letters typed before it.

    Parameters
    ----------
    key, action, name, label, tooltip, show, display
        As for `binding`.
    """
    return replace(binding(key, action, name, label, tooltip, show=show, display=display), priority=False)
