"""The screen in which coders spend their day."""

from __future__ import annotations

from fgcoder.tui.screens.coding.codebook_work import CodebookWork
from fgcoder.tui.screens.coding.keys import CODING
from fgcoder.tui.screens.coding.looking import Looking
from fgcoder.tui.screens.coding.moving import Moving
from fgcoder.tui.screens.coding.noting import Noting


class CodingScreen(CodebookWork, Moving, Noting, Looking):
    """A transcript, its codes, and what is suggested; every key passes on what the coder wants."""

    BINDINGS = [*CODING]
