"""Binding parameters as typed terms, never as text.

A value becomes one RDF term, which replaces the default inside the parameter's ``VALUES`` clause;
what a person types cannot become SPARQL.
"""

import re
from collections.abc import Callable, Mapping

from clusterkg.ontology import iris, rdf
from clusterkg.ontology.errors import ClusterkgError

from .catalogue import Parameter, Question

ANY = "any"


class ParameterError(ClusterkgError):
    """A parameter that the query does not have, or a value that does not fit its type."""


def bind(question: Question, values: Mapping[str, object]) -> str:
    """Return the query's text with the given parameters bound and the others at their defaults.

    Parameters
    ----------
    question : Question
        The query.
    values : mapping of str to object
        Values by parameter: an IRI, CURIE or slug for things; a number, date or text otherwise;
        ``any`` leaves an optional parameter free.

    Raises
    ------
    ParameterError
        Unknown name, or a value that does not fit.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    text = question.text
    for name, value in values.items():
        if name not in known:
            raise ParameterError(_unknown(question, name))
        clause = question.clause(name).group()
        bound = f"VALUES ?{name} {{ {term(known[name], str(value))} }}"
        text = text.replace(clause, bound)
    return text


def term(parameter: Parameter, value: str) -> rdf.Term:
    """Return the RDF term that a value of a parameter stands for."""
    if value == ANY:
        return "UNDEF"
    make = _TERMS.get(parameter.type)
    try:
        return make(value) if make else rdf.iri(iris.identify(value, parameter.type))
    except (ValueError, ClusterkgError) as error:
        raise ParameterError(
            f"parameter {parameter.name}: '{value}' is no {parameter.type} ({error})"
        ) from error


def _integer(value: str) -> rdf.Term:
    return rdf.number(value)


def _decimal(value: str) -> rdf.Term:
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise ValueError("a number such as 0.5 is wanted")
    return rdf.decimal(value)


def _region(value: str) -> rdf.Term:
    if ":" in value:
        return rdf.iri(iris.identify(value, "region"))
    code = value.removeprefix("nuts/")
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{0,3}", code):
        raise ValueError("a code such as ITC1 or IT is wanted")
    return rdf.iri(iris.nuts(code))


def _country(value: str) -> rdf.Term:
    return rdf.iri(value if iris.is_iri(value) else iris.country(value))


def _thing(value: str) -> rdf.Term:
    kind, slash, _ = value.partition("/")
    if not slash and ":" not in value:
        raise ValueError("a kind and a slug are wanted, such as platform/eccp")
    return rdf.iri(iris.identify(value, kind))


def _property(value: str) -> rdf.Term:
    if ":" in value:
        return rdf.iri(iris.identify(value, "ckg"))
    # A figure's indicator stands where a statement's property does.
    return _thing(value) if value.startswith("indicator/") else rdf.iri(iris.term(value))


_TERMS: dict[str, Callable[[str], rdf.Term]] = {
    "string": rdf.text, "integer": _integer, "decimal": _decimal, "date": rdf.date,
    "region": _region, "country": _country, "thing": _thing, "term": _property,
}


def _unknown(question: Question, name: str) -> str:
    names = ", ".join(parameter.name for parameter in question.parameters) or "none"
    return f"query {question.name} has no parameter '{name}'; it has: {names}"
