"""Conversions by concern: what they take and make, how they run, what they enter, and how they are read back."""
