"""The commands that make the numbers: what each table of the page is linked to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class How:
    """How the numbers of a table are made.

    Attributes
    ----------
    name : str
        What the page's links point at.
    command : str
        What to type; its CSV holds the numbers.
    key : str
        The columns that find a row, separated by spaces.
    python : str
        The same in Python.
    meaning : str
        What it computes.
    """

    name: str
    command: str
    key: str
    python: str
    meaning: str


def listing(seed: int, resamples: int) -> list[How]:
    """Return how the numbers are made, with the seed and the number of resamples at hand."""
    return [
        How("coverage", "clusterkg query coverage -f csv", "measure", 'kg.query("coverage")',
            "Counts over the whole graph. Members are counted up to the number that a partnership "
            "states."),
        How("bridges",
            f"clusterkg bridges --seed {seed} --bootstrap {resamples} --top 10 -f csv", "id",
            f'bridging.profile(kg.network("clusters_by_partnership"), seed={seed}, '
            f"bootstrap={resamples})",
            "Two organisations are tied when they share a partnership; consortia under two names "
            "count once. Cross-sector brokerage counts the ordered pairs of contacts that are not "
            "tied to each other and that the cluster joins across sectors (Gould and Fernandez "
            "1989); z compares it with the same network under permuted sectors. Betweenness, "
            "constraint (Burt) and participation (Guimerà and Amaral) describe the position. Ranks "
            "follow z; the interval holds 95 % of the ranks when partnerships are drawn again "
            "with replacement. Only cluster organisations are ranked."),
        How("links", "clusterkg links -f csv", "sector_a sector_b",
            'linkage.cross_sector(kg.two_mode(leave_out=("Network", "S3-platform")), leave_out=())',
            "A partnership joins two sectors when two different members carry them. Expected is "
            "the number of such partnerships when organisations keep their sectors and, on "
            "average, their numbers of partnerships, and partnerships their numbers of members "
            "(bipartite configuration model); p is exact, q controls the false discovery rate "
            "(Benjamini and Hochberg). Standing networks and S3 platforms are left out."),
        How("places", "clusterkg query cluster_place_coverage -f csv", "measure",
            'kg.query("cluster_place_coverage")',
            "Clusters by the coordinates of their city; one without a city is placed nowhere."),
        How("sources", "clusterkg query source_counts -f csv", "graph", 'kg.query("source_counts")',
            "Rows that break a rule are not loaded; they are listed, with line, column and rule, "
            "in rejected.csv beside the graph."),
    ]
