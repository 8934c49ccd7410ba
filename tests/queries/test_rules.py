"""The rules: what they are called, in which order they come, and where the first are from."""

from pathlib import Path

from clusterkg.queries.rulebook import GROUPS, rules

FILES = sorted((Path(__file__).parents[2] / "queries" / "rules").glob("*.ru"))
# W3C, "OWL 2 Web Ontology Language Profiles", section 4.3, tables 5, 7 and 9.
STANDARD = set(
    "prp-dom prp-rng prp-symp prp-trp prp-spo1 prp-spo2 prp-inv1 prp-inv2 cax-sco scm-sco scm-spo "
    "scm-eqc1 scm-eqc2 scm-eqp1 scm-eqp2 scm-dom1 scm-dom2 scm-rng1 scm-rng2".split()
)


def test_the_first_group_is_the_standard_s() -> None:
    named = [name for rule in rules("owl-rl") for name in rule.standard]
    assert sorted(named) == sorted(STANDARD)
    assert all(rule.standard for rule in rules("owl-rl"))
    assert not any(rule.standard for rule in rules("beyond"))


def test_rules_come_in_the_order_of_their_numbers() -> None:
    assert [rule.name for rule in rules()] == [path.stem[3:] for path in FILES]
    assert set(rules()) == {rule for group in GROUPS for rule in rules(group)}
