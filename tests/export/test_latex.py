"""LaTeX, taken apart into tokens as TeX does, and its environments, braces and cells counted."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from fgcoder.export import render
from fgcoder.export.latex import COMMANDS
from fgcoder.tabular import Row, RowKind, Table

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|%[^\n]*\n|[{}&#$^_~]|[^\\{}&#$^_~%]+", re.DOTALL)


def _tokens(text: str) -> list[str]:
    found = TOKEN.findall(text)
    assert "".join(found) == text
    return [token for token in found if not token.startswith("%")]


def _check_balance(tokens: list[str]) -> None:
    depth, dollars, environments = 0, 0, []
    for at, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token, 0)
        dollars += token == "$"
        assert depth >= 0
        if token == r"\begin":
            environments.append(tokens[at + 2])
        if token == r"\end":
            assert environments.pop() == tokens[at + 2]
    assert (depth, dollars % 2, environments) == (0, 0, [])
    assert tokens.count(r"\begingroup") == tokens.count(r"\endgroup") == 1


@pytest.mark.parametrize("fixture", ["country_table", "grouped_table", "text_table", "odd_table", "empty_table"])
def test_everything_that_is_opened_is_closed(request: pytest.FixtureRequest, fixture: str) -> None:
    _check_balance(_tokens(render(request.getfixturevalue(fixture), "latex").decode()))


def _cells(line: str) -> int:
    """Count the columns that a row takes."""
    spans = sum(int(number) - 1 for number in re.findall(r"\\multicolumn\{(\d+)\}", line))
    return len(re.findall(r"(?<!\\)&", line)) + 1 + spans


def test_every_row_has_a_cell_for_every_column(grouped_table: Table, country_table: Table) -> None:
    for table in (grouped_table, country_table):
        lines = [line for line in render(table, "latex").decode().splitlines() if line.endswith(r" \\")]
        assert len(lines) == len(table.rows) + 2 * (2 if table.headings else 1)
        assert {_cells(line) for line in lines} == {len(table.columns) + 1}


def test_groups_of_columns_have_a_heading_and_a_rule_over_them(grouped_table: Table) -> None:
    text = render(grouped_table, "latex").decode()
    assert r" & \multicolumn{2}{c}{Česko} & \multicolumn{2}{c}{Denmark} &  \\" in text
    assert r"\cmidrule(lr){2-3}\cmidrule(lr){4-5}" in text
    assert r"12 \%" not in text
    assert r"\textbf{13 \% $\blacktriangle$}" in text


def test_what_has_a_meaning_in_latex_is_text(odd_table: Table) -> None:
    text = render(odd_table, "latex").decode()
    assert r"\textbackslash{}input\{/etc/passwd\} 100 \% \$x\textasciicircum{}2\$ \#1 \{a\}\textasciitilde{}b" in text
    assert r"\_" in text
    assert r"\input" not in text
    assert r"\newline" in text


def _of_text(text: str) -> Table:
    frame = pd.DataFrame({"x": [text]}, index=["a"])
    return Table(frame, "T", "Row", (Row(RowKind.CODE, "a", "A"),))


def test_signs_are_not_joined_into_others() -> None:
    text = render(_of_text("a--b ''c'' ,,d'' ?`e"), "latex").decode()
    assert r"a-{}-b '{}'c'{}' ,{},d'{}' ?\textasciigrave{}e" in text
    assert "Wege -- hin" in render(_of_text("Wege – hin"), "latex").decode()


def _set_by_tex(table: Table, folder: Path) -> str:
    """Have TeX set a table within a paper that loads what the table's first lines ask for, and give what it says."""
    (folder / "table.tex").write_bytes(render(table, "latex"))
    packages = re.findall(r"\\usepackage\S*", (folder / "table.tex").read_text(encoding="utf-8"))
    lines = [r"\documentclass{article}", *packages, r"\begin{document}", r"\input{table}", r"\end{document}"]
    (folder / "paper.tex").write_text("\n".join(lines), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-output-format=dvi", "paper.tex"]
    subprocess.run(command, cwd=folder, capture_output=True, timeout=120)
    return (folder / "paper.log").read_text(encoding="utf-8", errors="replace")


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
@pytest.mark.parametrize(
    "fixture",
    [
        "comparison_table", "country_table", "empty_table", "grouped_table", "odd_table", "saturation_table",
        "square_table", "text_table",
    ],
)  # fmt: skip
def test_latex_sets_every_table(request: pytest.FixtureRequest, fixture: str, tmp_path: Path) -> None:
    log = _set_by_tex(request.getfixturevalue(fixture), tmp_path)
    assert not re.findall(r"^!.*|Missing character.*", log, re.MULTILINE)
    assert "Output written on paper.dvi" in log


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
def test_latex_has_every_sign_that_is_put_as_a_command_and_the_letters_of_five_languages(tmp_path: Path) -> None:
    signs = " ".join([*map(chr, COMMANDS), *"ěščřžýáíéúůďťňÄÖÜßåæøÅÆØéèêëçœàâîïôûùÿŒ„“”‚‘’«»‹›¿¡°½"])
    log = _set_by_tex(_of_text(signs), tmp_path)
    assert not re.findall(r"^!.*|Missing character.*", log, re.MULTILINE)
    assert "Output written on paper.dvi" in log


def test_a_bracket_after_a_row_is_not_taken_for_its_spacing() -> None:
    frame = pd.DataFrame({"x": ["[1cm]", "*"]}, index=["a", "b"])
    table = Table(frame, "T", "Row", (Row(RowKind.CODE, "a", "[2cm]"), Row(RowKind.CODE, "b", "*b")))
    text = render(table, "latex").decode()
    assert "\n{}[2cm] & {}[1cm] \\\\" in text
    assert "\n{}*b & {}* \\\\" in text


def test_prose_is_set_in_columns_that_wrap_and_a_wide_table_across_the_page(text_table: Table) -> None:
    text = render(text_table, "latex").decode()
    widths = [float(width) for width in re.findall(r"p\{([\d.]+)\\linewidth\}", text)]
    assert len(widths) == 2
    assert sum(widths) < 1
    assert r"\begin{landscape}" not in text
    frame = pd.DataFrame([range(9)], index=["a"], columns=[f"public health {at}" for at in range(9)])
    wide = render(replace(text_table, frame=frame, rows=(Row(RowKind.CODE, "a", "A"),)), "latex").decode()
    assert wide.count(r"\begin{landscape}") == 1
    assert wide.count(r"\rotatebox{90}") == 18  # once for the first page, once for those that follow


def test_long_texts_may_break_over_pages_line_by_line(text_table: Table) -> None:
    lines = [line for line in render(text_table, "latex").decode().splitlines() if line.endswith(r" \\")]
    assert lines[2:4] == [
        r"dk-1 & “We filled in three forms for one tree.” & Keine Zeit; größere Wege -- Übermaß. \\",
        r" & participant P2, focus group on local environment, Denmark &  \\",
    ]
    assert len(lines) == 2 + 4
