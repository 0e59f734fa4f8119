"""One self-contained HTML page, for the browser and for pasting into a word processor.

It reaches for nothing outside itself: no fonts, scripts or style sheets from the network, so that opening a table made
from personal data tells nobody. The page's content security policy makes the browser hold it to that.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from fgcoder.tabular import RowKind, Table

if TYPE_CHECKING:
    from great_tables import GT
    from great_tables._styles import CellStyle
    from great_tables._text import BaseText

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
{table}
</body>
</html>
"""
CSS: Final = """
#table .gt_table { min-width: 36em; }
#table .gt_stub { min-width: 16em; }
#table .gt_sourcenote span { display: block; width: 0; min-width: 100%; }
@media print { #table { overflow: visible !important; } tr { break-inside: avoid; } }
"""
"""Keeps long notes from stretching a table of few columns, and a long table whole on paper."""
LABEL: Final = "label"
INDENT_EM: Final = 1.4


def render(table: Table) -> bytes:
    """Give the table as a page: title, table, notes; themes in bold, codes indented, the base rows set off."""
    body = _built(table).as_raw_html(inline_css=False)
    page = PAGE.format(title=escape(table.title), css=CSS, table=body)
    return ("\n".join(line.rstrip() for line in page.splitlines()) + "\n").encode()


def _built(table: Table) -> GT:
    import pandas as pd
    from great_tables import GT, html, loc, style

    names = [f"c{at}" for at in range(len(table.columns))]
    cells = pd.DataFrame(table.printed(), columns=names, dtype="str")
    cells.insert(0, LABEL, [row.label for row in table.rows])
    numeric = [all(not isinstance(cell, str) for cell in column) for column in zip(*table.values(), strict=True)]
    right = [name for name, is_number in zip(names, numeric, strict=False) if is_number]
    totals = [name for name, column in zip(names, table.columns, strict=True) if column in table.total_columns]
    kinds = [row.kind for row in table.rows]
    themes = [at for at, kind in enumerate(kinds) if kind is RowKind.THEME]
    base = [at for at, kind in enumerate(kinds) if kind is RowKind.BASE]

    # great-tables reads units in any heading with double braces, and then does not escape it.
    headings: dict[str, str | BaseText] = {
        name: html(escape(column).replace("{", "&#123;")) for name, column in zip(names, table.columns, strict=True)
    }
    made = (
        GT(cells, rowname_col=LABEL, id="table")
        .tab_header(title=table.title)
        .tab_stubhead(label=table.index_label)
        .cols_label(headings)
        .cols_align("left", columns=names)
        .cols_align("right", columns=right)
        .tab_options(
            table_font_size="15px",
            table_border_top_style="none",
            table_border_bottom_style="none",
            heading_align="left",
            heading_title_font_size="20px",
            heading_title_font_weight="600",
            column_labels_border_top_style="none",
            column_labels_border_bottom_width="1px",
            column_labels_border_bottom_color="#333333",
            column_labels_font_weight="600",
            table_body_border_top_style="none",
            table_body_border_bottom_width="1px",
            table_body_border_bottom_color="#333333",
            table_body_hlines_style="none",
            stub_border_style="none",
            data_row_padding="3px",
            data_row_padding_horizontal="12px",
            column_labels_padding_horizontal="12px",
            source_notes_padding="2px",
            source_notes_padding_horizontal="12px",
            heading_padding_horizontal="12px",
        )
    )
    for note in table.notes:
        made = made.tab_source_note(note)
    for level in sorted(set(table.levels) - {0}):
        at_level = [at for at, row in enumerate(table.rows) if row.level == level]
        made = made.tab_style(
            style.css(f"padding-left: calc(12px + {level * INDENT_EM:g}em);"), loc.stub(rows=at_level)
        )
    made = _styled(made, [style.text(weight="bold"), style.css("padding-top: 10px;")], themes)
    made = _styled(made, [style.text(color="#555555", style="italic")], base)
    made = _styled(made, [style.borders(sides="top", color="#333333", weight="1px")], base[:1])
    if totals:
        made = made.tab_style(style.borders(sides="left", color="#BBBBBB", weight="1px"), loc.body(columns=totals))
    return made


def _styled(made: GT, styles: list[CellStyle], rows: list[int]) -> GT:
    """Style whole rows; without any, great-tables would style all."""
    from great_tables import loc

    return made.tab_style(styles, [loc.stub(rows=rows), loc.body(rows=rows)]) if rows else made
