"""Pictures of tables, as SVG and PNG: one kind a file, each a function from a `Table` to a figure.

A picture carries its title, base and notes with it, as it will be taken out of the report one day. The kinds are known
by name before matplotlib is loaded. Every kind gives the same bytes for the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from fgcoder.errors import Fault, TableError
from fgcoder.export.places import put
from fgcoder.tabular import Table
from fgcoder.wording import there_are

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TASK: Final = "The picture cannot be drawn."
FORMATS: Final = ("svg", "png")
SUFFIXES: Final = tuple(f".{made_in}" for made_in in FORMATS)
"""Of their files, with the dot."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A kind of picture."""

    name: str
    """As typed on the command line; also the name of its module in this package."""
    purpose: str
    """What it shows, in a few words."""

    def fits(self, table: Table) -> bool:
        """Say whether there is something in the table that can be drawn like this."""
        fits: Callable[[Table], bool] = import_module(f"{__name__}.{self.name}").fits
        return fits(table)

    def draw(self, table: Table, **options: Any) -> Figure:
        """Draw it."""
        from fgcoder.export.plots.canvas import house_style
        from fgcoder.export.plots.letters import families, written_in

        draws: Callable[..., Figure] = import_module(f"{__name__}.{self.name}").draw
        with house_style(families(written_in(table))):
            return draws(table, **options)


PICTURES: Final[Mapping[str, Picture]] = MappingProxyType(
    {
        picture.name: picture
        for picture in (
            Picture("saturation", "codes so far and new ones, group by group in order of fieldwork"),
            Picture("network", "codes that come up together, joined by lines"),
            Picture("diverging", "bars to both sides: more or less than expected, confirming or contradicting"),
            Picture("dots", "figures as dots with their intervals as whiskers: agreement, code by code"),
            Picture("heatmap", "rows by columns, the darker the more"),
        )
    }
)
"""The kinds by name; of those that fit a table the first is the natural one."""


def natural(table: Table) -> Picture:
    """Give the picture that shows best what is in a table.

    Raises
    ------
    TableError
        When it holds nothing that can be drawn.
    """
    for picture in PICTURES.values():
        if picture.fits(table):
            return picture
    raise TableError(TASK, _why_not(table))


def _why_not(table: Table) -> Fault:
    """Say why nothing in a table can be drawn, or not as a heat map."""
    from fgcoder.export.plots import columns, heatmap

    units = columns.measures(table, columns.of_numbers(table))
    if len(units) > 1:
        return heatmap.mixed(table, units, [name for name, picture in PICTURES.items() if picture.fits(table)])
    todo = "Write it as a table instead: --output FILE.html, FILE.docx …"
    return Fault(f"There are no figures in the table “{table.title}”.", todo=todo)


def picture_named(name: str, table: Table) -> Picture:
    """Give the picture of that name.

    Raises
    ------
    TableError
        When there is none, or it does not fit the table.
    """
    if name not in PICTURES:
        raise TableError(TASK, Fault(f"There is no picture '{name}'.", todo=there_are(PICTURES)))
    if not PICTURES[name].fits(table):
        if name == "heatmap":
            raise TableError(TASK, _why_not(table))
        fitting = [picture.name for picture in PICTURES.values() if picture.fits(table)]
        todo = f"It can be drawn as: {', '.join(fitting)}." if fitting else "Write it as a table instead."
        raise TableError(TASK, Fault(f"The table “{table.title}” cannot be drawn as {name}.", todo=todo))
    return PICTURES[name]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture."""

    content: bytes
    """Of its file."""
    lacking: str
    """The letters that no font on this machine has; boxes stand for them. `letters.notice` says so."""


def render(table: Table, kind: str | None = None, made_in: str = "svg", **options: Any) -> bytes:
    """Draw a table and give the picture as the content of a file, as `drawn` does."""
    return drawn(table, kind, made_in, **options).content


def drawn(table: Table, kind: str | None = None, made_in: str = "svg", **options: Any) -> Drawn:
    """Draw a table.

    Parameters
    ----------
    table
        What to draw.
    kind
        One of `PICTURES`; by default the natural one.
    made_in
        `svg` or `png`.
    options
        As the `draw` of the kind takes them: `minimum` of the network.

    Raises
    ------
    TableError
        When there is no such picture or format, or it does not fit the table.
    """
    if made_in not in FORMATS:
        fault = Fault(f"There are no pictures in '{made_in}'.", todo=there_are(FORMATS))
        raise TableError(TASK, fault)
    picture = natural(table) if kind is None else picture_named(kind, table)
    from fgcoder.export.plots.canvas import texts, written
    from fgcoder.export.plots.letters import families, lacking, written_in

    figure, fonts = picture.draw(table, **options), families(written_in(table))
    content = written(figure, made_in, table.title, fonts)
    return Drawn(content, lacking(texts(figure), fonts))


def save(table: Table, path: Path, kind: str | None = None, made_in: str | None = None, **options: Any) -> str:
    """Draw a table into a file that only its owner can read, replacing what is there, whole or not at all.

    Parameters
    ----------
    table, kind, options
        As for `render`.
    path
        Where to; its folder must exist.
    made_in
        `svg` or `png`; by default what the ending of `path` says.

    Returns
    -------
    str
        The letters that no font on this machine has.

    Raises
    ------
    TableError
        When the picture cannot be drawn, or the file not be written.
    """
    picture = drawn(table, kind, made_in or path.suffix.lower().removeprefix("."), **options)
    put(picture.content, path, TASK)
    return picture.lacking
