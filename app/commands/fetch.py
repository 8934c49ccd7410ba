"""``clusterkg fetch``: download the files of a source from outside."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from clusterkg.loaders.addresses import Address


def _list(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from clusterkg.loaders.addresses import addresses

    for row in addresses():
        click.echo(f"{row.source:<20} {row.file:<36} {row.address or 'by hand: ' + row.by_hand}")
    context.exit()


@click.command()
@click.argument("source")
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path, file_okay=False),
              metavar="FOLDER", help="Where to put the files; the default is the cache alone.")
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=_list,
              help="List the sources with their addresses, and stop.")
def command(source: str, folder: Path | None) -> None:
    """Download the files of a source to the cache, and print where they are.

    Only what changed is downloaded, and a download that was cut is taken up again. Beside each
    file NAME.json says its address, sha256, date and licence. The cache is the folder
    CLUSTERKG_CACHE, or the user's own. Exit status 1 where a person must get a file by hand.
    """
    from clusterkg.loaders import fetching

    from ..output import say

    paths, by_hand = fetching.fetch_source(source, folder, say)
    for path in paths:
        found = fetching.record(path)
        if found:
            say(f"{path.name}: {found.size:,} bytes of {found.retrieved}, sha256 {found.sha256}, "
                f"{found.licence}")
        click.echo(path)
    _tell(by_hand)
    sys.exit(1 if by_hand else 0)


def _tell(rows: "list[Address]") -> None:
    from ..output import say

    for row in rows:
        say(f"{row.source} {row.file}".rstrip() + f": no address is known. By hand: {row.by_hand}")
