"""Where Java and the jars lie, and asking the OWL API; owlready2 brings it with HermiT."""

import json
import os
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import ClusterkgError
from .children import run

MEMORY_LIMIT = "-Xmx2000m"
TIME_LIMIT = 300.0
_OWL_API = f"{__package__}.owlapi"


class JavaMissingError(ClusterkgError):
    """There is no Java to run a reasoner with, or no way to it from Python."""


class ReasonerError(ClusterkgError):
    """A reasoner that ended without an answer."""


def java() -> str:
    """Return the path of the Java program.

    Raises
    ------
    JavaMissingError
        There is none.
    """
    found = shutil.which("java")
    if found is None:
        hint = "install one, such as Debian's default-jre-headless; nothing else needs it"
        raise JavaMissingError(f"reasoning needs Java, and no 'java' is on the PATH: {hint}")
    return found


def need_bridge() -> None:
    """Make sure that Python can use Java's classes.

    Raises
    ------
    JavaMissingError
        JPype, or Java itself, is not installed.
    """
    java()
    if find_spec("jpype") is None:
        hint = "pip install 'clusterkg[reasoning]'"
        raise JavaMissingError(f"the OWL API is used by way of JPype, which is missing: {hint}")


def classpath() -> str:
    """Return where HermiT, and the OWL API within its jar, lie, as one argument of Java.

    Raises
    ------
    JavaMissingError
        owlready2 is not installed.
    """
    package = find_spec("owlready2")
    if package is None or package.origin is None:
        raise JavaMissingError("owlready2, which brings HermiT, is not installed")
    folder = Path(package.origin).parent / "hermit"
    # First owlready2's corrections of HermiT, then HermiT itself.
    return os.pathsep.join([str(folder), str(folder / "HermiT.jar")])


def ask(what: str, document: str, *more: str) -> Any:
    """Run :mod:`.owlapi` on an RDF/XML document and return what it found.

    Parameters
    ----------
    what : {"profile", "conflict"}
        The function to run.
    document : str
        The path of the document.
    *more : str
        For ``conflict``, the IRI of an unsatisfiable class.

    Raises
    ------
    JavaMissingError
        Java or JPype is not installed.
    TimeLimitError, ReasonerError
        It did not end in its time, or ended without an answer.
    """
    need_bridge()
    # -P: a file of the working folder is no module of ours.
    done = run([sys.executable, "-P", "-m", _OWL_API, what, document, *more], TIME_LIMIT)
    if done.status:
        raise ReasonerError(f"the OWL API gave up: {last_words(done.errors)}")
    return json.loads(done.output)


def last_words(errors: str) -> str:
    """Return the line of a failed program's messages that names the error."""
    lines = [line.rstrip() for line in errors.splitlines() if line.strip()]
    # Indented are the places where it happened.
    named = [line for line in lines if re.match(r"\S.*(Exception|Error)", line)]
    return (named or lines or ["it said nothing"])[0]
