"""How it is solved: matrices in, values and a proven bound out."""
