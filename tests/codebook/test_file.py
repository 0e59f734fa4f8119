"""A codebook is read as it is, and faults are named by file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fgcoder.codebook import file as codebook
from fgcoder.errors import CodebookError
from fgcoder.model import Code

SAMPLE = Path(__file__).parents[2] / "codebooks" / "coproduction.yaml"

HOUSE_STYLE = (Path(__file__).parent / "layouts" / "house-style.yaml").read_text(encoding="utf-8")
NOT_INDENTED = (Path(__file__).parent / "layouts" / "lists-not-indented.yaml").read_text(encoding="utf-8")


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


FORMER = """\
title: A
codes:
  - id: theme
    label: Theme
    retired: true
    children:
      - id: a
        label: A
        was: [old, older]
  - id: b
    label: B
    was: older-still
  - id: c
    label: C
    retired: true
    was: [b-2, b-2]
"""


def test_codings_under_former_ids_follow(write):
    book = codebook.read(write(FORMER))
    known = ["old", "older", "older-still", "b-2", "a", "nobody"]
    assert [book.current(one) for one in known] == ["a", "a", "b", "c", "a", "nobody"]
    assert book.label("older") == "A"
    assert book.by_id["c"].was == ("b-2",)


def test_what_is_retired_is_there_and_is_not_offered(write):
    book = codebook.read(write(FORMER))
    assert [code.id for code in book.codes] == ["b"]
    assert book.retired == {"theme", "a", "c"}
    assert list(book.by_id) == ["theme", "a", "b", "c"]


def test_a_former_id_leads_to_one_code(write):
    path = write(
        "title: A\ncodes:\n  - id: a\n    label: A\n    was: [b, x]\n  - id: b\n    label: B\n"
        "    was: y\n  - {id: c, label: C, was: [x]}\n  - id: d\n    label: D\n    was:\n      - d\n"
    )
    assert faults_of(path) == [
        (5, "`a` says that it was `b`, and there is a code `b`."),
        (9, "`c` says that it was `x`, and so does `a`."),
        (12, "`d` says that it was `d`, and there is a code `d`."),
    ]


def test_a_codebook_of_retired_codes(write):
    path = write("title: A\ncodes:\n  - {id: a, label: A, retired: true, children: [{id: b, label: B}]}\n")
    assert faults_of(path) == [(2, "all codes are retired.")]


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
    if schema["type"] == "boolean":
        return isinstance(value, bool)
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
        "title: A\ncodes: [{id: a, label: A, was: [b, c-1]}, {id: d, label: D, was: e, retired: true}]",
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
        "title: A\ncodes: [{id: a, label: A, was: [A B]}]",
        "title: A\ncodes: [{id: a, label: A, retired: soon}]",
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
