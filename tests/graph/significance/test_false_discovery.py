"""q-values against R's p.adjust, scipy on padded p-values, and the definition."""

import shutil
import subprocess

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from clusterkg.graph.network import NetworkError
from clusterkg.graph.significance.false_discovery import Method, q_values
from tests.conftest import require

RSCRIPT = shutil.which("Rscript")
P = np.random.default_rng(3).random(40) ** 3


@pytest.mark.parametrize("method", ["bh", "by"])
@pytest.mark.parametrize("more", [0, 1, 60])
def test_equals_scipy_with_ones_for_what_is_not_given(method: Method, more: int) -> None:
    padded = false_discovery_control(np.concatenate([P, np.ones(more)]), method=method)
    np.testing.assert_allclose(q_values(P, method, 40 + more), padded[:40], rtol=1e-12)


@pytest.mark.parametrize("method", ["bh", "by"])
def test_equals_p_adjust_of_r(method: Method) -> None:
    require("Rscript", RSCRIPT is not None, "R is the independent implementation")
    values = ",".join(repr(float(p)) for p in P)
    code = f'cat(sprintf("%.17g", p.adjust(c({values}), "{method.upper()}")))'
    done = subprocess.run(
        [str(RSCRIPT), "-e", code], capture_output=True, text=True, check=True, timeout=60
    )
    expected = np.array(done.stdout.split(), dtype=float)
    np.testing.assert_allclose(q_values(P, method), expected, rtol=1e-12)


def test_by_the_definition_of_benjamini_and_hochberg() -> None:
    """The smallest of m p_(j) / j over all j from a p-value's rank upwards."""
    ranked = sorted(P)
    q = [min(1.0, *(100 * ranked[j] / (j + 1) for j in range(i, 40)), 1.0) for i in range(40)]
    np.testing.assert_allclose(np.sort(q_values(P, "bh", 100)), q, rtol=1e-12)


def test_nothing_tested_and_wrong_use() -> None:
    assert q_values(np.empty(0)).shape == q_values(np.empty(0), "by", 7).shape == (0,)
    with pytest.raises(NetworkError, match="use 'bh' or 'by'"):
        q_values(P, "bonferroni")  # type: ignore[arg-type]
    with pytest.raises(NetworkError, match="3 tests cannot have 40 p-values"):
        q_values(P, tests=3)
