"""The facts of the source documents: complete, in their place, and read as they are printed.

Expected numbers come from ``expected/inventory_figures.csv`` and ``expected/inventory_lists.csv``,
lists written from the inventory of the documents, and from the documents' own lines where the
folder ``../shared/seeds`` is present; the parser below is the tests' own.
"""

import csv
import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from clusterkg.ontology.iris import resolve, term

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
Row = dict[str, str]
TABLES = {
    "documents": "document_id",
    "entities": "entity_id",
    "document_memberships": "partnership_id",
    "statements": "statement_id",
    "observations": "observation_id",
}
SINGLE_VALUED = ("name", "startDate", "endDate")
WRAPPED = 6  # a name runs over at most so many lines
UNNAMED = {  # mentions of a thing by its number alone
    ("generation/escp-4i-2018-19", "F3:521"): "the 25 partnerships, under the instrument's name",
    ("generation/innosup-1-2015-17", "F3:339"): "the 13 projects, under the instrument's name",
}


def read(path: Path) -> list[Row]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name: str) -> list[Row]:
    """Return the rows of a bundled table."""
    return read(ROOT / "data" / f"{name}.csv")


def expected(name: str) -> list[Row]:
    """Return the rows of a list of expectations."""
    return read(ROOT / "tests" / "expected" / f"{name}.csv")


# --- the tables against the inventory


def figure(row: Row) -> str:
    """Return the number of an observation: its value, or its bounds."""
    return row["value"] or "-".join(part for part in (row["lower"], row["upper"]) if part)


def test_every_figure_of_the_inventory_is_one_observation_and_back() -> None:
    figures = {row["observation_id"]: row for row in expected("inventory_figures")}
    observations = {row["observation_id"]: row for row in table("observations")}
    assert len(figures) == len(expected("inventory_figures"))
    assert len(observations) == len(table("observations"))
    assert figures.keys() == observations.keys()
    for key, row in figures.items():
        seen = observations[key]
        assert (row["document"], row["number"]) == (seen["document"], figure(seen)), key


@pytest.mark.parametrize("row", expected("inventory_lists"), ids=lambda row: row["list_id"])
def test_lists_have_the_length_that_the_inventory_counts(row: Row) -> None:
    if row["property"] == "member":
        partnership = row["subject"].removeprefix("partnership/")
        found = [m for m in table("document_memberships") if m["partnership_id"] == partnership]
    else:
        found = [
            s for s in table("statements")
            if (s["property"], s["document"]) == (row["property"], row["document"])
            and fnmatch(s["subject"], row["subject"]) and s["certainty"] != "doubtful"
        ]
    assert len(found) == int(row["count"]), row["text"]


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_sorted_and_keyed(name: str) -> None:
    keys = [row[TABLES[name]] for row in table(name)]
    assert keys == sorted(keys)
    if name != "document_memberships":
        assert len(set(keys)) == len(keys)


def test_references_are_known() -> None:
    known = {row["entity_id"] for row in table("entities")}
    outside = ("nuts", "country", "document", "sector", "s3-area", "technology")
    for row in table("statements"):
        refs = [row["subject"], *([row["value"]] if row["value_type"] == "ref" else [])]
        assert all(ref.partition("/")[0] in outside or ref in known for ref in refs), row
    assert {row["subject"] for row in table("observations")} <= known


def test_a_name_known_to_the_partnerships_is_their_name() -> None:
    partnerships = {row["partnership_id"]: row for row in table("partnerships")}
    new = set()
    for row in table("entities"):
        kind, _, key = row["entity_id"].partition("/")
        assert kind == row["kind"]
        if kind == "partnership" and key in partnerships:
            known = partnerships[key]
            assert row["name"] == (known["acronym"] or known["full_name"])
        elif kind == "partnership":
            new.add(key)
    assert new == {"escp-4i/gca", "escp-4i/sentinel"}  # in no other source


def test_members_are_the_organisations_of_the_bundled_table() -> None:
    organisations = {row["organisation_id"]: row for row in table("organisations")}
    for row in table("document_memberships"):
        assert row["country"] == organisations[row["organisation_id"]]["country"]
    countries = Counter(row["country"] for row in table("document_memberships")
                        if row["partnership_id"] == "escp-s3/tex4im")
    assert countries == {"IT": 2, "RO": 1, "ES": 1, "PT": 1, "CZ": 1, "SE": 1, "FR": 1}


def vocabulary() -> Graph:
    """Return all vocabularies in one graph."""
    graph = Graph()
    for file in sorted((ROOT / "ontology" / "vocabularies").glob("*.ttl")):
        graph.parse(file)
    return graph


def test_coded_columns_name_concepts() -> None:
    concepts = {str(subject) for subject in vocabulary().subjects()}
    refs = {f"{kind}/{row[kind]}" for row in table("observations")
            for kind in ("indicator", "unit", "status", "qualifier", "certainty")}
    for row in table("statements"):
        refs |= {f"{kind}/{row[kind]}" for kind in ("status", "certainty") if row[kind]}
        kind = row["value"].partition("/")[0]
        refs |= {row["value"]} if kind in ("sector", "s3-area", "technology") else set()
    refs |= {f"existence/{row['existence']}" for row in table("entities")}
    assert {ref for ref in refs if resolve(ref) not in concepts} == set()


# --- what disagrees


def dates_or_names_disagree() -> set[tuple[str, str]]:
    """Return the pairs of subject and property that documents give different values."""
    values = defaultdict(set)
    for row in table("statements"):
        if row["property"] in SINGLE_VALUED:
            values[row["subject"], row["property"]].add(row["value"])
    return {
        key for key, found in values.items()
        if any(not b.startswith(a) for a, b in itertools.combinations(sorted(found), 2))
    }


def sectors_disagree() -> set[tuple[str, str]]:
    """Return the events whose sectors differ between claims; a reading of a document is one."""
    claims: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in table("statements"):
        if row["property"] == "sector":
            claims[row["subject"]][row["document"], row["certainty"]].add(row["value"])
    return {
        (subject, "sector") for subject, sets in claims.items()
        if len({frozenset(values) for values in sets.values()}) > 1
    }


def interval(row: Row) -> tuple[Decimal, Decimal]:
    """Return what an observation leaves possible."""
    low, high = row["value"] or row["lower"] or "-Infinity", row["value"] or row["upper"]
    return Decimal(low), Decimal(high or "Infinity")


def incompatible(one: Row, other: Row) -> bool:
    """Say whether two observations of one thing cannot both hold."""
    (low, high), (floor, ceiling) = interval(one), interval(other)
    return max(low, floor) > min(high, ceiling) or one["population"] != other["population"]


def figures_disagree() -> set[tuple[str, str]]:
    """Return the subjects and indicators, series apart, with incompatible figures of one status."""
    graph, groups = vocabulary(), defaultdict(list)
    series = set(graph.subjects(URIRef(term("timeVarying")), Literal(True)))
    for row in table("observations"):
        if URIRef(resolve(f"indicator/{row['indicator']}")) not in series:
            groups[row["subject"], row["indicator"], row["status"]].append(row)
    return {
        key[:2] for key, rows in groups.items()
        if any(incompatible(*pair) for pair in itertools.combinations(rows, 2))
    }


def test_exactly_the_known_conflicts_show() -> None:
    kick_offs = "event/cluster-weeks-kick-off-"
    assert dates_or_names_disagree() == {
        (kick_offs + "ro-hu", "startDate"),
        (kick_offs + "dk", "startDate"),
        (kick_offs + "dk", "endDate"),
        ("platform/eocic", "name"),
    }
    assert sectors_disagree() == {
        ("event/eu-korea-2018", "sector"), ("event/eu-western-balkans-2018", "sector"),
    }
    assert figures_disagree() == {("instrument/escp-s3", "countries")}


def test_series_are_indicators_of_the_vocabulary() -> None:
    graph = vocabulary()
    indicators = set(graph.subjects(RDF.type, URIRef(term("Indicator"))))
    used = {URIRef(resolve(f"indicator/{row['indicator']}")) for row in table("observations")}
    statistics = {URIRef(resolve("indicator/persons-employed"))}  # of loaded sources alone
    assert indicators == used | statistics
    profiles, partners = (resolve(f"indicator/{slug}") for slug in ("eccp-profiles", "partners"))
    assert graph.value(URIRef(profiles), URIRef(term("timeVarying"))) == Literal(True)
    assert graph.value(URIRef(partners), URIRef(term("timeVarying"))) == Literal(False)


# --- the tables against the documents

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WORDS = {"two": "2", "eight": "8"}
SCALES = [(r"billion", 10**9), (r"million|mio", 10**6), (r"(?-i:\bM(?:€|\b)|(?<=\d)M€)", 10**6)]
SAID = {
    "over": r"\bover\b|more than|> ?\d|\d\+(?!\d)",
    "at-least": r"at least",
    "about": r"\babout\b|\baround\b",
    "up-to": r"up to|\bmax\b",
}


def readings(number: str, scale: int) -> list[Decimal]:
    """Return what a number in European print can mean; three digits after a mark are thousands."""
    mark = max(number.rfind("."), number.rfind(","))
    whole, last = re.sub("[.,]", "", number[: max(mark, 0)]), number[mark + 1 :]
    decimal, thousands = Decimal(f"{whole or 0}.{last}"), Decimal(whole + last)
    if mark < 0:
        return [thousands * scale]
    if len(last) != 3:
        return [decimal * scale]
    return [decimal * scale, thousands * scale] if scale > 1 else [thousands]


def parse(printed: str) -> list[Decimal]:
    """Return the numbers in a printed text, in their order."""
    text = " ".join(WORDS.get(word.lower(), word) for word in printed.replace("*", "").split())
    scale = next((factor for word, factor in SCALES if re.search(word, text, re.IGNORECASE)), 1)
    return [value for number in NUMBER.findall(text) for value in readings(number, scale)]


@pytest.mark.parametrize(("printed", "numbers"), [
    ("4.500 subscription", ["4500"]), ("59,50M€", ["59500000"]),
    ("6,84+0,4 mio €", ["6840000", "400000"]), ("> 3,000 SMEs", ["3000"]),
    ("346.000 €", ["346000"]), ("1,132 clusters", ["1132"]), ("€22.85 Million", ["22850000"]),
    ("€7.5 M", ["7500000"]), ("10-12 partnerships", ["10", "12"]), ("16 MATCHMAKING", ["16"]),
    ("2.320 billion €", ["2320000000", "2320000000000"]), ("Eight Do's", ["8"]),
])
def test_the_parser_reads_european_print(printed: str, numbers: list[str]) -> None:
    assert parse(printed) == [Decimal(number) for number in numbers]


@pytest.fixture(scope="module")
def lines() -> dict[str, list[str]]:
    """Return the lines of each document, the first at index 1."""
    if not SEEDS.is_dir():
        pytest.skip("the source documents are not here: ../shared/seeds")
    return {
        row["document_id"]: ["", *(SEEDS / row["file"]).read_text(encoding="utf-8").split("\n")]
        for row in table("documents")
    }


def place(row: Row, lines: dict[str, list[str]]) -> str:
    """Return the line that a row names."""
    return lines[row["document"]][int(row["line"])]


def test_printed_figures_stand_on_their_line_and_give_the_number(
    lines: dict[str, list[str]],
) -> None:
    for row in table("observations"):
        assert row["printed"] in place(row, lines), row
        wanted = [Decimal(row[name]) for name in ("value", "lower", "upper") if row[name]]
        found = parse(row["printed"])
        if re.search(r"\d\+\d", row["printed"]):  # a sum: the figure is one of its terms
            assert wanted[0] in found, row
        else:
            assert found == wanted, row


def said_before(row: Row, lines: dict[str, list[str]]) -> str:
    """Return the printed text with the words before it, from the line above on."""
    document, number = lines[row["document"]], int(row["line"])
    above = re.sub(r"<\S+>", "", next(text for text in reversed(document[:number]) if text))
    before, _, _ = document[number].partition(row["printed"])
    return f"{above if not before.strip('- ') else before} {row['printed']}".replace("*", "")


def test_bounds_are_the_documents_own(lines: dict[str, list[str]]) -> None:
    for row in table("observations"):
        context = said_before(row, lines)
        near = context[-len(row["printed"]) - 12:]
        if row["qualifier"] in SAID:
            assert re.search(SAID[row["qualifier"]], context, re.IGNORECASE), row
        elif row["qualifier"] == "exact":
            assert not re.search("|".join(SAID.values()), near, re.IGNORECASE), row


@pytest.mark.parametrize("name", ["statements", "document_memberships"])
def test_printed_words_stand_on_their_line(name: str, lines: dict[str, list[str]]) -> None:
    column = "printed" if name == "statements" else "stated_name"
    for row in table(name):
        assert row[column] in place(row, lines), row


def squash(text: str) -> str:
    """Return the letters and digits of a text, without accents and case."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def names_here(names: list[str], text: list[str], number: int) -> bool:
    """Say whether one of the names begins on the line; it may run over the next ones."""
    here, rest = squash("".join(text[number:number + WRAPPED])), squash(
        "".join(text[number + 1:number + WRAPPED]))
    return any(here.count(squash(name)) > rest.count(squash(name)) for name in names)


def test_mentions_hold_a_name(lines: dict[str, list[str]]) -> None:
    words = defaultdict(list)  # what points at a thing without naming it: addresses, mottos
    for row in expected("mention_words"):
        words[row["entity_id"]].append(row["words"])
    for row in table("entities"):
        names = [row["name"], *filter(None, row["alt_names"].split(";")), *words[row["entity_id"]]]
        assert row["mentions"], row["entity_id"]
        for mention in row["mentions"].split(";"):
            document, number = mention.split(":")
            named = names_here(names, lines[document], int(number))
            assert named != ((row["entity_id"], mention) in UNNAMED), (row["entity_id"], mention)
