"""One question a file, and the catalogue that finds and binds them."""
