"""Tables for a screen: the same as the functions make, from a study that is read once, with the words behind them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from fgcoder.errors import FgcoderError, TableError
from fgcoder.pipeline.contents import coded_corpus
from fgcoder.reporting.table_kinds import KINDS
from fgcoder.reporting.table_options import Among
from fgcoder.reporting.table_questions import Question
from fgcoder.reporting.tables_source import BEHIND, FOLDER, TableSource
from fgcoder.tables.frequency.table import frequency

MADE = [name for name in KINDS if name not in ("agreement", "joint-display", "gaps")]


def source_of(desk: Any) -> TableSource:
    return TableSource(desk.study, desk.store, lambda: desk.codebook, lambda: desk.finder)


@pytest.fixture
def source(coded: Any) -> TableSource:
    return source_of(coded)


@contextmanager
def queries(desk: Any) -> Iterator[list[str]]:
    """Collect what is asked of the database."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engine = desk.store.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_it_is_the_table_of_the_function(coded: Any, source: TableSource) -> None:
    made = source.table(Question())
    wanted = frequency(coded_corpus(coded.store, coded.codebook), by=["country"])
    assert made.printed() == wanted.printed()
    assert made.notes == wanted.notes


@pytest.mark.parametrize("name", MADE)
def test_every_table_that_needs_no_survey_is_made(source: TableSource, name: str) -> None:
    table = source.table(Question(KINDS[name]))
    assert table.rows
    assert table.notes


def test_without_findings_the_reader_is_told_where_they_go(source: TableSource) -> None:
    with pytest.raises(TableError) as raised:
        source.table(Question(KINDS["joint-display"]))
    assert "no survey findings" in str(raised.value)
    assert "`study.yaml`" in str(raised.value)


def test_without_two_coders_on_a_segment_there_is_no_agreement(desk: Any) -> None:
    with pytest.raises(FgcoderError, match="no two coders"):
        source_of(desk).table(Question(KINDS["agreement"]))


def test_coders_who_met_are_compared(source: TableSource) -> None:
    table = source.table(Question(KINDS["agreement"]))
    assert table.rows[0].label == "ana and ben"


def test_another_option_reads_nothing_anew(coded: Any, source: TableSource) -> None:
    """But the two stamps that say that nothing has changed."""
    source.table(Question())
    with queries(coded) as asked:
        source.table(replace(Question(), include_moderator=True))
        source.table(Question(KINDS["coverage"]))
    assert len(asked) == 4
    assert all("count(" in one and "max(" in one for one in asked)


def test_what_is_decided_counts_in_the_next_table(coded: Any, source: TableSource) -> None:
    before = source.table(Question())
    assert source.is_current()
    coded.decide("walk", "Nobody has time to walk the dogs.", "no-time")
    assert not source.is_current()
    after = source.table(Question())
    assert source.is_current()
    assert after.frame.loc["no-time", "Denmark"] == before.frame.loc["no-time", "Denmark"] + 1


def test_the_codebook_in_use_counts(coded: Any, source: TableSource) -> None:
    source.table(Question())
    coded.codebook = replace(coded.codebook, title="Another")
    assert not source.is_current()
    assert dict(source.table(Question()).facts)["Codebook"].startswith("Another")


def test_the_words_behind_a_cell(source: TableSource) -> None:
    table = source.table(Question())
    quotes = source.quotes(table, "no-time", "Denmark")
    assert [quote.words for quote in quotes] == ["Vi har ikke tid til at feje stien på søndag.", "Nej."]
    assert [one.words for one in source.around(quotes[1].passage)][-1] == "Nej."
    assert source.quotes(table, "(segments)", "Denmark") == []


def test_what_can_be_chosen(source: TableSource) -> None:
    assert source.axis() == "country"
    assert list(source.values())[:2] == ["country", "stakeholders"]
    assert source.values()["country"] == ["Denmark", "United Kingdom"]
    assert source.coders() == ["ana", "ben"]
    assert "coder" in source.names(Among.ATTRIBUTES_AND_CODER)
    assert "coder" not in source.names(Among.ATTRIBUTES)
    assert {"age", "speaker"} & set(source.names(Among.OF_TRANSCRIPTS)) == set()
    assert {"country", "date", "language"} <= set(source.names(Among.OF_TRANSCRIPTS))


@pytest.mark.parametrize(
    "ending", ["docx", "csv", "tidy.csv", "xlsx", "md", "tex", "html", "json", "parquet", "svg", "png"]
)
def test_a_table_is_written_for_its_owner_alone(coded: Any, source: TableSource, ending: str) -> None:
    table = source.table(Question())
    path = source.write(table, f"{table.name}.{ending}")
    assert path == coded.study.folder / FOLDER / f"frequency-by-country.{ending}"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_size > 100


def test_where_the_format_keeps_them_the_quotes_are_written(source: TableSource) -> None:
    table = source.table(Question())
    assert "feje stien" in source.write(table, "t.html").read_text(encoding="utf-8")
    assert "feje stien" not in source.write(table, "t.md").read_text(encoding="utf-8")
    assert BEHIND > 1


def test_a_file_may_be_named_with_its_folder(coded: Any, source: TableSource, tmp_path: Path) -> None:
    table = source.table(Question())
    assert source.write(table, str(tmp_path / "there.csv")) == tmp_path / "there.csv"
    assert source.write(table, "transcripts/here.csv") == coded.study.folder / "transcripts/here.csv"
    assert not (coded.study.folder / FOLDER).exists()


def test_an_ending_that_names_no_format_makes_no_folder(coded: Any, source: TableSource) -> None:
    with pytest.raises(TableError, match="names no format"):
        source.write(source.table(Question()), "table.doc")
    assert not (coded.study.folder / FOLDER).exists()


def test_a_folder_that_cannot_be_made_is_told(coded: Any, source: TableSource) -> None:
    (coded.study.folder / FOLDER).write_text("in the way", encoding="utf-8")
    with pytest.raises(TableError, match=r"The system says|no such folder"):
        source.write(source.table(Question()), "table.csv")


def test_copied_as_markdown(source: TableSource) -> None:
    copied = source.copied(source.table(Question()))
    assert copied.startswith("# Segments coded, by country")
    row = next(line for line in copied.splitlines() if "No time" in line)
    assert [cell.strip() for cell in row.split("|")[2:-1]] == ["2", "1", "3"]
