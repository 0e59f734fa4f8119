"""The country table, cell by cell, on a corpus small enough to count by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from fgcoder.errors import TableError
from fgcoder.model import Code, Codebook, Passage, Role, Segment, Span, Speaker, Transcript
from fgcoder.tables.agreement.ratings import Verdicts
from fgcoder.tables.coded import CodedCorpus
from fgcoder.tables.frequency.table import frequency
from fgcoder.tabular import RowKind, Table

MakeGroup = Callable[..., tuple[Transcript, list[Segment]]]
MakeCorpus = Callable[..., CodedCorpus]


def _row(table: Table, row: str) -> list[int | float | str | None]:
    return list(table.values()[list(table.frame.index).index(row)])


def _said(table: Table, words: str) -> bool:
    return any(words in note for note in table.notes)


def test_columns_are_the_countries_of_the_transcripts_then_the_total(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries)
    assert table.columns == ("Denmark", "France", "Germany", "Total")
    assert table.total_columns == ("Total",)
    assert table.title == "Segments coded, by country"


def test_rows_are_the_codebooks_tree_then_what_it_lacks_then_the_base(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries)
    assert [(row.level, row.label) for row in table.rows] == [
        (0, "Obstacles"),
        (1, "No time"),
        (1, "Red tape"),
        (0, "Aside"),
        (0, "People"),
        (1, "Age"),
        (2, "Old"),
        (2, "Young"),
        (0, "Not in the codebook"),
        (1, "gone"),
        (0, "Groups"),
        (0, "Groups with codings"),
        (0, "Participants"),
        (0, "Segments"),
        (0, "Segments with any code"),
    ]
    kinds = {row.label: row.kind for row in table.rows}
    assert (kinds["Age"], kinds["Aside"], kinds["Groups"]) == (RowKind.THEME, RowKind.CODE, RowKind.BASE)
    assert next(row.above for row in table.rows if row.label == "Young") == ("People", "Age")


def test_a_retired_code_keeps_its_row_as_long_as_it_has_codings(three_countries: CodedCorpus) -> None:
    def retired(code: Code) -> Code:
        below = tuple(retired(child) for child in code.children)
        return replace(code, children=below, retired=code.id in {"no-time", "young"})

    book = three_countries.codebook
    book = replace(book, roots=tuple(retired(code) for code in book.roots))
    before, after = frequency(three_countries), frequency(replace(three_countries, codebook=book))
    labels = [row.label for row in after.rows]
    assert "No time (retired)" in labels
    assert ("Young (retired)" in labels) is any(cell for cell in _row(before, "young") if cell)
    assert _row(after, "no-time") == _row(before, "no-time")
    assert _row(after, "obstacles") == _row(before, "obstacles")


@pytest.mark.parametrize(
    ("counting", "theme", "no_time"),
    [
        ("segments", [None, 2, 0, 2], [None, 2, 0, 2]),
        ("participants", [None, 1, 0, 1], [None, 1, 0, 1]),
        ("groups", [None, 1, 0, 1], [None, 1, 0, 1]),
        ("codings", [None, 4, 0, 4], [None, 3, 0, 3]),
    ],
)
def test_each_way_of_counting(
    three_countries: CodedCorpus, counting: str, theme: list[int | None], no_time: list[int | None]
) -> None:
    table = frequency(three_countries, counting=counting)
    assert _row(table, "obstacles") == theme
    assert _row(table, "no-time") == no_time


def test_none_is_told_from_not_coded_yet(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries)
    assert _row(table, "aside") == [None, 0, 0, 0]
    assert table.printed()[3] == ("–", "0", "0", "0")
    assert _said(table, "A – stands where nobody has coded anything yet: Denmark (1 group).")
    assert _said(table, "With codings so far: Germany 1 of 2 groups.")


def test_a_group_coded_only_in_the_moderators_words_counts_as_coded(three_countries: CodedCorpus) -> None:
    corpus = replace(three_countries, codings=[three_countries.codings[4]])
    table = frequency(corpus)
    assert _row(table, "no-time") == [None, 0, None, 0]
    assert _said(table, "What the moderator says is left out (1 coding).")


def test_the_base_rows_count_what_there_is(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries)
    assert _row(table, "(groups)") == [1, 1, 2, 4]
    assert _row(table, "(groups coded)") == [0, 1, 1, 2]
    assert _row(table, "(participants)") == [3, 3, 6, 12]
    assert _row(table, "(segments)") == [4, 4, 8, 16]


def test_the_moderator_counts_when_asked_for(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, include_moderator=True)
    assert _row(table, "no-time") == [None, 3, 0, 3]
    assert _row(table, "(segments)") == [5, 5, 10, 20]
    assert _row(table, "(participants)") == [3, 3, 6, 12]
    assert _said(table, "What the moderator says is counted too.")


def test_one_coder_alone(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, coders=["ben"], counting="codings")
    assert _row(table, "no-time") == [None, 1, 0, 1]
    assert _row(table, "red-tape") == [None, 0, 0, 0]
    assert dict(table.facts)["Coders"] == "ben"


def test_two_coders_are_named_with_what_their_agreement_counts_for(three_countries: CodedCorpus) -> None:
    assert _said(frequency(three_countries), "2 coders: anna, ben. Where two applied the same code, it counts once.")
    assert _said(frequency(three_countries, counting="codings"), "both codings count")


def test_by_stakeholders_a_group_stands_in_several_columns_and_once_in_the_total(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, by="stakeholders", counting="groups")
    assert table.columns == ("citizen", "professional", "(not given)", "Total")
    assert _row(table, "(groups)") == [4, 4, 4, 4]
    assert _said(table, "Total counts what is in several columns once")
    assert _said(table, "Nothing is given as stakeholders in: ")
    assert not _said(frequency(three_countries), "Nothing is given as")


def test_where_nothing_is_in_two_columns_no_note_says_so(three_countries: CodedCorpus) -> None:
    assert not _said(frequency(three_countries), "in several columns")


def test_by_coder_the_base_is_the_same_for_all(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, by="coder", counting="codings")
    assert table.columns == ("anna", "ben", "Total")
    assert _row(table, "no-time") == [2, 1, 3]
    assert _row(table, "(groups)") == [4, 4, 4]
    assert _row(table, "(groups coded)") == [2, 2, 2]


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        ("group", ("de-1", "de-2", "dk-1", "fr-1", "Total")),
        ("language", ("da", "de", "fr", "Total")),
        ("sector", ("health", "safety", "Total")),
    ],
)
def test_by_anything_else(three_countries: CodedCorpus, by: str, columns: tuple[str, ...]) -> None:
    assert frequency(three_countries, by=by).columns == columns


def test_by_speaker_people_of_different_groups_are_different_people(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, by="speaker", where={"country": "France"})
    assert table.columns == ("fr-1 P1", "fr-1 P2", "fr-1 P3", "Total")
    assert _row(table, "no-time") == [2, 0, 0, 2]


def test_filters_restrict_rows_columns_and_base(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, where={"country": {"Germany"}, "stakeholders": {"professional"}})
    assert table.columns == ("Germany", "Total")
    assert _row(table, "young") == [1, 1]
    assert _row(table, "(participants)") == [2, 2]
    assert "Not in the codebook" not in [row.label for row in table.rows]
    assert dict(table.facts)["Filters"] == "country = Germany; stakeholders = professional"


def test_most_frequent_first_within_its_theme(three_countries: CodedCorpus) -> None:
    labels = [row.label for row in frequency(three_countries, order="total").rows]
    assert labels[:8] == ["Obstacles", "No time", "Red tape", "People", "Age", "Young", "Old", "Aside"]


def test_a_theme_may_be_coded_itself(three_countries: CodedCorpus) -> None:
    coding = replace(three_countries.codings[0], decision="theme", code="people")
    table = frequency(replace(three_countries, codings=[*three_countries.codings, coding]))
    assert _row(table, "people") == [None, 1, 1, 2]
    assert _row(table, "age") == [None, 0, 1, 1]
    assert _said(table, "1 coding of a theme itself")


def test_codings_that_fit_nowhere_are_reported_under_the_table(three_countries: CodedCorpus) -> None:
    lost = replace(three_countries.codings[0], decision="lost", transcript="es-1")
    table = frequency(replace(three_countries, codings=[*three_countries.codings, lost]))
    assert _row(table, "no-time") == [None, 2, 0, 2]
    assert _said(table, "1 coding not counted, as the text they refer to is not here: es-1.")


def test_a_study_that_nobody_has_coded_shows_its_base(three_countries: CodedCorpus) -> None:
    table = frequency(replace(three_countries, codings=[]))
    assert _row(table, "no-time") == [None, None, None, None]
    assert _row(table, "(groups)") == [1, 1, 2, 4]
    assert _said(table, "Nothing has been coded yet.")


def test_a_group_that_is_not_segmented_keeps_its_country(three_countries: CodedCorpus) -> None:
    segments = {name: own for name, own in three_countries.segments.items() if name != "dk-1"}
    assert "Denmark" in frequency(replace(three_countries, segments=segments)).columns


def test_turns_that_name_nobody_make_no_participant(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    nameless = make_group("x", {"country": "France"}, [("", 1), ("", 1)])
    mixed = make_group("y", {"country": "Germany"}, [("MOD", 1), ("P1", 1), ("", 1)])
    codings = [("anna", "x", 1, "old"), ("anna", "x", 2, "old"), ("anna", "y", 2, "old"), ("anna", "y", 3, "old")]
    corpus = make_corpus([nameless, mixed], codings)
    table = frequency(corpus, counting="participants")
    assert _row(table, "(participants)") == [0, 1, 1]
    assert _row(table, "old") == [0, 1, 1]
    assert _row(frequency(corpus), "old") == [2, 2, 4]
    assert dict(table.facts)["Base"] == "2 groups, 1 participant, 4 segments"
    assert _said(table, "3 turns in 2 groups name no speaker: nobody knows how many people speak there, so they add no")
    assert ("(participants)", "France") not in table.marks
    assert not _said(frequency(corpus, where={"speaker": "P1"}), "name no speaker")


def test_a_participant_who_is_declared_and_never_heard_is_one_and_is_named(
    make_group: MakeGroup, make_corpus: MakeCorpus
) -> None:
    transcript, segments = make_group("x", {"country": "France"}, [("MOD", 1), ("P1", 1), ("", 1)])
    silent = Speaker("ID1", Role.PARTICIPANT, {})
    declared = replace(transcript, speakers={**transcript.speakers, "ID1": silent})
    table = frequency(make_corpus([(declared, segments)], [("anna", "x", 2, "old")]))
    assert _row(table, "(participants)") == [2, 2]
    assert _said(table, "Among the participants, but never heard: ID1 (x).")
    assert _said(table, "1 turn in 1 group names no speaker")
    assert not _said(frequency(make_corpus([(transcript, segments)], [])), "never heard")


def test_a_group_with_a_moderator_only_keeps_its_country(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    table = frequency(make_corpus([make_group("x", {"country": "France"}, [("MOD", 1)])], []))
    assert _row(table, "(groups)") == [1, 1]
    assert _row(table, "(participants)") == [0, 0]


def test_a_country_called_total_keeps_its_column(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    table = frequency(make_corpus([make_group("x", {"country": "Total"}, [("P1", 1)])], [("anna", "x", 1, "old")]))
    assert table.columns == ("Total", "Total of all")


def test_the_cells_are_whole_numbers(three_countries: CodedCorpus) -> None:
    assert {str(dtype) for dtype in frequency(three_countries).frame.dtypes} == {"Int64"}
    assert frequency(three_countries).frame.loc["no-time", "Denmark"] is pd.NA


@pytest.mark.parametrize(
    ("asked", "what", "todo"),
    [
        ({"by": "contry"}, "There is no attribute 'contry'.", "Did you mean 'country'?"),
        ({"counting": "segment"}, "There is no way of counting called 'segment'.", "Did you mean 'segments'?"),
        ({"order": "totals"}, "There is no order called 'totals'.", "Did you mean 'total'?"),
        ({"figures": "shares"}, "There is no kind of figure called 'shares'.", "Did you mean 'share'?"),
        ({"level": "theme"}, "There is no level called 'theme'.", "Did you mean 'themes'?"),
        ({"codes": ["no-tim"]}, "There is no code 'no-tim'.", "Did you mean 'no-time'?"),
        ({"by": ("country", "contry")}, "There is no attribute 'contry'.", "Did you mean 'country'?"),
        ({"by": ("country", "country")}, "The columns cannot be made of country, country.", "two different ones"),
        ({"by": ("country", "sector", "group")}, "The columns cannot be made of", "filter by others"),
        ({"by": ()}, "The columns cannot be made of nothing.", "one attribute"),
        ({"counting": "codings", "figures": "share"}, "Codings are no share of anything", "'share-of-coded'"),
        ({"coders": ["ana"]}, "There is no coder with codings called 'ana'.", "Did you mean 'anna'?"),
        ({"where": {"Country": {"France"}}}, "There is no attribute 'Country'.", "Did you mean 'country'?"),
        ({"where": {"country": {"france"}}}, "There is no country 'france'.", "Did you mean 'France'?"),
        ({"where": {"country": {"Spain"}}}, "There is no country 'Spain'.", "There are: Denmark, France, Germany."),
        ({"where": {"country": "Denmark", "sector": "safety"}}, "Nobody in the transcripts fits", "Drop one"),
    ],
)
def test_a_wrong_name_is_answered_with_what_there_is(
    three_countries: CodedCorpus, asked: dict[str, object], what: str, todo: str
) -> None:
    with pytest.raises(TableError) as caught:
        frequency(three_countries, **asked)  # type: ignore[arg-type]
    (fault,) = caught.value.faults
    assert what in fault.what
    assert fault.todo is not None
    assert todo in fault.todo


def test_a_span_over_the_moderator_and_a_participant_counts_for_the_participant(three_countries: CodedCorpus) -> None:
    one, two = three_countries.segments["fr-1"][:2]
    assert one.role is Role.MODERATOR
    across = replace(three_countries.codings[0], span=Span(one.words.start, two.words.end), code="aside")
    table = frequency(replace(three_countries, codings=[across]))
    assert _row(table, "aside") == [None, 1, None, 1]
    assert _said(table, "What the moderator says is left out (0 codings).")


# Two attributes


def test_two_attributes_make_grouped_columns(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, by=("country", "sector"))
    assert table.headings == (
        ("Denmark", "health"),
        ("France", "safety"),
        ("Germany", "health"),
        ("Germany", "safety"),
        ("Total",),
    )
    assert table.columns == ("Denmark, health", "France, safety", "Germany, health", "Germany, safety", "Total")
    assert _row(table, "young") == [None, 0, None, 1, 1]
    assert _row(table, "no-time") == [None, 2, None, 0, 2]
    assert _row(table, "(groups)") == [1, 1, 1, 1, 4]
    assert (table.title, table.name) == ("Segments coded, by country and sector", "frequency-by-country-and-sector")
    assert _said(table, "(country and sector): Denmark and safety; France and health.")


def test_margins_are_the_table_of_either_attribute(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, by=("stakeholders", "country"), counting="groups", margins=True)
    assert ("citizen", "All") in table.headings
    assert ("Total", "France") in table.headings
    assert table.columns[-1] == table.headings[-1][0] == "Total"
    for by, names in (("stakeholders", "{}, All"), ("country", "Total, {}")):
        alone = frequency(three_countries, by=by, counting="groups")
        for column in alone.columns[:-1]:
            assert names.format(column) in table.total_columns
            assert table.frame[names.format(column)].equals(alone.frame[column])
        assert table.frame["Total"].equals(alone.frame["Total"])


def test_a_coder_s_column_in_a_country_is_open_where_that_coder_coded_nothing(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, by=("country", "coder"), counting="codings", coders=["anna", "ben"])
    assert _row(table, "no-time")[:6] == [None, None, 2, 1, 0, 0]
    without = replace(three_countries, codings=[one for one in three_countries.codings if one.decision != "d6"])
    assert _row(frequency(without, by=("country", "coder")), "no-time")[:6] == [None, None, 2, 1, 0, None]


# Figures


def test_a_share_is_of_all_there_is_or_of_what_is_coded(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, figures="share")
    assert _row(table, "no-time") == [None, 2 / 4, 0.0, 2 / 16]
    assert _row(table, "(segments)") == [4, 4, 8, 16]
    assert table.printed()[1][:3] == ("–", "50 % †", "0 % †")
    assert (table.percent, table.unit) == (True, "share of segments")
    assert _said(table, "coded or not, those of groups that nobody has coded yet among them.")
    coded = frequency(three_countries, figures="share-of-coded")
    assert _said(coded, "As a segment can have several codes, they can add up to more than 100 %.")
    assert _row(coded, "(coded)") == [0, 2, 2, 4]
    assert _row(coded, "no-time") == [None, 2 / 2, 0.0, 2 / 4]
    assert _row(coded, "young") == [None, 0.0, 1 / 2, 1 / 4]
    assert coded.unit == "share of segments with any code"
    people = frequency(three_countries, counting="participants", figures="share")
    assert _row(people, "no-time") == [None, 1 / 3, 0.0, 1 / 12]
    codings = frequency(three_countries, counting="codings", figures="share-of-coded")
    assert _row(codings, "(coded)") == [0, 4, 2, 6]
    assert _row(codings, "no-time") == [None, 3 / 4, 0.0, 3 / 6]


def test_a_rate_is_for_a_thousand_words_spoken(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, figures="per-1000-words")
    assert _row(table, "(words)") == [12, 12, 24, 48]  # each segment is `I say č0.`
    assert _row(table, "no-time") == pytest.approx([None, 2 / 0.012, 0.0, 2 / 0.048])
    assert (table.percent, table.decimals, table.unit) == (False, 1, "segments per 1,000 words")


def test_a_word_counts_once_and_in_part(three_countries: CodedCorpus) -> None:
    second, third = three_countries.segments["fr-1"][1:3]
    assert second.words.of(three_countries.transcripts["fr-1"].text) == "I say č0."
    first = three_countries.codings[0]
    spans = [
        Span(second.words.start, second.words.start + 3),  # `I s`
        Span(second.words.start + 2, second.words.end),  # `say č0.`
        Span(second.words.end - 1, third.words.start + 1),  # `. I`
    ]
    made = [replace(first, decision=f"w{at}", span=span) for at, span in enumerate(spans)]
    table = frequency(replace(three_countries, codings=made), counting="words")
    assert _row(table, "no-time") == _row(table, "obstacles") == [None, 4, None, 4]
    assert _row(table, "(words)") == [12, 12, 24, 48]
    assert _row(table, "(coded)") == [0, 4, 0, 4]


def test_words_are_what_lies_between_spaces_and_holds_a_letter_or_digit(make_group: MakeGroup) -> None:
    transcript, segments = make_group("x", {"country": "France"}, [("P1", 1)])
    said = "P1: Don't – I've 3 … «non» !  ça.Et\n\n"
    one = replace(segments[0], end=len(said), words=Span(4, len(said) - 2))
    table = frequency(
        CodedCorpus({"x": replace(transcript, text=said)}, {"x": [one]}, [], three_codes()), counting="words"
    )
    assert _row(table, "(words)") == [5, 5]


def test_segments_with_no_space_between_them_hold_words_of_their_own(make_group: MakeGroup) -> None:
    transcript, segments = make_group("x", {"country": "France"}, [("P1", 1)])
    said = "P1: One.Two three"
    parts = [
        replace(segments[0], end=8, words=Span(4, 8)),
        replace(segments[0], number=2, start=8, end=17, words=Span(8, 17)),
    ]
    corpus = CodedCorpus({"x": replace(transcript, text=said)}, {"x": parts}, [], three_codes())
    assert _row(frequency(corpus, counting="words"), "(words)") == [3, 3]


def three_codes() -> Codebook:
    return Codebook("Small", "1", "en", (Code("a", "A"), Code("b", "B"), Code("c", "C")))


# Rows


def test_themes_alone_and_codes_alone(three_countries: CodedCorpus) -> None:
    themes = frequency(three_countries, level="themes")
    assert [row.id for row in themes.rows[:5]] == ["obstacles", "aside", "people", "age", "(not in the codebook)"]
    codes = frequency(three_countries, level="codes", order="total")
    assert [(row.id, row.level) for row in codes.rows[:7]] == [
        ("no-time", 0), ("red-tape", 0), ("young", 0), ("gone", 0), ("aside", 0), ("old", 0), ("(groups)", 0),
    ]  # fmt: skip
    assert codes.rows[2].above == ("People", "Age")
    coding = replace(three_countries.codings[0], decision="theme", code="people")
    table = frequency(replace(three_countries, codings=[coding]), level="codes")
    assert _said(table, "1 coding of a theme itself: in no row, as the rows are codes.")


def test_by_the_alphabet_within_each_theme(three_countries: CodedCorpus) -> None:
    labels = [row.label for row in frequency(three_countries, order="label").rows]
    assert labels[:8] == ["Aside", "Obstacles", "No time", "Red tape", "People", "Age", "Old", "Young"]


def test_rows_below_a_minimum_are_left_out_and_counted(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, minimum=2)
    assert [(row.id, row.level) for row in table.rows[:3]] == [("obstacles", 0), ("no-time", 1), ("(groups)", 0)]
    assert _said(table, "Left out, with a total below 2: 5 codes and 2 themes; themes count their codes all the same.")
    assert _row(table, "(coded)") == [0, 2, 2, 4]


def test_some_codes_by_their_ids_now_or_before(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, codes=["age", "red-tape", "gone"])
    ids = [(row.id, row.level) for row in table.rows if row.kind is not RowKind.BASE]
    assert ids == [("red-tape", 0), ("age", 0), ("old", 1), ("young", 1), ("gone", 0)]
    assert _row(table, "(coded)") == [0, 2, 2, 4]
    obstacles = three_countries.codebook.roots[0]
    renamed = replace(obstacles.children[0], was=("lack-of-time",))
    roots = (replace(obstacles, children=(renamed, obstacles.children[1])), *three_countries.codebook.roots[1:])
    book = replace(three_countries.codebook, roots=roots)
    (row, *_) = frequency(replace(three_countries, codebook=book), codes=["lack-of-time"]).rows
    assert row.id == "no-time"


# What a reader has to know


def test_what_it_rests_on(three_countries: CodedCorpus) -> None:
    worked = {
        ("fr-1", "anna"): datetime(2026, 3, 1, 9, tzinfo=UTC),
        ("de-1", "ben"): datetime(2026, 3, 2, 10, 30, tzinfo=UTC),
        ("es-1", "ben"): datetime(2026, 4, 1, 10, 30, tzinfo=UTC),
    }
    corpus = replace(three_countries, worked=worked)
    assert frequency(corpus).facts == (
        ("Base", "4 groups, 12 participants, 16 segments"),
        ("Filters", "none"),
        ("Coders", "anna, ben"),
        ("Codebook", "Small, version 1.0"),
        ("Last decision", "2026-03-02 10:30 UTC"),
    )
    of_anna = dict(frequency(corpus, coders=["anna"]).facts)
    assert (of_anna["Coders"], of_anna["Last decision"]) == ("anna", "2026-03-01 09:00 UTC")


def test_small_bases_are_marked_and_said(make_group: MakeGroup, make_corpus: MakeCorpus) -> None:
    many = [(f"P{at}", 8) for at in range(1, 6)]
    groups = [
        make_group("fr", {"country": "France"}, many),
        make_group("de", {"country": "Germany"}, many[:4]),
        make_group("dk", {"country": "Denmark"}, [(name, 5) for name, _ in many]),
    ]
    corpus = make_corpus(groups, [("anna", name, 1, "old") for name in ("fr", "de", "dk")])
    counts = frequency(corpus)
    assert dict(counts.marks) == {("(participants)", "Germany"): "†", ("(segments)", "Denmark"): "†"}
    shares = frequency(corpus, figures="share")
    assert {column for row, column in shares.marks if row == "old"} == {"Germany", "Denmark"}
    said = "† A small base, fewer than 5 participants or fewer than 30 segments: Denmark; Germany."
    assert _said(counts, said)
    assert _said(shares, said)
    by_speaker = frequency(corpus, by="speaker")
    assert not [row for row, _ in by_speaker.marks if row == "(participants)"]
    assert _said(by_speaker, "† A small base, fewer than 30 segments:")


def test_uneven_coverage_is_said(three_countries: CodedCorpus) -> None:
    def verdicts(places: Sequence[tuple[str, int]]) -> Verdicts:
        spans = [three_countries.segments[name][number - 1].words for name, number in places]
        names = tuple(dict.fromkeys(name for name, _ in places))
        zeros, no = np.zeros(len(places), np.int64), np.zeros(len(places), bool)
        return Verdicts(
            names, ("anna",), ("no-time",), np.array([names.index(name) for name, _ in places]), zeros, zeros,
            np.array([span.start for span in spans]), np.array([span.end for span in spans]), no, no,
        )  # fmt: skip

    everything = [("fr-1", 2), ("fr-1", 3), ("fr-1", 4), ("fr-1", 5), ("de-1", 1), ("de-1", 4), ("de-1", 5)]
    table = frequency(replace(three_countries, verdicts=verdicts(everything)))
    assert _row(table, "(segments decided)") == [0, 4, 2, 6]
    assert _said(table, "from 25 % of the segments decided about (Germany) to 100 % (France)")
    even = frequency(replace(three_countries, verdicts=verdicts([("fr-1", 2), ("de-1", 4), ("de-2", 5)])))
    assert not _said(even, "Coverage is uneven")


# Behind the numbers


def test_behind_a_cell_are_the_passages_it_counts_in_reading_order(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries)
    assert table.behind is not None
    second, third = (three_countries.segments["fr-1"][at].words for at in (1, 2))
    assert table.behind("no-time", "France") == (Passage("fr-1", second), Passage("fr-1", third))
    assert table.behind("obstacles", "Total") == table.behind("no-time", "France")
    assert table.behind("no-time", "Germany") == table.behind("no-time", "Denmark") == ()
    assert table.behind("(segments)", "France") == table.behind("nothing", "France") == ()
    assert [one.transcript for one in table.behind("(not in the codebook)", "Total")] == ["de-1"]
    with_moderator = frequency(three_countries, include_moderator=True)
    assert with_moderator.behind is not None
    assert len(with_moderator.behind("no-time", "France")) == 3
    by_two = frequency(three_countries, by=("coder", "sector"), margins=True)
    assert by_two.behind is not None
    assert by_two.behind("no-time", "ben, All") == (Passage("fr-1", second),)


def test_a_moderator_whose_words_count_is_no_participant(three_countries: CodedCorpus) -> None:
    table = frequency(three_countries, counting="participants", include_moderator=True)
    assert _row(table, "no-time") == [None, 1, 0, 1]
    assert table.behind is not None
    assert len(table.behind("no-time", "France")) == 2
    assert _said(table, "The moderator is no participant: what the moderator says is counted in the rows of segments")
    assert not _said(table, "counted too")
    rates = frequency(three_countries, counting="participants", figures="per-1000-words", include_moderator=True)
    assert _said(rates, "counted in the rows of segments and words alone.")


@pytest.mark.parametrize(
    ("by", "margins"),
    [("coder", False), (("country", "coder"), False), (("coder", "country"), True), (("coder", "sector"), False)],
)
def test_before_any_coding_a_table_by_coder_has_the_study_for_its_base(
    three_countries: CodedCorpus, by: str | tuple[str, str], margins: bool
) -> None:
    untouched = replace(three_countries, codings=[])
    table = frequency(untouched, by=by, margins=margins)
    of_all = frequency(untouched)
    assert table.columns[-1] == "Total"
    assert dict(table.facts)["Base"] == dict(of_all.facts)["Base"] == "4 groups, 12 participants, 16 segments"
    assert table.frame["Total"].tolist() == of_all.frame["Total"].tolist(), "nothing known above, all of it below"
    assert _said(table, "Nothing has been coded yet.")
    assert not _said(table, "below the sum")
