"""The lines that suggestions start from."""

from __future__ import annotations

from fgcoder.model import Code, Codebook
from fgcoder.suggesting.lines import Line, lines_of

BOOK = Codebook(
    "Parks",
    "1",
    "en",
    (
        Code(
            "obstacles",
            "Obstacles",
            definition="What keeps people away.",
            examples=("It is hard.",),
            children=(
                Code(
                    "no-time",
                    "No time",
                    "No hours left.",
                    use=("Two jobs", "Small children"),
                    avoid=("Does not want to",),
                    examples=("I would if I could.",),
                ),
                Code("forms", "Forms"),
            ),
        ),
        Code("litter", "Litter", "Rubbish."),
    ),
)


def test_a_code_gives_its_lines_in_the_order_of_the_file_and_never_what_to_avoid():
    assert lines_of(BOOK) == (
        Line("no-time", "label", "No time"),
        Line("no-time", "definition", "No hours left."),
        Line("no-time", "use", "Two jobs"),
        Line("no-time", "use", "Small children"),
        Line("no-time", "example", "I would if I could."),
        Line("forms", "label", "Forms"),
        Line("litter", "label", "Litter"),
        Line("litter", "definition", "Rubbish."),
    )


def test_themes_give_none_and_every_code_at_least_one():
    assert {line.code for line in lines_of(BOOK)} == {code.id for code in BOOK.codes}
    assert "obstacles" not in {line.code for line in lines_of(BOOK)}
