"""Relatedness, complexity and variety of regions, from regions by activities."""
