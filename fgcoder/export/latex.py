r"""LaTeX: a `longtable` with booktabs rules, to be taken into a paper by `\input`.

Neither library at hand sets such a table unedited: pandas' Styler draws no rule under a grouped heading or above the
base rows and has no notes, and great-tables drops indentation and weight from its LaTeX. What is left to do without
them is little, so it is done here. Signs that pdfLaTeX has no letter for (`†`, `▲`, `≥`) are put as commands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from fgcoder.export.layout import Heading, are_numbers, are_prose, beneath, first_base, heading_lines, prose_weights
from fgcoder.tabular import Row, RowKind, Table

COMMANDS: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
        "`": r"\textasciigrave{}",
        "\u2060": "{}",
        "\u00a0": "~",
        "\u202f": r"\,",
        "\u2009": r"\,",
        "–": "--",
        "—": "---",
        "…": r"\ldots{}",
        "·": r"\textperiodcentered{}",
        "†": r"\textdagger{}",
        "‡": r"\textdaggerdbl{}",
        "§": r"\S{}",
        "¶": r"\P{}",
        "€": r"\texteuro{}",
        "−": r"\textminus{}",
        "×": r"\texttimes{}",
        "±": r"\textpm{}",
        "≥": r"$\geq$",
        "≤": r"$\leq$",
        "≈": r"$\approx$",
        "→": r"$\rightarrow$",
        "χ": r"$\chi$",
        "κ": r"$\kappa$",
        "α": r"$\alpha$",
        "²": r"\texttwosuperior{}",
        "▲": r"$\blacktriangle$",
        "▼": r"$\blacktriangledown$",
        "△": r"$\vartriangle$",
        "▽": r"$\triangledown$",
        "●": r"$\bullet$",
        "•": r"\textbullet{}",
        "✓": r"$\checkmark$",
    }
)
PACKAGES: Final = (
    "% In the preamble: \\usepackage[T1]{fontenc}\n"
    "% \\usepackage{array,amssymb,booktabs,graphicx,longtable,pdflscape,textcomp}"
)
INDENT_EM: Final = 1.2
WIDE: Final = 8
"""Columns from which a table is set across the page, in small letters and with its headings upright."""
LABEL_SHARE: Final = 0.3
"""Of the line, that the labels take where they have to be wrapped."""
LETTER_SHARE: Final = 0.012
"""Of the line, that a letter takes."""
LABEL_LETTERS: Final = 40
"""Characters up to which labels are not wrapped."""
JOINED: Final = re.compile(r"([-',])(?=\1)")
"""Signs of which LaTeX makes another when two stand together, a dash of `--`; a transcript has what it has."""
LEFT: Final = r">{\raggedright\arraybackslash}"


def render(table: Table) -> bytes:
    """Give the table as LaTeX: caption, table over as many pages as it takes, notes; the quotes stay out."""
    is_wide = len(table.columns) >= WIDE
    lines = [r"\footnotesize\setlength{\tabcolsep}{3pt}" if is_wide else r"\small", *_grid(table, is_wide)]
    lines += [rf"{{\footnotesize\noindent {_escape(note)}\par}}" for note in beneath(table)]
    lines = [r"\begingroup", *lines, r"\endgroup"]
    if is_wide or sum(are_prose(table)) > 2:
        lines = [r"\begin{landscape}", *lines, r"\end{landscape}"]
    return ("\n".join([PACKAGES, *lines]) + "\n").encode()


def _grid(table: Table, is_wide: bool) -> list[str]:
    is_wrapped = _longest_label(table) > LABEL_LETTERS
    heading = _heading(table, is_wide)
    rule = first_base(table)
    lines = [
        rf"\begin{{longtable}}{{{_columns(table)}}}",
        rf"\caption{{{_escape(table.title)}}}\label{{tab:{_key(table.name)}}}\\",
        r"\toprule",
        *heading,
        r"\midrule",
        r"\endfirsthead",
        r"\toprule",
        *heading,
        r"\midrule",
        r"\endhead",
        r"\bottomrule",
        r"\endfoot",
    ]
    prose = are_prose(table)
    for at, (row, cells) in enumerate(zip(table.rows, table.printed(), strict=True)):
        is_apart = at > 0 and (any(prose) or (row.kind is RowKind.THEME and row.level == 0))
        lines += [r"\midrule"] if at == rule else [r"\addlinespace"] if is_apart else []
        label = _indent(row, is_wrapped) + _weigh(_escape(row.label), row)
        for number, texts in enumerate(_broken(cells, prose)):
            parts = ["" if number else label, *(_weigh(_escape(text), row) for text in texts)]
            lines.append(" & ".join(parts) + r" \\")
    return [*lines, r"\end{longtable}"]


def _broken(cells: Sequence[str], prose: Sequence[bool]) -> list[tuple[str, ...]]:
    """Give a row as several, one for each line of its prose: a `longtable` breaks pages between rows only."""
    lines = [
        cell.strip().splitlines() or [""] if is_prose else [cell] for cell, is_prose in zip(cells, prose, strict=True)
    ]
    return list(zip_longest(*lines, fillvalue="")) or [()]


def _longest_label(table: Table) -> int:
    return max([len(table.index_label), *(len(row.label) + 2 * row.level for row in table.rows)])


def _columns(table: Table) -> str:
    """Say how each column is set: numbers flush right, prose in its share of what the others leave of the line."""
    prose, numbers = are_prose(table), are_numbers(table)
    longest = _longest_label(table)
    is_wrapped = longest > LABEL_LETTERS
    labels = LABEL_SHARE if is_wrapped else LETTER_SHARE * longest
    left = 0.95 - labels - sum(0.03 if is_prose else 0.1 for is_prose in prose)
    width = left / max(sum(prose), 1)
    kinds = [
        rf"{LEFT}p{{{max(width * weight, 0.08):.2f}\linewidth}}" if weight else "r" if is_number else "l"
        for weight, is_number in zip(prose_weights(table), numbers, strict=True)
    ]
    first = rf"{LEFT}p{{{LABEL_SHARE}\linewidth}}" if is_wrapped else "l"
    return "".join(["@{}", first, *kinds, "@{}"])


def _heading(table: Table, is_wide: bool) -> list[str]:
    """Give the lines of headings, with a rule under each that stands over several columns."""
    lines = heading_lines(table)
    made = []
    for at, line in enumerate(lines):
        is_last = at == len(lines) - 1
        cells = [_escape(table.index_label) if is_last else ""]
        rules = []
        for one in line:
            if one.columns > 1:
                cells.append(rf"\multicolumn{{{one.columns}}}{{c}}{{{_escape(one.text)}}}")
                rules.append(rf"\cmidrule(lr){{{one.first + 2}-{one.first + one.columns + 1}}}")
            else:
                cells.append(_over_one(table, one, is_upright=is_wide and is_last))
        made.append(" & ".join(cells) + r" \\")
        made += ["".join(rules)] if rules else []
    return made


def _over_one(table: Table, one: Heading, *, is_upright: bool) -> str:
    """Give the heading of one column, several words over each other where there is no rule for its width."""
    text = _escape(one.text)
    if not text or are_prose(table)[one.first]:
        return text
    align = "r" if are_numbers(table)[one.first] else "l"
    if is_upright:
        text = rf"\rotatebox{{90}}{{{text}}}"
    elif " " in one.text and len(one.text) > 9:
        words = r"\\".join(map(_escape, one.text.split()))
        text = rf"\begin{{tabular}}[b]{{@{{}}{align}@{{}}}}{words}\end{{tabular}}"
    return rf"\multicolumn{{1}}{{{align}}}{{{text}}}"


def _indent(row: Row, is_wrapped: bool) -> str:
    """Indent a label, all its lines where it may have several."""
    if not row.level:
        return ""
    far = f"{row.level * INDENT_EM:g}em"
    return rf"\leftskip={far}\relax " if is_wrapped else rf"\hspace*{{{far}}}"


def _weigh(text: str, row: Row) -> str:
    command = {RowKind.THEME: r"\textbf", RowKind.CODE: "", RowKind.BASE: r"\textit"}[row.kind]
    return rf"{command}{{{text}}}" if text and command else text


def _escape(text: str) -> str:
    r"""Keep what has a meaning in LaTeX from having it; several lines become one cell with breaks."""
    apart = JOINED.sub("\\1\u2060", text)
    lines = (" ".join(line.split()).translate(COMMANDS) for line in apart.strip().splitlines())
    escaped = r"\newline ".join(lines)
    # A bracket that begins a row would be taken for the option of the \\ before it.
    return f"{{}}{escaped}" if escaped.startswith(("[", "*")) else escaped


def _key(name: str) -> str:
    return "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in name)
