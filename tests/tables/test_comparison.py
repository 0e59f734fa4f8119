"""Comparison: residuals and Cramér's V against other implementations and a textbook, counts against plain loops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats.contingency import association
from statsmodels.stats.contingency_tables import Table as StatsmodelsTable

from fgcoder.errors import TableError
from fgcoder.model import Coding, Segment, Speaker, Transcript
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.comparison.spread import spread
from fgcoder.tables.comparison.table import comparison
from fgcoder.tabular import RowKind, Table

MakeGroup = Callable[..., tuple[Transcript, list[Segment]]]
MakeCorpus = Callable[..., CodedCorpus]
LaidOut = Callable[[CodedCorpus], list[tuple[Coding, Transcript, Segment, Speaker]]]

CODES = ("no-time", "red-tape", "aside", "old", "young", "age", "gone")
TURNS = st.lists(st.tuples(st.sampled_from(["MOD", "P1", "P2", "P3", ""]), st.integers(1, 2)), min_size=1, max_size=5)
GROUPS = st.lists(st.tuples(st.sampled_from(["France", "Germany", "Denmark"]), TURNS), min_size=1, max_size=5)
CODING = st.tuples(
    st.sampled_from(["anna", "ben"]), st.integers(0, 4), st.integers(0, 90), st.integers(0, 40), st.sampled_from(CODES)
)
CODINGS = st.lists(CODING, min_size=1, max_size=14)


def _said(table: Table, words: str) -> bool:
    return any(words in note for note in table.notes)


def test_it_gives_the_residuals_of_a_textbook() -> None:
    # Agresti, A. (2007). An Introduction to Categorical Data Analysis, 2nd edition, Table 2.5: party identification
    # of women and men in the General Social Survey of 2000, with a chi-square of 30.1.
    women, men = np.array([762, 327, 468]), np.array([484, 239, 477])
    found = spread(women[None, :], women + men)
    assert found.expected[0].round(1).tolist() == [703.7, 319.6, 533.7]
    assert found.residual[0].round(2).tolist() == [4.50, 0.70, -5.32]
    assert found.v[0] ** 2 * (women + men).sum() == pytest.approx(30.1, abs=0.05)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=6))
def test_it_agrees_with_statsmodels_and_scipy(cells: list[tuple[int, int]]) -> None:
    has, has_not = np.array(cells).T
    assume(has.sum() and has_not.sum() and (has + has_not > 0).all())
    found = spread(has[None, :], has + has_not)
    other = StatsmodelsTable(np.stack([has, has_not]), shift_zeros=False)
    assert found.expected[0] == pytest.approx(other.fittedvalues[0])
    assert found.residual[0] == pytest.approx(other.standardized_resids[0])
    assert found.v[0] == pytest.approx(association(np.stack([has, has_not]), method="cramer"))


def test_where_all_or_none_have_a_code_there_is_no_residual() -> None:
    found = spread(np.array([[0, 0], [3, 5], [1, 2]]), np.array([3, 5]))
    assert np.isnan(found.residual[:2]).all()
    assert np.isnan(found.v[:2]).all()
    assert not np.isnan(found.residual[2]).any()


def test_a_column_without_units_changes_nothing() -> None:
    with_it, without = (
        spread(np.array([has]), np.array(base)) for has, base in (([1, 0, 4], [5, 0, 6]), ([1, 4], [5, 6]))
    )
    assert np.isnan(with_it.residual[0, 1])
    assert with_it.residual[0, [0, 2]] == pytest.approx(without.residual[0])
    assert with_it.v == pytest.approx(without.v)


def _figure(table: Table, row: str, column: str) -> int | float | str | None:
    return table.values()[list(table.frame.index).index(row)][table.columns.index(column)]


def test_each_code_is_compared_among_the_segments_of_coded_groups(three_countries: CodedCorpus) -> None:
    table = comparison(three_countries)
    assert table.headings[0] == ("France", "observed")
    assert [heading[0] for heading in table.headings] == ["France"] * 3 + ["Germany"] * 3 + ["All", "Cramér's V"]
    # no-time: 2 of 4 French segments (the moderator's is left out), 0 of the 4 of the one German group with codings.
    assert [_figure(table, "no-time", f"{country}: observed") for country in ("France", "Germany")] == [2, 0]
    assert [_figure(table, "no-time", f"{country}: expected") for country in ("France", "Germany")] == [1.0, 1.0]
    assert _figure(table, "no-time", "France: residual") == pytest.approx(1 / (1 * 0.75 * 0.5) ** 0.5)
    assert _figure(table, "obstacles", "All") == 2
    assert _figure(table, "aside", "Cramér's V") is None
    assert [_figure(table, "(segments)", f"{country}: observed") for country in ("France", "Germany")] == [4, 4]
    assert [_figure(table, "(groups)", f"{country}: observed") for country in ("France", "Germany")] == [1, 1]
    assert table.unit == "segments"
    assert dict(table.facts)["Base"] == "8 segments"
    assert _said(table, "Not compared")
    assert _said(table, "2 groups (de-2, dk-1)")


def test_participants_and_groups_can_be_the_unit(three_countries: CodedCorpus) -> None:
    people = comparison(three_countries, unit="participants")
    assert _figure(people, "no-time", "France: observed") == 1
    assert _figure(people, "(participants)", "France: observed") == 3
    groups = comparison(three_countries, unit="groups")
    assert _figure(groups, "no-time", "France: observed") == 1
    assert _figure(groups, "no-time", "Cramér's V") == pytest.approx(1)
    assert [row.id for row in groups.rows if row.kind is RowKind.BASE] == ["(groups)"]
    assert not _said(groups, "groups can be counted instead")


def test_a_moderator_is_no_participant_and_the_note_says_so(three_countries: CodedCorpus) -> None:
    with_moderator = comparison(three_countries, unit="participants", include_moderator=True)
    assert with_moderator.frame.equals(comparison(three_countries, unit="participants").frame)
    assert _said(with_moderator, "The moderator is no participant, so what the moderator says is left out.")
    assert not _said(with_moderator, "counted too")
    assert _said(comparison(three_countries, include_moderator=True), "What the moderator says is counted too.")


def test_the_root_mean_square_by_chance_is_that_of_codes_spread_at_random(
    make_group: MakeGroup, make_corpus: MakeCorpus
) -> None:
    names = {"g1": ("A", 50), "g2": ("B", 51)}
    groups = [make_group(name, {"country": country}, [("P1", count)]) for name, (country, count) in names.items()]
    table = comparison(make_corpus(groups, [("anna", name, 1, "no-time") for name in names]))
    assert _said(table, "of codes spread evenly, in a table of this size, the root mean square is 0.10 (Bergsma 2013).")
    draw = np.random.default_rng(5)
    units = np.array([50, 51])
    having = draw.hypergeometric(50, 51, 30, size=20_000)
    v = np.array([spread(np.array([[one, 30 - one]]), units).v[0] for one in having[:4_000].tolist()])
    assert np.sqrt((v**2).mean()) == pytest.approx(0.10, abs=0.005)
    assert v.mean() == pytest.approx(0.08, abs=0.005), "the mean of V is less, so the note does not give it"


def test_signs_stand_behind_notable_and_doubtful_residuals(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    groups = [make_group(name, {"country": name}, [("P1", 20)]) for name in ("A", "B")]
    codings = [("anna", "A", place, "no-time") for place in range(1, 16)]
    codings += [("anna", "B", place, "no-time") for place in range(1, 6)]
    codings += [("anna", "A", place, "old") for place in range(1, 4)]
    table = comparison(make_corpus(groups, codings))
    assert table.marks["no-time", "A: residual"] == "▲"
    assert table.marks["no-time", "B: residual"] == "▼"
    assert table.marks["old", "A: residual"] == "†"
    assert table.marks["old", "A: expected"] == "†"
    assert ("no-time", "A: expected") not in table.marks
    assert ("aside", "A: expected") not in table.marks
    assert _said(table, "† fewer than 5 expected")


def test_what_is_shown_can_be_chosen(three_countries: CodedCorpus) -> None:
    table = comparison(three_countries, show=["residual"])
    assert table.columns == ("France: residual", "Germany: residual", "All", "Cramér's V")
    assert _figure(table, "(segments)", "France: residual") == 4
    with pytest.raises(TableError, match="residual"):
        comparison(three_countries, show=["residuals"])


def test_the_passages_behind_what_was_observed(three_countries: CodedCorpus) -> None:
    table = comparison(three_countries)
    assert table.behind is not None
    two, three = (segment.words for segment in three_countries.segments["fr-1"][1:3])
    assert [(one.transcript, one.span) for one in table.behind("no-time", "France: observed")] == [
        ("fr-1", two),
        ("fr-1", three),
    ]
    assert len(table.behind("obstacles", "All")) == 2
    assert table.behind("no-time", "Germany: observed") == []
    assert table.behind("no-time", "France: residual") == ()
    assert table.behind("(segments)", "France: observed") == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"by": "contry"}, "country"),
        ({"unit": "segment"}, "segments"),
        ({"by": "stakeholders", "unit": "groups"}, r"One of the groups has several values of stakeholders \(fr-1: "),
        ({"among": "decided"}, "not known which segments somebody decided about"),
        ({"among": "decided", "unit": "groups"}, "not known which groups"),
        ({"among": "coded"}, "decided"),
        ({"where": {"country": "France"}}, "Only France has codings"),
        ({"where": {"country": "Denmark"}}, "Nothing has been coded yet"),
        ({"coders": ["bob"]}, "ben"),
    ],
)
def test_what_cannot_be_compared_is_said(three_countries: CodedCorpus, options: dict[str, object], told: str) -> None:
    with pytest.raises(TableError, match=told):
        comparison(three_countries, **options)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(groups=GROUPS, codings=CODINGS, unit=st.sampled_from(["segments", "participants", "groups"]), order=st.randoms())
def test_observed_counts_agree_with_plain_loops_and_no_order_matters(
    drawn_corpus: Callable[..., CodedCorpus], laid_out: LaidOut, groups: list, codings: list, unit: str, order: object
) -> None:
    corpus = drawn_corpus(groups, codings)
    coded_in = {corpus.transcripts[coding.transcript].attributes["country"] for coding in corpus.codings}
    assume(len(coded_in) > 1)
    try:
        table = comparison(corpus, unit=unit)
    except TableError:  # where nobody but the moderator speaks in all but one country
        assume(False)
    for row in table.rows:
        if row.kind is RowKind.BASE or row.id == "(not in the codebook)":
            continue
        units: dict[str, set[object]] = {}
        for coding, transcript, segment, speaker in laid_out(corpus):
            if unit == "participants" and not speaker.label:
                continue
            if row.id in (coding.code, *corpus.codebook.path_of.get(coding.code, ())):
                one = {"segments": segment.id, "participants": (transcript.id, speaker.label), "groups": transcript.id}
                units.setdefault(transcript.attributes["country"], set()).add(one[unit])
        for heading, column in zip(table.headings, table.columns, strict=True):
            if heading[-1] == "observed":
                observed = _figure(table, row.id, column)
                assert observed == len(units.get(heading[0], ()))
                base = "(groups)" if unit == "groups" else f"({unit})"
                assert observed <= _figure(table, base, column)  # type: ignore[operator]
        assert _figure(table, row.id, "All") == sum(map(len, units.values()))
    shuffled = list(corpus.codings)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    again = comparison(replace(corpus, codings=shuffled), unit=unit)
    assert again.frame.equals(table.frame)
    assert again.marks == table.marks


@settings(max_examples=60, deadline=None)
@given(groups=GROUPS, codings=CODINGS)
def test_a_filtered_table_is_that_of_a_filtered_study(
    drawn_corpus: Callable[..., CodedCorpus], groups: list, codings: list
) -> None:
    corpus = drawn_corpus(groups, codings)
    kept = {name: one for name, one in corpus.transcripts.items() if one.attributes["sector"] == "health"}
    smaller = replace(corpus, transcripts=kept, codings=[one for one in corpus.codings if one.transcript in kept])
    outcomes = []
    for of, where in ((smaller, None), (corpus, {"sector": ["health"]})):
        try:
            table = comparison(of, where=where)
            outcomes.append((table.frame.to_dict("list"), table.marks))
        except TableError as error:
            outcomes.append((str(error), {}))
    assert str(outcomes[0]) == str(outcomes[1])


def test_a_code_that_was_merged_leaves_no_row(three_countries: CodedCorpus) -> None:
    book = three_countries.codebook
    obstacles = replace(book.by_id["obstacles"], children=(replace(book.by_id["no-time"], was=("red-tape",)),))
    merged = replace(book, roots=(obstacles, *book.roots[1:]))
    codings = [replace(one, code=merged.current(one.code)) for one in three_countries.codings]
    table = comparison(replace(three_countries, codebook=merged, codings=codings))
    assert "red-tape" not in table.frame.index
    assert _figure(table, "no-time", "All") == 2
