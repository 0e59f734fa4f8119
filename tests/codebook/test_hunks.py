"""A recorded change can be taken back and made again, also after the text has changed elsewhere, or it is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fgcoder.codebook.hunks import Hunk, hunks, of_json, patched, reversed_hunks, to_json
from fgcoder.errors import CodebookError

few = st.lists(st.sampled_from(["", "a", "b", "  c", "é"]), max_size=12).map("\n".join)
"""Texts in which lines come again and again."""

BOOK = """\
codes:
  - id: a
    label: A
    definition: What a is
  - id: b
    label: B
    definition: What b is
  - id: c
    label: C
    definition: What c is
"""
RETIRED = BOOK.replace("    label: B\n", "    label: B\n    retired: true\n")


@given(few, few)
def test_changes_made_and_taken_back(before, after):
    changes = hunks(before, after)
    assert patched(before, changes) == after
    assert patched(after, reversed_hunks(changes)) == before
    assert reversed_hunks(reversed_hunks(changes)) == changes
    assert of_json(to_json(changes)) == changes
    assert (changes == ()) == (before == after)


@st.composite
def changed_twice(draw):
    """Give a text of lines that differ, one change of it, and another one well away from that."""
    lines = [f"line {number}" for number in range(draw(st.integers(12, 30)))]
    start = draw(st.integers(0, len(lines)))
    end = min(len(lines), start + draw(st.integers(0, 3)))
    added = draw(st.lists(st.sampled_from(["new", "newer", ""]), min_size=start == end, max_size=3))
    away = [place for place in range(len(lines)) if not start - 4 <= place <= end + 4]
    elsewhere = {place: draw(st.sampled_from([[], ["other"], ["x", "y"]])) for place in away if draw(st.booleans())}

    def text(change, other):
        kept = [(other or {}).get(place, [line]) if other else [line] for place, line in enumerate(lines)]
        head, tail = kept[:start], kept[end:]
        middle = [added] if change else kept[start:end]
        return "\n".join(line for some in (*head, *middle, *tail) for line in some)

    return text(False, None), text(True, None), text(False, elsewhere), text(True, elsewhere)


@given(changed_twice())
def test_what_has_changed_elsewhere_is_kept(texts):
    before, after, before_elsewhere, after_elsewhere = texts
    changes = hunks(before, after)
    assert patched(before_elsewhere, changes) == after_elsewhere
    assert patched(after_elsewhere, reversed_hunks(changes)) == before_elsewhere


def test_a_hunk_says_which_lines_and_where():
    assert hunks(BOOK, RETIRED) == (
        Hunk(
            7,
            (),
            ("    retired: true",),
            ("    definition: What a is", "  - id: b", "    label: B"),
            ("    definition: What b is", "  - id: c", "    label: C"),
        ),
    )


def test_changes_near_each_other_do_not_count_on_each_others_lines():
    before, after = "a\nb\nc\nd\ne", "a\nB\nc\nD\ne"
    assert [(one.before, one.after) for one in hunks(before, after)] == [(("a",), ("c",)), (("c",), ("e",))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    definition: What b is\n", "    definition: Something else\n"),
        ("  - id: c\n", "  - id: d\n"),
        ("  - id: b\n    label: B\n", "  - id: b\n    label: Bee\n"),
        ("codes:\n", "# above\n\ncodes:\n"),
    ],
)
def test_a_neighbouring_line_may_have_changed(old, new):
    assert old in RETIRED
    now, undone = RETIRED.replace(old, new), BOOK.replace(old, new)
    assert patched(now, reversed_hunks(hunks(BOOK, RETIRED))) == undone


def test_the_same_line_elsewhere_is_not_taken_for_it():
    """B was retired and restored by hand, and C retired: taking back the first must not restore C."""
    now = BOOK.replace("    label: C\n", "    label: C\n    retired: true\n")
    with pytest.raises(CodebookError) as caught:
        patched(now, reversed_hunks(hunks(BOOK, RETIRED)), Path("book.yaml"))
    (fault,) = caught.value.faults
    assert fault.path == Path("book.yaml")
    assert "near line 7: `retired: true`" in fault.what


def test_lines_that_were_changed_again_are_named():
    changes = hunks(BOOK, BOOK.replace("What a is", "Another\nthing"))
    with pytest.raises(CodebookError, match=r"near line 4: `definition: Another` / `thing`\."):
        patched(BOOK, reversed_hunks(changes))
    long = hunks("", "\n".join(f"{number} {'x' * 100}" for number in range(5)))
    with pytest.raises(CodebookError, match=r"near line 1: `0 x{57}…` / `1 x{57}…` / `2 x{57}…` and 2 lines more\."):
        patched("something", reversed_hunks(long))


def test_of_two_places_equally_near_neither_is_taken():
    (change,) = hunks("a\nb\nc", "a\nB\nc")
    twice = "a\nb\nc\nx\na\nb\nc"
    assert patched(twice, [Hunk(6, change.removed, change.added, change.before, change.after)]).endswith("a\nB\nc")
    with pytest.raises(CodebookError):
        patched(twice, [Hunk(4, change.removed, change.added, change.before, change.after)])


def test_several_changes_are_made_in_order_or_not_at_all():
    changes = hunks("a\nb\nc\nd\ne\nf", "A\nb\nc\nd\ne\nF")
    with pytest.raises(CodebookError, match="`f`"):
        patched("f\nb\nc\nd\ne\na", changes[1:])
    with pytest.raises(CodebookError):
        patched("a\nb\nc\nd\ne\ng", changes)


@pytest.mark.parametrize(
    "text",
    ["", "{", "3", '"x"', "[3]", "[[1]]", "[[0,[],[],[],[]]]", "[[true,[],[],[],[]]]", '[[1,"ab",[],[],[]]]',
     "[[1,[2],[],[],[]]]", "[[1,[],[],[]]]", '{"a": 1}'],
)  # fmt: skip
def test_what_is_no_record_of_a_change(text):
    with pytest.raises(CodebookError, match="not in the form"):
        of_json(text)


def test_json_is_plain_lists():
    assert json.loads(to_json(hunks("á\n", "b\n"))) == [[1, ["á"], ["b"], [], [""]]]
    assert "á" in to_json(hunks("á\n", "b\n"))
