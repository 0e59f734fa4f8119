"""A codebook is read as it is, faults are named by file and line, and adding a code adds lines and changes none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fgcoder import codebook
from fgcoder.errors import CodebookError
from fgcoder.model import Code

SAMPLE = Path(__file__).parents[1] / "codebooks" / "coproduction.yaml"

NEW = Code(
    "new-code",
    "New: a 'code' # really",
    "What it means, in a sentence longer than most, which nobody may fold, because folding moves the other lines.",
    ("When so",),
    ("When not, use a",),
    ("- a dash", "Žluťoučký kůň"),
)

HOUSE_STYLE = """\
# On top

title: A
version: "1.10"   # a comment

codes:
  # before the theme
  - id: theme
    label: Theme
    children:
      - id: a
        label: A
        definition: >-
          Folded
          text
        examples:
          # en
          - One
          # none in Danish yet

      # between
      - id: b
        label: 'B'

  # before the last
  - id: last
    label: Last
    use: [x,   y]

# the end
"""

NOT_INDENTED = """\
codes:
- label: Theme
  id: theme
  children:
  - id: a
    label: A
  - id: b
    label: "B
      on two lines"
  definition: After the children
- id: last
  label: |
    Last
    # not a comment

title: A
"""

LAYOUTS = {
    "house style": HOUSE_STYLE,
    "lists not indented": NOT_INDENTED,
    "deep indents": HOUSE_STYLE.replace("  ", "    ").replace("- ", "-   "),
    "no end of line at the end": HOUSE_STYLE.rstrip().removesuffix("# the end").rstrip(),
    "carriage returns": HOUSE_STYLE.replace("\n", "\r\n"),
    "end of document": HOUSE_STYLE + "...\n",
}


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "book.yaml"
        path.write_bytes(content.encode("utf-8"))
        return path

    return write


def faults_of(path):
    with pytest.raises(CodebookError) as caught:
        codebook.read(path)
    assert all(fault.path == path for fault in caught.value.faults)
    return [(fault.line, fault.what) for fault in caught.value.faults]


def added_lines(before: bytes, after: bytes) -> list[bytes]:
    """Give the lines put in at one place, once it is sure that all others are as they were, byte for byte."""
    old, new = before.splitlines(), after.splitlines()
    if before.endswith(b"\n"):
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    count = len(new) - len(old)
    for place in range(len(old) + 1):
        if new[:place] == old[:place] and new[place + count :] == old[place:]:
            return new[place : place + count]
    raise AssertionError("lines changed that were not asked to")


def test_the_sample_codebook():
    book = codebook.read(SAMPLE)
    assert book.title == "Co-production of public services"
    assert book.version == "1.0"
    assert {"professional-scepticism", "low-effort", "done-my-part"} <= set(book.by_id)
    assert book.by_id["professional-views"].is_theme
    assert book.path_of["professional-scepticism"] == ("professional-views",)
    assert all(code.definition and code.examples for code in book.codes)
    assert codebook.remarks(book, SAMPLE) == []


def test_a_codebook_is_read_in_the_order_of_its_file(write):
    book = codebook.read(write(HOUSE_STYLE))
    assert list(book.by_id) == ["theme", "a", "b", "last"]
    assert book.version == "1.10"
    assert book.language == "en"
    assert book.by_id["a"] == Code("a", "A", "Folded text", examples=("One",))
    assert book.by_id["last"].use == ("x", "y")


def test_a_version_may_be_written_as_a_number(write):
    assert codebook.read(write("title: A\nversion: 1.10\ncodes: [{id: a, label: A}]\n")).version == "1.10"


def test_all_faults_at_once_each_with_its_line(write):
    path = write(
        "title: A\nlanguage: English\ncodes:\n  - id: Has Spaces\n    label: A\n  - id: b\n    labl: B\n"
        "    children:\n      - id: c\n        label: ''\n        examples:\n          - fine\n          - {no: text}\n"
    )
    found = faults_of(path)
    assert [line for line, _ in found] == [2, 4, 6, 7, 10, 13]
    for (_, what), says in zip(
        found, ["language", "codes.0.id", "`label` is missing", "`labl`", "label", "examples"], strict=True
    ):
        assert says in what


def test_ids_used_twice_are_all_named_with_both_lines(write):
    path = write(
        "title: A\ncodes:\n  - id: a\n    label: A\n    children:\n      - id: b\n        label: B\n"
        "  - id: b\n    label: B\n  - id: a\n    label: A\n"
    )
    assert faults_of(path) == [
        (8, "the id `b` is used twice; it stands at line 6 already."),
        (10, "the id `a` is used twice; it stands at line 3 already."),
    ]


@pytest.mark.parametrize(
    "content", ["", "title: A\n", "title: A\ncodes: []\n", "title: A\ncodes:\n", "codes: 3\ntitle: A"]
)
def test_a_codebook_without_codes(write, content):
    assert any("codes" in what or "the file" in what for _, what in faults_of(write(content)))


def test_remarks_name_what_only_weakens_suggestions(write):
    path = write(HOUSE_STYLE)
    found = [(one.line, one.what) for one in codebook.remarks(codebook.read(path), path)]
    assert found == [
        (22, "`b` has no definition."),
        (22, "`b` has no examples."),
        (26, "`last` has no definition."),
        (26, "`last` has no examples."),
    ]


@pytest.mark.parametrize("theme", [None, "theme", "a", "b", "last"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_adding_a_code_adds_lines_and_changes_none(write, layout, theme):
    path = write(LAYOUTS[layout])
    before = codebook.read(path)
    codebook.add_code(path, NEW, theme)
    new = added_lines(LAYOUTS[layout].encode("utf-8"), path.read_bytes())
    assert len(new) == 10 + (theme in {"a", "b", "last"})
    assert (b"\r\n" in path.read_bytes()) == (layout == "carriage returns")
    after = codebook.read(path)
    assert after.by_id["new-code"] == NEW
    assert after.path_of["new-code"] == (() if theme is None else (*before.path_of[theme], theme))
    siblings = after.roots if theme is None else after.by_id[theme].children
    assert siblings[-1] == NEW
    assert [one for one in after.by_id if one != "new-code"] == list(before.by_id)


@pytest.mark.parametrize("theme", [None, *codebook.read(SAMPLE).by_id])
def test_adding_a_code_to_the_sample_codebook(write, theme):
    text = SAMPLE.read_text(encoding="utf-8")
    path = write(text)
    codebook.add_code(path, Code("new-code", "New code"), theme)
    new = added_lines(SAMPLE.read_bytes(), path.read_bytes())
    assert [line.split(b":")[0].strip() for line in new][-2:] == [b"- id", b"label"]
    before, after = codebook.read(SAMPLE), codebook.read(path)
    assert {one: after.by_id[one].definition for one in before.by_id} == {
        one: code.definition for one, code in before.by_id.items()
    }
    assert after.path_of == before.path_of | {"new-code": () if theme is None else (*before.path_of[theme], theme)}


lines = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=30).map(
    lambda text: " ".join(text.replace("\ufeff", "").split())
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(label=lines.filter(bool), definition=lines, examples=st.lists(lines.filter(bool), max_size=2).map(tuple))
def test_whatever_a_code_says_it_comes_back(write, label, definition, examples):
    path = write(HOUSE_STYLE)
    code = Code("new-code", label, definition, examples=examples)
    codebook.add_code(path, code, "theme")
    added_lines(HOUSE_STYLE.encode("utf-8"), path.read_bytes())
    assert codebook.read(path).by_id["new-code"] == code


def test_codes_are_added_to_a_list_in_brackets(write):
    path = write("# top\ntitle: A\ncodes:\n  - {id: a, label: A}\n  - id: b\n    label: B # beside\n    children: []\n")
    codebook.add_code(path, NEW, "a")
    codebook.add_code(path, Code("other", "Other"), "b")
    book = codebook.read(path)
    assert book.by_id["a"].children == (NEW,)
    assert book.by_id["b"].children == (Code("other", "Other"),)
    assert "# top" in path.read_text(encoding="utf-8")
    assert "# beside" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "theme", "says"),
    [
        (Code("a", "Again"), None, "the id `a` is taken"),
        (Code("c", "C"), "thema", r"there is no theme `thema`.\n  → Did you mean `theme`\?"),
        (Code("Not An Id", "C"), None, "id: string should match pattern"),
        (Code("c", ""), "theme", "label: string should have at least 1 character"),
    ],
)
def test_what_cannot_be_added_leaves_the_file_as_it_was(write, code, theme, says):
    path = write(HOUSE_STYLE)
    with pytest.raises(CodebookError, match=says):
        codebook.add_code(path, code, theme)
    assert path.read_text(encoding="utf-8") == HOUSE_STYLE


def accepts(schema, value, root):
    """Say whether a JSON Schema accepts a value; knows the words that stand in ours and fails on any other."""
    words = set(schema) - {"title", "description", "default", "$schema", "$defs"}
    assert words <= {
        "$ref", "anyOf", "type", "properties", "required", "additionalProperties", "items", "pattern", "minLength",
        "minItems",
    }  # fmt: skip
    if "$ref" in schema:
        return accepts(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, root)
    if "anyOf" in schema:
        return any(accepts(one, value, root) for one in schema["anyOf"])
    if schema["type"] == "object":
        known = schema["properties"]
        assert schema["additionalProperties"] is False
        return (
            isinstance(value, dict)
            and set(schema.get("required", ())) <= set(value) <= set(known)
            and all(accepts(known[key], one, root) for key, one in value.items())
        )
    if schema["type"] == "array":
        return (
            isinstance(value, list)
            and len(value) >= schema.get("minItems", 0)
            and all(accepts(schema["items"], one, root) for one in value)
        )
    if schema["type"] == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    assert schema["type"] == "string"
    return (
        isinstance(value, str)
        and len(value) >= schema.get("minLength", 0)
        and re.search(schema.get("pattern", ""), value) is not None
    )


@pytest.mark.parametrize(
    "content",
    [
        SAMPLE.read_text(encoding="utf-8"),
        HOUSE_STYLE,
        NOT_INDENTED,
        "title: A\nversion: 2\ncodes: [{id: a, label: A, use: one line}]",
    ],
)
def test_the_schema_accepts_what_is_read(write, content):
    schema = codebook.json_schema()
    codebook.read(write(content))
    assert accepts(schema, YAML(typ="safe").load(content), schema)


@pytest.mark.parametrize(
    "content",
    [
        "codes: [{id: a, label: A}]",
        "title: A\ncodes: []",
        "title: A\ncodes: [{id: a}]",
        "title: A\ncodes: [{id: A B, label: A}]",
        "title: A\ncodes: [{id: a, label: ''}]",
        "title: A\ncodes: [{id: a, label: A, colour: red}]",
        "title: A\ncodes: [{id: a, label: A, use: [1]}]",
        "title: A\ncodes: [{id: a, label: A, children: [{id: b}]}]",
        "title: A\nlanguage: English\ncodes: [{id: a, label: A}]",
        "title: A\nversion: true\ncodes: [{id: a, label: A}]",
        "- a",
    ],
)
def test_the_schema_refuses_what_is_refused(write, content):
    schema = codebook.json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert not accepts(schema, YAML(typ="safe").load(content), schema)
    faults_of(write(content))
