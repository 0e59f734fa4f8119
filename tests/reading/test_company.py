"""Names that begin few lines: taken where the lines around leave no doubt, told where they do not."""

from __future__ import annotations

import pytest

from fgcoder.model import Role
from fgcoder.reading import read

GROUP = """\
Moderator: Welcome to you.
Anna: I am Anna and I pay the bill.
Zoe: I disagree with Anna entirely.
Anna: I see.
Pete: I disagree with both.
Anna: Yes.
"""
HEBREW = "מנחה: מה דעתכם?\nדנה: שלום לכולם.\nיוסי: אני לא מסכים.\nדנה: כן.\nדנה: תודה.\n"
ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
Amy Lee: One.

2
00:00:03.000 --> 00:00:04.000
Bob Ray: Hello.

3
00:00:05.000 --> 00:00:06.000
Amy Lee: Two.

4
00:00:07.000 --> 00:00:08.000
Amy Lee: Three.
"""
UNSURE = (
    "Not taken for speakers, though they begin lines as labels do: {}. If one is a speaker, declare the label under "
    "participants or moderators, in the front matter or the .yaml beside the file."
)
TAKEN = (
    "Taken for speakers, as nearly every line begins with a label, though they begin fewer than 3: {}. If one is not, "
    "write its colon as a dash."
)


def speakers(transcript):
    """Give who speaks, turn by turn."""
    return [turn.speaker for turn in transcript.turns]


def test_whoever_speaks_once_among_labelled_lines_is_a_speaker(write, spoken):
    transcript = read(write("g1.txt", GROUP))
    assert speakers(transcript) == ["Moderator", "Anna", "Zoe", "Anna", "Pete", "Anna"]
    assert spoken(transcript)[2] == ("Zoe", "I disagree with Anna entirely.")
    assert transcript.speakers["Zoe"].role is Role.PARTICIPANT
    assert transcript.notices == (TAKEN.format("'Zoe' (line 3), 'Pete' (line 5)"),)


def test_paragraphs_count_where_labels_begin_paragraphs(write):
    wrapped = GROUP.replace(" with", "\nwith").replace("\nZoe", "\n\nZoe").replace("\nAnna", "\n\nAnna")
    assert "Zoe" in speakers(read(write("a.txt", wrapped.replace("\nPete", "\n\nPete"))))
    # Within a paragraph it is a line that happens to begin so.
    assert "Zoe" not in speakers(read(write("b.txt", wrapped.replace("\n\nZoe", "\nZoe"))))


def test_notes_of_the_transcriber_and_rules_say_nothing_of_the_layout(write):
    noisy = GROUP.replace("Zoe", "[Laughter.]\n(A door.)\n00:10:00\n* * *\nZoe")
    assert "Zoe" in speakers(read(write("a.txt", noisy)))


def test_captions_in_which_every_cue_is_labelled(write, spoken):
    transcript = read(write("a.vtt", ZOOM))
    assert spoken(transcript) == [("Amy Lee", "One."), ("Bob Ray", "Hello."), ("Amy Lee", "Two. Three.")]
    assert transcript.notices == (TAKEN.format("'Bob Ray' (line 8)"),)


def test_captions_that_go_on_without_labels_leave_it_to_people(write, spoken):
    transcript = read(write("a.vtt", ZOOM + "\n00:09.000 --> 00:10.000\nAnd so on.\n"))
    assert [speaker for speaker, _ in spoken(transcript)] == ["Amy Lee"]
    assert transcript.notices == (UNSURE.format("'Bob Ray' (line 8)"),)


def test_lines_within_voices_are_no_labels_and_not_told(write):
    cues = ZOOM.replace("Amy Lee:", "<v Amy Lee>").replace("Bob Ray: Hello", "<v Bob Ray>La Simone: oui")
    transcript = read(write("a.vtt", cues))
    assert speakers(transcript) == ["Amy Lee", "Bob Ray", "Amy Lee"]
    assert transcript.notices == ()


def test_scripts_without_capitals(write):
    transcript = read(write("a.txt", HEBREW, "language: he\n"))
    assert speakers(transcript) == ["מנחה", "דנה", "יוסי", "דנה", "דנה"]
    assert transcript.speakers["מנחה"].role is Role.MODERATOR
    assert transcript.speakers["יוסי"].role is Role.PARTICIPANT


@pytest.mark.parametrize(
    "lead", ["One thing", "To be honest", "My Question", "Question", "Spørgsmål", "Zwei Dinge", "Bill", "Venue"]
)
def test_what_has_not_the_form_of_the_other_labels_is_told(write, lead):
    group = GROUP.replace("I see.", f"I see.\n{lead}: who pays?") + "Anna: Well.\n" * 6
    transcript = read(write("a.txt", group))
    assert lead not in transcript.speakers
    assert {"Zoe", "Pete"} < transcript.speakers.keys()
    assert UNSURE.format(f"'{lead}' (line 5)") in transcript.notices


def test_a_name_among_numbers_is_told(write):
    lines = "MODERATOR: One?\nP1: Yes.\nP2: No.\nP1: Yes.\nZoe: Well.\nP2: No.\n"
    transcript = read(write("a.txt", lines))
    assert "Zoe" not in transcript.speakers
    assert transcript.notices == (UNSURE.format("'Zoe' (line 5)"),)


def test_where_participants_are_declared_others_are_told(write):
    transcript = read(write("a.txt", GROUP, "language: en\nparticipants: {Anna: , Pete: }\n"))
    assert speakers(transcript) == ["Moderator", "Anna", "Anna", "Pete", "Anna"]
    assert transcript.notices == (UNSURE.format("'Zoe' (line 3)"),)


def test_whoever_is_declared_as_told_is_a_speaker(write):
    transcript = read(write("a.txt", GROUP, "language: en\nparticipants: {Anna: , Pete: , Zoe: }\n"))
    assert speakers(transcript) == ["Moderator", "Anna", "Zoe", "Anna", "Pete", "Anna"]
    assert transcript.notices == ()


def test_names_before_the_first_sure_label_may_be_a_heading(write):
    transcript = read(write("a.txt", "Town Hall: upstairs\n" + GROUP))
    assert "Town Hall" not in transcript.speakers
    assert "'Town Hall' (line 1)" in transcript.notices[-1]


def test_where_nobody_is_sure_all_are_told_those_who_come_back_first(write):
    transcript = read(write("a.txt", "Anna: One.\nZoe: Two.\nNote: this.\nZoe: Three.\n"))
    assert transcript.notices == (
        "line 1: nobody is named; each paragraph counts as a turn.",
        UNSURE.format("'Zoe' (2 times, first line 2), 'Anna' (line 1)"),
    )


def test_of_very_many_the_rest_is_counted(write):
    lines = "".join(f"Name{letter}: words\n" for letter in "abcdefghijklm")
    assert "'Namej' (line 10) and 3 more." in read(write("a.txt", lines)).notices[-1]


def test_labels_in_small_letters_are_told_if_they_come_back(write):
    transcript = read(write("a.txt", "anna: One.\nbo: Two.\nanna: Three.\nthing: four\nanna: Five.\n"))
    assert transcript.notices[-1] == UNSURE.format("'anna' (3 times, first line 1)")


def test_only_what_is_sure(write):
    transcript = read(write("g1.txt", GROUP), only_sure=True)
    assert speakers(transcript) == ["Moderator", "Anna", "Anna", "Anna"]
    assert transcript.notices == (UNSURE.format("'Zoe' (line 3), 'Pete' (line 5)"),)
