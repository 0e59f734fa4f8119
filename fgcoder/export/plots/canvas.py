"""What all pictures share: paper, letters, title and notes, and how they become the same bytes on every machine.

Drawn on matplotlib's `Figure` itself, never through pyplot, whose state belongs to the whole program. Letters are
matplotlib's own DejaVu Sans, as far as it has them (see `letters`), and are drawn as outlines in SVG, so that the
picture looks the same where the font is missing.
"""

from __future__ import annotations

import io
import logging
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from fgcoder.export.layout import rests_on
from fgcoder.export.plots.letters import FAMILY, families
from fgcoder.tabular import NO_DATA, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE_PT, LABEL_PT, SMALL_PT, NOTE_PT = 11.0, 8.5, 7.5, 7.0
DPI: Final = 200
MARGIN: Final = 0.15
"""Inches between the paper's edge and everything."""
LINE: Final = 1.35
"""Height of a line in letters."""
INK, GREY, FAINT = "#222222", "#666666", "#dddddd"
DISTINCT: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
"""Colours that the colour-blind tell apart.

Okabe, M. and Ito, K. (2008). Color universal design: how to make figures and presentations that are friendly to
colorblind people. University of Tokyo.
"""
_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def house_style(fonts: Sequence[str] = (FAMILY,)) -> Iterator[None]:
    """Draw in the house's style whatever the user's `matplotlibrc` says, and put back what was set before.

    Parameters
    ----------
    fonts
        From which letters are taken, the first that has one.
    """
    import matplotlib as mpl

    own: dict[str, Any] = {
        "font.family": list(fonts),
        "font.size": LABEL_PT,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": GREY,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.labelsize": LABEL_PT,
        "xtick.color": INK,
        "ytick.color": INK,
        "xtick.labelsize": SMALL_PT,
        "ytick.labelsize": SMALL_PT,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "legend.fontsize": SMALL_PT,
        "legend.frameon": False,
        "svg.fonttype": "path",
        "svg.hashsalt": "fgcoder",
        "text.parse_math": False,
    }
    settings: Any = {**mpl.rcParamsDefault, **own, "backend": mpl.rcParams["backend"]}
    with _ONE_AT_A_TIME, mpl.rc_context(settings), _no_warnings():
        yield


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Keep matplotlib from warning of letters, which is told once, in words that say what to do."""
    logger = logging.getLogger("matplotlib.font_manager")  # says of a font that it has no bold letters
    level = logger.level
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+ ")
        logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            logger.setLevel(level)


def paper(width: float, height: float) -> Figure:
    """Give an empty picture of that size in inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def written(figure: Figure, made_in: str, title: str, fonts: Sequence[str] = (FAMILY,)) -> bytes:
    """Give a picture as the content of an `svg` or `png` file, without date and program version."""
    out = io.BytesIO()
    metadata: dict[str, str | None] = {"Title": title}
    metadata |= {"Date": None, "Creator": None} if made_in == "svg" else {"Software": None}
    with house_style(fonts):
        figure.savefig(out, format=made_in, dpi=DPI, metadata=metadata)
    return out.getvalue()


def texts(figure: Figure) -> list[str]:
    """Give all that is written in a picture."""
    from matplotlib.text import Text

    return [one.get_text() for one in figure.findobj(Text) if isinstance(one, Text) and one.get_visible()]


@lru_cache(maxsize=4096)
def measured(text: str, points: float, *, bold: bool = False) -> float:
    """Say how many inches wide a line of text is."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    if not text.strip():
        return 0.0
    font = FontProperties(family=list(families(text)), weight="bold" if bold else "normal", size=points)
    with _ONE_AT_A_TIME, _no_warnings():
        width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72


def wrapped(text: str, width: float, points: float, *, bold: bool = False, most: int | None = None) -> str:
    """Break a text into lines no wider than so many inches; what is over `most` lines is left out with an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and measured(longer, points, bold=bold) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return "\n".join(lines)


def halo(width: float = 2.2) -> list[Any]:
    """Give letters a white edge, so that they can be read on lines without hiding where these go."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=width, foreground="white")]


def height_of(text: str, points: float) -> float:
    """Say how many inches high a text of one or several lines is."""
    return (text.count("\n") + 1) * points * LINE / 72 if text else 0.0


def told(table: Table, *more: str) -> tuple[str, ...]:
    """Give what belongs under a picture: what was counted, what its signs mean, what it rests on.

    A table's other notes are left to the table.
    """
    signs = {sign for mark in table.marks.values() for sign in mark if not sign.isspace()}
    signs |= {NO_DATA} if any(None in cells for cells in table.values()) else set()
    first, *others = table.notes or ("",)
    explained = [note for note in others if any(sign in note.split("stand")[0] for sign in signs)]
    facts = rests_on(table)
    return tuple(text for text in (first, *explained, *more, facts) if text)


def frame(figure: Figure, title: str, notes: Sequence[str]) -> tuple[float, float]:
    """Write the title above and the notes beneath.

    Returns
    -------
    tuple of float
        How many inches at the top and at the bottom are taken.
    """
    width, height = (float(size) for size in figure.get_size_inches())
    top, bottom, title, below = framed(title, notes, width)
    figure.text(MARGIN / width, 1 - MARGIN / height, title, fontsize=TITLE_PT, fontweight="bold", va="top")
    figure.text(MARGIN / width, MARGIN / height, below, fontsize=NOTE_PT, color=GREY, va="bottom", linespacing=1.25)
    return top, bottom


def framed(title: str, notes: Sequence[str], width: float) -> tuple[float, float, str, str]:
    """Say what title and notes take at the top and at the bottom of a picture so wide, and give them in lines."""
    inside = width - 2 * MARGIN
    title = wrapped(title, inside, TITLE_PT, bold=True)
    below = "\n".join(wrapped(note, inside, NOTE_PT) for note in notes)
    top = MARGIN + height_of(title, TITLE_PT) + 0.1
    return top, MARGIN + height_of(below, NOTE_PT) + 0.1, title, below


def place(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Give axes at that place; all in inches."""
    across, up = (float(size) for size in figure.get_size_inches())
    return figure.add_axes((left / across, bottom / up, width / across, height / up))
