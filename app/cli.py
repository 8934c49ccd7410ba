"""The command line: ``clusterkg``. Each command is loaded only when it runs."""

import sys
from importlib import import_module

import click

from clusterkg.ontology.errors import ClusterkgError

COMMANDS = {
    "build": "Build the graph from the bundled data or a folder like it.",
    "fetch": "Download the files of a source from outside.",
    "load": "Load a source from outside into a graph.",
    "remove": "Remove a source that was loaded.",
    "reconcile": "Link the organisations that are the same in several sources.",
    "places": "Add regions (NUTS 3) to a table of cities.",
    "infer": "Infer what the rules say, into a named graph of its own.",
    "query": "Ask a question of the catalogue.",
    "queries": "List the questions of the catalogue.",
    "sparql": "Ask any SPARQL query.",
    "network": "Export a network.",
    "bridges": "Rank the bridging clusters.",
    "links": "Find the cross-sectoral links that are more than chance.",
    "analyse": "Run an analysis: table, plot, or result as RDF.",
    "report": "Write what was found and how sure it is, as one HTML page.",
    "ontology": "Document the ontology and compare its versions.",
    "validate": "Check shapes, counts and coverage.",
}


class _LazyGroup(click.Group):
    """A group whose help needs no command's imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"clusterkg.app.commands.{cmd_name}")
        command: click.Command = module.command
        command.help = command.help or COMMANDS[cmd_name]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    name="clusterkg", cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="clusterkg", prog_name="clusterkg")
def cli() -> None:
    """An open knowledge graph of the European cluster ecosystem.

    Data goes to standard output, progress and messages to standard error.
    Exit status: 0 good, 1 problems found, 2 wrong use.
    """


def main() -> None:
    """Run the command line; errors of ours become one sentence and exit status 2."""
    try:
        cli()
    except ClusterkgError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has seen enough.
        sys.stderr.close()
        sys.exit(0)
    except (OSError, UnicodeDecodeError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
