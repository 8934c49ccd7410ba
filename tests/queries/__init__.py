"""The catalogue: its files, its questions and their expected answers."""
