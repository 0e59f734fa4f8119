"""All survey files of a study at once: their findings, and file by file what is wrong with them.

One faulty file is no reason to do without the others: who asks for everything is given what there is, and is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fgcoder.errors import Fault, StudyError
from fgcoder.model import Codebook, Finding
from fgcoder.survey.entries import FindingEntry, SurveyFile
from fgcoder.survey.file import TITLE, read
from fgcoder.yaml import file as yamlfile

DECLARED: Final = (("countries", "country"), ("sectors", "sector"))
"""The keys of a finding whose values are those of an attribute, each with its attribute."""


@dataclass(frozen=True)
class Surveys:
    """What the survey files of a study hold."""

    findings: tuple[Finding, ...]
    """Of the files that are as they should be."""
    problems: tuple[StudyError, ...]
    """One for each file that is not."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong."""
        return tuple(fault for problem in self.problems for fault in problem.faults)


def read_all(paths: Sequence[Path], *, compute: bool = True) -> Surveys:
    """Read survey files; of one that is faulty, or gives a finding an id that another file has, nothing is taken.

    Parameters
    ----------
    paths
        The YAML files.
    compute
        Whether figures that come from microdata are computed.
    """
    taken: dict[str, Path] = {}
    findings: list[Finding] = []
    problems = []
    for path in paths:
        try:
            found = read(path, compute=compute)
            twice = list(_taken(found, taken, path))
            if twice:
                raise StudyError(TITLE, *twice)
        except StudyError as problem:
            problems.append(problem)
            continue
        findings += found
        taken |= dict.fromkeys((one.id for one in found), path)
    return Surveys(tuple(findings), tuple(problems))


def remarks(paths: Sequence[Path], codebook: Codebook, attributes: Mapping[str, Sequence[str]]) -> list[Fault]:
    """Say what fits nothing in the study: codes, countries and sectors that it does not have.

    Parameters
    ----------
    paths
        Survey files without faults.
    codebook
        The study's.
    attributes
        The values that the study allows, by attribute; where it lists none any will do.
    """
    found: list[Fault] = []
    for path in paths:
        tree = yamlfile.load(path, StudyError, TITLE)
        survey = yamlfile.validate(SurveyFile, tree, path, StudyError, TITLE)
        here = [
            Fault(what, path, yamlfile.line_of(tree, ["findings", index, *at]), todo)
            for index, entry in enumerate(survey.findings)
            for at, what, todo in (*_codes(entry, codebook), *_places(entry, attributes))
        ]
        found += sorted(here, key=lambda fault: fault.line or 0)
    return found


_Remark = tuple[Sequence[str | int], str, str | None]
"""Where in a finding, what is wrong, what to do."""


def _codes(entry: FindingEntry, codebook: Codebook) -> Iterator[_Remark]:
    for number, code in enumerate(entry.codes):
        if codebook.current(code) not in codebook.by_id:
            what = f"`{entry.id}` is tied to the code `{code}`, which the codebook does not have."
            yield ["codes", number], what, yamlfile.did_you_mean(code, list(codebook.by_id))


def _places(entry: FindingEntry, attributes: Mapping[str, Sequence[str]]) -> Iterator[_Remark]:
    for key, attribute in DECLARED:
        known, own = attributes.get(attribute, ()), getattr(entry, key)
        for number, name in enumerate(own):
            if known and name not in known:
                what = f"`{entry.id}` is about the {attribute} `{name}`, which study.yaml does not list."
                yield [key, number], what, yamlfile.did_you_mean(name, known)
        for number, figure in enumerate(entry.figures):
            name = getattr(figure, attribute)
            if name is None:
                continue
            at: list[str | int] = ["figures", number, attribute]
            if own and name not in own:
                what = f"this figure is of the {attribute} `{name}`, and `{entry.id}` is about others: it is not shown."
                yield at, what, f"Add it to `{key}`, or take the figure out."
            elif known and name not in known:
                what = f"this figure is of the {attribute} `{name}`, which study.yaml does not list."
                yield at, what, yamlfile.did_you_mean(name, known)


def _taken(found: Sequence[Finding], taken: Mapping[str, Path], path: Path) -> Iterator[Fault]:
    if taken.keys().isdisjoint(one.id for one in found):
        return
    tree: Any = yamlfile.load(path, StudyError, TITLE)
    for index, one in enumerate(found):
        if one.id in taken:
            line = yamlfile.line_of(tree, ["findings", index, "id"])
            what = f"the id `{one.id}` stands in {taken[one.id].name}, too."
            yield Fault(what, path, line, "Give one of the two findings another id.")
