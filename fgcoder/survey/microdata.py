"""A survey's own data, column by column: CSV, SPSS, Stata. Only the columns that are asked for are ever read.

Microdata are personal data. So nothing is kept, no column is loaded that no finding needs, and no fault quotes a row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fgcoder.errors import Fault, StudyError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

TITLE = "The survey's data cannot be read."
SUFFIXES = (".csv", ".sav", ".zsav", ".dta")
"""What can be read."""
CSV = ".csv"
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Column:
    """One variable: for every person asked the value, as it is written in the data."""

    name: str
    values: NDArray[np.object_]
    """Texts; whole numbers without decimals; empty where there is no answer. Shape (n,)."""
    labels: Mapping[str, str]
    """What the file says values mean; empty where it says nothing."""

    def known(self) -> dict[str, str]:
        """Give each value that occurs or has a label, with its label."""
        there = sorted({value for value in self.values if value}, key=_by_number)
        return {value: self.labels.get(value, "") for value in dict.fromkeys([*self.labels, *there])}


def read_columns(path: Path, names: Sequence[str]) -> dict[str, Column]:
    """Read some variables of a data file.

    Parameters
    ----------
    path
        A `.csv` with a row of names (UTF-8; comma, semicolon, tab or bar), SPSS's `.sav`, Stata's `.dta`.
    names
        Of the variables.

    Raises
    ------
    StudyError
        If the file cannot be read. A name that is not there has no place in the result; `variables` gives all.
    """
    there = variables(path)
    wanted = [name for name in dict.fromkeys(names) if name in there]
    values, labels = _of_csv(path, wanted) if path.suffix.lower() == CSV else _of_package(path, wanted)
    return {name: Column(name, _printed(values[name]), labels.get(name, {})) for name in wanted}


def variables(path: Path) -> list[str]:
    """Give the names of a data file's variables, in its order."""
    if path.suffix.lower() not in SUFFIXES:
        todo = f"Data are read from {', '.join(SUFFIXES)}."
        raise StudyError(
            TITLE, Fault(f"`{path.suffix or path.name}` is no format that is known here.", path, todo=todo)
        )
    if path.suffix.lower() == CSV:
        return next(_csv_rows(path))[1]
    return list(_package_read(path, metadataonly=True)[1].column_names)


def _printed(values: Sequence[Any]) -> NDArray[np.object_]:
    """Write each different value once: there are few, and a hundred thousand people."""
    import numpy as np

    texts = {one: printed(one) for one in set(values)}
    return np.array([texts[one] for one in values], dtype=object)


def printed(value: Any) -> str:
    """Give a value as text: `1.0` and ` 1 ` are `1`; what is no value is empty."""
    if value is None or value != value:
        return ""
    text = str(value).strip()
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() else text


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the row of names, then one for each person, with their lines; pandas would cut a row that is too long."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header = lines.readline()
            delimiter = max(_DELIMITERS, key=header.count)
            lines.seek(0)
            rows = csv.reader(lines, delimiter=delimiter)
            names = [name.strip() for name in next(rows, [])]
            yield 1, names
            for row in rows:
                if row and len(row) != len(names):
                    what = f"this row has {len(row)} cells, and the first one {len(names)} names."
                    raise StudyError(TITLE, Fault(what, path, rows.line_num))
                if row:
                    yield rows.line_num, row
    except OSError as problem:
        raise StudyError(TITLE, Fault(f"cannot be opened: {problem.strerror}.", path)) from problem
    except UnicodeDecodeError as problem:
        raise StudyError(TITLE, Fault("is not UTF-8 text.", path, todo="Save it as UTF-8.")) from problem
    except csv.Error as problem:
        raise StudyError(TITLE, Fault(f"is not a table: {problem}.", path)) from problem


def _of_csv(path: Path, wanted: list[str]) -> tuple[dict[str, list[str]], dict[str, dict[str, str]]]:
    rows = _csv_rows(path)
    _, names = next(rows)
    places = [names.index(name) for name in wanted]
    kept = [[row[place] for place in places] for _, row in rows]
    return {name: [row[at] for row in kept] for at, name in enumerate(wanted)}, {}


def _of_package(path: Path, wanted: list[str]) -> tuple[dict[str, list[Any]], dict[str, dict[str, str]]]:
    """Read what a statistics package wrote; what it declares to be missing is."""
    frame, about = _package_read(path, usecols=wanted)
    labels = {
        name: {printed(value): str(label) for value, label in named.items()}
        for name, named in about.variable_value_labels.items()
        if name in wanted
    }
    return {name: frame[name].tolist() for name in wanted}, labels


def _package_read(path: Path, **options: Any) -> tuple[pd.DataFrame, Any]:
    import pyreadstat

    if not path.is_file():
        raise StudyError(TITLE, Fault("there is no such file.", path))
    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    try:
        frame, about = read(str(path), **options)
    except (pyreadstat.ReadstatError, OSError, ValueError) as problem:
        what = f"is not a file of the kind its ending says: {str(problem).strip().rstrip('.')}."
        raise StudyError(TITLE, Fault(what, path)) from problem
    return frame, about


def _by_number(value: str) -> tuple[bool, float, str]:
    try:
        return False, float(value), value
    except ValueError:
        return True, 0.0, value
