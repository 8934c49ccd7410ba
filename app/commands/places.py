"""``clusterkg places``: the region of level 3 of each city of a table."""

from pathlib import Path

import click

from .. import options, output

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("table")
@click.option("--city", required=True, metavar="COLUMN", help="Column of the cities.")
@click.option("--country", required=True, metavar="COLUMN",
              help="Column of the countries: ISO codes (EL and UK too) or names.")
@click.option("--boundaries", "outlines", type=_FILE, metavar="FILE",
              help="Your own boundaries: GISCO's NUTS_RG, GeoJSON or TopoJSON, EPSG 4326, 3035 "
                   "or 3857.")
@click.option("--crs", type=click.Choice(["4326", "3035", "3857"]), default=None,
              help="Coordinates of the boundaries, where the file does not tell.")
@click.option("--points", type=_FILE, metavar="FILE",
              help="Label points to check the boundaries with (GISCO's NUTS_LB).")
@options.formats("csv", *(form for form in output.TABLE_FORMATS if form != "csv"))
@options.output
def command(
    table: str, city: str, country: str, outlines: Path | None, crs: str | None,
    points: Path | None, form: str, output: str,
) -> None:
    """Add to TABLE, a CSV file or -, the region (NUTS 3) of each row's city.

    Five columns are added: nuts3, vintage, confidence, evidence, and reason, which says why a row
    has no region. Without boundaries the names of regions and the cities of bundled organisations
    are the evidence, and most small towns stay without an answer. Boundaries are read for this
    alone; they enter no graph. Codes are of the newest vintage, whatever that of the boundaries.
    """
    from clusterkg.loaders.locating import read_boundaries

    from ..locating import check_points, located, read_table
    from ..output import say, write_table

    if (crs or points) and not outlines:
        raise click.UsageError("--crs and --points go with --boundaries")
    boundaries = read_boundaries(outlines, crs or "") if outlines else None
    if boundaries and points:
        check_points(boundaries, points)
    result, said = located(read_table(table), country, city, boundaries)
    write_table(result, form, output)
    for sentence in said:
        say(sentence)
