"""From a survey file's `shares` and its microdata to figures, with what a reader has to know about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fgcoder.errors import Fault, StudyError
from fgcoder.model import Figure
from fgcoder.rounding import decimals_for, per_cent
from fgcoder.survey.checking import TITLE, Data, read_data
from fgcoder.survey.entries import FindingEntry, ShareEntry, SurveyFile
from fgcoder.survey.estimates import Design, estimate
from fgcoder.yaml import file as yamlfile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMALL_BASE: Final = 30
"""Answers below which a figure is said to rest on few, as the United States' national health statistics have it.

Parker, J. D. et al. (2017). National Center for Health Statistics data presentation standards for proportions. Vital
and Health Statistics 2(175).
"""


@dataclass(frozen=True)
class _Asked:
    """The people asked: what is the same for every share."""

    data: Data
    design: Design
    country: NDArray[np.object_] | None
    sector: NDArray[np.object_] | None


def compute_figures(
    survey: SurveyFile, tree: Any, path: Path
) -> tuple[dict[str, tuple[Figure, ...]], dict[str, tuple[str, ...]]]:
    """Compute the figures of all findings that have shares.

    Parameters
    ----------
    survey, tree, path
        The survey file, as it was checked, with its lines, and where it is.

    Returns
    -------
    figures, notes
        By the id of the finding. Of each share first the figure over everybody, then by country, by sector, and by
        both, as far as the data name them.

    Raises
    ------
    StudyError
        If the data cannot be read, a variable or a value is not there, or the weights or strata cannot be used.
    """
    if not any(entry.shares for entry in survey.findings):
        return {}, {}
    data = read_data(survey, tree, path)
    asked = _Asked(data, _design(data, tree, path), data.named(data.entry.country), data.named(data.entry.sector))
    figures, notes = {}, {}
    for entry in survey.findings:
        if entry.shares:
            made = [figure for share in entry.shares for figure in _figures(share, entry, asked)]
            figures[entry.id] = tuple(made)
            silent = [one.label for one in entry.shares if one.label not in {figure.label for figure in made}]
            notes[entry.id] = (*_notes(made, asked), *(f"Nobody answered: {label}." for label in silent))
    return figures, notes


def _design(data: Data, tree: Any, path: Path) -> Design:
    """Give how the people were drawn: without strata of its own each country is a sample by itself."""
    import numpy as np

    entry = data.entry
    nobody = np.zeros(data.people, np.int64)
    strata_of = entry.stratum or entry.country
    strata = np.unique(data.columns[strata_of].values.astype(str), return_inverse=True)[1] if strata_of else nobody
    clusters = np.arange(data.people)
    if entry.cluster:
        own = np.unique(data.columns[entry.cluster].values.astype(str), return_inverse=True)[1]
        clusters = np.unique(np.stack([strata, own], axis=1), axis=0, return_inverse=True)[1].ravel()
    design = Design(_weights(data, tree, path), strata.astype(np.int64), clusters.astype(np.int64))
    lonely = len(design.lonely())
    if lonely:
        what = f"{lonely} of the strata hold one sampling unit alone, so how much units vary there is not known."
        line = yamlfile.line_of(tree, ["microdata", "stratum" if entry.stratum else "cluster"])
        raise StudyError(TITLE, Fault(what, path, line, "Join each with the stratum most like it, in the data."))
    return design


def _weights(data: Data, tree: Any, path: Path) -> NDArray[np.float64]:
    import numpy as np

    name = data.entry.weight
    if name is None:
        return np.ones(data.people)
    faults = []
    weights = np.ones(data.people)
    for row, text in enumerate(data.columns[name].values):
        try:
            weights[row] = float(text.replace(",", "."))
        except ValueError:
            weights[row] = -1
        if not 0 <= weights[row] < np.inf:
            faults.append(row)
    if faults:
        what = (
            f"{len(faults):,} of {data.people:,} people have no weight in `{name}`, or one that is no number above 0."
        )
        todo = f"The first is person {faults[0] + 1} in {data.file.name}. A weight of 0 leaves somebody out."
        raise StudyError(TITLE, Fault(what, path, yamlfile.line_of(tree, ["microdata", "weight"]), todo))
    return weights


def _figures(share: ShareEntry, entry: FindingEntry, asked: _Asked) -> Iterator[Figure]:
    import numpy as np

    data = asked.data
    domain = np.ones(data.people, bool)
    if asked.country is not None:
        domain &= np.isin(asked.country.astype(str), entry.countries) if entry.countries else asked.country != ""
    if asked.sector is not None:
        domain &= np.isin(asked.sector.astype(str), entry.sectors) if entry.sectors else asked.sector != ""
    for name, values in share.where.items():
        domain &= data.holds(name, values)
    given = data.columns[share.variable].values != ""
    if share.missing:
        given &= ~data.holds(share.variable, share.missing)
    chosen = data.holds(share.variable, share.values)

    countries = entry.countries or _there(asked.country, domain)
    sectors = _there(asked.sector, domain)
    cells: list[tuple[str | None, str | None]] = [(None, None), *((country, None) for country in countries)]
    cells += [(None, sector) for sector in sectors]
    cells += [(country, sector) for country in countries for sector in sectors]
    for country, sector in cells:
        here = domain.copy()
        if country is not None and asked.country is not None:
            here &= asked.country == country
        if sector is not None and asked.sector is not None:
            here &= asked.sector == sector
        found = estimate(chosen, here & given, asked.design, missing=int((here & ~given).sum()))
        if found is not None:
            value = per_cent(found.value, decimals_for(found.high))
            yield Figure(share.label, value, country, sector if sector is not None else share.sector, found)


def _there(values: NDArray[np.object_] | None, domain: NDArray[np.bool_]) -> list[str]:
    return [] if values is None else sorted({str(value) for value in values[domain]})


def _method(shares: Collection[float]) -> str:
    """Say how the intervals of these shares were computed: all and none have no log odds."""
    exact = "Clopper and Pearson's, with an effective base for the weights and the number of sampling units"
    if all(share in (0, 1) for share in shares):
        return exact
    where = f"; where all or none give the answer, {exact}" if any(share in (0, 1) for share in shares) else ""
    return f"from the linearised variance on the scale of the log odds{where}"


def _notes(figures: Sequence[Figure], asked: _Asked) -> Iterator[str]:
    entry = asked.data.entry
    weighted = f"weighted by `{entry.weight}`" if entry.weight else "unweighted"
    yield f"Shares are computed from {asked.data.file.name}, {weighted}; bases are unweighted numbers of answers."
    strata = f"`{entry.stratum}`" if entry.stratum else "the countries" if entry.country else ""
    drawn = [f"strata: {strata}"] if strata else []
    drawn += [f"sampling units: `{entry.cluster}`"] if entry.cluster else []
    shares = [figure.share for figure in figures if figure.share is not None]
    yield (
        f"In brackets the 95 % interval, {_method({one.value for one in shares})} (Korn and Graubard 1998)"
        f"{'; ' if drawn else ''}{', '.join(drawn)}. It holds for a random sample."
    )
    if any(one.missing for one in shares):
        yield "People who gave no answer are left out of the bases."
    if len({figure.country for figure in figures if figure.country}) > 1:
        yield "Over all countries everybody counts by the weight, so each country by the sum of its weights."
    small = [one for one in figures if one.share is not None and one.share.base < SMALL_BASE]
    if small:
        listed = ", ".join(dict.fromkeys(one.country or "all countries" for one in small))
        yield f"Fewer than {SMALL_BASE} answers, too few to rely on: {listed}."
