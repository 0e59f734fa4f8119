"""What a transcript says about itself: front matter on top of the file, or a sidecar `NAME.yaml` beside it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fgcoder.dates import DATE, EXPECTED, is_date
from fgcoder.errors import Fault, ReadingError
from fgcoder.reading.nodes import Entry, Faults, compose, mapping, scalar
from fgcoder.reading.speakers import key
from fgcoder.reading.vocabulary import COUNTRY_FOR_LANGUAGE, ISO_639_1

_TITLE = "What the transcript says about itself cannot be used."
_FENCE = re.compile(r"(?:[ \t]*\n)*---[ \t]*\n")
_FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of a transcript before its text is read."""

    title: str
    language: str
    attributes: Mapping[str, str]
    participants: Mapping[str, Mapping[str, str]] | None = None
    """By label, as written; None where nobody is declared."""
    moderators: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    """What was odd but can be lived with, each a sentence with its line."""


def split_front_matter(path: Path, text: str) -> tuple[str, str]:
    """Split a text into its front matter and what stands below.

    python-frontmatter does the same but gives values without lines.

    Parameters
    ----------
    path
        The file, for messages.
    text
        Its normalised text.

    Returns
    -------
    tuple of str
        The front matter with its two `---` lines blanked, so that its lines are those of the file (empty where there
        is none), and the body.

    Raises
    ------
    ReadingError
        If the front matter has no end.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return "", text
    above = opening[0].count("\n")
    closing = _FENCE_END.search(text, opening.end())
    if closing is None:
        todo = "Add a line --- between the attributes and the talk."
        raise ReadingError(_TITLE, Fault("The front matter that begins here has no end.", path, above, todo))
    inside = text[opening.end() : closing.start()]
    return "\n" * above + inside + "\n" * closing[0].count("\n"), text[closing.end() :]


def describe(
    path: Path,
    front_matter: str,
    sidecar: tuple[Path, str] | None,
    declared: Mapping[str, Sequence[str]] | None = None,
) -> Described:
    """Put together what front matter and sidecar say, the sidecar winning key by key.

    Parameters
    ----------
    path
        The transcript.
    front_matter
        YAML whose first line is the file's first line; empty where there is none.
    sidecar
        The sidecar's path and normalised text, if there is one.
    declared
        The attributes that the study asks for, each with its allowed values; no values allow any.

    Returns
    -------
    Described
        With every value a string: dates in ISO form, numbers as written.

    Raises
    ------
    ReadingError
        With all faults found: broken YAML, a missing or unknown value, a list where one value is expected.
    """
    faults = Faults()
    entries = compose(path, front_matter, faults)
    if sidecar is not None:
        # Somebody who copied front matter into the sidecar took its --- lines along.
        inside, below = split_front_matter(*sidecar)
        entries |= compose(sidecar[0], inside if inside and not below.strip() else sidecar[1], faults)
    if faults.found:
        raise ReadingError(_TITLE, *faults.found)
    values = {
        name: scalar(entry.node, entry.path, f"'{name}'", faults)
        for name, entry in entries.items()
        if name not in ("participants", "moderators")
    }
    language = values.pop("language", "")
    _check_language(language, entries.get("language"), path, faults)
    title = values.pop("title", "") or path.stem
    _check_declared(values, entries, path, declared or {}, faults)
    people = _participants(entries["participants"], faults) if "participants" in entries else None
    moderators = _labels(entries["moderators"], faults) if "moderators" in entries else ()
    if faults.found:
        raise ReadingError(_TITLE, *faults.found)
    return Described(title, language, values, people, moderators, tuple(_odd_dates(values, entries, path)))


def _odd_dates(values: Mapping[str, str], entries: Mapping[str, Entry], path: Path) -> Iterator[str]:
    """Say of a date that no table and no report could read it; the attribute keeps it as it was written."""
    if values.get(DATE) and not is_date(values[DATE]):
        where = entries[DATE]
        place = f"line {where.line}" if where.path == path else f"{where.path.name}, line {where.line}"
        yield f"{place}: the date '{values[DATE]}' cannot be read; {EXPECTED}."


def _check_language(language: str, entry: Entry | None, path: Path, faults: Faults) -> None:
    if language in ISO_639_1:
        return
    if entry is None:
        todo = "Add a line like 'language: fr' to the front matter or to a file " + path.with_suffix(".yaml").name + "."
        faults.add("The language is missing.", path, None, todo)
        return
    near = COUNTRY_FOR_LANGUAGE.get(language.casefold(), language.casefold()[:2])
    hint = f"Write 'language: {near}', if that is meant." if near in ISO_639_1 else None
    what = f"The language is '{language}'; expected the two small letters of ISO 639-1, such as en, cs, da, fr or de."
    faults.add(what, entry.path, entry.node.start_mark.line + 1, hint)


def _check_declared(
    values: Mapping[str, str],
    entries: Mapping[str, Entry],
    path: Path,
    declared: Mapping[str, Sequence[str]],
    faults: Faults,
) -> None:
    for name, allowed in declared.items():
        expected = f"expected one of: {', '.join(allowed)}" if allowed else "expected a value"
        if not values.get(name):
            entry = entries.get(name)
            if entry is not None and entry.node.id != "scalar":
                continue  # already said
            near = difflib.get_close_matches(name, [other for other in entries if other not in declared], 1)
            hint = f"Perhaps '{near[0]}' should read '{name}'." if near else f"Add a line '{name}: …'."
            where = entry or (entries[near[0]] if near else Entry(None, path, None))
            faults.add(f"The attribute '{name}' is missing; {expected}.", where.path, where.line, hint)
        elif allowed and values[name] not in allowed:
            folded = {value.casefold(): value for value in allowed}
            near = difflib.get_close_matches(values[name].casefold(), folded, 1)
            faults.add(
                f"The attribute '{name}' is '{values[name]}'; {expected}.",
                entries[name].path,
                entries[name].node.start_mark.line + 1,
                f"Did you mean '{folded[near[0]]}'?" if near else "If it is right, add it to study.yaml.",
            )


def _participants(entry: Entry, faults: Faults) -> dict[str, dict[str, str]]:
    shape = "expected a line for each label, like 'P1: {gender: f, age: 54}'"
    if entry.node.id != "mapping":
        faults.add(f"'participants' is a {entry.node.id}; {shape}.", entry.path, entry.line)
        return {}
    people: dict[str, dict[str, str]] = {}
    known: dict[str, str] = {}
    for label, person in mapping(entry.node, entry.path, faults).items():
        if (twin := known.setdefault(key(label), label)) != label:
            faults.add(f"'{label}' and '{twin}' are the same label.", person.path, person.line, "Keep one of them.")
        elif person.node.id == "mapping":
            inside = mapping(person.node, person.path, faults)
            people[label] = {
                name: scalar(value.node, value.path, f"'{name}' of {label}", faults) for name, value in inside.items()
            }
        elif person.node.id == "scalar" and not scalar(person.node, person.path, label, faults):
            people[label] = {}
        else:
            faults.add(f"What is said of {label} is a {person.node.id}; {shape}.", person.path, person.line)
    return people


def _labels(entry: Entry, faults: Faults) -> tuple[str, ...]:
    nodes = entry.node.value if entry.node.id == "sequence" else [entry.node]
    labels = (scalar(node, entry.path, "A label under 'moderators'", faults) for node in nodes)
    return tuple(label for label in labels if label)
