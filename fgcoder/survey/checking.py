"""Looking up what a survey file asks of its microdata, before anything is counted.

A misspelt answer that silently gave 0 % would be worse than none: so every variable and every value is looked up, and
what is not there is answered with the file's line and with what there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fgcoder.errors import Fault, StudyError
from fgcoder.survey.entries import MicrodataEntry, SurveyFile
from fgcoder.survey.microdata import Column, printed, read_columns, variables
from fgcoder.wording import there_are
from fgcoder.yaml import file as yamlfile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TITLE: Final = "The survey's figures cannot be computed."
_LISTED: Final = 12
"""Values that are listed in a fault; a variable may have hundreds."""
Where = Sequence[str | int]
"""A place in the survey file, as keys and indices."""


@dataclass(frozen=True)
class Data:
    """The microdata that a survey file asks for, with the names that it gives to values."""

    file: Path
    entry: MicrodataEntry
    columns: Mapping[str, Column]

    @property
    def people(self) -> int:
        """How many were asked."""
        return max((len(column.values) for column in self.columns.values()), default=0)

    def names(self, variable: str) -> dict[str, str]:
        """Give what each value of a variable is called: as the survey file says, else by its label, else itself."""
        said = {printed(value): name for value, name in self.entry.names.get(variable, {}).items()}
        return {value: said.get(value) or label or value for value, label in self.columns[variable].known().items()}

    def named(self, variable: str | None) -> NDArray[np.object_] | None:
        """Give for every person what the value of a variable is called; None where no variable is asked for."""
        import numpy as np

        if variable is None:
            return None
        names = self.names(variable)
        return np.array([names.get(value, "") for value in self.columns[variable].values], dtype=object)

    def holds(self, variable: str, asked: Sequence[str]) -> NDArray[np.bool_]:
        """Say of every person whether he or she has one of some values, given as in the data or by their names."""
        import numpy as np

        values = {value for value, name in self.names(variable).items() if {value, name} & {*map(printed, asked)}}
        return np.isin(self.columns[variable].values.astype(str), sorted(values))


def read_data(survey: SurveyFile, tree: Any, path: Path) -> Data:
    """Read the columns that a survey file's shares need, and check all that it says of them.

    Raises
    ------
    StudyError
        If the data cannot be read, or with one fault for each variable or value that is not there.
    """
    entry = survey.microdata
    assert entry is not None  # else nothing is to be computed
    asked = dict(_asked(survey, entry))
    file = path.parent / entry.file
    try:
        there = variables(file)
        columns = read_columns(file, list(asked.values()))
    except StudyError as problem:
        where = Fault("this names the data.", path, yamlfile.line_of(tree, ["microdata", "file"]))
        raise StudyError(problem.title, *problem.faults, where) from problem
    data = Data(file, entry, columns)
    faults = [
        Fault(
            f"there is no variable `{name}` in {file.name}.", path, _line(tree, at), yamlfile.did_you_mean(name, there)
        )
        for at, name in asked.items()
        if name not in columns
    ]
    faults += [_fault(*one, path, tree) for one in _values_not_there(survey, data)] if not faults else []
    if faults:
        raise StudyError(TITLE, *sorted(faults, key=lambda fault: fault.line or 0))
    return data


def _asked(survey: SurveyFile, entry: MicrodataEntry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every variable that is asked for, with its place in the survey file."""
    for role in ("weight", "country", "sector", "stratum", "cluster"):
        name = getattr(entry, role)
        if name is not None:
            yield ("microdata", role), name
    for name in entry.names:
        yield ("microdata", "names", name), name
    for index, finding in enumerate(survey.findings):
        for number, share in enumerate(finding.shares):
            at = ("findings", index, "shares", number)
            yield (*at, "variable"), share.variable
            for name in share.where:
                yield (*at, "where", name), name


def _values_not_there(survey: SurveyFile, data: Data) -> Iterator[tuple[Where, str, str, dict[str, str]]]:
    """Yield for each value that is asked for and not there: its place, the value, the variable, and what is there."""
    for variable, said in data.entry.names.items():
        known = data.columns[variable].known()
        for value in said:
            if printed(value) not in known:
                yield ("microdata", "names", variable, value), printed(value), variable, known
    for index, finding in enumerate(survey.findings):
        for key, column in (("countries", data.entry.country), ("sectors", data.entry.sector)):
            if finding.shares and column is not None:
                known = dict.fromkeys(data.names(column).values(), "")
                for number, name in enumerate(getattr(finding, key)):
                    if name not in known:
                        yield ("findings", index, key, number), name, column, known
        for number, share in enumerate(finding.shares):
            at = ("findings", index, "shares", number)
            for key, variable, values in (
                ("values", share.variable, share.values),
                ("missing", share.variable, share.missing),
                *((f"where.{name}", name, wanted) for name, wanted in share.where.items()),
            ):
                names = data.names(variable)
                for value in values:
                    if not {printed(value)} & {*names, *names.values()}:
                        yield (*at, *key.split(".")), value, variable, data.columns[variable].known()


def _fault(at: Where, value: str, variable: str, known: Mapping[str, str], path: Path, tree: Any) -> Fault:
    close = yamlfile.did_you_mean(value, [one for pair in known.items() for one in pair if one]) or ""
    listed = [f"{one} ({label})" if label else one for one, label in known.items()]
    if len(listed) > _LISTED:
        listed = [*listed[: _LISTED - 1], f"{listed[_LISTED - 1]} and {len(listed) - _LISTED} more"]
    there = there_are(listed)
    todo = f"{close} {there}" if close.startswith("Did") else there
    return Fault(f"nobody has `{value}` in `{variable}`, and no label says so.", path, _line(tree, at), todo)


def _line(tree: Any, at: Where) -> int | None:
    return yamlfile.line_of(tree, at)
