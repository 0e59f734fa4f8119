"""How a code is spread over columns, held against an even spread: expected counts, residuals, Cramér's V.

References
----------
Haberman, S. J. (1973). The analysis of residuals in cross-classified tables. Biometrics 29, 205-220.
Agresti, A. (2013). Categorical Data Analysis, 3rd edition. Wiley. Section 3.3.1.
Cramér, H. (1946). Mathematical Methods of Statistics. Princeton University Press. Section 21.9.
Cochran, W. G. (1954). Some methods for strengthening the common chi-square tests. Biometrics 10, 417-451.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMALL: Final = 5
"""Expected counts below this make a residual doubtful; a rule of thumb (Cochran 1954)."""


@dataclass(frozen=True)
class Spread:
    """How rows of two by k tables are spread over the k columns; all of shape (n_rows, k) unless said otherwise."""

    observed: NDArray[np.int64]
    """Units of the column that have the code."""
    base: NDArray[np.int64]
    """Units of the column; shape (k,)."""
    expected: NDArray[np.float64]
    """What `observed` would be were the code spread evenly."""
    residual: NDArray[np.float64]
    """Adjusted standardised residual; NaN where no unit has the code, or all have it, or one column is everything."""
    v: NDArray[np.float64]
    """Cramér's V, 0 to 1; shape (n_rows,). NaN where a residual is."""

    @property
    def is_doubtful(self) -> NDArray[np.bool_]:
        """Say where fewer than 5 units with the code would be expected, or fewer than 5 without it."""
        import numpy as np

        return np.minimum(self.expected, self.base - self.expected).round(2) < SMALL  # as it is printed


def spread(observed: NDArray[np.int64], base: NDArray[np.int64]) -> Spread:
    """Hold what was observed against an even spread.

    With n the base of a column, N that of all and R the units with the code, E = nR/N is expected, and the adjusted
    residual is (O - E) / sqrt(E (1 - R/N) (1 - n/N)), which is about standard normal where the code is spread evenly
    and units are independent (Haberman 1973; Agresti 2013, equation 3.14). Cramér's V is sqrt(X²/N), as one side of
    the table is 2. SciPy gives V for one table and no adjusted residual; tests hold this against SciPy and statsmodels.

    Parameters
    ----------
    observed
        Shape (n_rows, k).
    base
        Shape (k,).
    """
    import numpy as np

    total, row = base.sum(), observed.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = row / total
        expected = share * base
        residual = (observed - expected) / np.sqrt(expected * (1 - share) * (1 - base / total))
        square = ((observed - expected) ** 2 / (expected * (1 - share))).sum(axis=1, where=base > 0)
        v = np.sqrt(square / total)
    usable = ((row > 0) & (row < total))[:, 0] & (np.count_nonzero(base) > 1)
    residual = np.where(usable[:, None] & (base > 0), residual, np.nan)
    return Spread(observed, base, np.nan_to_num(expected), residual, np.where(usable, v, np.nan))
