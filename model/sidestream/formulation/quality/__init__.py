"""How good what flows is: where streams meet, what they are made of, and what that must be."""
