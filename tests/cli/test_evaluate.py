"""`fgcoder evaluate`: in a study and outside of one, for people, files and scripts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from fgcoder.storage.store import Store
from fgcoder.study import open_study

BOOK = """\
title: Village
version: "3"
language: en
codes:
  - id: buses
    label: Buses and trains
    definition: Public transport, its routes, timetables, stops and fares.
  - id: library
    label: The library
    definition: Books, reading, and the opening hours of the library.
"""
ROWS = """\
text,codes,language,group
The last bus leaves at six.,buses,en,a
They shut the reading room on Saturdays.,library,en,a
A ticket to town costs more than my lunch.,Buses and trains,en,a
Nobody lends out large print any more.,library,en,a
"I take the train to borrow novels, you know.",buses; library,en,b
"Well, I would not know about that.",,en,b
The timetable changes every winter.,buses,en,b
My daughter reads three novels a week.,library,en,b
Der letzte Bus fährt um sechs.,buses,de,c
Samstags ist der Lesesaal zu.,library,de,c
Eine Fahrkarte kostet mehr als mein Mittagessen.,buses,de,c
Großdruck verleiht niemand mehr.,library,de,c
"""


@pytest.fixture
def village(own_surroundings: None, model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no study, with a coded table and its codebook, and the model at hand."""
    monkeypatch.setenv("FGCODER_CACHE", str(model_folder.parent))
    folder = tmp_path / "village"
    folder.mkdir()
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    (folder / "coded.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def evaluated(fgcoder, *options: object) -> dict:
    ran = fgcoder("evaluate", "coded.csv", "--codebook", "book.yaml", "--json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_outside_a_study_a_table_and_its_codebook_are_enough(fgcoder, village: Path):
    told = evaluated(fgcoder, "--after", "0,4,6,50", "--seeds", "3")
    assert (told["after"], told["left_out"], told["replays"]) == ([0, 4, 6], [50], 3)
    assert told["judged"] == {"all": [6, 6, 6]}
    figures = {(one["after"], one["method"], one["measure"]): one for one in told["figures"]}
    assert figures[0, "fgcoder", "hit_1"]["mean"] > 0.7
    assert figures[0, "fgcoder", "hit_5"]["mean"] == 1
    assert (0, "nearest neighbours", "hit_1") not in figures
    assert 0 <= figures[6, "nearest neighbours", "hit_1"]["sd"] < 1
    assert (6, "codebook cosine", "calibration_error") not in figures
    assert told["notes"][0].startswith("12 rows, 2 codes of `Village` 3, model ")
    assert sorted(path.name for path in village.iterdir()) == ["book.yaml", "coded.csv"]


def test_the_terminal_shows_each_figure_with_its_spread(fgcoder, village: Path):
    ran = fgcoder("evaluate", "coded.csv", "--codebook", "book.yaml", "--after", "0,4", "--seeds", "2")
    assert "Suggestions for coded.csv" in ran.out
    lines = [line.split() for line in ran.out.splitlines()]
    start = lines.index(["hit@1"])
    assert lines[start + 1][0] == "fgcoder"
    assert lines[start + 1].count("±") == 2
    assert lines[start + 6][:3] == ["nearest", "neighbours", "–"]
    assert lines[start + 6].count("±") == 1


def test_repeated_texts_are_said(fgcoder, village: Path):
    with (village / "coded.csv").open("a", encoding="utf-8") as file:
        file.write("The last  bus leaves at six.,buses,en,b\n")
    assert "1 rows repeat the text" in evaluated(fgcoder, "--after", "0")["notes"][0]


def test_a_language_is_decided_and_each_judged(fgcoder, village: Path):
    told = evaluated(fgcoder, "--after", "0,4", "--train-language", "EN", "--seeds", "2")
    assert told["judged"] == {"en": [4, 4], "de": [4, 4]}
    assert {one["language"] for one in told["figures"]} == {"en", "de"}


def test_a_group_is_a_voice_unless_it_is_said_to_be_something_else(fgcoder, village: Path):
    def hits(*options: object) -> list[float]:
        told = evaluated(fgcoder, "--after", "0,4", "--seeds", "2", *options)
        return [one["mean"] for one in told["figures"] if one["method"] == "fgcoder"]

    voiced, in_order = hits(), hits("--in-order")
    nameless = "\n".join(row.rpartition(",")[0] for row in ROWS.splitlines())
    (village / "coded.csv").write_text(nameless, encoding="utf-8")
    assert voiced not in (in_order, hits())


def test_reading_order_decides_transcript_by_transcript(fgcoder, village: Path):
    told = evaluated(fgcoder, "--after", "0,4", "--in-order")
    assert told["judged"] == {"all": [8] * 5}


def test_parallel_rows_are_not_judged_by_what_they_translate(fgcoder, village: Path):
    rows = ROWS.splitlines()
    for number, group in enumerate(["1", "2", "3", "4", "5", "6", "7", "8", "1", "2", "3", "4"], 1):
        rows[number] = rows[number].rpartition(",")[0] + f",{group}"
    (village / "coded.csv").write_text("\n".join(rows), encoding="utf-8")
    told = evaluated(fgcoder, "--after", "4", "--train-language", "en", "--parallel")
    assert set(told["judged"]) == {"en", "de"}
    assert told["judged"]["en"] == [4] * 5
    assert max(told["judged"]["de"]) <= 4
    assert sum(told["judged"]["de"]) < 20


def test_a_file_has_means_and_spreads_in_columns_of_their_own(fgcoder, village: Path):
    ran = fgcoder("evaluate", "coded.csv", "--codebook", "book.yaml", "--after", "4", "--seeds", "2", "-o", "out.csv")
    assert (ran.code, ran.out) == (0, "")
    written = (village / "out.csv").read_text(encoding="utf-8-sig")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(written))}
    assert 0 <= float(rows["hit_1/fgcoder"]["after 4"]) <= 1
    assert float(rows["hit_1/fgcoder"]["after 4 SD"]) >= 0
    piped = fgcoder("evaluate", "coded.csv", "--codebook", "book.yaml", "--after", "4", "--format", "markdown")
    assert "nearest neighbours" in piped.out


def test_in_a_study_its_codebook_and_store_are_used(fgcoder, study: Path):
    table = study / "coded.tsv"
    table.write_text(
        "text\tcodes\n"
        "The forms alone take a whole evening.\tred-tape\n"
        "After work there is nothing left of me.\tno-time\n"
        "I read through three pages of small print.\tred-tape\n"
        "Two children and two jobs, when should I?\tno-time\n",
        encoding="utf-8",
    )
    assert fgcoder("-C", study, "evaluate", table, "--after", "0,2", "--seeds", "2").code == 0
    with Store.open(open_study(study).store) as store:
        assert "coded" not in store.transcript_ids()
    again = fgcoder("-C", study, "evaluate", table, "--after", "0", "--json")
    assert json.loads(again.out)["judged"] == {"all": [4]}


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ((), "there is no study"),
        (("--codebook", "none.yaml"), "none.yaml"),
        (("--codebook", "book.yaml", "--after", "0,many"), "`many` is not a number"),
        (("--codebook", "book.yaml", "--after", ","), "no number"),
        (("--codebook", "book.yaml", "--after", "7"), "at most 6"),
        (("--codebook", "book.yaml", "--test-share", "1"), "no share"),
        (("--codebook", "book.yaml", "--parallel"), "--train-language"),
        (("--codebook", "book.yaml", "--parallel", "--in-order", "--train-language", "en"), "each say"),
        (("--codebook", "book.yaml", "--train-language", "fr"), "There are: de, en."),
        (("--codebook", "book.yaml", "--format", "word"), "no format 'word'"),
        (("--codebook", "book.yaml", "--output", "figures.doc"), "names no format"),
    ],
)
def test_a_mistake_is_answered_with_what_to_do(fgcoder, village: Path, options: tuple[str, ...], what: str):
    ran = fgcoder("evaluate", "coded.csv", *options)
    assert (ran.code, ran.out) == (2, "")
    assert what in ran.err
    assert "Traceback" not in ran.err


def test_faults_of_the_table_name_the_line(fgcoder, village: Path):
    with (village / "coded.csv").open("a", encoding="utf-8") as file:
        file.write("More,busses,en,a\n")
    ran = fgcoder("evaluate", "coded.csv", "--codebook", "book.yaml")
    assert ran.code == 2
    assert "coded.csv:14: `busses` is not a code of the codebook." in ran.err
    assert "Did you mean `buses`?" in ran.err


def test_order_and_translations_need_groups(fgcoder, village: Path):
    (village / "plain.csv").write_text("text,codes\nThe bus is late.,buses\n", encoding="utf-8")
    ran = fgcoder("evaluate", "plain.csv", "--codebook", "book.yaml", "--in-order")
    assert ran.code == 2
    assert "no column `group`" in ran.err
