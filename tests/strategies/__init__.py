"""Whole small parks for property tests: everything a workbook can say, in numbers a person would type.

`park_sheets()` draws the sheets as rows for `make_park`, so that a test can change them; `parks()` draws parks. They
are valid by construction and small enough for the oracle: the flags leave out what a truth does not hold for.

A park is made from a random seed, which is quick and leaves nothing rare; then rows and cells are thinned out one draw
each, so that a park that breaks a truth shrinks to the few rows that matter.
"""

from strategies.drawing import park_sheets, parks
from strategies.sketch import Sheets

__all__ = ["Sheets", "park_sheets", "parks"]
