"""Communities: finding them, how certain they are, and whether they are sectors or countries."""
