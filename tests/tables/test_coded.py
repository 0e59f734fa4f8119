"""Laying codings over segments."""

from __future__ import annotations

from dataclasses import replace

from fgcoder.model import Role, Segment, Span, Speaker
from fgcoder.tables.coded import CodedCorpus, rows, segment_rows, unplaced


def _segments_of(corpus: CodedCorpus, span: Span) -> list[str]:
    coding = replace(corpus.codings[0], span=span)
    return list(rows(replace(corpus, codings=[coding]), include_moderator=True)["segment"])


def test_a_row_says_who_said_what_where(three_countries: CodedCorpus) -> None:
    row = rows(three_countries).iloc[0].to_dict()
    assert row == {
        "decision": "d0",
        "coder": "anna",
        "code": "no-time",
        "group": "fr-1",
        "segment": "fr-1#2",
        "turn": 2,
        "speaker": "P1",
        "role": "participant",
        "language": "fr",
        "country": "France",
        "sector": "safety",
        "stakeholders": "citizen",
    }


def test_the_moderators_rows_are_left_out_unless_asked_for(three_countries: CodedCorpus) -> None:
    assert len(rows(three_countries)) == 6
    assert list(rows(three_countries, include_moderator=True)["segment"]).count("fr-1#1") == 1


def test_a_missing_attribute_is_said_to_be_missing(three_countries: CodedCorpus) -> None:
    coded = rows(three_countries)
    assert set(coded.loc[coded["speaker"] == "P3", "stakeholders"]) == {"(not given)"}


def test_stakeholders_of_the_whole_group_stand_in_for_the_speakers(three_countries: CodedCorpus) -> None:
    transcript = three_countries.transcripts["fr-1"]
    stated = replace(transcript, attributes={**transcript.attributes, "stakeholders": "third sector"})
    corpus = replace(three_countries, transcripts={**three_countries.transcripts, "fr-1": stated})
    spoken = segment_rows(corpus)
    french = spoken[spoken["group"] == "fr-1"].drop_duplicates("speaker").set_index("speaker")["stakeholders"]
    assert french["P1"] == "citizen"
    assert french["P3"] == "third sector"


def test_an_attribute_named_like_a_column_gets_a_name_of_its_own(three_countries: CodedCorpus) -> None:
    transcript = three_countries.transcripts["fr-1"]
    nurse = Speaker("P1", Role.PARTICIPANT, {"role": "nurse", "country": "Belgium"})
    stated = replace(
        transcript,
        attributes={**transcript.attributes, "group": "pilot"},
        speakers={**transcript.speakers, "P1": nurse},
    )
    corpus = replace(three_countries, transcripts={**three_countries.transcripts, "fr-1": stated})
    row = rows(corpus).iloc[0]
    assert (row["role"], row["speaker.role"]) == ("participant", "nurse")
    assert (row["group"], row["transcript.group"]) == ("fr-1", "pilot")
    assert (row["country"], row["speaker.country"]) == ("France", "Belgium")


def test_a_span_counts_in_every_segment_whose_words_it_touches(three_countries: CodedCorpus) -> None:
    one, two, three = (segment.words for segment in three_countries.segments["fr-1"][:3])
    assert _segments_of(three_countries, Span(two.start + 1, two.start + 2)) == ["fr-1#2"]
    assert _segments_of(three_countries, Span(two.end - 1, three.start + 1)) == ["fr-1#2", "fr-1#3"]
    assert _segments_of(three_countries, Span(one.start, three.end)) == ["fr-1#1", "fr-1#2", "fr-1#3"]


def test_a_span_that_only_runs_on_into_the_next_label_does_not_count_there(three_countries: CodedCorpus) -> None:
    one, two = (segment.words for segment in three_countries.segments["fr-1"][:2])
    assert _segments_of(three_countries, Span(one.start, two.start - 1)) == ["fr-1#1"]


def test_a_span_that_ends_where_the_next_words_begin_does_not_count_there(three_countries: CodedCorpus) -> None:
    two, three = (segment.words for segment in three_countries.segments["fr-1"][1:3])
    assert _segments_of(three_countries, Span(two.start, three.start)) == ["fr-1#2"]


def test_a_span_that_touches_no_words_belongs_where_it_begins(three_countries: CodedCorpus) -> None:
    second = three_countries.segments["fr-1"][1]
    assert _segments_of(three_countries, Span(second.start, second.start + 2)) == ["fr-1#2"]
    assert _segments_of(three_countries, Span(second.words.start, second.words.start)) == ["fr-1#2"]


def test_codings_that_fit_nowhere_are_named_and_not_rows(three_countries: CodedCorpus) -> None:
    first = three_countries.codings[0]
    beyond = replace(first, decision="beyond", span=Span(9000, 9001))
    elsewhere = replace(first, decision="elsewhere", transcript="no-such-group")
    corpus = replace(three_countries, codings=[beyond, first, elsewhere])
    assert [coding.decision for coding in unplaced(corpus)] == ["beyond", "elsewhere"]
    assert list(rows(corpus)["decision"]) == ["d0"]


def test_a_transcript_without_segments_loses_no_coding_silently(three_countries: CodedCorpus) -> None:
    without: dict[str, list[Segment]] = {}
    corpus = replace(three_countries, segments=without)
    assert rows(corpus).empty
    assert unplaced(corpus) == list(three_countries.codings)


def test_the_last_coding_of_one_transcript_does_not_reach_into_the_next(three_countries: CodedCorpus) -> None:
    last = three_countries.segments["fr-1"][-1]
    assert _segments_of(three_countries, Span(last.words.start, last.end + 500)) == [last.id]
