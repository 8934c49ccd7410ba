"""Which pairs are tied more often than chance explains, and what is meant by chance.

`curveball` draws who is in what anew with all margins held; `backbone` tests pairs of members
(or of any rows) by the fixed degree sequence, the stochastic degree sequence and the
hypergeometric model; `regions` compares pairs of regions with what size and distance explain;
`false_discovery` turns p-values into q-values; `on_graph` runs them on a graph.
"""
