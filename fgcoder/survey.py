"""Survey findings: a YAML file of statements with their figures, base and source -> Finding."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from fgcoder import yamlfile
from fgcoder.errors import Fault, StudyError
from fgcoder.model import Figure, Finding
from fgcoder.yamlfile import Line, Printed, Text


class FigureEntry(BaseModel):
    """One number of a finding, as its source prints it."""

    model_config = ConfigDict(extra="forbid", title="Figure")

    label: Text
    value: Printed
    country: str | None = None
    sector: str | None = None


class FindingEntry(BaseModel):
    """A survey result."""

    model_config = ConfigDict(extra="forbid", title="Finding")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", description="Stable name that links refer to.")
    statement: Line
    sectors: list[str] = Field(default_factory=list)
    countries: list[str] = Field(default_factory=list)
    question: Text = ""
    base: Text | None = Field(None, description="Who was asked; the file's base where it is left out.")
    source: Text | None = Field(None, description="Where it is published; the file's source where it is left out.")
    figures: list[FigureEntry] = Field(default_factory=list)
    codes: list[str] = Field(default_factory=list, description="Codes whose quotes may speak to the finding.")


class SurveyFile(BaseModel):
    """Survey findings for fgcoder."""

    model_config = ConfigDict(extra="forbid", title="fgcoder survey")

    title: Text
    source: Text = Field(description="Where the findings come from.")
    base: Text = Field(description="Who was asked, and how many.")
    findings: list[FindingEntry] = Field(min_length=1)


TITLE = "The survey file is not as it should be."


def read(path: Path) -> tuple[Finding, ...]:
    """Read the findings of a survey file.

    Raises
    ------
    StudyError
        With one fault for each thing that is wrong: file, line, what was expected.
    """
    tree = yamlfile.load(path, StudyError, TITLE)
    survey = yamlfile.validate(SurveyFile, tree, path, StudyError, TITLE)
    seen: set[str] = set()
    faults = []
    for index, entry in enumerate(survey.findings):
        if entry.id in seen:
            line = yamlfile.line_of(tree, ["findings", index, "id"])
            what = f"the id `{entry.id}` is used twice."
            faults.append(Fault(what, path, line, "Give one of the two findings another id."))
        seen.add(entry.id)
    if faults:
        raise StudyError(TITLE, *faults)
    return tuple(
        Finding(
            entry.id,
            entry.statement,
            tuple(entry.sectors),
            tuple(entry.countries),
            entry.base or survey.base,
            entry.source or survey.source,
            tuple(Figure(f.label, f.value, f.country, f.sector) for f in entry.figures),
            entry.question,
            tuple(entry.codes),
        )
        for entry in survey.findings
    )
