"""How all plots look: colours, markers, dashes and hatches, and the settings of matplotlib.

Okabe, M., Ito, K. (2008). Color universal design: how to make figures and presentations that are
friendly to colorblind people.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

INK, SOFT, RULE, PAPER, BLANK = "#1c2733", "#55636f", "#cfd7de", "#ffffff", "#eceff1"
# From few to many, and from less than expected over as expected to more.
MORE = ("#f4f8fb", "#56b4e9", "#0072b2", "#08306b")
BOTH_WAYS = ("#2166ac", "#67a9cf", "#d1e5f0", "#f4f4f4", "#fddbc7", "#ef8a62", "#b2182b")
SETTINGS = {
    "font.family": ["DejaVu Sans"], "font.size": 9.0, "text.usetex": False,
    "text.parse_math": True, "axes.unicode_minus": True, "axes.edgecolor": SOFT,
    "axes.labelcolor": INK, "text.color": INK, "xtick.color": SOFT, "ytick.color": INK,
    "svg.hashsalt": "clusterkg", "svg.fonttype": "none", "hatch.linewidth": 0.6,
    "figure.facecolor": PAPER, "savefig.facecolor": PAPER, "savefig.bbox": None,
}


@dataclass(frozen=True)
class Look:
    """How one series is told from others."""

    colour: str
    marker: str
    hatch: str
    dash: str


LOOKS = (
    Look("#0072b2", "o", "", "-"), Look("#e69f00", "s", "///", "--"),
    Look("#009e73", "^", "...", "-."), Look("#d55e00", "D", "\\\\\\", ":"),
    Look("#cc79a7", "v", "xxx", "-"), Look("#56b4e9", "P", "---", "--"),
    Look("#1c2733", "X", "+++", "-."), Look("#f0e442", "*", "ooo", ":"),
)
REST = Look("#6d6d6d", "h", "", "-")


def looks(names: Sequence[str]) -> dict[str, Look]:
    """Give each of some names a look, in their order; those beyond the eighth share one."""
    distinct = list(dict.fromkeys(names))
    given = dict(zip(distinct, LOOKS, strict=False))
    return {name: given.get(name, REST) for name in distinct}


@contextmanager
def settings() -> Iterator[None]:
    """Hold to our settings of matplotlib while something is drawn; they are undone after."""
    import matplotlib

    with matplotlib.rc_context(SETTINGS):  # type: ignore[arg-type]
        yield
