"""Changes of a codebook's text, to the character; what they refuse; and the layouts that people write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgcoder.codebook import editing
from fgcoder.codebook.file import parse
from fgcoder.errors import CodebookError
from fgcoder.model import Code

PATH = Path("book.yaml")
SAMPLE = (Path(__file__).parents[2] / "codebooks" / "coproduction.yaml").read_text(encoding="utf-8")

NEW = Code(
    "new-code",
    "New: a 'code' # really",
    "What it means, in a sentence longer than most, which nobody may fold, because folding moves the other lines.",
    ("When so",),
    ("When not, use a",),
    ("- a dash", "Žluťoučký kůň"),
)

HOUSE_STYLE = (Path(__file__).parent / "layouts" / "house-style.yaml").read_text(encoding="utf-8")
NOT_INDENTED = (Path(__file__).parent / "layouts" / "lists-not-indented.yaml").read_text(encoding="utf-8")

LAYOUTS = {
    "house style": HOUSE_STYLE,
    "lists not indented": NOT_INDENTED,
    "deep indents": HOUSE_STYLE.replace("  ", "    ").replace("- ", "-   "),
    "no end of line at the end": HOUSE_STYLE.rstrip().removesuffix("# the end").rstrip(),
    "carriage returns": HOUSE_STYLE.replace("\n", "\r\n"),
    "carriage returns here and there": HOUSE_STYLE.replace("label: Theme\n", "label: Theme\r\n"),
    "end of document": HOUSE_STYLE + "...\n",
    "byte order mark": "\ufeff" + HOUSE_STYLE,
}


def added_lines(before: str, after: str) -> list[str]:
    """Give the lines put in at one place, once it is sure that all others are as they were."""
    old, new = before.split("\n"), after.split("\n")
    if not before.endswith("\n"):
        old.append("")
    count = len(new) - len(old)
    for place in range(len(old) + 1):
        if new[:place] == old[:place] and new[place + count :] == old[place:]:
            return new[place : place + count]
    raise AssertionError("lines changed that were not asked to")


# Adding


@pytest.mark.parametrize("theme", [None, "theme", "a", "b", "last"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_adding_a_code_adds_lines_and_changes_none(layout, theme):
    text = LAYOUTS[layout]
    before = parse(text, PATH)
    made = editing.add_code(text, PATH, NEW, theme)
    assert len(added_lines(text, made)) == 10 + (theme in {"a", "b", "last"})
    assert (made.count("\r\n") == made.count("\n")) == (layout == "carriage returns")
    after = parse(made, PATH)
    assert after.by_id["new-code"] == NEW
    assert after.path_of["new-code"] == (() if theme is None else (*before.path_of[theme], theme))
    siblings = after.roots if theme is None else after.by_id[theme].children
    assert siblings[-1] == NEW
    assert [one for one in after.by_id if one != "new-code"] == list(before.by_id)


@pytest.mark.parametrize("theme", [None, "professional-views", "professional-scepticism", "low-effort"])
def test_adding_a_code_to_the_sample_codebook(theme):
    made = editing.add_code(SAMPLE, PATH, Code("new-code", "New code"), theme)
    assert [line.split(":")[0].strip() for line in added_lines(SAMPLE, made)][-2:] == ["- id", "label"]
    before, after = parse(SAMPLE, PATH), parse(made, PATH)
    assert after.path_of == before.path_of | {"new-code": () if theme is None else (*before.path_of[theme], theme)}


lines = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=30).map(
    lambda text: " ".join(text.replace("\ufeff", "").split())
)


@settings(max_examples=60, deadline=None)
@given(label=lines.filter(bool), definition=lines, examples=st.lists(lines.filter(bool), max_size=2).map(tuple))
def test_whatever_a_code_says_it_comes_back(label, definition, examples):
    code = Code("new-code", label, definition, examples=examples)
    made = editing.add_code(HOUSE_STYLE, PATH, code, "theme")
    added_lines(HOUSE_STYLE, made)
    assert parse(made, PATH).by_id["new-code"] == code
    for one in ("a", "b", "last"):
        made = editing.revise_code(made, PATH, one, label=label, definition=definition, use=examples, examples=examples)
        assert parse(made, PATH).by_id[one] == Code(one, label, definition, examples, examples=examples)


@pytest.mark.parametrize(
    ("after", "order"),
    [(None, ["a", "b", "new"]), (editing.FIRST, ["new", "a", "b"]), ("a", ["a", "new", "b"])],
)
def test_a_code_has_its_place_among_its_siblings(after, order):
    made = editing.add_code(HOUSE_STYLE, PATH, Code("new", "New"), "theme", after)
    assert [code.id for code in parse(made, PATH).by_id["theme"].children] == order
    assert len(added_lines(HOUSE_STYLE, made)) == 2


def test_a_code_is_added_with_all_that_it_has():
    code = Code("n", "N", children=(Code("m", "M", was=("l", "k"), retired=True, use=("x",)), Code("o", "O")))
    made = editing.add_code(HOUSE_STYLE, PATH, code, "b")
    assert parse(made, PATH).by_id["n"] == code


def test_codes_are_added_to_a_list_in_brackets():
    text = (
        "# top\ntitle: A\ncodes:\n  - {id: a, label: A}  # on a\n  - id: b\n    label: B # beside\n    children: []\n"
    )
    made = editing.add_code(text, PATH, Code("n", "N"), "a")
    made = editing.add_code(made, PATH, Code("o", "O"), "b")
    assert made == (
        "# top\ntitle: A\ncodes:\n  - id: a\n    label: A  # on a\n    children:\n      - id: n\n        label: N\n"
        "  - id: b\n    label: B # beside\n    children:\n      - id: o\n        label: O\n"
    )


def test_only_the_brackets_in_the_way_are_opened():
    text = (
        "title: A\ncodes: [ # first\n  {id: a, label: 'A', use: [x,   y]},\n  # on b\n"
        "  {id: b, label: B, # why\n   children: [{id: c, label: C}, {id: d, label: 'it''s, d'}]} ]  # end\n"
    )
    made = editing.add_code(text, PATH, Code("n", "N"), "b", "c")
    assert made == (
        "title: A\ncodes:\n  - {id: a, label: 'A', use: [x,   y]}\n  # first\n  # on b\n  - id: b\n    label: B\n"
        "    # why\n    children:\n      - {id: c, label: C}\n      - id: n\n        label: N\n"
        "      - {id: d, label: 'it''s, d'}  # end\n"
    )


def test_a_whole_file_in_brackets():
    made = editing.add_code("{title: A, codes: [{id: a, label: A}]}", PATH, Code("n", "N"))
    assert made == "title: A\ncodes:\n  - {id: a, label: A}\n  - id: n\n    label: N\n"


# Revising


def test_a_text_is_revised_in_its_own_way():
    line = (
        "A sentence that needs more than one of the lines, of 120 characters at most, on which a definition is folded"
    )
    made = editing.revise_code(HOUSE_STYLE, PATH, "a", definition=f"{line}, as it was.")
    assert made == HOUSE_STYLE.replace("Folded\n          text\n", f"{line},\n          as it was.\n")
    made = editing.revise_code(HOUSE_STYLE, PATH, "b", label="Bee's")
    assert made == HOUSE_STYLE.replace("'B'", "'Bee''s'")
    made = editing.revise_code(HOUSE_STYLE, PATH, "theme", label="A: theme", definition="New")
    assert made == HOUSE_STYLE.replace("label: Theme\n", "label: 'A: theme'\n    definition: New\n")


@pytest.mark.parametrize("header", ["|", ">", ">+", "|2", ">2-  # why", ">-  # why"])
def test_a_text_in_a_block(header):
    text = (
        f"title: A\ncodes:\n  - id: a\n    label: A\n    definition: {header}\n      One\n\n      two\n\n    use: x\n"
    )
    made = editing.revise_code(text, PATH, "a", definition="word " * 40)
    book = parse(made, PATH)
    assert book.by_id["a"] == Code("a", "A", ("word " * 40).strip(), ("x",))
    assert max(map(len, made.split("\n"))) <= 120
    assert "\n\n    use: x\n" in made
    assert "2" not in made or "# why" not in header
    assert ("# why" in made) == (header == ">-  # why")


def test_what_cannot_stand_in_a_block_is_quoted():
    made = editing.revise_code(HOUSE_STYLE, PATH, "a", definition="a\ufeffb")
    assert '        definition: "a\\uFEFFb"\n        examples:\n' in made


def test_lists_keep_the_lines_and_comments_of_what_stays():
    text = HOUSE_STYLE.replace("- One\n", '- One  # first\n          - "Two"\n          # da\n          - Tre\n')
    made = editing.revise_code(text, PATH, "a", examples=["One", "Second", "To", "Tre", "Fire"])
    assert made == text.replace('- "Two"\n', "- Second\n          - To\n").replace(
        "- Tre\n", "- Tre\n          - Fire\n"
    )
    made = editing.revise_code(text, PATH, "a", examples=["One", "Second", "Tre"])
    assert made == text.replace('"Two"', '"Second"')
    made = editing.revise_code(text, PATH, "a", examples=["Tre"])
    assert made == text.replace('          - One  # first\n          - "Two"\n', "")


def test_a_list_in_brackets_stays_there_while_it_fits():
    made = editing.revise_code(HOUSE_STYLE, PATH, "last", use=["y", "a, b", "z"])
    assert made == HOUSE_STYLE.replace("[x,   y]", "[y, 'a, b', z]")
    long = ["x", *(f"{number} {'long ' * 10}".strip() for number in range(4))]
    made = editing.revise_code(HOUSE_STYLE, PATH, "last", use=long)
    assert made == HOUSE_STYLE.replace(" [x,   y]", "".join(f"\n      - {line}" for line in long))


def test_a_single_text_becomes_a_list():
    text = "title: A\ncodes:\n  - id: a\n    label: A\n    use: >-\n      one\n      line\n    avoid: 'two'  # why\n"
    made = editing.revise_code(text, PATH, "a", use=["one line", "more"], avoid=["two", "three"])
    assert parse(made, PATH).by_id["a"] == Code("a", "A", "", ("one line", "more"), ("two", "three"))
    assert "# why" in made


def test_what_is_emptied_is_taken_away():
    made = editing.revise_code(HOUSE_STYLE, PATH, "a", examples=[])
    examples = "        examples:\n          # en\n          - One\n          # none in Danish yet\n"
    assert made == HOUSE_STYLE.replace(examples, "")
    made = editing.revise_code(made, PATH, "a", definition="")
    definition = "        definition: >-\n          Folded\n          text\n"
    assert made == HOUSE_STYLE.replace(examples, "").replace(definition, "")
    first = "title: A\ncodes:\n  - definition: D\n    # about the id\n    id: a\n    label: A\n"
    assert parse(editing.revise_code(first, PATH, "a", definition=""), PATH).by_id["a"] == Code("a", "A")


def test_nothing_changed_is_nothing_written():
    text = LAYOUTS["no end of line at the end"]
    assert editing.revise_code(text, PATH, "a", label="A", definition="Folded  text", examples=["One"]) == text
    assert editing.revise_code(text, PATH, "a") == text
    assert editing.move_code(text, PATH, "b", "theme") == text
    assert editing.move_code(text, PATH, "b", "theme", "a") == text
    assert editing.move_code(text, PATH, "theme", None, editing.FIRST) == text


# Moving


def test_a_code_moves_with_its_lines_and_the_comments_above_it():
    made = editing.move_code(HOUSE_STYLE, PATH, "b", None, "theme")
    lifted = "\n      # between\n      - id: b\n        label: 'B'\n"
    assert made == HOUSE_STYLE.replace(lifted, "  # between\n  - id: b\n    label: 'B'\n")
    made = editing.move_code(HOUSE_STYLE, PATH, "last", "a")
    there = "\n  # before the last\n  - id: last\n    label: Last\n    use: [x,   y]\n"
    put = "        children:\n          # before the last\n          - id: last\n            label: Last\n"
    assert made == HOUSE_STYLE.replace(there, "").replace(
        "          # none in Danish yet\n", f"          # none in Danish yet\n{put}            use: [x,   y]\n"
    )


def test_a_theme_whose_last_code_leaves_is_a_code():
    text = "title: A\ncodes:\n  - id: t\n    label: T\n    children:\n      - id: a\n        label: A\n    use: x\n"
    made = editing.move_code(text, PATH, "a", None)
    assert made == "title: A\ncodes:\n  - id: t\n    label: T\n    use: x\n  - id: a\n    label: A\n"


def test_comments_of_a_list_outlive_its_last_code():
    text = (
        "title: A\ncodes:\n  - id: t\n    label: >-\n      T\n    children:  # c1\n      # c2\n\n      # c3\n"
        "      - id: a\n        label: A\n        # c4\n\n      # c5\n  - id: b\n    label: B\n"
    )
    made = editing.move_code(text, PATH, "a", "b")
    assert made == (
        "title: A\ncodes:\n  - id: t\n    label: >-\n      T\n    # c1\n    # c2\n    # c5\n  - id: b\n    label: B\n"
        "    children:\n      # c3\n      - id: a\n        label: A\n        # c4\n"
    )


# Merging and splitting

TWO = """\
title: A
codes:
  # keep: asked Ana
  - id: a
    label: A
    was: [a0]
    examples:
      # en
      - One
      - Two
  - id: t
    label: T
    children:
      # the better name
      - id: b  # stays
        label: B
        use: one line
        examples:
          # cs
          - Dva
          - One
"""


def test_merging_takes_ids_lines_and_the_comments_above():
    made = editing.merge_codes(TWO, PATH, ["a"], "b")
    assert made == (
        "title: A\ncodes:\n  - id: t\n    label: T\n    children:\n      # the better name\n      # keep: asked Ana\n"
        "      - id: b  # stays\n        label: B\n        was: [a, a0]\n        use: one line\n        examples:\n"
        "          # cs\n          - Dva\n          - One\n          - Two\n"
    )
    book = parse(made, PATH)
    assert {one: book.current(one) for one in ("a", "a0", "b")} == {"a": "b", "a0": "b", "b": "b"}


def test_merging_without_lines():
    made = editing.merge_codes(TWO, PATH, ["b"], "a", keep_lines=False)
    assert parse(made, PATH).by_id["a"] == Code("a", "A", examples=("One", "Two"), was=("a0", "b"))
    assert parse(made, PATH).by_id["t"] == Code("t", "T")


def test_a_split_code_is_the_theme_of_its_parts_until_they_are_merged_into_it():
    parts = [Code("b1", "B one", "First"), Code("b2", "B two")]
    made = editing.split_code(TWO, PATH, "b", parts)
    book = parse(made, PATH)
    assert book.by_id["b"].children == tuple(parts)
    assert "b" not in [code.id for code in book.codes]
    assert len(added_lines(TWO, made)) == 6
    back = editing.merge_codes(made, PATH, ["b1", "b2"], "b")
    assert back == TWO.replace("        label: B\n", "        label: B\n        was: [b1, b2]\n")


def test_a_theme_is_merged_with_all_below_it():
    made = editing.merge_codes(TWO, PATH, ["t", "b"], "a")
    assert list(parse(made, PATH).by_id) == ["a"]
    assert parse(made, PATH).former == {"a0": "a", "t": "a", "b": "a"}


# Retiring, renaming, removing


def test_retiring_is_one_line_and_restoring_takes_it_out():
    made = editing.retire_code(TWO, PATH, "a")
    assert made == TWO.replace("    was: [a0]\n", "    was: [a0]\n    retired: true\n")
    assert [code.id for code in parse(made, PATH).codes] == ["b"]
    assert editing.restore_code(made, PATH, "a") == TWO
    said = TWO.replace("    was: [a0]\n", "    retired: false  # for now\n")
    assert editing.retire_code(said, PATH, "a") == said.replace("false", "true")


def test_renaming_leaves_the_old_id():
    made = editing.rename_code(TWO, PATH, "b", "bee")
    assert made == TWO.replace("- id: b ", "- id: bee ").replace(
        "        label: B\n", "        label: B\n        was: [b]\n"
    )
    assert editing.rename_code(made, PATH, "bee", "b") == TWO.replace("label: B\n", "label: B\n        was: [bee]\n")


HEADED = """\
title: Headed
version: "1"
language: en
codes:
  - id: a
    label: A
    use:
      - one
    # About b,
    # in two lines.
  - id: b
    label: B
    children:
      - id: c
        label: C

        # About d.

      - id: d
        label: D
  # About e.
  - id: e
    label: E
"""


@pytest.mark.parametrize(("gone", "into"), [("a", "e"), ("c", "d"), ("c", "e"), ("d", "e")])
def test_merging_leaves_the_comments_that_are_about_the_next_code(gone: str, into: str):
    merged = editing.merge_codes(HEADED, PATH, [gone], into)
    assert "    # About b,\n    # in two lines.\n  - id: b\n" in merged
    assert "        # About d.\n" in merged
    assert "  # About e.\n  - id: e\n" in merged


def test_removing_takes_the_comments_above_with_it():
    made = editing.remove_code(HOUSE_STYLE, PATH, "b")
    assert made == HOUSE_STYLE.replace("\n      # between\n      - id: b\n        label: 'B'\n", "")


# Refusing

A, B = Code("p", "P"), Code("q", "Q")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: editing.add_code(text, PATH, Code("a", "Again")), "the id `a` is taken"),
        (lambda text: editing.add_code(text, PATH, Code("a0", "Again")), "`a0` is a former id of `a`"),
        (lambda text: editing.add_code(text, PATH, A, "tt"), r"there is no theme `tt`.\n  → Did you mean `t`\?"),
        (lambda text: editing.add_code(text, PATH, A, "a0"), "`a0` has become `a`"),
        (lambda text: editing.add_code(text, PATH, Code("Not An Id", "C")), "id: string should match pattern"),
        (lambda text: editing.add_code(text, PATH, Code("c", "")), "label: string should have at least 1 character"),
        (lambda text: editing.add_code(text, PATH, A, "t", "a"), "there is no `a` below `t`"),
        (lambda text: editing.add_code(text, PATH, A, None, "b"), "there is no `b` at the top"),
        (lambda text: editing.add_code(text, PATH, Code("p", "P", children=(A,))), "the id `p` is used twice"),
        (lambda text: editing.revise_code(text, PATH, "a", label=" "), "label: string should have at least 1"),
        (lambda text: editing.revise_code(text, PATH, "a", use=["x", ""]), "use.1: string should have at least 1"),
        (lambda text: editing.revise_code(text, PATH, "x"), "there is no code `x`"),
        (lambda text: editing.move_code(text, PATH, "t", "b"), "`t` cannot be moved below itself"),
        (lambda text: editing.move_code(text, PATH, "t", "t"), "`t` cannot be moved below itself"),
        (lambda text: editing.move_code(text, PATH, "b", "t", "b"), "`b` cannot be put behind itself"),
        (lambda text: editing.merge_codes(text, PATH, ["a", "b"], "b"), "`b` cannot be merged into itself"),
        (lambda text: editing.merge_codes(text, PATH, ["t"], "a"), r"without the codes below it.\n  → .*first: b\."),
        (lambda text: editing.merge_codes(text, PATH, ["a"], "t"), r"without the codes below it.\n  → .*first: b\."),
        (lambda text: editing.merge_codes(text, PATH, ["t"], "b"), r"without the codes below it.\n  → .*first: b\."),
        (lambda text: editing.split_code(text, PATH, "t", [A, B]), "`t` is a theme already"),
        (lambda text: editing.split_code(text, PATH, "a", [A]), "split into 1 parts"),
        (lambda text: editing.split_code(text, PATH, "a", [A, Code("b", "B")]), "the id `b` is taken"),
        (lambda text: editing.restore_code(text, PATH, "a"), "`a` is not retired"),
        (lambda text: editing.rename_code(text, PATH, "a", "b"), "the id `b` is taken"),
        (lambda text: editing.rename_code(text, PATH, "b", "a0"), "`a0` is a former id of `a`"),
        (lambda text: editing.rename_code(text, PATH, "b", "No"), "id: string should match pattern"),
        (lambda text: editing.remove_code(text, PATH, "t"), "`t` is a theme"),
    ],
)
def test_what_is_refused(change, says):
    with pytest.raises(CodebookError, match=says) as caught:
        change(TWO)
    assert caught.value.title == "The codebook was not changed."
    assert {fault.path for fault in caught.value.faults} == {PATH}


def test_what_is_refused_about_the_retired():
    text = editing.retire_code(TWO, PATH, "t")
    for change, says in (
        (lambda: editing.retire_code(text, PATH, "t"), "`t` is retired already"),
        (lambda: editing.retire_code(text, PATH, "b"), "`b` is retired already"),
        (lambda: editing.restore_code(text, PATH, "b"), r"`b` is not retired by itself.\n  → Restore `t`\."),
        (lambda: editing.add_code(text, PATH, A, "t"), "`t` is retired"),
        (lambda: editing.merge_codes(text, PATH, ["a"], "b"), "`b` is retired"),
        (lambda: editing.split_code(text, PATH, "b", [A, B]), "`b` is retired"),
        (lambda: editing.retire_code(text, PATH, "a"), "nothing would be left to code with"),
        (lambda: editing.move_code(text, PATH, "a", "t"), "nothing would be left to code with"),
        (lambda: editing.remove_code("title: A\ncodes: [{id: a, label: A}]", PATH, "a"), "nothing would be left"),
    ):
        with pytest.raises(CodebookError, match=says):
            change()


@pytest.mark.parametrize("code_id", ["a", "b"])
def test_what_others_share_is_not_changed_with_it(code_id):
    text = "title: A\ncodes:\n  - id: a\n    label: A\n    use: &x [one]\n  - id: b\n    label: B\n    use: *x\n"
    with pytest.raises(CodebookError, match="use an editor"):
        editing.revise_code(text, PATH, code_id, use=["one", "two"])
    made = editing.revise_code(text, PATH, code_id, definition="D")
    assert parse(made, PATH).by_id[code_id].definition == "D"
    assert "*x" in made


def test_what_would_change_another_code_too_is_refused():
    shared = "  - id: a\n    label: A\n    use: &x\n      - one\n"
    text = f"title: A\ncodes:\n{shared}  - id: b\n    label: B\n    use: *x\n"
    with pytest.raises(CodebookError, match=r"would have changed `b` too\.\n  → .* use an editor"):
        editing.revise_code(text, PATH, "a", use=["one", "two"])


def test_dashes_on_lines_of_their_own():
    text = (
        "title: A\ncodes:\n  -\n    id: a\n    label: A\n    use:\n      -\n        x\n      - y\n"
        "  # on b\n  -\n    id: b\n    label: B\n"
    )
    made = editing.move_code(text, PATH, "b", None, editing.FIRST)
    lifted = "  # on b\n  -\n    id: b\n    label: B\n"
    assert made == text.replace(lifted, "").replace("codes:\n", f"codes:\n{lifted}")
    made = editing.revise_code(text, PATH, "a", use=["y"])
    assert made == text.replace("      -\n        x\n", "")


def test_items_in_blocks_and_empty_texts():
    uses = "    use:\n      - >-\n        x\n        y\n      - z\n"
    text = f"title: A\ncodes:\n  - id: a\n    label: A\n    definition: >-\n{uses}"
    made = editing.revise_code(text, PATH, "a", definition="D", use=["x y w", "z"])
    assert made == text.replace(">-\n    use", ">-\n      D\n    use").replace(">-\n        x\n        y", "x y w")


def test_a_faulty_codebook_is_not_changed():
    with pytest.raises(CodebookError, match="label"):
        editing.add_code("title: A\ncodes: [{id: a}]\n", PATH, A)


# Ids


@pytest.mark.parametrize(
    ("label", "code_id"),
    [
        ("No time", "no-time"),
        ("  It’s the “others”! ", "its-the-others"),
        ("Mød ægte borgere på Åsen", "mod-aegte-borgere-pa-asen"),
        ("Größe & Łódź, cœur", "grosse-lodz-coeur"),
        ("Žluťoučký kůň", "zlutoucky-kun"),
        ("时间", "code"),
        ("", "code"),
        ("we never have the time to take part in any of these meetings", "we-never-have-the-time-to-take-part-in"),
        ("x" * 60, "x" * 40),
        ("taken", "taken-3"),
    ],
)
def test_an_id_from_a_label(label, code_id):
    assert editing.code_id_for(label, {"taken", "taken-2"}) == code_id


@given(st.text(), st.sets(st.sampled_from(["a", "a-2", "code", "code-2", "b"])))
def test_an_id_is_valid_and_free(label, taken):
    made = editing.code_id_for(label, taken)
    assert made not in taken
    book = HOUSE_STYLE.replace("- id: a\n", "- id: z.a\n").replace("- id: b\n", "- id: z.b\n")
    if made not in ("theme", "last"):
        assert made in parse(editing.add_code(book, PATH, Code(made, "L")), PATH).by_id
