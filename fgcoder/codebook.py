"""YAML <-> Codebook, validated, with comments and order kept on write.

The codebook is a file that people edit by hand and keep under version control, so the program reads it as it is, says
exactly what is wrong with it, and touches no line that it was not asked to change.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from fgcoder import yamlfile
from fgcoder.errors import CodebookError, Fault
from fgcoder.model import Code, Codebook
from fgcoder.yamlfile import Line, Lines, Printed, Text


class CodeEntry(BaseModel):
    """One code, or a theme when it has children."""

    model_config = ConfigDict(extra="forbid", title="Code")

    id: str = Field(
        pattern=r"^[a-z0-9][a-z0-9._-]*$",
        description="Stable name that codings refer to: lower-case letters, digits, hyphens. Keep it when relabelling.",
    )
    label: Line = Field(description="The name shown on screen and in tables.")
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
        )


class CodebookFile(BaseModel):
    """A codebook for fgcoder: a tree of codes, in which themes hold codes."""

    model_config = ConfigDict(extra="forbid", title="fgcoder codebook")

    title: Text = Field(description="The codebook's name.")
    version: Printed = Field("1", description="Goes into the record of every decision.")
    language: str = Field("en", pattern=r"^[a-z]{2,3}$", description="ISO 639 code of the language it is written in.")
    codes: list[CodeEntry] = Field(min_length=1, description="Themes and codes.")


TITLE = "The codebook is not as it should be."


def read(path: Path) -> Codebook:
    """Read a codebook file.

    Raises
    ------
    CodebookError
        With one fault for each thing that is wrong: file, line, what was expected.
    """
    tree = yamlfile.load(path, CodebookError, TITLE)
    entries = yamlfile.validate(CodebookFile, tree, path, CodebookError, TITLE)
    faults = _repeated_ids(tree, path)
    if faults:
        raise CodebookError(TITLE, *faults)
    return Codebook(entries.title, entries.version, entries.language, tuple(code.to_code() for code in entries.codes))


def _repeated_ids(tree: Any, path: Path) -> list[Fault]:
    first_line: dict[str, int | None] = {}
    faults = []
    pending: list[Any] = list(tree["codes"])
    while pending:
        node = pending.pop(0)
        pending = [*(node.get("children") or []), *pending]
        line = yamlfile.line_of(node, ["id"])
        if node["id"] in first_line:
            what = f"the id `{node['id']}` is used twice; it stands at line {first_line[node['id']]} already."
            faults.append(Fault(what, path, line, "Give one of the two another id."))
        first_line.setdefault(node["id"], line)
    return faults


def remarks(book: Codebook, path: Path) -> list[Fault]:
    """Say what is allowed but will make suggestions or coders worse: codes without definition or examples."""
    tree = yamlfile.load(path, CodebookError, TITLE)
    lines: dict[str, int | None] = {}
    pending: list[Any] = list(tree["codes"])
    while pending:
        node = pending.pop()
        pending.extend(node.get("children") or [])
        lines[node["id"]] = yamlfile.line_of(node, ["id"])
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


def add_code(path: Path, code: Code, theme: str | None = None) -> None:
    """Add a code to the file, under a theme or at the end; nothing else in the file changes.

    Raises
    ------
    CodebookError
        If the code is not as it should be, its id is taken, the theme is not there, or the file is faulty.
    """
    book = read(path)
    if code.id in book.by_id:
        raise CodebookError("The code was not added.", Fault(f"the id `{code.id}` is taken.", path))
    if theme is not None and theme not in book.by_id:
        hint = yamlfile.did_you_mean(theme, [root.id for root in book.roots])
        raise CodebookError("The code was not added.", Fault(f"there is no theme `{theme}`.", path, todo=hint))
    tree = yamlfile.load(path, CodebookError, TITLE)
    entry: dict[str, Any] = {"id": code.id, "label": code.label}
    entry |= {"definition": code.definition} if code.definition else {}
    entry |= {
        key: list(lines)
        for key, lines in (("use", code.use), ("avoid", code.avoid), ("examples", code.examples))
        if lines
    }
    yamlfile.validate(CodeEntry, entry, path, CodebookError, "The code was not added.")
    owner, key = (tree, "codes") if theme is None else (_find(tree["codes"], theme), "children")
    yamlfile.append(tree, path, owner, key, entry)


def _find(nodes: Any, code_id: str) -> Any:
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if node["id"] == code_id:
            return node
        pending.extend(node.get("children") or [])
    raise KeyError(code_id)
