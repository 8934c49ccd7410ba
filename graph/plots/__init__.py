"""Plots of results: one function an analysis, ``(result) -> matplotlib.figure.Figure``.

A plot is drawn from its result alone. Its title says what it shows, its axes are labelled with
units, its caption says how much was drawn and what the result rests on. Colours are told apart by
colour-blind readers (Okabe and Ito 2008), and nothing is told by colour alone: series differ in
marker, dash or hatching too. `export.save` writes SVG or PNG; the same result gives the same bytes.
"""
