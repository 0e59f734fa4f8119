"""Quotes ready for print: which, in what order, called what, and as text and as tables."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document

from fgcoder import export
from fgcoder.coding.session import CodingSession
from fgcoder.errors import ModelError, SearchError
from fgcoder.model import Action, Passage, Span
from fgcoder.reporting.choosing import Wish, choose
from fgcoder.reporting.evidence import spread, with_quotes
from fgcoder.reporting.facts import facts
from fgcoder.reporting.naming import pseudonyms
from fgcoder.reporting.picking import Most
from fgcoder.reporting.quote_list import quote_list
from fgcoder.reporting.quote_table import quote_table
from fgcoder.reporting.quote_text import quote_text
from fgcoder.reporting.quoting import clock
from fgcoder.retrieval.filters import Filters
from fgcoder.tables.frequency.table import frequency
from fgcoder.tabular import Quoted

FORMS, NO_TIME, STI = (
    "The forms take longer than all of the sweeping.",
    "I have no time.",
    "Vi har ikke tid til at feje stien på søndag.",
)


def words(choice: Any) -> list[str]:
    return [one.words for one in choice.listed]


def test_quotes_stand_code_by_code_in_reading_order_without_the_moderator(coded: Any) -> None:
    choice = choose(coded.quoting(), ["obstacles"])
    assert [(one.code, one.words) for one in choice.listed] == [
        ("no-time", NO_TIME),
        ("no-time", STI),
        ("no-time", "Nej."),
        ("red-tape", FORMS),
    ]
    assert [one.number for one in choice.listed] == [1, 2, 3, 4]
    assert choice.notes == ("Obstacles: 4 of 5 quotes (1 by the moderator left out).",)
    assert "Who has time for the park?" in words(choose(coded.quoting(), ["hurry"], Wish(include_moderator=True)))


def test_a_quote_with_two_codes_is_listed_twice_under_one_number(coded: Any) -> None:
    choice = choose(coded.quoting(), ["red-tape", "litter"])
    assert [(one.number, one.code, one.coders) for one in choice.listed] == [
        (1, "red-tape", ("ana", "ben")),
        (1, "litter", ("ben",)),
    ]
    (only,) = choose(coded.quoting(), ["red-tape"], Wish(Filters.of([("coder", "ben")]))).listed
    assert only.coders == ("ben",)


def test_a_code_on_words_beside_it_is_none_of_the_quote(coded: Any) -> None:
    coded.decide("park", "The forms", "no-time")
    assert FORMS not in words(choose(coded.quoting(), ["no-time"]))


def test_conditions_are_those_of_the_tables(coded: Any) -> None:
    choice = choose(
        coded.quoting(), ["obstacles"], Wish(Filters.of([("country", "Denmark"), ("speaker", "Deltager 5")]))
    )
    assert words(choice) == [STI]


def test_the_citation_the_place_and_the_time(coded: Any) -> None:
    template = "participant {speaker}, {stakeholders}, {age}, {country}, {time}, turn {turn}, {transcript}"
    (one,) = choose(coded.quoting(template), ["red-tape"]).listed
    assert one.citation == "participant TOM, professional, (not given), United Kingdom, 1:02:05, turn 2, park"
    assert one.path == ("Obstacles", "Red tape")
    assert one.name == "park#2"
    start = one.quote.passage.span
    coded.decide("park", "The forms", "litter")
    named = {one.name for one in choose(coded.quoting(), ["litter"]).listed}
    assert named == {"park#2", f"park:{start.start}-{start.start + len('The forms')}"}
    for name in named:
        assert coded.finder.passage(name) in {one.quote.passage for one in choose(coded.quoting(), ["litter"]).listed}


def test_no_label_is_printed_where_pseudonyms_are_wished(coded: Any) -> None:
    """Also where a quote runs over turns, and before what is said around it; what is said aloud stays."""
    whole = coded.store.transcript("park").text
    span = Span(whole.index("The forms"), whole.index("I have no time") + len("I have no time."))
    coded.decide("park", NO_TIME, "litter", span=span)
    quoting = coded.quoting("{speaker}", pseudonyms(coded.store.transcripts()))
    choice = choose(quoting, ["litter", "obstacles"], Wish(turns=2, include_moderator=True))
    long = next(one for one in choice.listed if one.quote.passage.span == span)
    assert long.words == f"{FORMS} P2: {NO_TIME}"
    assert [one.speaker for one in long.before] == ["moderator"]
    assert [(one.speaker, one.words) for one in long.after] == [
        ("P1", "Then we sweep it ourselves, as Mary told us to.")
    ]
    table = quote_table(choice, quoting, ["litter"], facts(coded.store, coded.codebook))
    printed = quote_text(choice, with_names=True) + str(table.values()) + str(table.notes)
    printed += str(quote_list(choice, quoting, ["litter"]).values())
    assert "TOM" not in printed
    assert "MARY" not in printed
    assert "Deltager" not in printed
    assert "Mary told" in printed
    assert "labels that name nobody" in str(table.notes)


def test_the_words_are_those_of_the_quotes_everywhere_else(coded: Any) -> None:
    coded.decide("park", "time. My daughter has\nno time   either", "litter")
    for quote in coded.finder.quotes_under("litter"):
        assert coded.quoting().words(quote) == quote.words


def test_the_table_has_a_column_for_each_level_and_none_that_is_empty(coded: Any) -> None:
    quoting = coded.quoting()
    table = quote_table(choose(quoting, ["obstacles", "litter"]), quoting, ["obstacles", "litter"], [], ["country"])
    first, last = table.frame.iloc[0], table.frame.iloc[-1]
    assert table.columns[:3] == ("Transcript", "Country", "Date")
    assert (first["Theme 1"], first["Code"], first["Code id"]) == ("Obstacles", "No time", "no-time")
    assert (last["Theme 1"], last["Code"], last["Words"]) == ("", "Litter", FORMS)
    assert "Translation" not in table.columns
    assert "Before" not in table.columns
    assert [row.label for row in table.rows] == ["1", "2", "3", "4", "4"]
    assert table.behind is not None
    assert table.behind("1:no-time", "Words") == [coded.passage("park", NO_TIME)]


def test_an_empty_list_is_a_table_too(desk: Any) -> None:
    quoting = desk.quoting()
    choice = choose(quoting, ["litter"])
    assert (choice.listed, choice.notes) == ((), ("Litter: 0 of 0 quotes.",))
    assert (
        len(quote_table(choice, quoting, ["litter"]).frame) == len(quote_list(choice, quoting, ["litter"]).frame) == 0
    )
    assert quote_text(choice) == ""


def test_the_text_can_be_printed(coded: Any) -> None:
    text = quote_text(choose(coded.quoting("{speaker}, {country}"), ["red-tape"]))
    heading = "Obstacles › Red tape"
    assert text.splitlines() == [heading, "=" * len(heading), "", f"“{FORMS}”", "– TOM, United Kingdom"]


# Used, and translated


def marks(desk: Any, coder: str = "ana") -> Any:
    return CodingSession(desk.store, desk.codebook, coder).marks


def test_what_is_used_is_marked_and_can_be_left_out(coded: Any) -> None:
    place = coded.passage("park", FORMS)
    assert marks(coded).use(place, "chapter 3")
    assert not marks(coded, "ben").use(place, "chapter 3"), "it is marked already"
    assert [use.text for use in marks(coded).uses(coded.passage("park", "longer"))] == ["chapter 3"]
    quoting = coded.quoting()
    assert "✓" in quote_text(choose(quoting, ["red-tape"]), with_names=True)
    assert quote_table(choose(quoting, ["red-tape"]), quoting, ["red-tape"]).frame["Used"].tolist() == ["✓"]
    left = choose(quoting, ["red-tape"], Wish(only_unused=True))
    assert left.listed == ()
    assert left.notes == ("Red tape: 0 of 1 quote (1 used in the report already left out).",)
    assert marks(coded, "ben").unuse(place), "a study has one report"
    assert not marks(coded).unuse(place)
    assert len(choose(coded.quoting(), ["red-tape"], Wish(only_unused=True)).listed) == 1


def test_a_translation_belongs_to_its_words_and_the_last_one_counts(coded: Any) -> None:
    place = coded.passage("sti", STI)
    assert marks(coded).translate(place, " We have no time. ")
    assert not marks(coded).translate(place, "We have no time.")
    assert marks(coded, "ben").translate(place, "We do not have time.")
    assert marks(coded).translation(place) == "We do not have time."
    one = next(one for one in choose(coded.quoting(), ["no-time"]).listed if one.words == STI)
    assert one.translation == "We do not have time."
    assert "(In translation: “We do not have time.”)" in quote_text(choose(coded.quoting(), ["no-time"]))
    assert coded.quoting().one(place).citation.endswith(" – In translation: “We do not have time.”")
    assert marks(coded).translate(place, "")
    assert marks(coded).translation(place) == ""


def test_undo_and_redo_cover_both(coded: Any) -> None:
    session = CodingSession(coded.store, coded.codebook, "cyd")
    place = coded.passage("park", FORMS)
    session.marks.use(place)
    session.marks.translate(place, "x")
    told = [session.undo().what, session.undo().what, session.redo().what]
    assert told == ["translated a passage", "marked a passage as used in the report", *told[1:2]]
    assert session.marks.uses(place)
    assert session.marks.translation(place) == ""
    assert coded.store.decisions()[-1].action is Action.WITHDRAW


@pytest.mark.parametrize("span", [Span(5, 5), Span(-1, 4), Span(0, 10**6)])
def test_what_is_no_part_of_the_transcript_is_refused(coded: Any, span: Span) -> None:
    before = len(coded.store.decisions())
    for act in (marks(coded).use, marks(coded).unuse, lambda one: marks(coded).translate(one, "x")):
        with pytest.raises(Exception, match="no part of it"):
            act(Passage("park", span))
    assert len(coded.store.decisions()) == before


# Picking


def test_the_best_are_picked_of_each_code(coded: Any) -> None:
    choice = choose(coded.quoting(), ["obstacles"], Wish(pick=2, most=Most.VARIED))
    assert len(choice.listed) == 2
    assert "Nej." not in words(choice), "it says too little"
    assert "2 of 5 quotes" in choice.notes[0]
    assert "farthest in meaning from one another" in choice.notes[0]
    assert words(choose(coded.quoting(), ["obstacles"], Wish(pick=2, most=Most.VARIED))) == words(choice)


def test_nothing_is_picked_where_nothing_is_embedded(desk: Any) -> None:
    desk.decide("park", NO_TIME, "no-time")
    with pytest.raises(ModelError):
        choose(desk.quoting(), ["no-time"], Wish(pick=1))


# Behind the numbers


def test_every_number_of_a_table_has_its_quotes(coded: Any) -> None:
    from fgcoder.pipeline.contents import coded_corpus

    table = with_quotes(frequency(coded_corpus(coded.store, coded.codebook)), coded.quoting())
    assert [one.words for one in table.quotes["no-time", "Denmark"]] == [STI, "Nej."]
    assert table.quotes["red-tape", "United Kingdom"] == (
        Quoted(FORMS, "TOM, professional, United Kingdom; park, turn 2"),
    )
    for row, cells in zip(table.rows, table.values(), strict=True):
        for column, value in zip(table.columns, cells, strict=True):
            assert row.id.startswith("(") or len(table.quotes.get((row.id, column), ())) == (value or 0)


def test_a_cell_with_many_has_a_few_evenly_spread_and_the_table_says_so(coded: Any) -> None:
    from fgcoder.pipeline.contents import coded_corpus

    plain = frequency(coded_corpus(coded.store, coded.codebook))
    table = with_quotes(plain, coded.quoting(), at_most=1)
    assert {len(quotes) for quotes in table.quotes.values()} == {1}
    assert table.notes[-1].startswith("Behind ")
    assert with_quotes(plain, coded.quoting(), at_most=99).notes == plain.notes
    places = [Passage("park", Span(at, at + 1)) for at in range(10)]
    assert [one.span.start for one in spread(places, 4)] == [0, 3, 6, 9]
    assert spread(places, 1) == places[:1]
    assert spread(places, None) == spread(places, 10) == places
    assert spread(places, 0) == []


def test_a_passage_that_is_not_there(coded: Any) -> None:
    gone = Passage("gone", Span(0, 4))
    assert coded.quoting().at([gone]) == []
    with pytest.raises(SearchError, match="no transcript `gone`"):
        coded.quoting().one(gone)


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (65.9, "1:05"), (3725, "1:02:05"), (36000, "10:00:00")])
def test_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


def test_the_list_to_read_has_its_codes_as_headings_and_the_translation_under_the_words(coded: Any) -> None:
    marks(coded).translate(coded.passage("sti", STI), "We have no time.")
    marks(coded).use(coded.passage("park", NO_TIME))
    quoting = coded.quoting("{speaker}")
    table = quote_list(choose(quoting, ["obstacles"]), quoting, ["obstacles"])
    assert [(row.kind.value, row.level, row.label) for row in table.rows] == [
        ("theme", 0, ""),
        ("code", 0, "1"),
        ("code", 0, "2"),
        ("code", 0, "3"),
        ("theme", 0, ""),
        ("code", 0, "4"),
    ]
    assert table.values()[:3] == [
        ("Obstacles › No time", ""),
        (NO_TIME, "MARY ✓"),
        (f"{STI}\n(In translation: “We have no time.”)", "Deltager 5"),
    ]


def test_quotes_say_of_how_many_they_are_and_with_which_filters(coded: Any) -> None:
    quoting = coded.quoting()
    wish = Wish(Filters.of([("country", "Denmark"), ("coder", "ana")]))
    choice = choose(quoting, ["obstacles"], wish)
    assert choice.base == "2 of 5 quotes"
    assert choice.notes == ("Obstacles: 2 of 5 quotes (only country = Denmark; coder = ana).",)
    about = [("Codebook", "Parks, version 1")]
    for table in (
        quote_table(choice, quoting, ["obstacles"], about),
        quote_list(choice, quoting, ["obstacles"], about),
    ):
        assert table.facts == (
            ("Base", "2 of 5 quotes"),
            ("Filters", "country = Denmark"),
            ("Coders", "ana"),
            ("Codebook", "Parks, version 1"),
        )
        assert table.title == "Quotes: Obstacles"


def test_the_list_to_read_has_the_turns_around(coded: Any) -> None:
    quoting = coded.quoting("{speaker}")
    table = quote_list(choose(quoting, ["red-tape"], Wish(turns=1)), quoting, ["red-tape"])
    words = str(table.values()[-1][0]).splitlines()
    assert words[0] == "moderator: Who has time for the park?"
    assert words[1] == f"“{FORMS}”"
    assert words[2].startswith("MARY: I have no time.")


def test_in_word_the_words_have_the_room_and_the_numbers_little(coded: Any) -> None:
    quoting = coded.quoting()
    made = export.render(quote_list(choose(quoting, ["obstacles"]), quoting, ["obstacles"]), "docx")
    number, said, cited = (cell.width.cm for cell in Document(BytesIO(made)).tables[0].rows[0].cells)
    assert number < 3 < min(said, cited)
    assert number + said + cited == pytest.approx(17, abs=0.1)
