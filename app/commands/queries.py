"""``clusterkg queries``: list the questions of the catalogue."""

import click

from .. import options, output


@click.command()
@click.argument("word", required=False)
@options.formats(*output.TABLE_FORMATS)
@options.output
def command(word: str | None, form: str, output: str) -> None:
    """List the questions of the catalogue; WORD narrows the list."""
    import polars as pl

    from clusterkg.queries.catalogue import Question, catalogue

    from ..output import write_table

    def matches(question: Question) -> bool:
        text = " ".join((question.name, question.summary, question.question, *question.keywords))
        return not word or word.lower() in text.lower()

    rows = [
        {
            "name": question.name,
            "question": question.question,
            "parameters": " ".join(f"{p.name}({p.type})" for p in question.parameters),
        }
        for question in catalogue().values() if matches(question)
    ]
    columns = {"name": pl.String, "question": pl.String, "parameters": pl.String}
    write_table(pl.DataFrame(rows, schema=columns), form, output)
