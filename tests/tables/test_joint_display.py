"""The joint display and its gaps, on a corpus small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fgcoder.errors import TableError
from fgcoder.model import Figure, Finding, Link, Memo, Passage, Relation, Share, Span, Target
from fgcoder.tables.frequency.table import frequency
from fgcoder.tables.joint.display import FIGURES, INFERENCE, QUOTES, RELATION, THEMES, joint_display, spread
from fgcoder.tables.joint.gaps import MISSING, THERE, joint_gaps
from fgcoder.tables.joint.parts import Unlinked

START = datetime(2026, 3, 1, tzinfo=UTC)
OFTEN = (
    Figure("often", "52 %", share=Share(0.52, 0.49, 0.55, 1000, 12)),
    Figure("often", "4.4 %", "France", share=Share(0.044, 0.036, 0.058, 500)),
    Figure("often", "60 %", "Norway"),
)
TIME = Finding("time", "Nobody has time.", (), (), "1,000 people", "A survey.", OFTEN, codes=("no-time", "obstacles"))
AGE = Finding("age", "The old take part.", (), (), "Census", "Another", codes=("old", "lost"))
NOTHING = Finding("nothing", "Nothing is tied to this.", (), (), "1,000 people", "A survey.")
FINDINGS = (TIME, AGE, NOTHING)


def link(corpus, group, number, finding, relation, coder="anna", text=""):
    segment = corpus.segments[group][number - 1]
    made = START + timedelta(minutes=number)
    return Link(f"{group}{number}{finding}{coder}", coder, made, group, segment.words, finding, relation, text)


def inference(finding, text, coder="anna"):
    return Memo(f"m{finding}{coder}", coder, START, Target(finding=finding), text)


@pytest.fixture
def links(three_countries):
    return [
        link(three_countries, "fr-1", 2, "time", Relation.CONFIRMS, text="Word for word."),
        link(three_countries, "fr-1", 2, "time", Relation.CONFIRMS, "ben"),
        link(three_countries, "dk-1", 4, "time", Relation.CONTRADICTS, text="Not here."),
        link(three_countries, "de-1", 5, "time", Relation.CONFIRMS),
    ]


def cells(table, finding):
    return {column: str(table.frame.loc[finding, column]).split("\n") for column in table.columns}


def test_a_finding_with_everything(three_countries, links):
    memos = [inference("time", "Time is what they have least of."), inference("time", "Not in Denmark.", "ben")]
    table = joint_display(three_countries, FINDINGS, links, memos)
    found = cells(table, "time")
    assert found[FIGURES] == [
        "often: 52 % (49–55), base 1,000",
        "France: 4.4 % (3.6–5.8), base 500",
        "Norway: 60 %",
        "Base: 1,000 people.",
    ]
    # no-time is on segments 2 and 3 of fr-1; the moderator's segment 1 does not count, and Denmark is not coded.
    assert found[THEMES] == [
        "No time: 2 segments (Denmark –, France 2, Germany 0)",
        "Obstacles: 2 segments (Denmark –, France 2, Germany 0)",
    ]
    assert found[RELATION] == [
        "confirms 2, contradicts 1",
        "Denmark: contradicts 1",
        "France: confirms 1",
        "Germany: confirms 1",
    ]
    assert found[QUOTES] == [
        "Confirms: “I say č0.” (P1; fr-1, turn 2). Word for word.",
        "Confirms: “I say č0.” (P3; de-1, turn 4).",
        "Contradicts: “I say č0.” (P2; dk-1, turn 3). Not here.",
        "No time, Obstacles: “I say č1.” (P1; fr-1, turn 2).",
    ]
    assert found[INFERENCE] == ["anna: Time is what they have least of.", "ben: Not in Denmark."]
    assert [row.label for row in table.rows] == [one.statement for one in FINDINGS]


def test_what_is_not_there_is_said(three_countries):
    table = joint_display(three_countries, FINDINGS, [])
    assert cells(table, "nothing") == {
        FIGURES: ["(no figure)", "Base: 1,000 people."],
        THEMES: ["(no code is tied to it)"],
        QUOTES: ["(no quote)"],
        RELATION: ["(nothing linked)"],
        INFERENCE: ["(not written yet)"],
    }
    assert cells(table, "age")[THEMES] == [
        "Old: 0 segments (Denmark –, France 0, Germany 0)",
        "lost: 0 segments (not in the codebook)",
    ]
    assert "Source of time and nothing: A survey." in table.notes
    assert "Source of age: Another." in table.notes


def test_passages_stand_behind_the_cells(three_countries, links):
    table = joint_display(three_countries, FINDINGS, links)
    words = {n: three_countries.segments["fr-1"][n - 1].words for n in (2, 3)}
    assert table.behind("time", THEMES) == (Passage("fr-1", words[3]),)
    assert len(table.behind("time", RELATION)) == 3
    assert table.behind("time", RELATION)[0] == Passage("fr-1", words[2])
    assert len(table.behind("time", QUOTES)) == 4
    assert table.behind("time", FIGURES) == ()
    assert len(table.quotes["time", QUOTES]) == 4


def test_the_counts_are_those_of_the_frequency_table(three_countries, links):
    table = joint_display(three_countries, FINDINGS, links, where={"country": ["France", "Germany"]}, coders=["anna"])
    counts = frequency(three_countries, where={"country": ["France", "Germany"]}, coders=["anna"]).frame
    france, germany, total = (int(counts.loc["obstacles", one]) for one in ("France", "Germany", "Total"))
    assert cells(table, "time")[THEMES][1] == f"Obstacles: {total} segments (France {france}, Germany {germany})"


def test_filters_hold_for_links_and_figures_too(three_countries, links):
    table = joint_display(three_countries, FINDINGS, links, where={"country": "France"}, coders=["ben"])
    found = cells(table, "time")
    assert found[FIGURES] == ["often:", "France: 4.4 % (3.6–5.8), base 500", "Base: 1,000 people."]
    assert found[RELATION] == ["France: confirms 1"]
    assert any(
        "1 link on words that are left out here" in note
        for note in joint_display(
            three_countries, FINDINGS, [*links[:1], link(three_countries, "fr-1", 1, "time", Relation.EXPANDS)]
        ).notes
    ), "the moderator's"
    with pytest.raises(TableError, match="Did you mean 'France'"):
        joint_display(three_countries, FINDINGS, links, where={"country": "Frence"})


def test_a_finding_of_some_countries_and_sectors_has_their_quotes(three_countries):
    german = Finding("german", "x", ("health",), ("Germany", "France"), "b", "s", codes=("obstacles", "young"))
    table = joint_display(three_countries, [german], [])
    assert cells(table, "german")[QUOTES] == ["(no quote)"], "coded in the safety groups alone"
    anywhere = Finding("german", "x", (), ("Germany",), "b", "s", codes=("obstacles", "young"))
    assert cells(joint_display(three_countries, [anywhere], []), "german")[QUOTES] == [
        "Young: “I say č0.” (P2; de-1, turn 3)."
    ]


def test_a_finding_of_some_countries_has_their_figures_and_counts(three_countries):
    figures = (*OFTEN, Figure("often", "9 %", "France", "health"), Figure("often", "<1 %", "France", "safety"))
    french = replace(TIME, id="french", countries=("France",), sectors=("safety",), figures=figures)
    table = joint_display(three_countries, [french, TIME], [])
    found = cells(table, "french")
    assert found[FIGURES][1:-1] == ["France: 4.4 % (3.6–5.8), base 500", "France, safety: <1 %"]
    assert found[THEMES][0] == "No time: 2 segments (France 2)"
    assert cells(table, "time")[THEMES][0] == "No time: 2 segments (Denmark –, France 2, Germany 0)"
    assert any(note.startswith("Of a finding about some countries") for note in table.notes)
    part = joint_display(three_countries, [french], [], where={"sector": ["safety"]})
    assert cells(part, "french")[FIGURES] == ["often (safety):", "France: <1 %", "Base: 1,000 people."]


def test_links_of_findings_that_are_gone_are_told(three_countries):
    table = joint_display(three_countries, [AGE], [link(three_countries, "fr-1", 2, "x", Relation.EXPANDS)])
    assert "In the record, but in no survey file: x." in table.notes


def test_each_country_has_its_turn():
    passages = [
        Unlinked(Passage(group, Span(at, at + 1)), country, ())
        for country, group, count in (("A", "a1", 4), ("A", "a2", 1), ("B", "b1", 1), ("C", "c1", 2))
        for at in range(count)
    ]
    assert [one.passage.transcript for one in spread(passages, 3)] == ["a1", "b1", "c1"]
    assert [one.passage.transcript for one in spread(passages, 5)] == ["a1", "a2", "b1", "c1", "c1"]
    assert spread(passages, 0) == []
    assert spread(passages, 99) == passages


def test_the_order_asked_for_decides_which_are_picked(three_countries):
    last = {}

    def backwards(finding, passages):
        last[finding.id] = passages[-1]
        return passages[::-1]

    table = joint_display(three_countries, [TIME], [], most=1, order=backwards)
    assert table.quotes["time", QUOTES][0].words == "I say č1."
    assert last["time"].passage.transcript == "fr-1"


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_permuting_links_and_codings_changes_nothing(three_countries, data):
    own = [
        link(three_countries, group, number, finding, relation, coder, text)
        for group, number, finding, relation, coder, text in data.draw(
            st.lists(
                st.tuples(
                    st.sampled_from(["fr-1", "de-1", "dk-1"]),
                    st.integers(2, 5),
                    st.sampled_from(["time", "age"]),
                    st.sampled_from(list(Relation)),
                    st.sampled_from(["anna", "ben"]),
                    st.sampled_from(["", "Why.", "Because."]),
                ),
                unique_by=lambda one: (one[0], one[1], one[2], one[4]),
                max_size=8,
            )
        )
    ]
    table = joint_display(three_countries, FINDINGS, own)
    shuffled = replace(three_countries, codings=data.draw(st.permutations(three_countries.codings)))
    again = joint_display(shuffled, FINDINGS, data.draw(st.permutations(own)))
    assert again.values() == table.values()
    sums = [line for one in ("time", "age") for line in cells(table, one)[RELATION]]
    passages = {(one.transcript, one.span, one.finding, one.relation) for one in own}
    by_country = [line.partition(": ")[2] for line in sums if ": " in line]
    told = sum(int(part.split()[-1]) for line in by_country for part in line.split(", "))
    assert told == len(passages)


def test_the_gaps(three_countries, links):
    table = joint_gaps(three_countries, FINDINGS, links[:1])
    by_row = {row.id: (row.label, *cell) for row, cell in zip(table.rows, table.printed(), strict=True)}
    assert by_row == {
        "(findings)": ("Findings without a linked quote", "", ""),
        "(findings) age": ("age: The old take part.", "no linked quote", "0 coded passages under its codes"),
        "(findings) nothing": ("nothing: Nothing is tied to this.", "no linked quote, no code tied to it", ""),
        "(themes)": ("Themes without a finding", "", ""),
        "(themes) aside": ("Aside (aside)", "no finding is tied to it or to a code of it", "0 segments in 0 groups"),
        "(countries)": ("Countries without figures or linked quotes", "", ""),
        "(countries) Denmark": (
            "Denmark",
            "no figure; no linked quote for time",
            "1 group, figures of 0 findings, quotes linked to 0 findings",
        ),
        "(countries) Germany": (
            "Germany",
            "no figure; no linked quote for time",
            "2 groups, figures of 0 findings, quotes linked to 0 findings",
        ),
        "(countries) Norway": (
            "Norway",
            "no linked quote for time",
            "0 groups, figures of 1 finding, quotes linked to 0 findings",
        ),
    }
    assert table.columns == (MISSING, THERE)


def test_a_kind_without_a_gap_says_so(three_countries, links):
    tied = Finding("all", "x", (), (), "b", "s", codes=("obstacles", "aside", "people"))
    table = joint_gaps(three_countries, [tied], [link(three_countries, "fr-1", 2, "all", Relation.EXPANDS)])
    assert table.frame.loc["(findings)", MISSING] == "none"
    assert table.frame.loc["(themes)", MISSING] == "none"
