"""The analyses there are, in the order in which they are listed."""

from .analysis import Analysis, Option

ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "links", "Which sectors partnerships join more often than chance explains.",
        "significance.on_graph:links", "plots.significance:links",
        (
            Option("null", "members", "or themes: what chance leaves as it is"),
            Option("samples", 5000, "of the null themes", 1),
        ),
    ),
    Analysis(
        "backbone", "Which pairs of clusters share more partnerships than chance explains.",
        "significance.on_graph:cluster_backbone", "plots.significance:backbone",
        (
            Option("model", "sdsm", "or fdsm, hypergeometric: what chance leaves as it is"),
            Option("samples", 1000, "of the model fdsm", 1),
            Option("kind", "cluster", "of organisation; all if empty"),
        ),
    ),
    Analysis(
        "region-links", "Which regions work together more than size and distance explain.",
        "significance.on_graph:region_links", "plots.significance:region_links",
        (Option("bins", 20, "of distance, at most", 1),),
    ),
    Analysis(
        "bridging-null", "Who bridges sectors more than the themes of its partnerships explain.",
        "significance.on_graph:bridging_null", "plots.significance:bridging_null",
        (Option("samples", 500, "of the null", 1),),
    ),
    Analysis(
        "bridging", "How every organisation bridges: brokerage roles, centralities, holes.",
        "bridging_on_graph:profile", "plots.bridging:profile",
        (
            Option("groups", "country,sector", "out of country, region, sector, instrument"),
            Option("weighting", "counts", "or newman: how shared partnerships make a tie"),
            Option("weighted", False, "whether centralities use the weights of ties"),
        ),
    ),
    Analysis(
        "cohesion", "Bicomponents: what stays connected whoever leaves, and what hangs by one.",
        "bridging_on_graph:cohesion", "plots.bridging:cohesion",
    ),
    Analysis(
        "two-mode-brokerage", "Who joins whom through partnerships of one and of two types.",
        "bridging_on_graph:two_mode", "plots.bridging:two_mode",
        (
            Option("brokers", "organisations", "or partnerships, which join by their members"),
            Option("groups", "", "of brokers: sectors, country, region; or instrument"),
            Option("types", "", "of what they broker through: instrument; of members sectors"),
        ),
    ),
    Analysis(
        "atlas", "Priorities of regions against what they have: supported, unsupported, missed.",
        "atlas.on_graph:align_regions", "plots.regions:atlas",
        (
            Option("level", "declared", "of NUTS, 0 to 3; by default that of each declaration"),
            Option("region", "", "how the codes of the regions to show begin"),
        ),
    ),
    Analysis(
        "relatedness", "How related sectors are, by the regions that have both.",
        "complexity.on_graph:relate", "plots.regions:relatedness",
        (
            Option("level", 2, "of NUTS, 0 to 3"),
            Option("least", 1, "fewest clusters that a region must have", 0),
            Option("method", "association", "or probability, cosine, jaccard"),
            Option("resamples", 200, "of the regions, for the intervals", 1),
        ),
    ),
    Analysis(
        "complexity", "Complexity, fitness and variety of regions, by the sectors they have.",
        "complexity.on_graph:complex_regions", "plots.regions:complexity",
        (
            Option("level", 2, "of NUTS, 0 to 3"),
            Option("least", 3, "fewest clusters that a region must have", 0),
            Option("resamples", 200, "of the sectors, for the intervals", 1),
        ),
    ),
    Analysis(
        "complementarity", "Which regions have what others lack around what they could enter.",
        "complexity.on_graph:complement", "plots.regions:complementarity",
        (
            Option("level", 2, "of NUTS, 0 to 3"),
            Option("least", 3, "fewest clusters that a region must have", 0),
            Option("sector", "", "a sector's id; by default the mean over those it lacks"),
            Option("first", 5, "how many partners of each region", 1),
            Option("resamples", 200, "of the regions, for the intervals", 1),
        ),
    ),
    Analysis(
        "key-players", "Organisations whose loss breaks the network up most, or who reach most.",
        "group_measures.on_graph:key_player_sets", "plots.groups:key_players",
        (
            Option("size", 5, "members of a set", 1),
            Option("restarts", 1, "random sets to begin from as well", 0),
            Option("resamples", 10, "of the partnerships, for how often one is found again", 0),
        ),
    ),
    Analysis(
        "current-flow", "What passes each organisation, if not on shortest paths alone.",
        "group_measures.on_graph:flow", "plots.groups:flow",
        (
            Option("longest", 3, "ties of the longest path, for bounded and random paths", 1),
            Option("walks", 20000, "random paths drawn", 1),
            Option("resamples", 30, "of the partnerships, for how often one is among the first", 0),
        ),
    ),
    Analysis(
        "communities", "Communities of organisations, and how certain each one's place is.",
        "communities.on_graph:find", "plots.communities:draw",
        (
            Option("search", "louvain", "or leiden, label-propagation"),
            Option("runs", 50, "seeds whose communities are compared", 1),
            Option("resolution", 1.0, "above one for smaller communities", 0),
            Option("threshold", 0.5, "share of runs from which two count as together"),
        ),
    ),
    Analysis(
        "community-agreement", "Whether communities are sectors, countries, regions or kinds.",
        "communities.on_graph:agree", "plots.communities:agreement",
        (
            Option("search", "louvain", "or leiden, label-propagation"),
            Option("runs", 50, "seeds whose communities are compared", 1),
            Option("resolution", 1.0, "above one for smaller communities", 0),
            Option("threshold", 0.5, "share of runs from which two count as together"),
            Option("permutations", 999, "for the null model", 0),
        ),
    ),
    Analysis(
        "two-mode-communities", "Communities of organisations and partnerships together.",
        "communities.on_graph:find_two_mode", "plots.communities:two_mode",
        (Option("restarts", 50, "random orders, of which the best is kept", 1),),
    ),
    Analysis(
        "layers", "How far the same organisations are tied in different layers.",
        "multilayer.on_graph:overlap", "plots.communities:layers",
        (
            Option("by", "instrument", "or sector, kind: what makes a layer"),
            Option("permutations", 199, "for the null model", 0),
        ),
    ),
    Analysis(
        "versatility", "Organisations by their place in all layers and in what joins them.",
        "multilayer.on_graph:versatility", "plots.communities:versatility",
        (
            Option("by", "instrument", "or sector, kind: what makes a layer"),
            Option("coupling", 1.0, "weight of the tie between two layers of an organisation", 0),
            Option("resamples", 50, "of the partnerships, for how often one is among the first", 0),
        ),
    ),
    Analysis(
        "recommend", "Partners for a cluster: what a tie would bring, how plausible, on what way.",
        "recommending.on_graph:recommend", "plots.recommending:recommend",
        (
            Option("cluster", "", "an organisation's id; the best pairs of all if empty"),
            Option("k", 10, "how many recommendations", 1),
            Option("resamples", 1000, "of later partnerships, for the hold-out's intervals", 1),
        ),
    ),
    Analysis(
        "prediction", "How well first ties were foreseen: the recommender and link prediction.",
        "recommending.on_graph:prediction", "plots.recommending:prediction",
        (
            Option("cuts", 3, "how many of the last years to cut at", 1),
            Option("resamples", 1000, "of later partnerships, for the intervals", 1),
        ),
    ),
    Analysis(
        "change", "Who and which ties come, stay and go from period to period.",
        "changing.on_graph:change", "plots.changing:change",
        (
            Option("by", "years", "or generation: what a period is"),
            Option("years", 2, "of a period", 1),
        ),
    ),
    Analysis(
        "persistence", "Which ties come again after the partnership that made them has ended.",
        "changing.on_graph:ties_after_funding", "plots.changing:persistence",
        (
            Option("longest", 4, "years after the end", 1),
            Option("resamples", 1000, "of partnerships, for the intervals", 1),
        ),
    ),
    Analysis(
        "lineage", "Who and which ties of an instrument are in the one that succeeds it.",
        "changing.on_graph:instrument_lineage", "plots.changing:lineage",
        (Option("resamples", 1000, "of partnerships, for the intervals", 1),),
    ),
    Analysis(
        "broker-stability", "Whether those who broker in one period broker in the next.",
        "changing.on_graph:brokers", "plots.changing:broker_stability",
        (
            Option("by", "years", "or generation: what a period is"),
            Option("years", 3, "of a period", 1),
            Option("first", 10, "brokers that are compared", 1),
            Option("resamples", 200, "of partnerships, for the intervals", 1),
        ),
    ),
    Analysis(
        "stages", "Stages of value chains: what feeds them, and who may work in them.",
        "chains.on_graph:stages", "plots.chains:stages",
    ),
    Analysis(
        "chains", "Value chains that cross sectors: by workers, partnerships and what they feed.",
        "chains.on_graph:chains", "plots.chains:chains",
        (Option("certainty", "possible", "or inferred, stated: least certainty of who works"),),
    ),
    Analysis(
        "disruption", "What is lost when a stage, a region or a cluster is disrupted.",
        "chains.on_graph:disruption", "plots.chains:disruption",
        (
            Option("of", "stage", "or region, cluster: what is disrupted"),
            Option("hit", "", "the id of one; by default each stage, or the 20 most tied"),
            Option("size", 1.0, "share of capacity that is lost, 0 to 1"),
            Option("outage", 30, "days that it is lost", 0),
            Option("days", 90, "days that are looked at", 1),
            Option("draws", 50, "of the assumptions", 1),
            Option("buffer", "0-30", "days of input in stock: a range to draw from"),
            Option("substitution", "0-0.5", "share found outside: a range to draw from"),
        ),
    ),
    Analysis(
        "systemic-risk", "How much of all output depends on each stage, region or cluster.",
        "chains.on_graph:systemic_risk", "plots.chains:systemic_risk",
        (
            Option("of", "stage", "or region, cluster"),
            Option("draws", 20, "of the assumptions", 1),
        ),
    ),
    Analysis(
        "failures", "Single points of failure between sectors: what alone joins two of them.",
        "resilience.on_graph:single_points", "plots.resilience:failures",
        (Option("draws", 100, "completions of the member lists", 0),),
    ),
    Analysis(
        "removal", "What is left when organisations, partnerships or an instrument go.",
        "resilience.on_graph:removals", "plots.resilience:removal",
        (
            Option("what", "organisations", "or partnerships, instruments, budget"),
            Option("by", "", "measures, comma between: degree, betweenness, brokerage, size ..."),
            Option("recalculated", False, "whether measured again after each removal"),
            Option("share", 0.2, "of all that go, or of the budget, 0 to 1"),
            Option("steps", 10, "points of the curve", 1),
            Option("replicates", 20, "random orders", 0),
        ),
    ),
    Analysis(
        "additions", "Which partnerships to add, so that most sectors or regions meet.",
        "resilience.on_graph:additions", "plots.resilience:additions",
        (
            Option("of", "sectors", "or regions, countries"),
            Option("objective", "joined", "or connected: what is counted"),
            Option("k", 5, "how many to add", 1),
            Option("exact", False, "whether to try all choices; for small k"),
            Option("draws", 100, "completions of the member lists", 0),
        ),
    ),
    Analysis(
        "ranks", "Ranks of clusters with intervals, as not all members of partnerships are listed.",
        "uncertainty.on_graph:ranks", "plots.uncertainty:ranks",
        (
            Option("measure", "bridging", "or degree, betweenness, closeness, constraint ..."),
            Option("k", 10, "first ranks whose chance is given", 1),
            Option("level", 0.95, "of the intervals"),
            Option("samples", 199, "networks drawn", 1),
            Option("source", "missing", "members; or partnerships drawn again, or both"),
            Option("unstated", "as others", "or complete: partnerships that state no number"),
            Option("leave_out", "", "instruments, comma between"),
        ),
    ),
    Analysis(
        "weightings", "Ranks of clusters under four ways to weigh a shared partnership.",
        "uncertainty.on_graph:weightings", "plots.uncertainty:weightings",
        (
            Option("measure", "strength", "or closeness, betweenness, constraint ..."),
            Option("leave_out", "", "instruments, comma between"),
        ),
    ),
    Analysis(
        "weighting-agreement", "How much the orders agree under each two ways to weigh.",
        "uncertainty.on_graph:weighting_agreement", "plots.uncertainty:agreement",
        (
            Option("measure", "strength", "or closeness, betweenness, constraint ..."),
            Option("k", 10, "first ranks compared", 1),
            Option("leave_out", "", "instruments, comma between"),
        ),
    ),
)
