"""Partners for a cluster: how plausible a tie is, what it would bring, and on what evidence."""
