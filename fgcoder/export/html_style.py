"""How a table looks in the browser and on paper: its style sheet, and what great-tables is told."""

from __future__ import annotations

from typing import Any, Final

INDENT_EM: Final = 1.4

PROSE_EM: Final = 14
"""The least width of a column of long texts, on average; they would otherwise be pressed together, not scrolled."""

CSS: Final = """
.gt_table { min-width: 36em; }
.gt_stub { min-width: 16em; }
.gt_table td.gt_row, .gt_table th.gt_stub { vertical-align: baseline !important; }
td.gt_row { white-space: pre-line; }
td.gt_right { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.gt_left { min-width: 8em; max-width: 42em; }
.gt_sourcenote span { display: block; width: 0; min-width: min(100%, 66em); }
th.gt_stub, th.gt_col_heading[scope="col"]:first-child { position: sticky; left: 0; background: #ffffff; z-index: 1; }
td button { font: inherit; color: inherit; background: none; border: none; padding: 0; cursor: pointer;
  text-align: inherit; white-space: inherit; text-decoration: underline dotted #888888; text-underline-offset: 3px; }
td button:hover, td button:focus-visible { text-decoration: underline solid; }
.quotes { font-family: system-ui, sans-serif; font-size: 15px; color: #222222; max-width: 46em; margin: 0 12px; }
.quotes h3 { font-size: 15px; margin: 0 0 0.6em; }
.quotes article[popover] { width: min(42em, 90vw); max-height: 80vh; overflow: auto; padding: 16px 20px;
  border: 1px solid #999999; border-radius: 6px; background: #ffffff; color: inherit; }
.quotes article::backdrop { background: rgba(0, 0, 0, 0.15); }
blockquote { margin: 0 0 0.9em; padding-left: 0.8em; border-left: 3px solid #cccccc; }
blockquote p { margin: 0; white-space: pre-line; }
blockquote cite { color: #555555; font-size: 13px; }
blockquote cite::before { content: "— "; }
@media print {
  body > div { overflow: visible !important; }
  tr { break-inside: avoid; }
  td button { text-decoration: none; }
  .quotes { display: none; }
}
"""
"""Keeps long notes from stretching a table of few columns or from running out of view under one of many, the labels
of the rows in view beside whatever is scrolled to, and a long table whole on paper, without the quotes: those behind
the cells of one table can fill hundreds of pages."""

MANY: Final = 10
"""Columns of figures from which a table is set closer, to be seen whole on a screen of 1200 pixels."""
CLOSE_CSS: Final = """
@page { size: A4 landscape; margin: 12mm; }
@media print {
  .gt_table { font-size: 8pt !important; }
  .gt_table td.gt_right, .gt_table th.gt_col_heading { padding-left: 3px !important; padding-right: 3px !important; }
}
"""
"""For a page with such a table alone."""

OPTIONS: Final[dict[str, Any]] = {
    "table_font_size": "15px",
    "table_border_top_style": "none",
    "table_border_bottom_style": "none",
    "heading_align": "left",
    "heading_title_font_size": "20px",
    "heading_title_font_weight": "600",
    "column_labels_border_top_style": "none",
    "column_labels_border_bottom_width": "1px",
    "column_labels_border_bottom_color": "#333333",
    "column_labels_font_weight": "600",
    "table_body_border_top_style": "none",
    "table_body_border_bottom_width": "1px",
    "table_body_border_bottom_color": "#333333",
    "table_body_hlines_style": "none",
    "stub_border_style": "none",
    "data_row_padding": "3px",
    "data_row_padding_horizontal": "12px",
    "column_labels_padding_horizontal": "12px",
    "source_notes_padding": "2px",
    "source_notes_padding_horizontal": "12px",
    "heading_padding_horizontal": "12px",
}


CLOSE: Final[dict[str, Any]] = {
    "table_font_size": "13px",
    "data_row_padding_horizontal": "5px",
    "column_labels_padding_horizontal": "5px",
    "heading_padding_horizontal": "5px",
    "source_notes_padding_horizontal": "5px",
}
"""What differs in such a table."""


def indent(level: int) -> str:
    """Give the style of a row label so many levels down."""
    return f"padding-left: calc(12px + {level * INDENT_EM:g}em);"
