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
from .children import Finished, run

MEMORY_VARIABLE = "CLUSTERKG_JAVA_MEMORY"
MEMORY_LIMIT = "2000m"
TIME_LIMIT = 300.0
# The quick compiler alone: on half a million triples HermiT ends before the other one pays.
_COMPILER = "-XX:TieredStopAtLevel=1"
_NO_MEMORY = ("java.lang.OutOfMemoryError", "Too small maximum heap")
_NO_START = "Error occurred during initialization of VM\n"  # and the reason in the next line
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


def memory_option() -> str:
    """Return the argument that bounds Java's memory, which the environment can set.

    Raises
    ------
    ReasonerError
        ``CLUSTERKG_JAVA_MEMORY`` is no amount of memory.
    """
    limit = os.environ.get(MEMORY_VARIABLE) or MEMORY_LIMIT
    if not re.fullmatch("[1-9][0-9]*[kmgKMG]", limit):
        hint = "a whole number and k, m or g is right, such as 2000m or 4g"
        raise ReasonerError(f"{MEMORY_VARIABLE}={limit}: not an amount of memory; {hint}")
    return f"-Xmx{limit}"


def options() -> list[str]:
    """Return the arguments that every Java machine here gets.

    Raises
    ------
    ReasonerError
        ``CLUSTERKG_JAVA_MEMORY`` is no amount of memory.
    """
    return [memory_option(), _COMPILER]


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


def ask(what: str, document: str, *more: str, seconds: float | None = None) -> Any:
    """Run :mod:`.owlapi` on an RDF/XML document and return what it found.

    Parameters
    ----------
    what : {"profile", "conflict"}
        The function to run.
    document : str
        The path of the document.
    *more : str
        For ``conflict``, the IRI of an unsatisfiable class.
    seconds : float, optional
        Its time; ``TIME_LIMIT`` is the most, and the default.

    Raises
    ------
    JavaMissingError
        Java or JPype is not installed.
    TimeLimitError, ReasonerError
        It did not end in its time, or ended without an answer.
    """
    need_bridge()
    memory_option()
    limit = TIME_LIMIT if seconds is None else min(seconds, TIME_LIMIT)
    # -P: a file of the working folder is no module of ours.
    done = run([sys.executable, "-P", "-m", _OWL_API, what, document, *more], limit)
    if done.status:
        raise failure("the OWL API", done)
    return json.loads(done.output)


def failure(name: str, done: Finished) -> ReasonerError:
    """Return the error that tells why a program, which ``name`` names, gave no answer."""
    said = done.errors + done.output
    if any(words in said for words in _NO_MEMORY):
        limit = memory_option().removeprefix("-Xmx")
        hint = f"set {MEMORY_VARIABLE} to more, such as {MEMORY_VARIABLE}=4g"
        return ReasonerError(f"{name} needs more memory than its limit of {limit}: {hint}")
    return ReasonerError(f"{name} gave up: {last_words(said.replace(_NO_START, ''))}")


def last_words(errors: str) -> str:
    """Return the line of a failed program's messages that names the error."""
    lines = [line.rstrip() for line in errors.splitlines() if line.strip()]
    # Indented are the places where it happened.
    named = [line for line in lines if re.match(r"\S.*(Exception|Error)", line)]
    return (named or lines or ["it said nothing"])[0]
