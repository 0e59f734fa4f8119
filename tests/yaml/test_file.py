"""A fault in a file that a user wrote names the file and the line; comments and order outlive a write."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict

from fgcoder.errors import CodebookError, StudyError
from fgcoder.yaml import file as yamlfile
from fgcoder.yaml.file import Lines, Printed, Text


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Text
    size: int = 0


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: Text
    parts: list[Inner] = []
    notes: Lines = []
    number: Printed = ""


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "a.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def check(path):
    return yamlfile.validate(Outer, yamlfile.load(path, StudyError, "T"), path, StudyError, "T")


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("title: a\nparts: [\n", 3, "not valid YAML"),
        ("title: a\n\tparts: 1\n", 2, "not valid YAML"),
        ('title: "a\nparts: 1\n', 3, "not valid YAML"),
        ("title: a\nparts: []\ntitle: b\n", 3, "duplicate key"),
        (b"title: a\nnotes: Ren\xe9\n", 2, "UTF-8"),
        ("title: a\x07\n", None, "not valid YAML"),
    ],
)
def test_what_is_not_yaml_is_named_by_line(write, content, line, says):
    path = write(content)
    with pytest.raises(CodebookError) as caught:
        yamlfile.load(path, CodebookError, "The heading")
    (fault,) = caught.value.faults
    assert caught.value.title == "The heading"
    assert (fault.path, fault.line) == (path, line)
    assert says in fault.what


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(StudyError, match="No such file"):
        yamlfile.load(tmp_path / "none.yaml", StudyError, "T")


def test_every_fault_of_a_file_with_its_line(write):
    path = write("titel: a\nparts:\n  - name: x\n    size: big\n  - size: 2\n\n  - name: y\n    sise: 3\n")
    with pytest.raises(StudyError) as caught:
        check(path)
    found = {(fault.line, fault.what.split(",")[0], fault.todo) for fault in caught.value.faults}
    assert found == {
        (1, "`title` is missing.", "Add a line `title: …`."),
        (1, "`titel` is not a key that is known here.", "Did you mean `title`?"),
        (4, "parts.0.size: input should be a valid integer", None),
        (5, "`name` is missing in parts.1.", "Add a line `name: …`."),
        (8, "`sise` is not a key that is known here.", "Did you mean `size`?"),
    }
    assert {fault.path for fault in caught.value.faults} == {path}
    assert "unable to parse string as an integer, found `big`." in str(caught.value)


@pytest.mark.parametrize("content", ["", "just words", "- a\n- b\n"])
def test_a_file_that_is_no_mapping(write, content):
    with pytest.raises(StudyError, match="the file: input should be a valid dictionary"):
        check(write(content))


def test_texts_are_tidied_and_a_single_line_is_a_list(write):
    path = write("title: >-\n  a\n  b\n\n  c\nnotes:   one   line\n")
    assert check(path) == Outer(title="a b c", notes=["one line"])


@pytest.mark.parametrize("number", ["12.30", "1_000", "007", "-0.50", "1e3", "50 %", "0x1F", "3"])
def test_a_number_is_given_as_it_is_written(write, number):
    assert check(write(f"title: a\nnumber: {number}\n")).number == number


def test_a_truth_value_is_no_number(write):
    with pytest.raises(StudyError, match="number: input should be a valid string"):
        check(write("title: a\nnumber: true\n"))


def test_the_line_of_the_innermost_part_that_is_there(write):
    tree = yamlfile.load(write("# a\ntitle: x\n\nparts:\n  - name: y\n\n  - name: z\n"), StudyError, "T")
    assert yamlfile.line_of(tree, ["title"]) == 2
    assert yamlfile.line_of(tree, ["parts", 1, "name"]) == 7
    assert yamlfile.line_of(tree, ["parts", 1, "size"]) == 7
    assert yamlfile.line_of(tree, ["parts", 5]) == 4
    assert yamlfile.line_of(tree, ["none"]) == 2
    assert yamlfile.line_of(tree, []) == 2


def test_what_is_saved_keeps_comments_order_quotes_and_long_lines(write):
    long = "word " * 60
    head = "# first\ntitle: 'a'  # beside\n\n# above\nparts:\n"
    text = head + f'  - name: "{long}"\n    size: 2\n  - name: {long}x\n# last\n'
    path = write(text)
    tree = yamlfile.load(path, StudyError, "T")
    yamlfile.save(tree, path)
    assert path.read_text(encoding="utf-8") == text
    tree["parts"][0]["size"] = 3
    yamlfile.save(tree, path)
    assert path.read_text(encoding="utf-8") == text.replace("size: 2", "size: 3")


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("colour", ["color", "size"], "Did you mean `color`?"),
        ("zzz", ["color", "size"], "Known: color, size."),
        ("zzz", [], None),
    ],
)
def test_a_hint(word, known, hint):
    assert yamlfile.did_you_mean(word, known) == hint


@pytest.mark.parametrize(
    ("content", "lines", "says"),
    [
        (
            'title: A\nparts:\n  - name: "No \\e]0;x\\a"\n',
            [3],
            "parts.0.name: has the control character '\\x1b' in it.",
        ),
        ('title: "A\\x9b"\nnotes: ["\\r", "\\x7f"]\n', [1, 2, 2], "title: has the control character"),
        ('title: A\n"par\\ets": []\n', [2], "parts: has"),
    ],
)
def test_what_would_steer_a_terminal_is_told_by_line(write, content, lines, says):
    with pytest.raises(StudyError) as caught:
        check(write(content))
    assert [fault.line for fault in caught.value.faults] == lines
    assert says in caught.value.faults[0].what


def test_tabs_and_line_ends_steer_nothing_and_an_alias_may_lead_round(write):
    assert check(write('title: "A\\tb\\nc"\r\nnotes: [x]\r\n')).title == "A b c"
    assert yamlfile.load(write('title: "\\t"\nnotes: &a\n  b: *a\n'), StudyError, "T")["title"] == "\t"
