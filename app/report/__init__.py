"""Part of the command line."""
