"""YAML -> Codebook, validated: what a codebook file may say, and every fault in one with its line.

The codebook is a file that people edit by hand and keep under version control, so the program reads it as it is and
says exactly what is wrong with it. `editing` changes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from fgcoder.errors import CodebookError, Fault
from fgcoder.model import Code, Codebook
from fgcoder.yaml import file as yamlfile
from fgcoder.yaml.file import Line, Lines, Printed, Text

ID = r"^[a-z0-9][a-z0-9._-]*$"
FormerId = Annotated[str, Field(pattern=ID)]
FormerIds = Annotated[
    list[FormerId],
    BeforeValidator(
        lambda value: [value] if isinstance(value, str) else value, json_schema_input_type=list[FormerId] | FormerId
    ),
]
"""A list of ids, or a single one."""


class CodeEntry(BaseModel):
    """One code, or a theme when it has children."""

    model_config = ConfigDict(extra="forbid", title="Code")

    id: str = Field(
        pattern=ID,
        description="Stable name that codings refer to: lower-case letters, digits, hyphens. Keep it when relabelling.",
    )
    label: Line = Field(description="The name shown on screen and in tables.")
    was: FormerIds = Field(
        default_factory=list, description="Former ids: before it was renamed, and of codes merged into it."
    )
    retired: bool = Field(False, description="Not offered or suggested any more, nor what is below it; codings stay.")
    definition: Text = Field("", description="What the code means, in a sentence or two. Suggestions start from it.")
    use: Lines = Field(default_factory=list, description="When to use the code. Suggestions read these lines.")
    avoid: Lines = Field(default_factory=list, description="When not to use it, and which code to use instead.")
    examples: Lines = Field(default_factory=list, description="Typical sentences. Suggestions read these lines.")
    children: list[CodeEntry] = Field(default_factory=list, description="Codes below this one, which makes it a theme.")

    def to_code(self) -> Code:
        """Give the entry as the program's own noun."""
        return Code(
            self.id,
            self.label,
            self.definition,
            tuple(self.use),
            tuple(self.avoid),
            tuple(self.examples),
            tuple(child.to_code() for child in self.children),
            tuple(dict.fromkeys(self.was)),
            self.retired,
        )


class CodebookFile(BaseModel):
    """A codebook for fgcoder: a tree of codes, in which themes hold codes."""

    model_config = ConfigDict(extra="forbid", title="fgcoder codebook")

    title: Text = Field(description="The codebook's name.")
    version: Printed = Field("1", description="Goes into the record of every decision.")
    language: str = Field("en", pattern=r"^[a-z]{2,3}$", description="ISO 639 code of the language it is written in.")
    codes: list[CodeEntry] = Field(min_length=1, description="Themes and codes.")


TITLE = "The codebook is not as it should be."
ALL_RETIRED = "all codes are retired."


def read(path: Path) -> Codebook:
    """Read a codebook file.

    Raises
    ------
    CodebookError
        With one fault for each thing that is wrong: file, line, what was expected.
    """
    return parse(yamlfile.text_of(path, CodebookError, TITLE), path)


@lru_cache(maxsize=4)
def parse(text: str, path: Path) -> Codebook:
    """Give the codebook that a file's text holds; `path` is the file that faults name.

    The last few are kept: a change reads the text before and after it several times, and ruamel.yaml takes its time.

    Raises
    ------
    CodebookError
        As `read`.
    """
    tree = yamlfile.parse(text, path, CodebookError, TITLE)
    entries = yamlfile.validate(CodebookFile, tree, path, CodebookError, TITLE)
    book = Codebook(entries.title, entries.version, entries.language, tuple(code.to_code() for code in entries.codes))
    faults = _repeated_ids(tree, path) or _former_ids(tree, book, path)
    if not faults and not book.codes:
        todo = "Take `retired` away from one that is to be used."
        faults = [Fault(ALL_RETIRED, path, yamlfile.line_of(tree, ["codes"]), todo)]
    if faults:
        raise CodebookError(TITLE, *faults)
    return book


def _nodes(tree: Any) -> Iterator[Any]:
    """Yield every code of the file as ruamel's mapping, in the order of the file."""
    pending: list[Any] = list(tree["codes"])
    while pending:
        node = pending.pop(0)
        pending = [*(node.get("children") or []), *pending]
        yield node


def _repeated_ids(tree: Any, path: Path) -> list[Fault]:
    first_line: dict[str, int | None] = {}
    faults = []
    for node in _nodes(tree):
        line = yamlfile.line_of(node, ["id"])
        if node["id"] in first_line:
            what = f"the id `{node['id']}` is used twice; it stands at line {first_line[node['id']]} already."
            faults.append(Fault(what, path, line, "Give one of the two another id."))
        first_line.setdefault(node["id"], line)
    return faults


def _former_ids(tree: Any, book: Codebook, path: Path) -> list[Fault]:
    """Find former ids that are still in use, and those that two codes lay claim to: codings could not follow them."""
    claimed: dict[str, str] = {}
    faults = []
    for node in _nodes(tree):
        line = yamlfile.line_of(node, ["was"])
        for old in book.by_id[node["id"]].was:
            if old in book.by_id:
                what = f"`{node['id']}` says that it was `{old}`, and there is a code `{old}`."
                faults.append(Fault(what, path, line, f"Take `{old}` out of `was`, or give the other code another id."))
            elif old in claimed:
                what = f"`{node['id']}` says that it was `{old}`, and so does `{claimed[old]}`."
                faults.append(Fault(what, path, line, "One code can have been it: take it out of `was` of the other."))
            claimed.setdefault(old, node["id"])
    return faults


def remarks(book: Codebook, path: Path) -> list[Fault]:
    """Say what is allowed but will make suggestions or coders worse: codes without definition or examples."""
    tree = yamlfile.load(path, CodebookError, TITLE)
    lines = {node["id"]: yamlfile.line_of(node, ["id"]) for node in _nodes(tree)}
    found = []
    for code in book.codes:
        if not code.definition:
            found.append(
                Fault(f"`{code.id}` has no definition.", path, lines[code.id], "Say in a sentence what it means.")
            )
        if not code.examples:
            found.append(
                Fault(f"`{code.id}` has no examples.", path, lines[code.id], "Two or three make suggestions better.")
            )
    return found


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a codebook file, for editors that check and complete YAML."""
    schema = CodebookFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
