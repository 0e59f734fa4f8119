"""The report on suggestions, against figures worked out by hand.

When a table changes on purpose, run with FGCODER_UPDATE_GOLDEN=1, look at what changed in `golden/`, and run again.

The study `by_hand`, what is applied in capitals:

    seen    g1#1  NO-TIME red-tape aside old young
            g1#2  red-tape NO-TIME aside                      and OLD, which is not listed
            g2#1  aside old young no-time                     no code fits
            g2#2  YOUNG aside old red-tape NO-TIME
    unseen  g1#3  OLD no-time                                 NO-TIME only after the list was revealed
            g2#3  aside                                       no code fits; ASIDE only after that
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fgcoder.blinding import Draw
from fgcoder.codebook.file import read
from fgcoder.errors import TableError
from fgcoder.export import render
from fgcoder.model import Mode
from fgcoder.record import log as decision_log
from fgcoder.tables.suggestions.table import TABLES, suggestion_report
from fgcoder.tabular import Table

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "suggestions.md"
LANGUAGES = {"g1": "en", "g2": "da"}


def cells(table: Table, *names: str) -> dict[str, tuple]:
    """The cells of some columns, by row."""
    at = [table.columns.index(name) for name in names]
    return {row.id: tuple(line[one] for one in at) for row, line in zip(table.rows, table.values(), strict=True)}


@pytest.fixture
def report(by_hand, small_codebook):
    return suggestion_report(by_hand, LANGUAGES, small_codebook)


def test_the_measures_over_all_visits(report):
    assert tuple(report.tables) == TABLES
    assert cells(report.tables["overall"], "Seen", "Seen of", "Unseen", "Unseen of") == {
        "precision@1": (2 / 4, 4, 1 / 2, 2),
        "precision@3": (3 / 12, 12, 1 / 3, 3),
        "precision@5": (4 / 17, 17, 1 / 3, 3),
        "recall@1": (2 / 5, 5, 1 / 1, 1),
        "recall@3": (3 / 5, 5, 1 / 1, 1),
        "recall@5": (4 / 5, 5, 1 / 1, 1),
        "hit@1": (2 / 3, 3, 1 / 1, 1),
        "hit@3": (3 / 3, 3, 1 / 1, 1),
        "hit@5": (3 / 3, 3, 1 / 1, 1),
    }


def test_the_measures_by_language(report):
    found = cells(report.tables["language"], "Seen", "Seen of", "Unseen", "Unseen of")
    assert found["precision@1"] == (2 / 4, 4, 1 / 2, 2)
    assert found["precision@1/en"] == (1 / 2, 2, 1 / 1, 1)
    assert found["precision@1/da"] == (1 / 2, 2, 0 / 1, 1)
    assert found["recall@5/en"] == (2 / 3, 3, 1 / 1, 1)
    assert found["recall@5/da"] == (2 / 2, 2, None, 0)
    assert found["hit@3/da"] == (1 / 1, 1, None, 0)
    assert [row.label for row in report.tables["language"].rows][:3] == ["Precision at 1", "da", "en"]


def test_each_code_where_it_was_listed_and_where_it_was_applied(report):
    columns = ("Listed", "Right", "Applied", "In first 1", "In first 3", "In first 5")
    assert cells(report.tables["code"], *columns) == {
        "no-time": (4, 3 / 4, 3, 1 / 3, 2 / 3, 3 / 3),
        "red-tape": (3, 0.0, 0, None, None, None),
        "aside": (4, 0.0, 0, None, None, None),
        "old": (3, 0.0, 1, 0.0, 0.0, 0.0),
        "young": (3, 1 / 3, 1, 1.0, 1.0, 1.0),
    }
    assert cells(report.tables["code-unseen"], *columns) == {
        "no-time": (1, 0.0, 0, None, None, None),
        "aside": (1, 0.0, 0, None, None, None),
        "old": (1, 1.0, 1, 1.0, 1.0, 1.0),
    }
    assert any(note.startswith("Left out: 2 codes neither") for note in report.tables["code-unseen"].notes)


def test_what_seeing_suggestions_changes(report):
    columns = ("Seen", "Seen of", "Unseen", "Unseen of", "Difference")
    assert cells(report.tables["influence"], *columns) == {
        "listed": (4 / 17, 17, 1 / 3, 3, pytest.approx(4 / 17 - 1 / 3)),
        "any": (3 / 4, 4, 1 / 2, 2, 0.25),
        "mean": (5 / 4, 4, 1 / 2, 2, 0.75),
    }
    assert list(cells(report.tables["influence-code"], *columns).items()) == [
        ("no-time", (3 / 4, 4, 0.0, 2, 0.75)),
        ("old", (1 / 4, 4, 1 / 2, 2, -0.25)),
        ("young", (1 / 4, 4, 0.0, 2, 0.25)),
    ]
    notes = " ".join(report.tables["influence"].notes)
    assert "share/seed 0.5/7" in notes
    assert "Small base: only 4 visits seen, so that one visit is 25 points." in notes
    assert "Small base: only 2 visits unseen" in notes
    assert "Not compared: 1 visit by ben" in notes


def test_the_notes_say_what_was_counted_and_what_was_left_out(report):
    notes = " ".join(report.tables["overall"].notes)
    assert "4 visits in 2 transcripts, by anna" in notes
    assert "2 visits in 2 transcripts, by anna" in notes
    assert "Free of influence" in notes
    assert "Left out: 1 visit with suggestions hidden by the coder, or from a script (ben)." in notes
    assert "Wilson" in notes


def test_the_tables_are_as_they_were(report):
    made = b"\n".join(render(table, "markdown") for table in report.tables.values())
    if os.environ.get("FGCODER_UPDATE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_bytes(made)
        pytest.fail(f"{GOLDEN.name} was written anew: look at it, then run without FGCODER_UPDATE_GOLDEN")
    assert made == GOLDEN.read_bytes()


@pytest.mark.parametrize("name", ["csv", "xlsx", "html"])
def test_every_format_takes_every_table(report, name: str):
    for table in report.tables.values():
        assert render(table, name) == render(table, name)


def test_only_the_coders_asked_for_count(record, by_hand, small_codebook):
    record.decide("carl", "g1#1", "old", listed="old")
    made = suggestion_report(record.decisions(), LANGUAGES, small_codebook, of=["carl"])
    assert cells(made.tables["overall"], "Seen", "Seen of")["precision@1"] == (1.0, 1)
    with pytest.raises(TableError, match=r"'karl'.*\n.*Did you mean 'carl'"):
        suggestion_report(record.decisions(), LANGUAGES, small_codebook, of=["karl"])


def test_a_code_the_codebook_no_longer_has_comes_last_and_an_unknown_transcript_has_no_language(record, small_codebook):
    record.decide("anna", "g9#1", "gone old", listed="gone")
    tables = suggestion_report(record.decisions(), LANGUAGES, small_codebook).tables
    assert list(cells(tables["code"], "Listed").items()) == [("old", (0,)), ("gone", (1,))]
    assert tables["language"].rows[1].label == "(not given)"


def test_without_any_list_it_says_what_to_do(record, small_codebook):
    with pytest.raises(TableError, match=r"Nobody has decided anything yet[^→]*→ Code with suggestions on screen"):
        suggestion_report([], {}, small_codebook)
    record.decide("ben", "g1#1", "old", mode=Mode.BLIND)
    with pytest.raises(TableError, match=r"None of 1 visit has a record of a list[^→]*→ Code with suggestions"):
        suggestion_report(record.decisions(), {}, small_codebook)
    (undone,) = record.decide("anna", "g1#1", "old", listed="old")
    record.withdraw(undone)
    with pytest.raises(TableError, match="None of 2 visits"):
        suggestion_report(record.decisions(), {}, small_codebook)


def test_what_nothing_was_suggested_for_counts_as_missed(record, small_codebook):
    record.decide("anna", "g1#1", "old", listed="old young", model="e5")
    record.decide("anna", "g1#2", "old no-time", model="e5")
    record.decide("anna", "g1#3", model="e5")
    record.decide("anna", "g1#4", "old")
    table = suggestion_report(record.decisions(), LANGUAGES, small_codebook).tables["overall"]
    figures = cells(table, "Seen", "Seen of")
    assert figures["precision@5"] == (1 / 2, 2)
    assert figures["recall@5"] == (1 / 3, 3)
    assert figures["hit@5"] == (1 / 2, 2)
    notes = "\n".join(table.notes)
    assert "In 2 visits nothing was likely enough to be listed" in notes
    assert "Left out: 1 visit without a record of a list" in notes


def test_without_a_comparison_it_says_why_and_what_to_do(record, small_codebook):
    record.decide("anna", "g1#1", "old", listed="old")
    made = suggestion_report(record.decisions(), LANGUAGES, small_codebook)
    assert tuple(made.tables) == ("overall", "language", "code")
    assert made.tables["overall"].columns == ("Seen", "Seen low", "Seen high", "Seen of")
    (words,) = made.missing
    assert "no segment coded was subject to a random draw" in words
    assert "Set `blind: {share: 0.1, seed: 1}` in study.yaml" in words
    (words,) = suggestion_report(record.decisions(), LANGUAGES, small_codebook, draw=Draw(0.2, 7)).missing
    assert "A draw is set in study.yaml (`blind: {share: 0.2, seed: 7}`), and nothing decided so far" in words
    assert "Set `blind" not in words, "another seed would be another draw"
    record.decide("anna", "g1#2", "old", listed="old", draw="0.1/1")
    (words,) = suggestion_report(record.decisions(), LANGUAGES, small_codebook).missing
    assert "of 1 visit subject to a random draw, none was at a segment drawn for blind coding" in words
    record.decide("anna", "g1#3", "old", listed="old", mode=Mode.DRAWN, draw="0.1/1")
    assert suggestion_report(record.decisions(), LANGUAGES, small_codebook).missing == ()


@pytest.fixture(scope="module")
def sample():
    """The sample study's own log: anna coded with suggestions on screen, jonas without."""
    logs = sorted((ROOT / "decisions").glob("*.jsonl"))
    decisions = [decision for log in logs for decision in decision_log.read(log)]
    languages = {"cz": "cs", "dk": "da", "uk": "en"}
    spoken = {one.transcript: languages.get(one.transcript[:2], one.transcript[:2]) for one in decisions}
    return suggestion_report(decisions, spoken, read(ROOT / "codebooks/coproduction.yaml"))


def test_the_sample_study_s_log_can_be_reported_on(sample):
    assert tuple(sample.tables) == ("overall", "language", "code")
    figures = cells(sample.tables["overall"], "Seen low", "Seen", "Seen high")
    assert all(0 < low < value < high < 1 for low, value, high in figures.values())
    assert "by anna" in " ".join(sample.tables["overall"].notes)
    assert "(jonas)" in " ".join(sample.tables["overall"].notes)
    assert [row.label for row in sample.tables["language"].rows[1:6]] == ["cs", "da", "de", "en", "fr"]


CODES = ("no-time", "red-tape", "aside", "old", "young")
STEP = st.tuples(
    st.sampled_from(["anna", "ben"]),
    st.sampled_from([f"g{group}#{number}" for group in range(1, 8) for number in range(1, 3)]),
    st.lists(st.sampled_from(CODES), unique=True, max_size=3).map(" ".join),
    st.lists(st.sampled_from(CODES), unique=True, max_size=5).map(" ".join),
    st.sampled_from(list(Mode)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=25), data=st.data())
def test_what_holds_of_every_record(new_record, small_codebook, steps, data):
    record = new_record()
    for coder, place, codes, listed, mode in steps:
        record.decide(coder, place, codes, listed=listed, mode=mode, draw="0.5/1")
    decisions = record.decisions()
    try:
        made = suggestion_report(decisions, LANGUAGES, small_codebook)
    except TableError:
        assert all(not (one.shown or one.withheld) or one.mode is Mode.BLIND for one in first_of_visits(decisions))
        return
    again = suggestion_report(data.draw(st.permutations(decisions)), LANGUAGES, small_codebook)
    assert again.missing == made.missing
    for name, table in made.tables.items():
        assert table.values() == again.tables[name].values()
        assert (table.rows, table.notes) == (again.tables[name].rows, again.tables[name].notes)
        for line in table.values():
            figures = dict(zip(table.columns, line, strict=True))
            for column, value in figures.items():
                low, high = figures.get(f"{column} low"), figures.get(f"{column} high")
                assert (low is None) == (high is None)
                if low is not None:
                    assert low - 1e-12 <= value <= high + 1e-12
    for table in (made.tables["overall"], made.tables["language"]):
        for arm in {column.split()[0] for column in table.columns}:
            found = cells(table, arm, f"{arm} of")
            assert all(value is None or 0 <= value <= 1 for value, _ in found.values())
            for measure, (value, of) in found.items():
                if measure.startswith("precision"):
                    recall, applied = found[measure.replace("precision", "recall")]
                    assert (value or 0) * of == pytest.approx((recall or 0) * applied)
    for name in {"code", "code-unseen"} & set(made.tables):
        for listed, right, applied, recall in cells(
            made.tables[name], "Listed", "Right", "Applied", "In first 5"
        ).values():
            assert listed * (right or 0) == pytest.approx(applied * (recall or 0))


def first_of_visits(decisions):
    """The first decision of each visit."""
    seen = set()
    for decision in decisions:
        visit = (decision.coder, decision.transcript, decision.span)
        if visit not in seen:
            seen.add(visit)
            yield decision
