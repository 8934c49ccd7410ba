"""What is shipped: the wheel, the types, the style, the coverage."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("ontology", "queries", "data", "loaders", "graph", "app")


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tracked() -> set[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so nothing says which files are tracked")
    return set(run("git", "ls-files", "--", *PACKAGES).split("\n")) - {""}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the tracked files alone, as from a clean clone."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    tracked()
    run("git", "checkout-index", "--all", f"--prefix={source}/")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", target, source)
    return next(target.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_the_tracked_files(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {name.removeprefix("clusterkg/") for name in names if name.startswith("clusterkg/")}
    assert shipped == tracked()


@pytest.mark.slow
def test_types_are_strict_on_a_regular_install(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    parts = [arg for name in PACKAGES if name != "data" for arg in ("-p", f"clusterkg.{name}")]
    mypy = (sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml")
    # What mypy knows of other packages stays from run to run; ours lie elsewhere each time.
    cache = ROOT / ".cache" / "mypy-wheel"
    out = run(*mypy, "--cache-dir", cache, *parts, MYPYPATH=str(tmp_path))
    assert "no issues found" in out
    assert int(out.split("no issues found in ")[1].split()[0]) > 40


def test_style() -> None:
    assert "All checks passed" in run(sys.executable, "-m", "ruff", "check", "--no-cache", ".")


def test_coverage_is_measured_by_folder(tmp_path: Path) -> None:
    data, config = tmp_path / "data", ROOT / "pyproject.toml"
    command = (sys.executable, "-m", "coverage")
    where = (f"--rcfile={config}", f"--data-file={data}")
    run(*command, "run", *where, "-m", "clusterkg.app", "queries")
    report = run(*command, "report", *where)
    measured = {
        line.split("/")[0] for line in report.splitlines()
        if "/" in line and not line.split()[-1].startswith("0%")
    }
    assert {"ontology", "queries", "app"} <= measured
