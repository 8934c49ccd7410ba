"""Value chains: their stages, who may work in them, and how a disruption goes through them."""
