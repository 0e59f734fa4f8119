"""One self-contained HTML page, for the browser and for pasting into a word processor.

It reaches for nothing outside itself: no fonts, scripts or style sheets from the network, so that opening a table made
from personal data tells nobody. The page's content security policy makes the browser hold it to that. The quotes behind
a number open where it is pressed, by the browser's own popovers; on paper the table stands without them.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final

from fgcoder.export.html_style import CLOSE, CLOSE_CSS, CSS, MANY, OPTIONS, PROSE_EM, indent
from fgcoder.export.layout import (
    QuotedCell,
    are_numbers,
    are_prose,
    first_base,
    heading_lines,
    headings,
    prose_weights,
    quoted_cells,
    rests_on,
)
from fgcoder.tabular import RowKind, Table

if TYPE_CHECKING:
    from great_tables import GT
    from great_tables._styles import CellStyle
    from great_tables._text import BaseText, Html

PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{css}</style>
</head>
<body>
{body}
</body>
</html>
"""
LABEL: Final = "label"


def render(table: Table) -> bytes:
    """Give the table as a page: title, table, notes, quotes; themes bold, codes indented, the base rows set off."""
    css = CSS + CLOSE_CSS if _is_close(table) else CSS
    return _lines(PAGE.format(title=escape(table.title), css=css, body=fragment(table))).encode()


def _is_close(table: Table) -> bool:
    return len(table.columns) > MANY and not any(are_prose(table))


def fragment(table: Table, *, name: str = "table") -> str:
    """Give what stands in the body, for a page with several tables; such a page needs `CSS` in its head.

    Parameters
    ----------
    table
        What to show.
    name
        Unique in the page; the ids of what is in the table begin with it.
    """
    body = _built(table, name).as_raw_html(inline_css=False)
    quoted = quoted_cells(table)
    behind = "".join(_quotes(cell, name) for cell in quoted)
    if quoted:
        body += f'\n<section class="quotes" aria-label="Quotes">\n{behind}</section>'
    return _lines(body)


def _built(table: Table, name: str) -> GT:
    import pandas as pd
    from great_tables import GT, loc, style

    names = [f"c{at}" for at in range(len(table.columns))]
    cells = pd.DataFrame(table.printed(), columns=names, dtype="str")
    cells.insert(0, LABEL, [row.label for row in table.rows])
    numbers = [name for name, is_number in zip(names, are_numbers(table), strict=True) if is_number]
    totals = [name for name, column in zip(names, table.columns, strict=True) if column in table.total_columns]
    kinds = [row.kind for row in table.rows]
    themes = [at for at, kind in enumerate(kinds) if kind is RowKind.THEME]
    base = [at for at, kind in enumerate(kinds) if kind is RowKind.BASE]
    rule = first_base(table)

    labels: dict[str, str | BaseText] = {
        name: _text(levels[-1]) for name, levels in zip(names, headings(table), strict=True)
    }
    made = (
        GT(cells, rowname_col=LABEL, id=name)
        .tab_header(title=_text(table.title))
        .tab_stubhead(label=_text(table.index_label))
        .cols_label(labels)
        .cols_align("left", columns=names)
        .cols_align("right", columns=numbers)
        .tab_options(**(OPTIONS | CLOSE if _is_close(table) else OPTIONS))
    )
    made = _behind(_grouped(made, table, names), table, names, name)
    facts = rests_on(table)
    for note in (*table.notes, *([facts] if facts else [])):
        made = made.tab_source_note(_text(note))
    for level in sorted(set(table.levels) - {0}):
        at_level = [at for at, row in enumerate(table.rows) if row.level == level]
        made = made.tab_style(style.css(indent(level)), loc.stub(rows=at_level))
    made = _styled(made, [style.text(weight="bold"), style.css("padding-top: 10px;")], themes)
    made = _styled(made, [style.text(color="#555555", style="italic")], base)
    if rule is not None:
        made = _styled(made, [style.borders(sides="top", color="#333333", weight="1px")], [rule])
    for column, weight in zip(names, prose_weights(table), strict=True):
        if weight:
            made = made.tab_style(style.css(f"min-width: {PROSE_EM * weight:.0f}em;"), loc.body(columns=[column]))
    if table.is_list and table.rows:  # numbers, which need less room than labels
        made = made.tab_style(style.css("min-width: 3em; width: 3em;"), loc.stub())
    if totals:
        made = made.tab_style(style.borders(sides="left", color="#BBBBBB", weight="1px"), loc.body(columns=totals))
    return made


def _text(text: str) -> Html:
    """Keep text from being read as HTML, and double braces from being read as units, which is done unescaped."""
    from great_tables import html

    return html(escape(text).replace("{", "&#123;"))


def _grouped(made: GT, table: Table, names: list[str]) -> GT:
    """Put a heading over columns that have one in common."""
    *outer, _ = heading_lines(table)
    for level, line in enumerate(reversed(outer)):
        for one in line:
            if one.text:
                over = names[one.first : one.first + one.columns]
                made = made.tab_spanner(_text(one.text), over, id=f"s{level}-{one.first}", level=level, gather=False)
    return made


def _behind(made: GT, table: Table, names: list[str], name: str) -> GT:
    """Make the cells with quotes behind them open these."""
    for cell in quoted_cells(table):
        at, place = cell.place
        shown = (
            f'<button type="button" popovertarget="{_id(cell, name)}" title="{_how_many(cell)}">'
            f"{escape(cell.printed)}</button>"
        )
        made = made.fmt(partial(_instead, shown), columns=names[place], rows=[at])
    return made


def _instead(shown: str, _: object) -> str:
    return shown


def _quotes(cell: QuotedCell, name: str) -> str:
    said = "".join(
        f"<blockquote><p>{escape(quote.words)}</p><cite>{escape(quote.citation)}</cite></blockquote>\n"
        for quote in cell.quotes
    )
    return f'<article id="{_id(cell, name)}" popover>\n<h3>{escape(cell.title)}</h3>\n{said}</article>\n'


def _id(cell: QuotedCell, name: str) -> str:
    row, column = cell.place
    return f"{name}-quotes-{row + 1}-{column + 1}"


def _how_many(cell: QuotedCell) -> str:
    return "1 quote" if len(cell.quotes) == 1 else f"{len(cell.quotes)} quotes"


def _lines(page: str) -> str:
    return "\n".join(line.rstrip() for line in page.splitlines()) + "\n"


def _styled(made: GT, styles: list[CellStyle], rows: list[int]) -> GT:
    """Style whole rows; without any, great-tables would style all."""
    from great_tables import loc

    return made.tab_style(styles, [loc.stub(rows=rows), loc.body(rows=rows)]) if rows else made
