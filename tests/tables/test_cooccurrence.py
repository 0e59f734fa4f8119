"""Co-occurrence: counts against plain loops, Jaccard against scikit-learn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import jaccard_score

from fgcoder.errors import TableError
from fgcoder.model import Coding, Segment, Span, Speaker, Transcript
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.cooccurrence.table import cooccurrence, together
from fgcoder.tabular import Table

MakeGroup = Callable[..., tuple[Transcript, list[Segment]]]
MakeCorpus = Callable[..., CodedCorpus]
LaidOut = Callable[[CodedCorpus], list[tuple[Coding, Transcript, Segment, Speaker]]]

CODES = ("no-time", "red-tape", "aside", "old", "gone")
TURNS = st.lists(st.tuples(st.sampled_from(["MOD", "P1", "P2", ""]), st.integers(1, 3)), min_size=1, max_size=6)
GROUPS = st.lists(st.tuples(st.sampled_from(["France", "Germany"]), TURNS), min_size=1, max_size=3)
CODING = st.tuples(
    st.sampled_from(["anna", "ben"]), st.integers(0, 2), st.integers(0, 120), st.integers(0, 40), st.sampled_from(CODES)
)
CODINGS = st.lists(CODING, max_size=16)
WITHIN = st.sampled_from(["segment", "turn", 1, 2, 50])


def _cell(table: Table, row: str, column: str) -> int | float | str | None:
    return table.values()[list(table.frame.index).index(row)][table.columns.index(column)]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_jaccard_agrees_with_scikit_learn(units: list[tuple[bool, bool, bool]]) -> None:
    has = np.array(units)
    found = together(has, has)
    for one in range(3):
        for other in range(3):
            if (has[:, one] | has[:, other]).any():
                expected = jaccard_score(has[:, one], has[:, other])
                assert found.jaccard[one, other] == pytest.approx(expected)
            else:
                assert np.isnan(found.jaccard[one, other])


@pytest.fixture
def two_turns(make_group: MakeGroup, make_corpus: MakeCorpus) -> CodedCorpus:
    """Segments 1 and 2 in a turn of P1, 3 the moderator's, 4 of P2, 5 of P1; a second group without codings."""
    turns = [("P1", 2), ("MOD", 1), ("P2", 1), ("P1", 1)]
    groups = [make_group(name, {"country": "France"}, turns) for name in ("one", "two")]
    codings = [
        ("anna", "one", 1, "no-time"),
        ("ben", "one", 1, "red-tape"),
        ("anna", "one", 2, "red-tape"),
        ("anna", "one", 3, "old"),
        ("anna", "one", 4, "aside"),
        ("anna", "one", 5, "no-time"),
    ]
    return make_corpus(groups, codings)


def test_in_the_same_segment(two_turns: CodedCorpus) -> None:
    table = cooccurrence(two_turns)
    assert table.columns == ("No time", "Red tape", "Aside")
    assert table.frame.to_numpy().tolist() == [[2, 1, 0], [1, 2, 0], [0, 0, 1]]
    assert table.title == "Codes that come up together, in the same segment"
    assert dict(table.facts)["Base"] == "4 segments in 1 group with codings"
    assert any("Left out, as they never come up: 2 codes." in note for note in table.notes)


def test_in_the_same_turn(two_turns: CodedCorpus) -> None:
    table = cooccurrence(two_turns, within="turn")
    assert table.frame.to_numpy().tolist() == [[2, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert table.unit == "turns"


def test_within_turns_the_moderators_turns_are_passed_over_one_by_one(two_turns: CodedCorpus) -> None:
    one = cooccurrence(two_turns, within=1)
    assert _cell(one, "no-time", "Aside") == 2  # the turns of aside and of the second no-time
    assert _cell(one, "red-tape", "Aside") == 0
    two = cooccurrence(two_turns, within="2")
    assert _cell(two, "red-tape", "Aside") == 2
    assert _cell(two, "no-time", "Aside") == 3
    assert "at most 2 turns" in two.notes[0]


def test_turns_of_different_groups_are_never_near(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    groups = [make_group(name, {}, [("P1", 1)]) for name in ("one", "two", "three")]
    corpus = make_corpus(groups, [("anna", "one", 1, "no-time"), ("anna", "two", 1, "old")])
    for within in (1, 2, 50):
        assert _cell(cooccurrence(corpus, within=within), "no-time", "Old") == 0


def test_a_retired_code_has_a_row_only_if_it_has_codings(two_turns: CodedCorpus) -> None:
    book = two_turns.codebook
    retired = replace(book.roots[0], retired=True), replace(book.roots[1], retired=True), book.roots[2]
    table = cooccurrence(replace(two_turns, codebook=replace(book, roots=retired)), minimum=0)
    assert table.columns == ("No time (retired)", "Red tape (retired)", "Aside (retired)", "Old", "Young")
    nothing = cooccurrence(replace(two_turns, codebook=replace(book, roots=retired), codings=[]), minimum=0)
    assert nothing.columns == ("Old", "Young")


def test_the_moderators_words_count_when_asked_for(two_turns: CodedCorpus) -> None:
    assert "Old" in cooccurrence(two_turns, include_moderator=True).columns


def test_jaccard_and_pairs(two_turns: CodedCorpus) -> None:
    square = cooccurrence(two_turns, measure="jaccard")
    assert _cell(square, "no-time", "Red tape") == pytest.approx(1 / 3)
    assert _cell(square, "aside", "Aside") == 1
    listed = cooccurrence(two_turns, pairs=True)
    assert [row.id for row in listed.rows] == ["no-time + red-tape"]
    assert listed.values() == [("No time", "Red tape", 1, pytest.approx(1 / 3), 2, 2)]
    assert cooccurrence(two_turns, pairs=True, minimum=2).rows == ()


def test_codes_below_the_minimum_are_left_out_and_that_is_said(two_turns: CodedCorpus) -> None:
    table = cooccurrence(two_turns, minimum=2)
    assert table.columns == ("No time", "Red tape")
    assert any("come up in fewer than 2 segments: 3 codes." in note for note in table.notes)


def test_codes_are_put_in_order_and_pairs_with_them(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    given = ["no-time young", "no-time red-tape", "young red-tape", "young", "gone young red-tape"]
    codings = [("anna", "one", number, code) for number, codes in enumerate(given, 1) for code in codes.split()]
    corpus = make_corpus([make_group("one", {}, [("P1", len(given))])], codings)
    orders = {
        "codebook": ["no-time", "red-tape", "young", "gone"],
        "total": ["young", "red-tape", "no-time", "gone"],
        "label": ["gone", "no-time", "red-tape", "young"],
    }
    usual = cooccurrence(corpus)
    for order, ids in orders.items():
        table = cooccurrence(corpus, order=order)
        assert [row.id for row in table.rows] == ids
        assert list(table.columns) == [row.label for row in table.rows]
        for one in table.rows:
            for other in table.columns:
                assert _cell(table, one.id, other) == _cell(usual, one.id, other)
        assert table.behind is not None
        assert len(table.behind("red-tape", "Young")) == 2
    assert [row.id for row in cooccurrence(corpus, order="total", minimum=3).rows] == ["young", "red-tape"]
    both = {order: [row.id for row in cooccurrence(corpus, pairs=True, order=order).rows] for order in orders}
    assert both["codebook"][0] == "red-tape + young"
    assert both["total"][0] == "young + red-tape"
    assert both["label"] == [
        "gone + red-tape", "gone + young", "no-time + red-tape", "no-time + young", "red-tape + young",
    ]  # fmt: skip


def test_themes(two_turns: CodedCorpus) -> None:
    table = cooccurrence(two_turns, level="themes", within=1)
    assert table.columns == ("Obstacles", "Aside")
    assert table.frame.to_numpy().tolist() == [[2, 2], [2, 1]]


def test_codings_of_a_theme_itself_are_said_to_be_missing_among_codes(
    make_group: MakeGroup, make_corpus: MakeCorpus
) -> None:
    corpus = make_corpus([make_group("one", {}, [("P1", 2)])], [("anna", "one", 1, "obstacles")])
    assert any("1 coding of a theme itself" in note for note in cooccurrence(corpus).notes)
    assert cooccurrence(corpus, level="themes").frame.to_numpy().tolist() == [[1]]


def test_the_passages_behind_run_from_the_first_words_to_the_last(two_turns: CodedCorpus) -> None:
    words = [segment.words for segment in two_turns.segments["one"]]
    segment, turn, apart = (cooccurrence(two_turns, within=within) for within in ("segment", "turn", 2))
    assert segment.behind is not None
    assert turn.behind is not None
    assert apart.behind is not None
    assert [one.span for one in segment.behind("no-time", "Red tape")] == [words[0]]
    (passage,) = turn.behind("no-time", "Red tape")
    assert (passage.span.start, passage.span.end) == (words[0].start, words[1].end)
    assert [one.span for one in apart.behind("red-tape", "Aside")] == [
        Span(words[0].start, words[1].end),
        words[3],
    ]
    listed = cooccurrence(two_turns, pairs=True)
    assert listed.behind is not None
    assert len(listed.behind("no-time + red-tape", "Both")) == 1
    assert len(listed.behind("no-time + red-tape", "n other")) == 2
    assert listed.behind("no-time + red-tape", "Code") == ()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"within": "sentence"}, "'sentence' is no distance"),
        ({"within": 0}, "'0' is no distance"),
        ({"level": "code"}, "codes"),
        ({"measure": "phi"}, "jaccard"),
        ({"order": "alphabet"}, "label"),
        ({"where": {"country": "Frence"}}, "France"),
    ],
)
def test_a_wrong_name_is_told_with_what_there_is(two_turns: CodedCorpus, options: dict[str, object], told: str) -> None:
    with pytest.raises(TableError, match=told):
        cooccurrence(two_turns, **options)  # type: ignore[arg-type]


def test_without_codings_the_table_is_empty_and_says_why(two_turns: CodedCorpus) -> None:
    table = cooccurrence(replace(two_turns, codings=[]))
    assert table.rows == ()
    assert "Nothing has been coded yet." in table.notes


@settings(max_examples=80, deadline=None)
@given(groups=GROUPS, codings=CODINGS, within=WITHIN, order=st.randoms())
def test_counts_agree_with_plain_loops(
    drawn_corpus: Callable[..., CodedCorpus],
    laid_out: LaidOut,
    groups: list,
    codings: list,
    within: str | int,
    order: object,
) -> None:
    corpus = drawn_corpus(groups, codings)
    table = cooccurrence(corpus, within=within)
    places: dict[str, set[tuple[str, int]]] = {}
    for coding, transcript, segment, _ in laid_out(corpus):
        number = segment.number if within == "segment" else segment.turn
        places.setdefault(coding.code, set()).add((transcript.id, number))
    reach = within if isinstance(within, int) else 0

    def near(place: tuple[str, int], others: set[tuple[str, int]]) -> bool:
        return any(group == place[0] and abs(number - place[1]) <= reach for group, number in others)

    ids = [row.id for row in table.rows]
    assert set(ids) == set(places) & {*corpus.codebook.by_id, "gone"} - {"obstacles", "people", "age"}
    counts = table.frame.to_numpy(dtype=int)
    assert (counts == counts.T).all()
    assert table.behind is not None
    for at, one in enumerate(ids):
        for column, other in zip(table.columns, ids, strict=True):
            counting = {place for place in places[one] if near(place, places[other])}
            counting |= {place for place in places[other] if near(place, places[one])}
            assert _cell(table, one, column) == len(counting)
            assert len(table.behind(one, column)) == len(counting)
            if within in ("segment", "turn"):
                assert len(counting) <= counts[at, at]
    shuffled = list(corpus.codings)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert cooccurrence(replace(corpus, codings=shuffled), within=within).frame.equals(table.frame)


@settings(max_examples=40, deadline=None)
@given(groups=GROUPS, codings=CODINGS, within=WITHIN)
def test_a_filtered_table_is_that_of_a_filtered_study_and_the_list_that_of_the_square(
    drawn_corpus: Callable[..., CodedCorpus], groups: list, codings: list, within: str | int
) -> None:
    corpus = drawn_corpus(groups, codings)
    kept = {name: one for name, one in corpus.transcripts.items() if one.attributes["sector"] == "health"}
    smaller = replace(corpus, transcripts=kept, codings=[one for one in corpus.codings if one.transcript in kept])
    filtered = cooccurrence(corpus, within=within, where={"sector": "health"})
    assert filtered.frame.equals(cooccurrence(smaller, within=within).frame)
    square = cooccurrence(corpus, within=within, measure="jaccard")
    listed = cooccurrence(corpus, within=within, pairs=True)
    labels = {row.label: row.id for row in square.rows}
    for code, other, both, jaccard, own, others in listed.values():
        assert jaccard == pytest.approx(_cell(square, labels[str(code)], str(other)))
        assert 0 < float(jaccard or 0) <= 1
        assert int(both or 0) <= int(own or 0) + int(others or 0)
