"""q-values: the share of false discoveries among pairs that are called significant.

References
----------
Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful
approach to multiple testing. Journal of the Royal Statistical Society B 57, 289-300.
Benjamini, Y., Yekutieli, D. (2001). The control of the false discovery rate in multiple testing
under dependency. The Annals of Statistics 29, 1165-1188.
"""

from typing import Literal

import numpy as np
from scipy.stats import false_discovery_control

from ..arrays import Floats
from ..network import NetworkError

Method = Literal["bh", "by"]


def q_values(p: Floats, method: Method = "bh", tests: int | None = None) -> Floats:
    """Return the q-value of each p-value.

    Parameters
    ----------
    p : ndarray, shape (k,)
        p-values.
    method : {"bh", "by"}
        Benjamini and Hochberg, for tests that are independent or positively dependent; Benjamini
        and Yekutieli, for any dependence, which costs a factor of about the logarithm of the
        number of tests.
    tests : int, optional
        How many tests there were, if more than ``k``: those not given have a p-value of one, as
        a pair that is never tied has where ties beyond chance are looked for.

    Returns
    -------
    ndarray, shape (k,)
        Empty for no p-values.

    Raises
    ------
    NetworkError
        If the method is unknown, or fewer tests are said than p-values given.
    """
    if method not in ("bh", "by"):
        raise NetworkError(f"method {method!r}: use 'bh' or 'by'")
    total = p.size if tests is None else tests
    if total < p.size:
        raise NetworkError(f"{total} tests cannot have {p.size} p-values")
    if not p.size:
        return np.empty(0)
    factor = total / p.size
    if method == "by":
        factor *= float(np.sum(1.0 / np.arange(1, total + 1)))
    # scipy caps at one; scaled, what was capped stays at or above it.
    return np.minimum(false_discovery_control(p) * factor, 1.0)
