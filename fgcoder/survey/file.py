"""A survey file -> Finding: statements with their figures, base and source, as published or computed from microdata."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fgcoder.errors import Fault, StudyError
from fgcoder.model import Figure, Finding
from fgcoder.survey.entries import FindingEntry, SurveyFile
from fgcoder.yaml import file as yamlfile

TITLE = "The survey file is not as it should be."


def read(path: Path, *, compute: bool = True) -> tuple[Finding, ...]:
    """Read the findings of a survey file.

    Parameters
    ----------
    path
        The YAML file.
    compute
        Whether figures that come from microdata are computed; without, those findings have none, and nothing but the
        file itself is read.

    Raises
    ------
    StudyError
        With one fault for each thing that is wrong: file, line, what was expected.
    """
    return findings_in(yamlfile.text_of(path, StudyError, TITLE), path, compute=compute)


def findings_in(text: str, path: Path, *, compute: bool = True) -> tuple[Finding, ...]:
    """Give the findings of a survey file's text; `read` says what is raised."""
    tree = yamlfile.parse(text, path, StudyError, TITLE)
    survey = yamlfile.validate(SurveyFile, tree, path, StudyError, TITLE)
    faults = [*_used_twice(survey, tree, path), *_without_data(survey, tree, path)]
    if faults:
        raise StudyError(TITLE, *faults)
    figures: dict[str, tuple[Figure, ...]] = {}
    notes: dict[str, tuple[str, ...]] = {}
    if compute and survey.microdata is not None:
        from fgcoder.survey.computing import compute_figures

        figures, notes = compute_figures(survey, tree, path)
    return tuple(_finding(entry, survey, figures, notes) for entry in survey.findings)


def _finding(
    entry: FindingEntry,
    survey: SurveyFile,
    figures: dict[str, tuple[Figure, ...]],
    notes: dict[str, tuple[str, ...]],
) -> Finding:
    printed = tuple(Figure(f.label, f.value, f.country, f.sector) for f in entry.figures)
    computed = figures.get(entry.id, ())
    data = survey.microdata if entry.shares else None
    countries = entry.countries or dict.fromkeys(one.country for one in computed if one.country)
    sectors = entry.sectors or dict.fromkeys(one.sector for one in computed if one.sector)
    return Finding(
        entry.id,
        entry.statement,
        tuple(sectors),
        tuple(countries),
        entry.base or (data.base if data else None) or survey.base,
        entry.source or (data.source if data else None) or survey.source,
        printed + computed,
        entry.question,
        tuple(entry.codes),
        notes.get(entry.id, ()),
    )


def _used_twice(survey: SurveyFile, tree: Any, path: Path) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, entry in enumerate(survey.findings):
        if entry.id in seen:
            line = yamlfile.line_of(tree, ["findings", index, "id"])
            what = f"the id `{entry.id}` is used twice."
            yield Fault(what, path, line, "Give one of the two findings another id.")
        seen.add(entry.id)


def _without_data(survey: SurveyFile, tree: Any, path: Path) -> Iterator[Fault]:
    if survey.microdata is not None:
        return
    for index, entry in enumerate(survey.findings):
        if entry.shares:
            line = yamlfile.line_of(tree, ["findings", index, "shares"])
            todo = "Add `microdata:` with the `file:` to the top of this file."
            yield Fault(f"`shares` of `{entry.id}` are computed from microdata, and none are named.", path, line, todo)
