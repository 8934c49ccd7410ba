"""Betweenness by other paths than the shortest, and measures of sets of nodes."""
