"""What may stand in a survey file: the one description of it, for checking and for editors."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from fgcoder.yaml.file import Line, Lines, Printed, Text, as_printed


def _listed(value: object) -> object:
    """Take a single value where a list is expected, and each as it is written in the file."""
    return [as_printed(one) for one in value] if isinstance(value, list) else [as_printed(value)]


Values = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=list[str | float] | str | float)]
"""Values of a variable, numbers or texts; or a single one."""


class FigureEntry(BaseModel):
    """One number of a finding, as its source prints it."""

    model_config = ConfigDict(extra="forbid", title="Figure")

    label: Text
    value: Printed
    country: str | None = None
    sector: str | None = None


class ShareEntry(BaseModel):
    """A share to compute from the microdata: of those who answered a question, who gave one of some answers."""

    model_config = ConfigDict(extra="forbid", title="Share")

    label: Line = Field(description="What those people do or say, for print.")
    variable: Line = Field(description="The question's column in the microdata.")
    values: Values = Field(min_length=1, description="The answers that count, as in the data or by their labels.")
    missing: Values = Field(default_factory=list, description="Answers that are none, such as 99; empty cells always.")
    sector: Text | None = Field(None, description="The sector that the question is about, where no column says it.")
    where: dict[str, Values] = Field(
        default_factory=dict, description="Only those with these values: variable -> values."
    )


class MicrodataEntry(BaseModel):
    """The survey's own data: one row for each person asked."""

    model_config = ConfigDict(extra="forbid", title="Microdata")

    file: Line = Field(description="CSV, SPSS .sav or Stata .dta; relative to this file.")
    weight: Line | None = Field(None, description="The column with the weights; everybody weighs the same without.")
    country: Line | None = Field(None, description="The column with the country.")
    sector: Line | None = Field(None, description="The column with the sector, where each person was asked about one.")
    stratum: Line | None = Field(None, description="The column with the strata of the sample; the country else.")
    cluster: Line | None = Field(None, description="The column with the primary sampling units; persons else.")
    names: dict[str, dict[str | int, Text]] = Field(
        default_factory=dict, description="How values are called here: variable -> value -> name."
    )
    base: Text | None = Field(None, description="Who was asked; the file's base where it is left out.")
    source: Text | None = Field(None, description="Where the data come from; the file's source where it is left out.")


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
    shares: list[ShareEntry] = Field(default_factory=list, description="Figures to compute from the microdata.")
    codes: Lines = Field(default_factory=list, description="Codes whose quotes may speak to the finding.")


class SurveyFile(BaseModel):
    """Survey findings for fgcoder."""

    model_config = ConfigDict(extra="forbid", title="fgcoder survey")

    title: Text
    source: Text = Field(description="Where the findings come from.")
    base: Text = Field(description="Who was asked, and how many.")
    microdata: MicrodataEntry | None = Field(None, description="The data that shares are computed from.")
    findings: list[FindingEntry] = Field(min_length=1)
