"""Which sector has which colour: seven that colour-blind readers tell apart, and two greys.

Okabe, M., Ito, K. (2008). Color universal design: how to make figures and presentations that are
friendly to colorblind people. The colours themselves stand in the style sheet.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from . import svg

COLOURS = 7
OTHER, NONE = "sector-other", "sector-none"


@dataclass(frozen=True)
class Palette:
    """Classes of the sectors that have a colour of their own, the most frequent first."""

    classes: dict[str, str]

    def of(self, sectors: Sequence[str]) -> list[str]:
        """Return the classes of an organisation's sectors, each once."""
        if not sectors:
            return [NONE]
        return list(dict.fromkeys(self.classes.get(sector, OTHER) for sector in sectors))


def palette(carried: Iterable[Sequence[str]]) -> Palette:
    """Give colours to the sectors that most of the drawn organisations carry."""
    counts = Counter(sector for sectors in carried for sector in sectors)
    order = sorted(counts, key=lambda sector: (-counts[sector], sector))
    return Palette({sector: f"sector-{n}" for n, sector in enumerate(order[:COLOURS])})


def legend(colours: Palette, width: float, columns: int) -> tuple[Markup, float]:
    """Return the key of the colours in rows of ``columns``, and its height."""
    entries = [*colours.classes.items(), ("Another sector", OTHER), ("Sector unknown", NONE)]
    step, line = width / columns, 20.0
    drawn = [
        svg.group(
            svg.tag("circle", cx=8, cy=0, r=5.5, class_=f"node {name}"),
            svg.text(20, 4, label),
            transform=f"translate({svg.number(n % columns * step)} "
            f"{svg.number(n // columns * line + 12)})",
        )
        for n, (label, name) in enumerate(entries)
    ]
    height = -(-len(entries) // columns) * line
    return svg.group(*drawn, class_="legend"), height
