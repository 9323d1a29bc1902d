"""Books and rows as arrays, and their hand-over: what formulation writes and solver reads."""
