"""What the tests of the report share."""

from collections.abc import Iterator

import pytest

from clusterkg.app.report import page
from clusterkg.graph import KnowledgeGraph, analyses
from clusterkg.graph.result import Parameter, Result
from tests.graph.run_analyses import few


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    """Few samples: enough to see whether page and commands say the same, and the same twice."""
    honest = analyses.run

    def run(kg: KnowledgeGraph, name: str, seed: int = 0, **options: Parameter) -> Result:
        return honest(kg, name, seed=seed, **few(analyses.named(name)), **options)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(analyses, "run", run)
        patched.setattr(page, "RESAMPLES", 5)
        yield
