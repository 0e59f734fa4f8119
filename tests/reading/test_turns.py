"""Who says what: cutting prose, joining cues, and what is worth a notice."""

from __future__ import annotations

from fgcoder.model import Role
from fgcoder.reading import read


def test_a_turn_goes_on_to_the_next_label(write, spoken):
    transcript = read(write("a.txt", "P1: One.\n\nTwo.\nP2: Three.\nP2: Four.\n"))
    assert spoken(transcript) == [("P1", "One.\n\nTwo."), ("P2", "Three."), ("P2", "Four.")]


def test_words_may_stand_below_their_label(write, spoken):
    transcript = read(write("a.txt", "P1:\nOne.\n\nP2:\nTwo.\n"))
    assert spoken(transcript) == [("P1", "One."), ("P2", "Two.")]
    assert transcript.notices == ()


def test_times_belong_to_the_label(write, spoken):
    transcript = read(write("a.txt", "[00:10] P1: One.\n[01:00] P2: Two.\nP1: Three."))
    assert [turn.seconds for turn in transcript.turns] == [10, 60, None]
    assert spoken(transcript)[0] == ("P1", "One.")


def test_text_before_the_first_label_is_nobodys(write, spoken):
    transcript = read(write("a.txt", "\nRecorded in May.\n\nP1: One.\n"))
    assert spoken(transcript) == [("", "Recorded in May."), ("P1", "One.")]
    assert transcript.turns[0].start == 0
    assert transcript.speakers[""].role is Role.UNKNOWN
    assert transcript.notices == ("line 2: text before the first speaker.",)


def test_lines_are_those_of_the_file(write):
    transcript = read(write("a.txt", "---\nlanguage: en\n---\n\nRecorded.\nP1: One.\nP2:\n", None))
    assert transcript.notices == ("line 5: text before the first speaker.", "line 7: 'P2' has a label but no words.")


def test_blank_lines_above_belong_to_the_first_turn(write, spoken):
    transcript = read(write("a.txt", "\n \nP1: One.\n"))
    assert [(turn.start, turn.speaker) for turn in transcript.turns] == [(0, "P1")]
    assert spoken(transcript) == [("P1", "One.")]
    assert transcript.notices == ()


def test_where_nobody_is_named_paragraphs_are_turns(write, spoken):
    transcript = read(write("a.txt", "\nOne.\nStill one.\n\n \nTwo.\n"))
    assert spoken(transcript) == [("", "One.\nStill one."), ("", "Two.")]
    assert transcript.notices == ("line 2: nobody is named; each paragraph counts as a turn.",)


def test_case_and_details_do_not_make_another_speaker(write):
    transcript = read(write("a.txt", "P3 (f, 54): One.\np3: Two.\nPARTICIPANT 4: a\nParticipant 4 (m): b\n"))
    assert [turn.speaker for turn in transcript.turns] == ["P3", "P3", "PARTICIPANT 4", "PARTICIPANT 4"]
    assert transcript.speakers["P3"].attributes == {"gender": "f", "age": "54"}
    assert transcript.speakers["PARTICIPANT 4"].attributes == {"gender": "m"}
    assert transcript.notices == ()


def test_a_near_label_is_another_speaker_and_noticed(write):
    transcript = read(write("a.txt", "P3: One.\nP03: Two.\n"))
    assert list(transcript.speakers) == ["P3", "P03"]
    assert transcript.notices == ("line 2: 'P03' is nearly the same label as 'P3'; they count as two speakers.",)


def test_declared_speakers(write):
    sidecar = (
        "language: en\nparticipants:\n  P1 (f, 30): {age: 31}\n  P2:\n  Anna: {role: nurse}\nmoderators: [Bo, Cy]\n"
    )
    transcript = read(write("a.txt", "Bo: Well?\np1 (f, 30): One.\nP7: Two.\nAnna: Three.\nANNAH: Four.\n", sidecar))
    assert [turn.speaker for turn in transcript.turns] == ["Bo", "P1", "P7", "Anna", "ANNAH"]
    assert transcript.speakers["P1"].attributes == {"gender": "f", "age": "31"}
    assert transcript.speakers["Bo"].role is Role.MODERATOR
    assert transcript.speakers["P2"].role is Role.PARTICIPANT
    assert transcript.notices == (
        "line 3: 'P7' speaks but is not declared under participants.",
        "line 5: 'ANNAH' speaks but is not declared under participants. Perhaps 'Anna' is meant.",
        "'P2' is declared under participants but never speaks.",
        "'Cy' is declared under moderators but never speaks.",
    )


def test_cues_of_one_speaker_are_one_turn(write, spoken):
    srt = (
        "1\n00:00:01,000 --> 00:00:02,000\nP1: One\nand\n\n2\n00:00:03,000 --> 00:00:04,000\ntwo.\n\n"
        "3\n00:00:05,500 --> 00:00:06,000\nP1: Three.\nP2 (m): Four.\n\n4\n00:00:07,000 --> 00:00:08,000\np1: Five.\n"
    )
    transcript = read(write("a.srt", srt))
    assert transcript.text == "P1: One and two. Three.\n\nP2: Four.\n\nP1: Five.\n\n"
    assert spoken(transcript) == [("P1", "One and two. Three."), ("P2", "Four."), ("P1", "Five.")]
    assert [turn.seconds for turn in transcript.turns] == [1, 5.5, 7]
    assert transcript.speakers["P2"].attributes == {"gender": "m"}
    assert transcript.notices == ()


def test_cues_before_the_first_label_and_cues_without_any(write, spoken):
    one = "1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n2\n00:00:03,000 --> 00:00:04,000\n"
    transcript = read(write("a.srt", one + "P1: Yes.\n"))
    assert spoken(transcript) == [("", "Hello."), ("P1", "Yes.")]
    assert transcript.notices == ("line 2: text before the first speaker.",)
    transcript = read(write("b.srt", one + "Yes.\n"))
    assert spoken(transcript) == [("", "Hello."), ("", "Yes.")]
    assert transcript.notices == ("line 2: nobody is named; each paragraph counts as a turn.",)
