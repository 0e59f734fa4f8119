"""`fgcoder quotes`."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

UK, DK = "uk-local-environment", "dk-public-health"


@pytest.fixture
def coded(fgcoder: Any, study: Path) -> Path:
    """Five segments coded."""
    lines = f"{UK}#5 red-tape\n{UK}#8 red-tape no-time\n{UK}#10 no-time\n{DK}#5 no-time\n{DK}#6 red-tape\n"
    assert fgcoder("-C", study, "decisions", "add", "-", stdin=lines).code == 0
    return study


def names(text: str) -> list[str]:
    return [line.partition("] ")[2] for line in text.splitlines() if line.startswith("[")]


def rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def test_the_text_can_be_printed_as_it_stands(fgcoder: Any, coded: Path) -> None:
    template = "participant {speaker}, focus group on {sector}, {country}"
    ran = fgcoder("-C", coded, "quotes", "red-tape", "--template", template)
    assert ran.code == 0
    assert ran.out.startswith("What stands in the way › Red tape\n=")
    assert ran.out.count("– participant ") == 3
    assert ", focus group on public health, Denmark" in ran.out
    assert "3 of 3 quotes" in ran.err
    named = fgcoder("-C", coded, "quotes", "red-tape", "--names").out
    assert names(named) == [f"{DK}#6", f"{UK}#5", f"{UK}#8"]


def test_the_citation_of_the_study(fgcoder: Any, coded: Path) -> None:
    file = coded / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "citation: '{speaker} in {country}'\n", encoding="utf-8")
    assert "in Denmark\n" in fgcoder("-C", coded, "quotes", "no-time").out
    assert "turn" in fgcoder("-C", coded, "quotes", "no-time", "--template", "{speaker}, turn {turn}").out


def test_themes_conditions_and_several_codes(fgcoder: Any, coded: Path) -> None:
    theme = names(fgcoder("-C", coded, "quotes", "obstacles", "--names").out)
    both = names(fgcoder("-C", coded, "quotes", "no-time", "red-tape", "--names").out)
    assert theme == both == [f"{DK}#5", f"{UK}#8", f"{UK}#10", f"{DK}#6", f"{UK}#5", f"{UK}#8"]
    ran = fgcoder("-C", coded, "quotes", "obstacles", "--names", "--where", "country=Denmark", "--of", "ana")
    assert names(ran.out) == [f"{DK}#5", f"{DK}#6"]


def test_the_table_people_take_into_a_spreadsheet(fgcoder: Any, coded: Path, tmp_path: Path) -> None:
    found = rows(fgcoder("-C", coded, "quotes", "obstacles", "--format", "csv").raw)
    assert [(row["Code id"], row["Transcript"], row["Segment"]) for row in found][:2] == [
        ("no-time", DK, "5"),
        ("no-time", UK, "8"),
    ]
    assert {row["Theme 1"] for row in found} == {"What stands in the way"}
    assert {row["Country"] for row in found if row["Transcript"] == DK} == {"Denmark"}
    assert all(row["Words"] and row["Speaker"] and row["Turn"] and row["Coder"] == "ana" for row in found)
    file = tmp_path / "quotes.xlsx"
    ran = fgcoder("-C", coded, "quotes", "obstacles", "-o", file)
    assert (ran.code, ran.out) == (0, "")
    sheet = openpyxl.load_workbook(file).worksheets[0]
    values = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {row["Words"] for row in found} <= values
    headings = list(found[0])
    first, last = ["Quote", "Transcript", "Country", "Sector"], ["Coder", "Theme 1", "Code", "Code id", "Citation"]
    assert headings[: len(first)] == first
    assert headings[-len(last) :] == last
    assert headings.index("Speaker") < headings.index("Turn") < headings.index("Words") < headings.index("Coder")
    assert [row["Quote"] for row in found] == ["1", "2", "3", "4", "5", "2"]
    options = ("--where", "country=Denmark", "--format", "markdown")
    to_read = fgcoder("-C", coded, "quotes", "obstacles", *options).out
    assert "**What stands in the way › Red tape**" in to_read
    assert "Base: 2 of 5 quotes · Filters: country = Denmark · Coders: ana" in to_read


def test_every_format_for_programs_has_a_row_for_each_quote_and_code(fgcoder: Any, coded: Path, tmp_path: Path) -> None:
    found = rows(fgcoder("-C", coded, "quotes", "obstacles", "--format", "csv").raw)
    for name in ("quotes.xlsx", "quotes.parquet"):
        assert fgcoder("-C", coded, "quotes", "obstacles", "-o", tmp_path / name).code == 0
    headings, *cells = openpyxl.load_workbook(tmp_path / "quotes.xlsx").worksheets[0].iter_rows(values_only=True)
    sheet = pd.DataFrame(cells, columns=headings).fillna("")
    frame = pd.read_parquet(tmp_path / "quotes.parquet")
    assert len(found) == 6
    for table in (sheet, frame):
        assert [{name: str(cell) for name, cell in row.items()} for row in table.to_dict("records")] == found
        assert [name for name in table if pd.api.types.is_integer_dtype(table[name])] == [
            "Quote", "Turn", "Segment", "Start", "End",
        ]  # fmt: skip


def test_pseudonyms_and_the_turns_around(fgcoder: Any, coded: Path) -> None:
    plain = fgcoder("-C", coded, "quotes", "no-time", "--context", "2").out
    assert "DELTAGER" in plain
    ran = fgcoder("-C", coded, "quotes", "no-time", "--context", "2", "--pseudonyms")
    assert "DELTAGER" not in ran.out
    assert "    moderator: " in ran.out
    csv_file = fgcoder("-C", coded, "quotes", "no-time", "--context", "2", "--pseudonyms", "--format", "csv").raw
    assert b"DELTAGER" not in csv_file


NAMED = """\
---
language: en
country: Denmark
sector: public health
participants: {Anna: , Zoe: }
---

Moderator: Who fetches wood?
Anna: I do. Zoe: It depends.
Zoe: I said so.
Anna: No.
"""


def test_labels_within_the_words_are_told_where_none_is_to_be_printed(fgcoder: Any, tmp_path: Path) -> None:
    fgcoder("new", tmp_path / "study")
    (tmp_path / "study/transcripts/a.txt").write_text(NAMED)
    in_study = ("-C", tmp_path / "study")
    fgcoder(*in_study, "import")
    assert fgcoder(*in_study, "decisions", "add", "-", stdin="a#2 first-code\na#4 first-code\n").code == 0
    commands = (
        ("quotes", "first-code"),
        ("quotes", "first-code", "--format", "csv"),
        ("table", "frequency", "--behind", "first-code"),
        ("report", tmp_path / "report", "--formats", "html"),
    )
    told = "in the words of these quotes or beside them: a#2. Read them"
    for command in commands:
        assert told in fgcoder(*in_study, *command, "--pseudonyms").err, command
        assert told not in fgcoder(*in_study, *command).err, command
    beside = fgcoder(*in_study, "quotes", "first-code", "--context", "2", "--pseudonyms").err
    assert "beside them: a#2, a#4. Read" in beside


def test_picking(fgcoder: Any, coded: Path) -> None:
    for most in ("typical", "varied"):
        ran = fgcoder("-C", coded, "quotes", "obstacles", "--pick", "2", "--most", most, "--names")
        assert len(set(names(ran.out))) == 2
        assert f"the {most} ones" in " ".join(ran.err.split())
        again = fgcoder("-C", coded, "quotes", "obstacles", "--pick", "2", "--most", most, "--names")
        assert again.out == ran.out


def test_used_and_translated_and_undone_in_the_record(fgcoder: Any, coded: Path) -> None:
    assert fgcoder("-C", coded, "quotes", "use", f"{UK}#5", f"{DK}#6", "--note", "ch. 3").out.startswith("2 marked")
    assert "nothing was changed" in fgcoder("-C", coded, "quotes", "use", f"{UK}#5", "--note", "ch. 3").out
    assert f"{UK}#5 ✓" in fgcoder("-C", coded, "quotes", "red-tape", "--names").out
    left = fgcoder("-C", coded, "quotes", "red-tape", "--unused", "--names")
    assert names(left.out) == [f"{UK}#8"]
    assert "2 used in the report already left out" in left.err
    assert fgcoder("-C", coded, "quotes", "unuse", f"{UK}#5").out == "1 not marked any more.\n"
    assert fgcoder("-C", coded, "quotes", "unuse", f"{UK}#5").out == "Nothing was marked there.\n"
    assert fgcoder("-C", coded, "quotes", "translate", f"{DK}#6", "Paper, paper.").out == "Translated.\n"
    assert "(In translation: “Paper, paper.”)" in fgcoder("-C", coded, "quotes", "red-tape").out
    found = rows(fgcoder("-C", coded, "quotes", "red-tape", "--format", "csv").raw)
    assert [(row["Translation"], row["Used"]) for row in found if row["Transcript"] == DK] == [("Paper, paper.", "✓")]
    trail = fgcoder("-C", coded, "decisions", "list").out
    assert "used in the report: ch. 3" in trail
    assert "took back: used in the report: ch. 3" in trail
    assert "translated: Paper, paper." in trail
    assert fgcoder("-C", coded, "quotes", "translate", f"{DK}#6", "").out == "Taken away.\n"


def test_nothing_under_a_code_is_exit_code_1(fgcoder: Any, coded: Path) -> None:
    ran = fgcoder("-C", coded, "quotes", "internet")
    assert (ran.code, ran.out) == (1, "")
    assert "0 of 0 quotes" in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "not said under which code"),
        (("red-tap",), "Did you mean 'red-tape'"),
        (("red-tape", "--most", "varied"), "--pick how many"),
        (("red-tape", "--several-per-speaker"), "--pick how many"),
        (("red-tape", "--pick", "2", "--most", "often"), "typical, varied"),
        (("red-tape", "--template", "{speakr}"), "Did you mean 'speaker'"),
        (("red-tape", "--template", "{speaker"), "left open"),
        (("red-tape", "--where", "country=Danmark"), "Did you mean 'Denmark'"),
        (("red-tape", "--where", "country"), "No quotes were given"),
        (("red-tape", "--where", "country"), "ATTRIBUTE=VALUE"),
        (("red-tape", "--where", "speaker=P1", "--pseudonyms"), "speakers are chosen by their labels"),
        (("use", f"{UK}#109999"), "no segment"),
        (("use", f"{UK}:5-2"), "the one after the last"),
        (("translate", "gone#1", "x"), "no segment"),
    ],
)
def test_what_is_unclear_is_told(fgcoder: Any, coded: Path, arguments: tuple[str, ...], told: str) -> None:
    before = fgcoder("-C", coded, "decisions", "list").out
    ran = fgcoder("-C", coded, "quotes", *arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert told in " ".join(ran.err.split())
    assert fgcoder("-C", coded, "decisions", "list").out == before
