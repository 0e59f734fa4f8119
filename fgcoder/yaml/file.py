"""YAML files that keep their comments, and faults in them that name the line.

Every file a user writes by hand (study, codebook, survey, settings) comes in through here: ruamel.yaml keeps comments
and order for writing back, pydantic says what was expected, and this module joins the two so that a fault points at a
line and not at a path of keys.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field

from fgcoder.controls import control_in, without_controls
from fgcoder.errors import Fault, FgcoderError
from fgcoder.files import write_atomically

if TYPE_CHECKING:
    from pydantic import BaseModel
    from ruamel.yaml import YAML

    Model = TypeVar("Model", bound=BaseModel)


def _tidy(text: object) -> object:
    """Join the lines that YAML's folding left in a text."""
    return " ".join(text.split()) if isinstance(text, str) else text


def _as_list(value: object) -> object:
    """Take a single line where a list of lines is expected."""
    return [value] if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_tidy)]
"""A text on one line."""
Line = Annotated[str, Field(min_length=1), BeforeValidator(_tidy)]
"""A text on one line that is not empty."""
Lines = Annotated[list[Line], BeforeValidator(_as_list, json_schema_input_type=list[Line] | Line)]
"""A list of texts, or a single one."""
Printed = Annotated[str, BeforeValidator(lambda value: as_printed(value), json_schema_input_type=str | float)]
"""A text, or a number as it is written in the file: `12.30` stays `12.30`."""


def as_printed(value: object) -> object:
    """Write a number the way ruamel read it."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    text = io.StringIO()
    _yaml().dump(value, text)
    return text.getvalue().split("\n")[0]


def _yaml() -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1_000_000  # long lines stay whole
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def load(path: Path, error: type[FgcoderError], title: str) -> Any:
    """Read a YAML file into ruamel's commented tree, which knows the line of every key.

    Raises
    ------
    FgcoderError
        Of the class `error`, if the file is missing, is not UTF-8 or is not YAML.
    """
    return parse(text_of(path, error, title), path, error, title)


def text_of(path: Path, error: type[FgcoderError], title: str) -> str:
    """Read a file's text with its line ends as they are, so that it can be written back as it was.

    Raises
    ------
    FgcoderError
        Of the class `error`, if the file is missing or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise error(title, Fault(f"cannot be read: {reason}.", path)) from problem
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise error(title, Fault("is not UTF-8 text.", path, line, "Save the file as UTF-8.")) from problem


def parse(text: str, path: Path, error: type[FgcoderError], title: str) -> Any:
    """Give the tree of a YAML text; `path` is the file that faults name.

    Raises
    ------
    FgcoderError
        Of the class `error`, if the text is not YAML, or has control characters in it.
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        tree = _yaml().load(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        what = f"is not valid YAML here: {problem.problem or problem.context or 'unreadable'}."
        todo = "Look for a missing colon, a wrong indent or an unclosed quote at this line or just above."
        raise error(title, Fault(what, path, mark.line + 1 if mark else None, todo)) from problem
    except YAMLError as problem:
        raise error(title, Fault(f"is not valid YAML: {problem}.", path)) from problem
    if "\\" in text or "\x85" in text:  # ruamel refuses others, unless they are written as `\\e` or the like
        faults = [
            Fault(
                f"{without_controls('.'.join(map(str, location)))}: has the control character {control!r} in it.",
                path,
                line_of(tree, location),
                "Take it out; it would not be printed but done by the terminal.",
            )
            for location, control in _controls(tree)
        ]
        if faults:
            raise error(title, *sorted(faults, key=lambda fault: fault.line or 0))
    return tree


def _controls(tree: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Find the texts, names among them, that have control characters in them: where, and which."""
    seen: set[int] = set()  # an alias may lead back to what it stands in
    pending: list[tuple[tuple[str | int, ...], Any]] = [((), tree)]
    while pending:
        location, node = pending.pop()
        if isinstance(node, str):
            if control := control_in(node):
                yield location, control
        elif isinstance(node, dict | list) and id(node) not in seen:
            seen.add(id(node))
            for key, value in node.items() if isinstance(node, dict) else enumerate(node):
                pending += [((*location, key), key), ((*location, key), value)]


def save(tree: Any, path: Path) -> None:
    """Write a tree that `load` gave, with its comments and order."""
    text = io.StringIO()
    _yaml().dump(tree, text)
    write_atomically(path, text.getvalue().encode("utf-8"))


def rendered(value: Any) -> list[str]:
    """Give a value as lines of YAML in the house style; a text is never folded."""
    text = io.StringIO()
    _yaml().dump(value, text)
    return text.getvalue().removesuffix("\n").removesuffix("\n...").split("\n")


def line_of(tree: Any, location: Sequence[str | int]) -> int | None:
    """Give the line, counted from 1, of the innermost part of `location` that is in the tree."""
    line: int | None = None
    node = tree
    for step in location:
        marks = getattr(node, "lc", None)
        try:
            line = (marks.key(step) if isinstance(node, dict) else marks.item(step))[0] + 1  # type: ignore[union-attr]
            node = node[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    if line is None and getattr(tree, "lc", None) is not None:
        line = tree.lc.line + 1
    return line


def validate(model: type[Model], tree: Any, path: Path, error: type[FgcoderError], title: str) -> Model:
    """Check a tree against a pydantic model; every fault is reported, each with its line.

    Raises
    ------
    FgcoderError
        Of the class `error`, with one fault for each thing that is wrong.
    """
    from pydantic import ValidationError

    try:
        return model.model_validate(tree)
    except ValidationError as problem:
        faults = [_fault(dict(item), tree, path, model) for item in problem.errors()]
        raise error(title, *sorted(faults, key=lambda fault: fault.line or 0)) from problem


def _fault(item: dict[str, Any], tree: Any, path: Path, model: type[BaseModel]) -> Fault:
    location = [step for step in item["loc"] if isinstance(step, (str, int))]
    name = ".".join(str(step) for step in location) or "the file"
    line = line_of(tree, location)
    todo = None
    if item["type"] == "missing":
        what = f"`{location[-1]}` is missing" + (f" in {'.'.join(map(str, location[:-1]))}." if location[:-1] else ".")
        todo = f"Add a line `{location[-1]}: …`."
    elif item["type"] == "extra_forbidden":
        what = f"`{location[-1]}` is not a key that is known here."
        todo = did_you_mean(str(location[-1]), _field_names(model))
    else:
        message = str(item["msg"]).removeprefix("Value error, ")
        what = f"{name}: {message[:1].lower()}{message[1:]}, found {_short(item.get('input'))}."
    return Fault(what, path, line, todo)


def _field_names(model: type[BaseModel]) -> list[str]:
    """Every key that may stand somewhere in the file; enough to guess what a misspelt one was meant to be."""
    names: dict[str, None] = {}
    pending = [model.model_json_schema()]
    while pending:
        schema = pending.pop()
        names.update(dict.fromkeys(schema.get("properties", {})))
        pending.extend(schema.get("$defs", {}).values())
    return list(names)


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (dict, list)):
        return f"a {'mapping' if isinstance(value, dict) else 'list'} of {len(value)}"
    text = str(value)
    return f"`{text[:40]}…`" if len(text) > 40 else f"`{text}`"


def did_you_mean(word: str, known: Sequence[str]) -> str | None:
    """Give a hint naming the nearest known word, or all of them when none is near."""
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f"Did you mean `{close[0]}`?"
    return f"Known: {', '.join(known)}." if known else None
