"""Told to pytest once for all tests."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Look for garbage rarely: what pytest and the libraries hold is no garbage, and looking through it is slow."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
