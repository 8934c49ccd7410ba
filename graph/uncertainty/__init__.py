"""How far ranks depend on who is not listed, on which partnerships are known, and on weights."""
