"""How fast and how well organisations are linked, from the files of three registers.

Run it with the folder of real data (see ``--help``)::

    python benchmarks/reconciliation.py ../shared/data
    python benchmarks/reconciliation.py ../shared/data --fit

Without options it prints seconds, candidates and links by pair of registers, and how many links of
a comparison without blocking are lost. ``--fit`` makes the word counts and the coefficients of the
model anew, from all names and from the half of the labelled sample that is for tuning.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import minimize

from clusterkg.loaders.bundled import bundled_folder
from clusterkg.loaders.reconciliation import blocking, evaluation, matching, names, scoring

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "loaders" / "reconciliation"
ALPHA_2 = {"UK": "GB", "EL": "GR"}
COMMON = 4  # names that hold a word, from which on it is counted
STRENGTH = 0.6  # of the pull towards the prior
LARGEST = 20.0  # weight of a pair: strata of mostly hopeless pairs would drown the others
# The sign that a feature's coefficient may have, and where it is pulled to without evidence;
# chosen on pairs outside the sample. The last four have too few labelled pairs and are set.
PRIOR = {
    "overlap": (1, 0), "equal": (1, 0), "letters": (1, 0), "both_differ": (-1, -1),
    "one_adds": (-1, 0), "places_differ": (-1, -1), "place_added": (-1, 0),
    "fields_differ": (-1, -1.5), "bodies_differ": (-1, -1), "body_added": (-1, -0.5),
    "strength": (1, 0), "part": (-1, -1.5), "short": (-1, -3), "acronym": (1, 2),
    "acronym_here": (1, 2), "acronym_elsewhere": (-1, -1), "city_same": (1, 0.5),
    "city_differs": (-1, -0.7),
}
SET = {"domain_same": 3.5, "domain_differs": -1.0, "number_same": 12.0, "number_differs": -3.0}


def registers(folder: Path) -> pl.DataFrame:
    """Return the organisations of ECCP, of CORDIS (2017) and of the bundled data."""
    eccp = pl.read_csv(folder / "eccp/cluster_organisations.csv").with_row_index("id")
    cordis = pl.read_csv(folder / "cordis/h2020_2017_organisations_odfest.csv", infer_schema=False)
    own = pl.read_csv(bundled_folder() / "organisations.csv", infer_schema=False)
    name, empty = pl.col("name"), pl.lit("")
    others = pl.col("alt_names").fill_null("").str.split(";")
    return pl.concat([
        rows("eccp", eccp, "eccp/" + pl.col("id").cast(pl.String), pl.concat_list(name)),
        rows("cordis", cordis, "pic/" + pl.col("orgId"), pl.concat_list(name, "shortName"),
             pic=pl.col("orgId")),
        rows("bundled", own, pl.col("organisation_id"), pl.concat_list(name, others),
             website=pl.col("website").fill_null(empty)),
    ])


def rows(
    source: str, table: pl.DataFrame, identifier: pl.Expr, labels: pl.Expr, **more: pl.Expr
) -> pl.DataFrame:
    cells = {"website": pl.lit(""), "pic": pl.lit(""), "vat": pl.lit(""), **more}
    return table.select(
        id=identifier, source=pl.lit(source), names=labels,
        country=pl.col("country").replace(ALPHA_2), city=pl.col("city"), **cells,
    ).select(matching.COLUMNS)


def measure(records: list[scoring.Organisation]) -> None:
    begun = time.perf_counter()
    found = matching.reconcile(records)
    print(f"{len(records):,} organisations linked in {time.perf_counter() - begun:.1f} s")
    links = Counter((match.first.source, match.second.source) for match in found.links)
    for pair, count in found.candidates.items():
        print(f"  {' and '.join(pair):<20} {count:>7,} candidates  {links[pair]:>5,} links")
    begun = time.perf_counter()
    every = matching.reconcile(records, propose=blocking.all_pairs)
    compared = sum(every.candidates.values())
    print(f"{compared:,} pairs of one country compared in {time.perf_counter() - begun:.0f} s")
    kept = {match.key for match in every.links} & {match.key for match in found.links}
    print(f"blocking keeps {len(kept):,} of {len(every.links):,} links")


def count_words(records: list[scoring.Organisation]) -> None:
    counts = Counter(
        word.text for record in records
        for word in names.read_words(names.mended(record.labels[0])))
    lines = [f"*\t{len(records)}"]
    lines += [f"{word}\t{count}" for word, count in
              sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count >= COMMON]
    text = "\n".join(["word\tnames", *lines]) + "\n"
    (MODEL / "counts.tsv").write_text(text, encoding="utf-8")


def tuning(records: list[scoring.Organisation]) -> Iterator[evaluation.Labelled]:
    """Yield the pairs for tuning, with the cities of their organisations."""
    cities = {(r.source, r.labels[0], r.country): r.city for r in records if r.labels}
    for pair in evaluation.read_sample(ROOT / "tests" / "samples", "tune"):
        sides = (
            scoring.Organisation(side.id, side.source, side.labels, side.country,
                                 cities[side.source, side.labels[0], side.country])
            for side in (pair.first, pair.second))
        yield pair._replace(first=next(sides), second=next(sides))


def fit(pairs: list[evaluation.Labelled]) -> dict[str, float]:
    """Return the coefficients that fit best, as the best reading of each pair depends on them."""
    for _ in range(4):
        found = [scoring.score(pair.first, pair.second).features for pair in pairs]
        values = np.array(found)[:, : len(PRIOR)]
        same = np.array([pair.same for pair in pairs], dtype=float)
        weights = np.array([
            1.0 if pair.stratum.startswith("apart") else min(pair.weight, LARGEST)
            for pair in pairs])
        best = logistic(values, same, weights)
        found_now = dict(zip(["intercept", *PRIOR], best.tolist(), strict=True)) | SET
        rounded = {name: round(value, 3) + 0.0 for name, value in found_now.items()}
        text = json.dumps({"coefficients": rounded}, indent=1) + "\n"
        (MODEL / "model.json").write_text(text, encoding="utf-8")
        scoring.coefficients.cache_clear()
    return rounded


def logistic(values: np.ndarray, same: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Fit a logistic regression with signs and a Gaussian prior; no chance is in it."""
    prior = np.array([0.0, *(centre for _, centre in PRIOR.values())])
    with_one = np.column_stack([np.ones(len(values)), values])
    pulled = np.array([0.0, *(STRENGTH for _ in PRIOR)])

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        logits = with_one @ beta
        off = pulled * (beta - prior)
        value = (weights * (np.logaddexp(0, logits) - same * logits)).sum()
        gradient = with_one.T @ (weights * (1 / (1 + np.exp(-logits)) - same)) + off
        return value + (off * (beta - prior)).sum() / 2, gradient

    bounds = [(None, None), *((0, None) if sign > 0 else (None, 0) for sign, _ in PRIOR.values())]
    start = np.zeros(len(prior))
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of real data, with eccp/ and cordis/")
    parser.add_argument("--fit", action="store_true", help="make counts and coefficients anew")
    arguments = parser.parse_args()
    records = matching.organisations(registers(arguments.folder))
    if arguments.fit:
        count_words(records)
        print(fit(list(tuning(records))))
        return
    measure(records)


if __name__ == "__main__":
    main()
