"""What samples say of all that could be drawn, and how sure that is.

    mean        m +- t[n-1] s / sqrt(n)                                    s: standard deviation, with n - 1
    share       Wilson's interval: (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)
    quantile q  the k-th smallest sample, k = ceil(n q); its interval the l-th and the u-th smallest, l the largest and u the
                smallest number with P(B < l) <= 2.5 % and P(B >= u) <= 2.5 %, B binomial with n and q: whatever is distributed
                how; without a bound on a side where n is too small for one

E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American Statistical Association
22 (1927). W. J. Conover, Practical Nonparametric Statistics, 3rd ed. (1999), section 3.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

SURE = 0.95
QUANTILES = (0.05, 0.5, 0.95)


class Estimate(NamedTuple):
    """A figure and between which bounds it is sure to lie, at SURE; NaN where nothing is known."""

    value: float
    least: float
    most: float


NOTHING = Estimate(math.nan, math.nan, math.nan)


def mean_of(samples: Sequence[float]) -> Estimate:
    """Mean of samples; without bounds where there is but one."""
    count = len(samples)
    if not count:
        return NOTHING
    mean = float(np.mean(samples))
    if count < 2:
        return Estimate(mean, math.nan, math.nan)
    away = float(stats.t.ppf((1 + SURE) / 2, count - 1)) * deviation_of(samples) / math.sqrt(count)
    return Estimate(mean, mean - away, mean + away)


def deviation_of(samples: Sequence[float]) -> float:
    """Standard deviation of what was sampled; NaN of less than two."""
    return float(np.std(samples, ddof=1)) if len(samples) > 1 else math.nan


def share_of(built: int, count: int) -> Estimate:
    """A share, with Wilson's interval."""
    if not count:
        return NOTHING
    z = float(stats.norm.ppf((1 + SURE) / 2))
    share = built / count
    middle, whole = share + z**2 / (2 * count), 1 + z**2 / count
    away = z * math.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    # at 0 and 1 the formula is exact, and rounding is not
    least = 0.0 if built == 0 else (middle - away) / whole
    most = 1.0 if built == count else (middle + away) / whole
    return Estimate(share, least, most)


def quantile_of(samples: Sequence[float], share: float) -> Estimate:
    """A quantile, and samples between which it is sure to lie."""
    count = len(samples)
    if not count:
        return NOTHING
    ordered = sorted(samples)
    rest = (1 - SURE) / 2
    at = min(max(math.ceil(count * share - 1e-9), 1), count)
    fewer = np.arange(count)
    below = np.flatnonzero(stats.binom.cdf(fewer, count, share) <= rest)
    above = np.flatnonzero(stats.binom.sf(fewer, count, share) <= rest)
    least = ordered[below[-1]] if len(below) else math.nan
    most = ordered[above[0]] if len(above) else math.nan
    return Estimate(ordered[at - 1], least, most)
