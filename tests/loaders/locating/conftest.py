"""The cities of all countries are read once; each test uses some of them."""

import pytest

from clusterkg.loaders.locating.locate import gather
from clusterkg.loaders.locating.regions import regions


@pytest.fixture(scope="session", autouse=True)
def _cities() -> None:
    gather(list(regions().of_country))
