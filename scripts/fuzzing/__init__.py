"""Workbooks as nobody should send them, and what must not happen then."""
