"""The stories that are told of a park: one design, and later what surrounds it."""
