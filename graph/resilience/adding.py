"""Which k partnerships to add, so that more sectors or regions meet.

A new partnership has two members. Two objectives:

``joined``
    Pairs of groups that a partnership joins. A new partnership covers the pairs of its members;
    the number covered is monotone and submodular in the set of partnerships, so that the greedy
    choice has at least 1 - 1/e, 63 %, of what the best k can gain (Nemhauser et al. 1978).
``connected``
    Pairs of groups that hold together in one component. This is not submodular, as two
    partnerships may connect what neither does alone: the greedy choice has no such guarantee.

Organisations that carry the same groups (for ``connected``, that are in the same component) are
one candidate; the one with the most memberships stands for them, ties by id.

References
----------
Nemhauser, G. L., Wolsey, L. A., Fisher, M. L. (1978). An analysis of approximations for maximizing
submodular set functions - I. Mathematical Programming 14, 265-294.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal

import numpy as np
import polars as pl

from ..allocation import indicator
from ..arrays import Bools, Floats, Ints, row_sums
from ..network import NetworkError, TwoMode
from .joins import components, connected_pairs, joins

Objective = Literal["joined", "connected"]
EXACT_LIMIT = 200_000
_SCHEMA = {
    "step": pl.Int64, "organisation_a": pl.String, "organisation_b": pl.String,
    "gain": pl.Int64, "total": pl.Int64, "groups_a": pl.List(pl.String),
    "groups_b": pl.List(pl.String),
}
