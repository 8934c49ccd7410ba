"""Rules as expressions, judged by independent programs: Python's calendar, pyoxigraph's parser."""

import datetime
import itertools
import random
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from clusterkg.loaders.columnar.checks import RULES
from clusterkg.loaders.columnar.source import Column
from clusterkg.ontology import iris
from tests.loaders.columnar.table import faults, loaded, names, table


def right(rule: str, values: list[str]) -> list[bool]:
    frame = pl.DataFrame({"x": values})
    return frame.select((~RULES[rule].wrong(pl.col("x"))).alias("y"))["y"].to_list()


def is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text))


SEEDS = [
    "https://example.org/a/b?q=1&r=a%20b#top", "http://user:pw@host:8080/x;y=1,2", "ftp://a.b/~c",
    "http://bücher.example/ä/ö?ü#ß", "https://a.b", "http://a.b?x", "http://a.b#y", "http://a.b:/",
    "https://example.org/a//b/../c", "http://1.2.3.4/", "x-y+z.1://host/", "http://%41.example/",
]
MARKS = [*map(chr, range(0x21)), *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~azAZ09", "%4", "%4g", "%zz",
         "\x7f", "\x80", "\x9f", "\xa0", "\u200b", "\u2028", "\ud7ff", "\ue000", "\uf8ff", "\ufdd0",
         "\ufdef", "\ufffd", "\ufffe", "\uffff", "\U00010000", "\U0001fffe", "\U000e0001",
         "\U000e1000", "\U000f0000", "\U0010fffd", "ß", "日"]


def changed(seed: str) -> list[str]:
    places = range(len(seed) + 1)
    added = [seed[:at] + mark + seed[at:] for at in places for mark in MARKS]
    cut = [seed[:at] + seed[at + 1 :] for at in places]
    return added + cut


def test_an_iri_that_passes_is_taken_by_the_parser() -> None:
    values = [text for seed in SEEDS for text in changed(seed)]
    passed = list(itertools.compress(values, right("iri", values)))
    assert [text for text in passed if not is_iri(text)] == []


def test_an_iri_with_a_host_that_the_parser_takes_passes() -> None:
    values = [text for seed in SEEDS for text in changed(seed)]
    wanted = [text for text in values if is_iri(text) and re.match(r"[^:/?#]+://[^/?#\[]", text)]
    assert len(wanted) > 5_000
    refused = [text for text, passes in zip(wanted, right("iri", wanted), strict=True)
               if not passes]
    # For the parser a host may be empty, behind a user or before a port.
    assert [text for text in refused if _host(text)] == []


def test_addresses_are_of_the_web() -> None:
    values = ["https://a.b/", "HTTP://a.b", "ftp://a.b/", "www.a.b", "http:/a.b", "http://"]
    assert right("address", values) == [True, True, False, False, False, False]


def test_days_are_those_of_the_calendar() -> None:
    values = [f"{year:04}-{month:02}-{day:02}" for year in (0, 1, 1900, 2000, 2019, 2020, 9999)
              for month in range(14) for day in range(33)]
    values += ["2019-1-1", "2019-01-01 ", "2019-01-01T00:00", "01-02-2019", "２０１９-01-01",
               "+2019-01-01"]
    assert right("day", values) == [is_day(value) for value in values]
    assert right("date", values) == [is_day(value) for value in values]


def test_dates_may_be_months_and_years() -> None:
    values = ["2019", "2019-12", "2019-13", "2019-00", "0000", "0000-01", "19", "2019-", "2019-1"]
    assert right("date", values) == [True, True, *[False] * 7]
    assert right("year", ["2019", "0001", "0000", "19", "2019a"]) == [True, True, *[False] * 3]


@pytest.mark.parametrize("rule", ["decimal", "amount", "integer", "decimal-comma"])
def test_a_number_that_passes_is_one(rule: str) -> None:
    drawn = random.Random(rule)
    values = ["".join(drawn.choices("0019.,+- e\u0663", k=drawn.randrange(1, 8)))
              for _ in range(20_000)]
    passed = list(itertools.compress(values, right(rule, values)))
    assert len(passed) > 200
    for value in passed:
        number = Decimal(value.replace(",", ".") if rule == "decimal-comma" else value)
        assert number.is_finite()
        assert number >= 0 or rule != "amount"
        assert number == int(number) or rule != "integer"


def test_a_plain_decimal_passes_and_no_other_writing_of_numbers() -> None:
    drawn = random.Random("decimals")
    values = ["".join(drawn.choices("0019.-+", k=drawn.randrange(1, 8))) for _ in range(20_000)]
    assert right("decimal", values) == [_is_decimal(value) for value in values]


def test_a_comma_that_may_part_thousands_is_refused() -> None:
    values = ["1,234", "1,23", "1,2345", "1,", "12,345,678", "1234.5", ",5"]
    assert right("decimal-comma", values) == [False, True, True, True, False, True, False]


def test_codes_of_countries_and_regions() -> None:
    values = ["IT", "UK", "EL", "XK", "it", "XX", "ITA"]
    assert right("country", values) == [True, True, True, True, False, False, False]
    values = ["IT", "ITC1", "ITC11", "UKI31", "ELZZZ", "XX1", "IT-1", "ITC111", "itc1"]
    assert right("nuts", values) == [True] * 5 + [False] * 4


def test_a_name_has_a_slug() -> None:
    values = ["Ōsaka", "北京", "—"]
    assert right("name", values) == [bool(iris.slug(value)) for value in values]


def _host(text: str) -> str:
    authority = re.split("[/?#]", text.split("://", 1)[1])[0]
    return authority.rpartition("@")[2].partition(":")[0]


def _is_decimal(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def test_separators_alone_are_no_value_of_a_required_column(tmp_path: Path) -> None:
    settings = table(Column("more", required=True, separator=";"))
    found = loaded("id,name,more\n1,a,x\n2,b,; ;\n3,c,\n4,d,;y\n", tmp_path, settings)
    assert names(found) == ["a", "d"]
    assert faults(found) == [(3, "more", "required"), (4, "more", "required")]
