"""What a network of partnerships loses when members or partnerships go, and gains from new ones."""
