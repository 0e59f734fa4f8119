"""Saturation: the rule by its definition and by another implementation, the order of fieldwork, coverage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgcoder.errors import TableError
from fgcoder.model import Coding, Segment, Speaker, Transcript
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.saturation.coverage import coverage
from fgcoder.tables.saturation.rule import Rule, curve
from fgcoder.tables.saturation.table import saturation
from fgcoder.tabular import RowKind, Table

MakeGroup = Callable[..., tuple[Transcript, list[Segment]]]
MakeCorpus = Callable[..., CodedCorpus]
LaidOut = Callable[[CodedCorpus], list[tuple[Coding, Transcript, Segment, Speaker]]]

CODES = ("no-time", "red-tape", "aside", "old", "gone")
TURNS = st.lists(st.tuples(st.sampled_from(["MOD", "P1", "P2"]), st.integers(1, 2)), min_size=1, max_size=3)
GROUPS = st.lists(st.tuples(st.sampled_from(["France", "Germany"]), TURNS), min_size=1, max_size=6)
CODING = st.tuples(
    st.sampled_from(["anna", "ben"]), st.integers(0, 5), st.integers(0, 60), st.integers(0, 20), st.sampled_from(CODES)
)
CODINGS = st.lists(CODING, min_size=1, max_size=16)


def _column(table: Table, column: str) -> list[int | float | str | None]:
    return [line[table.columns.index(column)] for line in table.values()]


def _has(new_by_group: list[int]) -> np.ndarray:
    """Groups of which each brings so many codes that no earlier one had, and repeats the first one's first code."""
    has = np.zeros((len(new_by_group), sum(new_by_group)), dtype=bool)
    at = 0
    for group, new in enumerate(new_by_group):
        has[group, at : at + new] = True
        at += new
    has[:, 0] = True
    return has


def test_the_rule_as_it_is_defined() -> None:
    # By the definition of Guest, Namey and Chen (2020): the base is the first 4, its 20 codes stay the denominator,
    # runs of 2 begin after it and move on by one: (5, 6), (6, 7), (7, 8), (8, 9).
    found = curve(_has([10, 5, 3, 2, 2, 1, 1, 0, 2]), Rule(base=4, run=2, threshold=0.05))
    assert np.isnan(found.ratio[:5]).all()
    assert found.ratio[5:].tolist() == [3 / 20, 2 / 20, 1 / 20, 2 / 20]
    assert found.so_far.tolist() == [10, 15, 18, 20, 22, 23, 24, 24, 26]
    assert found.reached == 6  # 6+2: the run of groups 7 and 8 brings 5 % or less


@pytest.mark.parametrize(
    ("rule", "reached"), [(Rule(4, 2, 0.0), None), (Rule(4, 2, 0.1), 5), (Rule(4, 3, 0.1), 5), (Rule(6, 2, 0.05), 6)]
)
def test_a_stricter_rule_is_reached_later_or_never(rule: Rule, reached: int | None) -> None:
    assert curve(_has([10, 5, 3, 2, 2, 1, 1, 0, 2]), rule).reached == reached


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=9),
    st.integers(1, 5),
    st.integers(1, 3),
    st.sampled_from([0.0, 0.05, 0.2]),
)
def test_the_rule_agrees_with_plain_sets(groups: list[list[bool]], base: int, run: int, threshold: float) -> None:
    said = [{code for code, is_there in enumerate(group) if is_there} for group in groups]
    found = curve(np.array(groups), Rule(base, run, threshold))
    reached = None
    for last in range(len(said)):
        before = set().union(*said[:last])
        assert found.new[last] == len(said[last] - before)
        assert found.so_far[last] == len(before | said[last])
        first = last + 1 - run
        in_base = set().union(*said[:base])
        if first < base or not in_base:
            assert np.isnan(found.ratio[last])
            continue
        new = set().union(*said[first : last + 1]) - set().union(*said[:first])
        assert found.ratio[last] == pytest.approx(len(new) / len(in_base))
        if reached is None and len(new) / len(in_base) <= threshold:
            reached = first
    assert found.reached == reached


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=5))
def test_the_curve_in_any_order_is_the_mean_over_all_orders(groups: list[list[bool]]) -> None:
    has = np.array(groups)
    mean = np.mean([curve(has[list(order)], Rule(1, 1, 0)).so_far for order in permutations(range(len(has)))], axis=0)
    assert curve(has, Rule(1, 1, 0)).in_any_order == pytest.approx(mean)


@pytest.fixture
def dated(make_group: MakeGroup, make_corpus: MakeCorpus) -> CodedCorpus:
    """Groups in the order c, a, b, d by date; e without one, f without codings."""
    dates = {"a": "2020-02-01", "b": "2020-03-01", "c": "2020-01-15", "d": "2020-04", "e": "", "f": "2020-01-01"}
    groups = [
        make_group(name, {"country": "France" if name in "ac" else "Germany", "date": date}, [("MOD", 1), ("P1", 3)])
        for name, date in dates.items()
    ]
    codings = [
        ("anna", "c", 2, "no-time"),
        ("anna", "c", 3, "red-tape"),
        ("anna", "a", 2, "no-time"),
        ("ben", "a", 2, "old"),
        ("anna", "b", 1, "young"),
        ("anna", "b", 4, "aside"),
        ("anna", "d", 4, "aside"),
        ("anna", "e", 4, "aside"),
    ]
    return make_corpus(groups, codings)


def test_groups_are_in_order_of_fieldwork_and_what_nobody_coded_is_left_out(dated: CodedCorpus) -> None:
    table = saturation(dated, base=2, run=1)
    assert [row.id for row in table.rows] == ["c", "a", "b", "d", "e"]
    assert _column(table, "Date") == ["2020-01-15", "2020-02-01", "2020-03-01", "2020-04", None]
    assert _column(table, "New") == [2, 1, 1, 0, 0]
    assert _column(table, "So far") == [2, 3, 4, 4, 4]
    assert _column(table, "New information (%)") == [None, None, pytest.approx(100 / 3), 0.0, 0.0]
    assert _column(table, "New codes") == ["No time; Red tape", "Old", "Aside", "none", "none"]
    assert table.marks == {("d", "New information (%)"): "✓", ("e", "New information (%)"): "✓"}
    assert "after 3 groups, as seen in the run of 1 that follows (3+1)" in table.notes[0]
    assert any("put last: e." in note for note in table.notes)
    assert any("1 group (f)" in note for note in table.notes)
    assert ("Rule", "base 2 groups, run 1, threshold 5 %") in table.facts


def test_a_day_that_there_is_not_puts_a_group_last(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    dates = {"a": "2020-13-01", "b": "2020-03-01", "c": "05.04.2019"}
    groups = [make_group(name, {"country": "France", "date": date}, [("P1", 1)]) for name, date in dates.items()]
    table = saturation(make_corpus(groups, [("anna", name, 1, "old") for name in dates]))
    assert [row.id for row in table.rows] == ["b", "a", "c"]
    assert any("put last: a, c." in note for note in table.notes)


def test_coverage_by_group_says_in_which_each_code_occurs(dated: CodedCorpus) -> None:
    table = coverage(dated, by="group")
    assert table.columns[:5] == ("a", "b", "c", "d", "e")
    assert table.frame.loc["no-time", ["a", "b", "c"]].tolist() == [1, 0, 1]


def test_the_moderators_codes_are_new_only_when_asked_for(dated: CodedCorpus) -> None:
    assert _column(saturation(dated, include_moderator=True), "New") == [2, 1, 2, 0, 0]


def test_it_is_done_for_each_country_too(dated: CodedCorpus) -> None:
    table = saturation(dated, by="country", base=2, run=1)
    assert [(row.kind, row.label) for row in table.rows if row.level == 0] == [
        (RowKind.THEME, "All groups"),
        (RowKind.THEME, "France"),
        (RowKind.THEME, "Germany"),
    ]
    german = [line for row, line in zip(table.rows, table.values(), strict=True) if row.above == ("Germany",)]
    assert [line[1] for line in german] == [1, 0, 0]
    assert table.frame.loc["(Germany)", "So far"] == 1
    assert any("need 3: France (2)" in note for note in table.notes)
    assert table.behind is not None
    assert len(table.behind("Germany: b", "New")) == 1
    assert table.behind("(Germany)", "New") == ()
    assert table.behind("Germany: b", "So far") == ()


def test_themes_count_once(dated: CodedCorpus) -> None:
    assert _column(saturation(dated, level="themes"), "New") == [1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"base": 0}, "1 group at least"),
        ({"run": 0}, "1 group at least"),
        ({"threshold": 1.5}, "150 % is none"),
        ({"by": "stakeholders"}, "attribute of transcripts called 'stakeholders'"),
        ({"level": "code"}, "codes"),
        ({"where": {"group": "f"}}, "Nothing has been coded yet"),
    ],
)
def test_what_cannot_be_answered_is_said(dated: CodedCorpus, options: dict[str, object], told: str) -> None:
    with pytest.raises(TableError, match=told):
        saturation(dated, **options)  # type: ignore[arg-type]


def test_undated_groups_are_said_to_be_in_no_order_of_fieldwork(three_countries: CodedCorpus) -> None:
    assert any("not of fieldwork" in note for note in saturation(three_countries).notes)


def _of_dates(make_group: MakeGroup, make_corpus: MakeCorpus, dates: dict[str, str]) -> CodedCorpus:
    groups = [make_group(name, {"country": "France", "date": date}, [("P1", 1)]) for name, date in dates.items()]
    return make_corpus(groups, [("anna", name, 1, "aside") for name in dates])


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"a": "2020-01-01", "b": "2020-02-01", "c": "2020"}, "c"),
        ({"a": "2020-01-01", "b": "2020-01", "c": "2020"}, "c, b"),
        ({"a": "2020-01-01", "b": "2020-02", "c": "2019"}, None),
        ({"a": "2020", "b": "2021", "c": ""}, None),
    ],
)
def test_a_date_by_year_or_month_alone_is_said_where_it_leaves_the_order_open(
    make_group: MakeGroup, make_corpus: MakeCorpus, dates: dict[str, str], said: str | None
) -> None:
    corpus = _of_dates(make_group, make_corpus, dates)
    for table, before in ((saturation(corpus), "Dated"), (coverage(corpus), "First in: dated")):
        found = [note for note in table.notes if "by year or month alone" in note]
        told = f"{before} by year or month alone, and put before other groups of that year or month: {said}."
        assert found == ([told] if said else [])


def test_coverage_says_what_it_does_not_know_of_the_order(
    make_group: MakeGroup, make_corpus: MakeCorpus, dated: CodedCorpus
) -> None:
    assert "First in: without a date written as year-month-day, and put last: e." in coverage(dated).notes
    ties = _of_dates(make_group, make_corpus, {"a": "2020-01-01", "b": "2020-01-01"})
    assert "First in: groups of the same date are in the order of their names." in coverage(ties).notes


@settings(max_examples=60, deadline=None)
@given(groups=GROUPS, codings=CODINGS, order=st.randoms())
def test_the_tables_agree_with_plain_loops_and_no_order_of_codings_matters(
    drawn_corpus: Callable[..., CodedCorpus], laid_out: LaidOut, groups: list, codings: list, order: object
) -> None:
    corpus = drawn_corpus(groups, codings)
    said: dict[str, set[str]] = {}
    for coding, transcript, _, _ in laid_out(corpus):
        said.setdefault(transcript.id, set()).add(coding.code)
    table, spread = saturation(corpus), coverage(corpus)
    coded = {coding.transcript for coding in corpus.codings}
    in_order = sorted(coded, key=lambda name: corpus.transcripts[name].attributes["date"])
    assert [row.id for row in table.rows] == in_order
    heard: set[str] = set()
    for group, new in zip(in_order, _column(table, "New"), strict=True):
        assert new == len(said.get(group, set()) - heard)
        heard |= said.get(group, set())
    for row, line in zip(spread.rows, spread.values(), strict=True):
        if row.kind is RowKind.CODE and row.id in {*CODES}:
            groups_with = [group for group in in_order if row.id in said.get(group, ())]
            found = dict(zip(spread.columns, line, strict=True))
            assert found["Groups"] == len(groups_with)
            assert found["Share of groups"] == pytest.approx(len(groups_with) / len(in_order))
            assert found["First in"] == (groups_with[0] if groups_with else "nowhere")
            countries = {corpus.transcripts[group].attributes["country"] for group in groups_with}
            assert next(found[name] for name in spread.columns if name.startswith("Country (of")) == len(countries)
    shuffled = list(corpus.codings)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    mixed = replace(corpus, codings=shuffled)
    assert saturation(mixed).frame.equals(table.frame)
    assert coverage(mixed).frame.equals(spread.frame)


@settings(max_examples=40, deadline=None)
@given(groups=GROUPS, codings=CODINGS)
def test_a_filtered_table_is_that_of_a_filtered_study(
    drawn_corpus: Callable[..., CodedCorpus], groups: list, codings: list
) -> None:
    corpus = drawn_corpus(groups, codings)
    kept = {name: one for name, one in corpus.transcripts.items() if one.attributes["sector"] == "health"}
    smaller = replace(corpus, transcripts=kept, codings=[one for one in corpus.codings if one.transcript in kept])
    for make in (saturation, coverage):
        outcomes = []
        for of, where in ((smaller, None), (corpus, {"sector": "health"})):
            try:
                outcomes.append(make(of, where=where).frame.to_dict())
            except TableError as error:
                outcomes.append({"error": str(error)})
        assert str(outcomes[0]) == str(outcomes[1])


def test_coverage_says_where_codes_are_and_where_not(dated: CodedCorpus) -> None:
    table = coverage(dated)
    assert table.columns == ("France", "Germany", "Groups", "Share of groups", "Country (of 2)", "First in")
    lines = {row.id: line for row, line in zip(table.rows, table.values(), strict=True)}
    assert lines["aside"] == (0, 3, 3, 0.6, 1, "b")
    assert lines["no-time"] == (2, 0, 2, 0.4, 1, "c")
    assert lines["young"] == (0, 0, 0, 0.0, 0, "nowhere")
    assert lines["(groups coded)"] == (2, 3, 5, None, 2, "")
    assert table.printed()[0][3] == "40 %"
    assert any("Nowhere: Young." in note for note in table.notes)
    assert table.behind is not None
    assert [one.transcript for one in table.behind("aside", "Germany")] == ["b", "d", "e"]
    assert len(table.behind("obstacles", "Groups")) == 3
    assert table.behind("aside", "First in") == ()


def test_groups_that_do_not_say_their_country_are_in_none(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    countries = {"g1": {"country": "A"}, "g2": {"country": "B"}, "g3": {}}
    groups = [make_group(name, known, [("P1", 3)]) for name, known in countries.items()]
    codings = [
        ("anna", "g1", 1, "no-time"),
        ("anna", "g3", 1, "no-time"),
        ("anna", "g1", 2, "old"),
        ("anna", "g2", 2, "old"),
        ("anna", "g3", 2, "old"),
        ("anna", "g3", 3, "aside"),
    ]
    table = coverage(make_corpus(groups, codings))
    assert table.columns == ("A", "B", "(not given)", "Groups", "Share of groups", "Country (of 2)", "First in")
    lines = {row.id: line for row, line in zip(table.rows, table.values(), strict=True)}
    assert lines["no-time"] == (1, 0, 1, 2, pytest.approx(2 / 3), 1, "g1")
    assert lines["people"] == (1, 1, 1, 3, 1.0, 2, "g1")
    assert lines["aside"] == (0, 0, 1, 1, pytest.approx(1 / 3), 0, "g3")
    assert lines["(groups coded)"] == (1, 1, 1, 3, None, 2, "")
    assert table.notes[1:3] == (
        "In every country: 1 of 5 codes. In one only: No time. In none that is known: Aside. "
        "Nowhere: Red tape and Young.",
        "1 group with codings does not say its country: it counts among the groups, and in no country.",
    )
    unsaid = coverage(make_corpus([*groups, make_group("g4", {}, [("P1", 1)])], [*codings, ("anna", "g4", 1, "old")]))
    assert unsaid.notes[2].startswith("2 groups with codings do not say their country: they count among the groups")
