"""The shape of the code: sizes, rooms, and what may stand where."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from clusterkg.ontology import iris

ROOT = Path(__file__).parents[2]
PACKAGES = ("ontology", "queries", "data", "loaders", "graph", "app")
FILES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def lines(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_functions_are_short() -> None:
    sizes = {f"{path}:{f.name}": lines(f) for path in FILES for f in functions(path)}
    assert statistics.median(sizes.values()) <= 10
    assert not {name: size for name, size in sizes.items() if size > 40}


def test_files_are_short() -> None:
    everything = [*FILES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in everything}
    assert not {str(path): length for path, length in lengths.items() if length > 350}


def test_no_string_is_sparql() -> None:
    store = pyoxigraph.Store()
    found = [
        (path.name, text[:60])
        for path in FILES for text in strings(path) if len(text) > 8 and parses(store, text)
    ]
    assert not found


def parses(store: pyoxigraph.Store, text: str) -> bool:
    try:
        store.query(text, prefixes=iris.PREFIXES)
    except SyntaxError:
        return False
    return True


def test_the_check_for_sparql_finds_sparql() -> None:
    assert parses(pyoxigraph.Store(), "SELECT ?s WHERE { ?s a ckg:Partnership }")


def test_our_iris_stand_in_the_ontology_alone() -> None:
    outside = [path for path in FILES if path.relative_to(ROOT).parts[0] != "ontology"]
    assert not [path for path in outside if any(iris.BASE in text for text in strings(path))]


@pytest.mark.parametrize("path", sorted((ROOT / "queries").rglob("*.rq")), ids=lambda p: p.stem)
def test_prefixes_of_queries_are_ours(path: Path) -> None:
    declared = re.findall(r"^PREFIX (\w+): <([^>]+)>", path.read_text(encoding="utf-8"), re.M)
    assert declared
    assert not [prefix for prefix, iri in declared if iris.PREFIXES.get(prefix) != iri]


def test_imports_keep_the_contract() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    command = [linter, "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "5 kept, 0 broken" in done.stdout


def test_help_loads_nothing_heavy() -> None:
    heavy = (
        "networkx scipy numpy polars rdflib owlready2 pyoxigraph pyshacl jinja2 matplotlib".split()
    )
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from clusterkg.app.cli import cli\n"
        "result = CliRunner().invoke(cli, ['--help'])\n"
        "assert result.exit_code == 0 and 'bridges' in result.output, result.output\n"
        f"print(*[name for name in {heavy!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_version_is_the_package_s() -> None:
    from importlib.metadata import version

    command = [sys.executable, "-m", "clusterkg.app", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"clusterkg, version {version('clusterkg')}"
