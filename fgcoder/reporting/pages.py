"""The index page of a report: what there is, the methods, the pictures, and the way to every file.

One page without scripts and without anything from outside, which its content security policy makes the browser hold it
to; it reads on paper, on a telephone and in the dark.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from importlib.resources import files

from fgcoder.reporting.methods import Paragraph
from fgcoder.tabular import RowKind, Table

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{hash}'; img-src data:">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
METHODS = "How it was made"
FAULTY = "Not in this report: the findings of survey files in which something is wrong."
CALLED = {
    "html": "HTML, with the quotes",
    "xlsx": "Excel",
    "docx": "Word",
    "csv": "CSV",
    "tidy": "tidy CSV",
    "markdown": "Markdown",
    "latex": "LaTeX",
    "json": "JSON",
    "parquet": "Parquet",
    "svg": "SVG",
    "png": "PNG",
}
"""What the links to files are called."""
FIRST = ("html", "xlsx", "docx")
"""The formats that most people want, in the order of their links."""
MOST_COLUMNS = 8
"""Of a table that is shown on the page itself."""


@dataclass(frozen=True)
class Shown:
    """A table as the index page speaks of it."""

    table: Table
    files: Mapping[str, str]
    """Its files by format, as paths from the page."""
    pictures: Mapping[str, str]
    """Its pictures, likewise."""
    drawn: bytes | None = None
    """The picture to show, as SVG."""
    undrawn: str = ""
    """Why there is none, where there should be."""
    lacking: str = ""
    """Letters in it that no font has."""


@dataclass(frozen=True)
class Section:
    """A chapter on the page."""

    name: str
    title: str
    says: str
    shown: tuple[Shown, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Cover:
    """What stands at the head of the page."""

    title: str
    description: str
    facts: Sequence[tuple[str, str]]
    methods: Sequence[Paragraph]
    methods_files: Mapping[str, str]
    faults: Sequence[str] = ()
    """What is wrong with survey files."""


def index_page(cover: Cover, sections: Sequence[Section]) -> bytes:
    """Give the page."""
    style = files("fgcoder.reporting").joinpath("report.css").read_text(encoding="utf-8")
    body = "\n".join(
        [
            _head(cover),
            _contents(sections),
            "<main>",
            *(_section(section) for section in sections),
            _methods(cover),
            "</main>",
            "<footer><p>Made by fgcoder. The SHA-256 of every file is in <a href='manifest.json'>manifest.json</a>; "
            "the same study gives the same bytes again. These files hold words of participants: keep them where the "
            "transcripts are kept.</p></footer>",
        ]
    )
    mark = b64encode(sha256(style.encode()).digest()).decode()
    return PAGE.format(hash=f"sha256-{mark}", title=escape(f"Report: {cover.title}"), style=style, body=body).encode()


def _head(cover: Cover) -> str:
    facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in cover.facts)
    about = f"<p class='about'>{escape(cover.description)}</p>" if cover.description else ""
    faults = "".join(f"<li>{escape(fault)}</li>" for fault in cover.faults)
    warning = f"<div class='missing'><p>{FAULTY}</p><ul>{faults}</ul></div>" if faults else ""
    return f"<header><h1>{escape(cover.title)}</h1>{about}<dl>{facts}</dl>{warning}</header>"


def _contents(sections: Sequence[Section]) -> str:
    names = [*((section.name, section.title) for section in sections), ("methods", METHODS)]
    listed = "".join(f"<li><a href='#{name}'>{escape(title)}</a></li>" for name, title in names)
    return f"<nav aria-label='Contents'><ol>{listed}</ol></nav>"


def _methods(cover: Cover) -> str:
    told = "".join(f"<p><b>{escape(one.heading)}.</b> {escape(one.text)}</p>" for one in cover.methods)
    links = _links("To take into a paper:", cover.methods_files)
    return f"<section id='methods'><h2>{METHODS}</h2>{told}{links}</section>"


def _section(section: Section) -> str:
    shown = "".join(_shown(one, opens=at == 0) for at, one in enumerate(section.shown))
    missing = "".join(f"<p class='missing'>Not here: {escape(why)}</p>" for why in section.missing)
    says = f"<p>{escape(section.says)}</p>"
    return f"<section id='{section.name}'><h2>{escape(section.title)}</h2>{says}{shown}{missing}</section>"


def _shown(one: Shown, *, opens: bool) -> str:
    table = one.table
    title = f"<h3>{escape(table.title)}</h3>"
    picture = ""
    if one.drawn is not None:
        data = b64encode(one.drawn).decode()
        alt = escape(f"Picture: {table.title}. The numbers are in the table.", quote=True)
        picture = f'<figure><img alt="{alt}" src="data:image/svg+xml;base64,{data}"></figure>'
        if not opens:
            picture = f"<details><summary>Picture</summary>{picture}</details>"
    grid = _grid(table) if opens and not picture and len(table.columns) <= MOST_COLUMNS and _is_short(table) else ""
    links = _links("Table:", one.files) + (_links("Picture:", one.pictures) if one.pictures else "")
    notes = "".join(f"<li>{escape(note)}</li>" for note in table.notes)
    told = (
        f"<details><summary>What is counted, and what to beware of</summary><ul>{notes}</ul></details>" if notes else ""
    )
    why = f"<p class='missing'>{escape(one.undrawn)}</p>" if one.undrawn else ""
    return f"<article>{title}{picture}{why}{grid}{told}{links}</article>"


def _is_short(table: Table) -> bool:
    return len(table.rows) <= 60 and all(len(cell) <= 40 for cells in table.printed() for cell in cells)


def _grid(table: Table) -> str:
    heads = "".join(f"<th scope='col'>{escape(column)}</th>" for column in table.columns)
    rows = []
    for row, cells in zip(table.rows, table.printed(), strict=True):
        kind = {RowKind.THEME: "theme", RowKind.CODE: "code", RowKind.BASE: "base"}[row.kind]
        label = f"<th scope='row' class='level-{min(row.level, 4)}'>{escape(row.label)}</th>"
        rows.append(f"<tr class='{kind}'>{label}{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>")
    corner = f"<th scope='col'>{escape(table.index_label)}</th>"
    return (
        f"<div class='grid' tabindex='0'><table><thead><tr>{corner}{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _links(lead: str, paths: Mapping[str, str]) -> str:
    ordered = sorted(paths.items(), key=lambda one: FIRST.index(one[0]) if one[0] in FIRST else len(FIRST))
    links = " ".join(
        f"<a href='{escape(path, quote=True)}'>{escape(CALLED.get(name, name))}</a>" for name, path in ordered
    )
    return f"<p class='files'><span>{escape(lead)}</span> {links}</p>"
