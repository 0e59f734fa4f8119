"""`fgcoder suggest report`, and that `fgcoder suggest` still takes names."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from fgcoder.blinding import Draw
from fgcoder.cli.figures import print_tables
from fgcoder.codebook.file import read
from fgcoder.coding.session import CodingSession
from fgcoder.model import Mode
from fgcoder.pipeline.contents import codebook_of
from fgcoder.pipeline.preparing import rank_study
from fgcoder.record import log as decision_log
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tables.suggestions.table import TABLES, suggestion_report

ROOT = Path(__file__).parents[2]
UK = "uk-local-environment"


@pytest.fixture
def coded(study: Path) -> Path:
    """The study, coded through a session under a draw: at twenty segments the first of the list, seen or not."""
    opened = open_study(study)
    with Store.open(opened.store) as store:
        book = codebook_of(opened)
        ranking = rank_study(opened, store, book)
        session = CodingSession(store, book, "anna", ranking, draw=Draw(0.4, 7))
        session.open(UK)
        # Where nothing is likely enough there would be nothing to accept.
        for segment in [segment for segment in session.segments if ranking.suggestions(segment)][:20]:
            session.move_to(session.segments.index(segment))
            if session.concealment(segment) is Mode.DRAWN:
                session.apply(ranking.suggestions(segment)[0].code)
                session.finish_blind()
                session.accept(2)  # what is on screen now is no longer blind
            else:
                session.accept(1)
    return study


def test_what_a_session_recorded_is_reported_on(fgcoder, coded: Path):
    told = json.loads(fgcoder("-C", coded, "suggest", "report", "--json").out)
    assert tuple(told["tables"]) == TABLES
    assert told["missing"] == []
    rows = {row["id"]: row for row in told["tables"]["overall"]["rows"]}
    with Store.open(open_study(coded).store) as store:
        drawn = {one.span for one in store.decisions() if one.mode is Mode.DRAWN}
    assert 0 < len(drawn) < 20
    first, hit = rows["precision@1"], rows["hit@1"]
    assert (first["seen"], first["unseen"], hit["seen"], hit["unseen"]) == (1.0, 1.0, 1.0, 1.0)
    assert (first["seen_of"], first["unseen_of"]) == (20 - len(drawn), len(drawn))
    assert rows["recall@1"]["unseen_of"] == len(drawn)
    (mean,) = [row for row in told["tables"]["influence"]["rows"] if row["id"] == "mean"]
    assert (mean["seen"], mean["unseen"], mean["difference"]) == (1.0, 1.0, 0.0)


def test_the_tables_are_laid_out_for_people(fgcoder, coded: Path):
    ran = fgcoder("-C", coded, "suggest", "report")
    assert ran.code == 0
    for title in ("were right", "by language", "by code: seen", "by code: unseen", "seeing suggestions changes"):
        assert title in ran.out
    assert "Efron" not in ran.err
    alone = fgcoder("-C", coded, "suggest", "report", "--table", "influence")
    assert "were right" not in alone.out
    assert "What seeing suggestions changes" in alone.out


def test_without_a_draw_the_last_words_say_what_to_do(fgcoder, study: Path):
    opened = open_study(study)
    with Store.open(opened.store) as store:
        session = CodingSession(store, codebook_of(opened), "anna", rank_study(opened, store, codebook_of(opened)))
        session.open(UK)
        session.accept(1)
    ran = fgcoder("-C", study, "suggest", "report")
    assert (ran.code, "study.yaml" in ran.out) == (0, True)
    piped = fgcoder("-C", study, "suggest", "report", "--format", "markdown")
    assert ("study.yaml" in piped.out, "study.yaml" in piped.err) == (False, True)
    asked = fgcoder("-C", study, "suggest", "report", "--table", "influence")
    assert (asked.code, asked.out) == (2, "")
    assert "random draw" in asked.err
    settings = study / "study.yaml"
    lines = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("blind:")]
    settings.write_text("\n".join([*lines, "blind: {share: 0.2, seed: 20131105}", ""]), "utf-8")
    ran = fgcoder("-C", study, "suggest", "report")
    assert ran.code == 0, ran.err
    words = " ".join(ran.out.split())
    assert "(`blind: {share: 0.2, seed: 20131105}`), and nothing decided so far was subject to it" in words
    assert "seed: 1}" not in words, "another seed would be another draw"


def test_without_anything_to_report_it_says_what_to_do(fgcoder, study: Path):
    assert fgcoder("-C", study, "decisions", "add", f"{UK}#3", "no-time").code == 0
    ran = fgcoder("-C", study, "--coder", "ana", "suggest", "report", "--of", "ana")
    assert (ran.code, ran.out) == (2, "")
    assert "fgcoder code" in ran.err


@pytest.mark.parametrize("name", ["csv", "html", "xlsx"])
def test_formats_of_one_table_take_one_or_a_file_each(fgcoder, coded: Path, tmp_path: Path, name: str):
    file = tmp_path / f"report.{name}"
    refused = fgcoder("-C", coded, "suggest", "report", "--format", name)
    assert (refused.code, refused.raw) == (2, b"")
    assert "--table" in refused.err
    assert fgcoder("-C", coded, "suggest", "report", "-o", file).code == 0
    each = {table: tmp_path / f"report-{table}.{name}" for table in TABLES}
    assert sorted(tmp_path.glob("report*")) == sorted(each.values())
    for table, path in each.items():
        assert fgcoder("-C", coded, "suggest", "report", "--format", name, "--table", table).raw == path.read_bytes()
    assert fgcoder("-C", coded, "suggest", "report", "-o", file, "--table", "code").code == 0
    assert file.read_bytes() == each["code"].read_bytes()


def test_markdown_takes_all_in_one(fgcoder, coded: Path, tmp_path: Path):
    file = tmp_path / "report.md"
    piped = fgcoder("-C", coded, "suggest", "report", "--format", "markdown")
    assert piped.out.count("\n# ") == len(TABLES) - 1
    assert fgcoder("-C", coded, "suggest", "report", "-o", file).code == 0
    assert file.read_bytes() == piped.raw
    assert file.stat().st_mode & 0o777 == 0o600
    nowhere = fgcoder("-C", coded, "suggest", "report", "-o", tmp_path / "nowhere" / "report.md")
    assert nowhere.code == 2
    assert "nowhere" in nowhere.err


@pytest.mark.parametrize("words", [("--table", "overal"), ("--format", "pdf", "--table", "code"), ("--of", "nobody")])
def test_a_wrong_name_is_told(fgcoder, coded: Path, words: tuple[str, ...]):
    ran = fgcoder("-C", coded, "suggest", "report", *words)
    assert (ran.code, ran.out) == (2, "")
    assert f"'{words[1]}'" in ran.err
    assert re.search(r"There (is|are): ", ran.err)


def test_names_and_options_still_go_to_suggest_itself(fgcoder, study: Path):
    (one,) = json.loads(fgcoder("-C", study, "suggest", "--json", "--top", "1", f"{UK}#3").out)
    (other,) = json.loads(fgcoder("-C", study, "suggest", f"{UK}#3", "--top", "1", "--json").out)
    assert one == other
    both = json.loads(fgcoder("-C", study, "suggest", f"{UK}#3", f"{UK}#4", "--json").out)
    assert [row["segment"] for row in both] == [f"{UK}#3", f"{UK}#4"]


def test_a_transcript_called_report_is_asked_for_after_two_dashes(fgcoder, study: Path):
    ran = fgcoder("-C", study, "suggest", "--", "report")
    assert (ran.code, "`report`" in ran.err) == (2, True)
    (study / "transcripts/report.txt").write_text((study / "transcripts/dk-public-health.txt").read_text())
    assert json.loads(fgcoder("-C", study, "suggest", "--json", "--", "report").out)[0]["transcript"] == "report"
    assert json.loads(fgcoder("-C", study, "suggest", "report#3", "--json").out)[0]["segment"] == "report#3"


def test_help_names_the_sub_command_and_the_usage_is_what_is_typed(fgcoder):
    assert "report" in fgcoder("suggest", "-h").out
    assert "--top" in fgcoder("suggest", "-h").out
    assert "Usage: fgcoder suggest report [OPTIONS]" in fgcoder("suggest", "report", "-h").out


@pytest.mark.parametrize("width", [80, 120])
def test_the_sample_study_s_log_fits_the_terminal(width: int):
    """Half of the visits are made drawn ones here, so that every table is there."""
    book = read(ROOT / "codebooks/coproduction.yaml")
    decisions = [
        replace(one, mode=Mode.DRAWN, withheld=one.shown, shown=(), draw="0.5/1")
        if one.span.start % 2
        else replace(one, draw="0.5/1")
        for one in decision_log.read(ROOT / "decisions/anna.jsonl")
    ]
    languages = {one.transcript: one.transcript[:2] for one in decisions}
    made = suggestion_report(decisions, languages, book)
    assert tuple(made.tables) == TABLES
    out = io.StringIO()
    print_tables(list(made.tables.values()), Console(file=out, width=width, highlight=False))
    text = out.getvalue()
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    assert "nan" not in text
    words = " ".join(line[:20].strip() if width == 80 else line for line in text.splitlines())
    for code in book.codes:
        assert code.label in " ".join(words.split()), code.label
