"""How far coders agree beyond chance: percent agreement, Cohen's kappa, Krippendorff's alpha, with intervals.

Written here because no package fits: `krippendorff` is under the GPL, scikit-learn has kappa alone and belongs to
`suggesting`, and none resamples all codes at once. Both statistics follow from sums over segments, so that a resample
is a product of matrices. They are tested against the authors' worked examples and against other implementations.

References
----------
Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37-46.
Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
De Vries, H., Elliott, M. N., Kanouse, D. E. and Teleki, S. S. (2008). Using pooled kappa to summarize interrater
agreement across many items. Field Methods 20, 272-282.
Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin 76, 378-382.
Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th edition. Advanced Analytics.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fgcoder.tables.agreement.ratings import Ratings
from fgcoder.tables.intervals import ENOUGH, LEVEL, RESAMPLES, SEED, Estimate, Way

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Statistic = Callable[["_Sums", list[int]], Floats]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree about one code, or about all codes together."""

    segments: int
    """The base: segments that at least two of the coders have decided about."""
    used: int
    """Those that at least one of them gave the code; of all codes together any code."""
    differed: int
    """Those that some of them gave the code and some did not; of all codes together any code."""
    both: int | None
    """Of two coders: segments that both gave the code. None where there are more coders."""
    first_only: int | None
    second_only: int | None
    neither: int | None
    share: float | None
    """Of two coders the share of segments that they agree about; of more, of each segment the share of pairs of them
    who agree, averaged over the segments. Of all codes together the mean over those that any of the coders gave in
    these segments. None where none of them gave the code, or any."""
    kappa: Estimate
    """Cohen's kappa of two coders; without a value where there are more, or nothing to agree about."""
    alpha: Estimate
    """Krippendorff's alpha; without a value where there is nothing to agree about."""


@dataclass(frozen=True)
class _Sums:
    """What the statistics are made from, summed over the segments of a row. All additive over rows."""

    pairable: Floats
    """Decisions about segments that two coders or more decided about; shape (n_rows,)."""
    given: Floats
    """How many of these give the code; shape (n_rows, n_codes)."""
    mixed: Floats
    """Krippendorff's coincidences of given and not given; shape (n_rows, n_codes)."""
    first: Floats
    """How many of `given` are the first coder's; shape (n_rows, n_codes)."""

    def weighted(self, weights: Floats) -> _Sums:
        return _Sums(weights @ self.pairable, weights @ self.given, weights @ self.mixed, weights @ self.first)


def agreements(
    ratings: Ratings, coders: Sequence[str], *, with_intervals: bool = True
) -> tuple[list[Agreement], Agreement]:
    """Say how far coders agree, for each of the codes and for all of them together.

    The unit is a segment that at least two of the coders have decided about; for each code the answer is whether they
    gave it. The figures for all codes together sum observed and expected disagreement over the codes: that is
    Krippendorff's alpha of the sets of codes where two sets differ by the number of codes that only one of them has,
    and the pooled kappa of De Vries et al. A code that none of the coders gave in these segments adds nothing to either
    sum, and it is left out of the share of agreement too: else that would rise with every code that nobody needs, with
    every rejection of one elsewhere, and with the size of the codebook.

    The share is that of Fleiss (1971), as Gwet (2014) extends it to segments with unequal numbers of coders: a segment
    counts once, however many decided about it. It is not one less Krippendorff's observed disagreement, in which a
    segment counts for as many as decided about it; with two coders, or all about every segment, the two are the same.

    The intervals are percentile bootstraps. The coders are taken as given; whole transcripts are resampled where at
    least five have a unit, else segments where there are five, as if they were independent draws from all that might
    have been said. Resamples in which nobody gave the code say nothing about agreement and are left out. There is no
    interval where fewer than five segments have the code, or fewer than five were differed about: resampling a
    handful cannot tell how many more there might have been, and of none it makes a certainty. For all codes together
    a segment counts once, however many codes it has and however many of them were differed about.

    Parameters
    ----------
    ratings
        Whose codes are judged one by one.
    coders
        Two or more of the coders of `ratings`.
    with_intervals
        False spares the resampling; the estimates then have no bounds.

    Returns
    -------
    list of Agreement
        In the order of `ratings.codes`.
    Agreement
        For all codes together.
    """
    import numpy as np

    columns = [ratings.coders.index(coder) for coder in coders]
    many = ratings.decided[:, columns].sum(axis=1)
    units = np.flatnonzero(many >= 2)
    at = np.full(len(many), -1)
    at[units] = np.arange(len(units))
    segment, coder, code = ratings.applied.T
    wanted = (at[segment] >= 0) & np.isin(coder, columns)
    unit, coder, code = at[segment[wanted]], coder[wanted], code[wanted]

    n_codes = len(ratings.codes)
    key, given = np.unique(unit * n_codes + code, return_counts=True)
    unit_of, code_of = np.divmod(key, max(n_codes, 1))
    of = many[units][unit_of]
    mixed = given * (of - given) / np.maximum(of - 1, 1)
    is_first = coder == columns[0]
    used = np.bincount(code_of, minlength=n_codes)
    differed = np.bincount(code_of[mixed > 0], minlength=n_codes)
    # Of the pairs of coders who decided about a segment, those of whom one gave the code and one did not.
    apart = np.bincount(code_of, 2 * mixed / of, minlength=n_codes).astype(np.float64)

    def summed(rows: NDArray[np.int64], n_rows: int) -> _Sums:
        def spread(places: NDArray[np.int64], codes: NDArray[np.int64], weights: Floats | None) -> Floats:
            flat = np.bincount(rows[places] * n_codes + codes, weights, minlength=n_rows * n_codes)
            return flat.reshape(n_rows, n_codes).astype(np.float64)

        return _Sums(
            np.bincount(rows, many[units], minlength=n_rows).astype(np.float64),
            spread(unit_of, code_of, given.astype(np.float64)),
            spread(unit_of, code_of, mixed),
            spread(unit[is_first], code[is_first], None),
        )

    total = summed(np.zeros(len(units), np.int64), 1)
    way, drawn = Way.NONE, None
    groups, group_of = np.unique(ratings.transcripts[units], return_inverse=True)
    if with_intervals and len(groups) >= ENOUGH:
        way, drawn = Way.TRANSCRIPTS, _resampled(summed(group_of, len(groups)))
    elif with_intervals and len(units) >= ENOUGH:
        way, drawn = Way.SEGMENTS, _resampled(summed(np.arange(len(units)), len(units)))
    result = _Result(len(units), len(coders) == 2, total, drawn, way, apart)
    single = [result.of([number], int(used[number]), int(differed[number])) for number in range(n_codes)]
    anything = (len(np.unique(places)) for places in (unit_of, unit_of[mixed > 0]))
    return single, result.of(np.flatnonzero(used).tolist(), *anything)


@dataclass(frozen=True)
class _Result:
    """The sums over all segments and over each resample, from which the figures of any codes follow."""

    segments: int
    is_pair: bool
    total: _Sums
    drawn: _Sums | None
    way: Way
    apart: Floats
    """By code, summed over the segments, the share of pairs of coders who differ; shape (n_codes,)."""

    def of(self, codes: list[int], used: int, differed: int) -> Agreement:
        first, given = float(self.total.first[0, codes].sum()), float(self.total.given[0, codes].sum())
        both = (given - differed) / 2
        is_one_of_two = self.is_pair and len(codes) == 1
        share = 1 - float(self.apart[codes].mean()) / self.segments if used else None
        is_enough = min(used, differed) >= ENOUGH
        return Agreement(
            self.segments,
            used,
            differed,
            int(both) if is_one_of_two else None,
            int(first - both) if is_one_of_two else None,
            int(given - first - both) if is_one_of_two else None,
            self.segments - used if is_one_of_two else None,
            share,
            self._estimate(kappa, codes, is_enough=is_enough) if self.is_pair else _none(self.segments),
            self._estimate(alpha, codes, is_enough=is_enough),
        )

    def _estimate(self, statistic: Statistic, codes: list[int], *, is_enough: bool) -> Estimate:
        import numpy as np

        value = float(statistic(self.total, codes)[0])
        if np.isnan(value):
            return _none(self.segments)
        if self.drawn is None or not is_enough:
            return Estimate(value, None, None, self.segments, Way.NONE)
        values = statistic(self.drawn, codes)
        low, high = np.nanquantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return Estimate(value, float(low), float(high), self.segments, self.way)


def alpha(sums: _Sums, codes: list[int]) -> Floats:
    """Give Krippendorff's alpha for nominal data in every row; NaN where no disagreement could be expected."""
    pairable = sums.pairable
    given = sums.given[:, codes]
    expected = (given * (pairable[:, None] - given)).sum(axis=1)
    found: Floats = 1 - (pairable - 1) * sums.mixed[:, codes].sum(axis=1) / _or_nan(expected)
    return found


def kappa(sums: _Sums, codes: list[int]) -> Floats:
    """Give Cohen's kappa of two coders in every row; NaN where chance alone would make them agree throughout."""
    units = sums.pairable[:, None] / 2
    first = sums.first[:, codes]
    second = sums.given[:, codes] - first
    expected = (first * (units - second) + second * (units - first)).sum(axis=1)
    found: Floats = 1 - units[:, 0] * sums.mixed[:, codes].sum(axis=1) / _or_nan(expected)
    return found


def _or_nan(values: Floats) -> Floats:
    import numpy as np

    return np.where(values > 0, values, np.nan)


def _none(segments: int) -> Estimate:
    return Estimate(None, None, None, segments, Way.NONE)


def _resampled(sums: _Sums) -> _Sums:
    """Draw as many rows as there are with replacement, and sum them; again and again.

    Rows that are equal are interchangeable, so it is enough to draw how often each distinct row comes up, and that
    number is multinomial.
    """
    import numpy as np

    rows = np.column_stack([sums.pairable, sums.given, sums.mixed, sums.first])
    distinct, counts = np.unique(rows, axis=0, return_counts=True)
    n_codes = sums.given.shape[1]
    parts = np.split(distinct, [1, 1 + n_codes, 1 + 2 * n_codes], axis=1)
    weights = np.random.default_rng(SEED).multinomial(len(rows), counts / len(rows), size=RESAMPLES)
    return _Sums(parts[0][:, 0], *parts[1:]).weighted(weights.astype(np.float64))
