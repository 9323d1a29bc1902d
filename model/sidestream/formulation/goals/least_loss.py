"""Least loss: by how much firms are worse off than today, where they cannot all be no worse off.

Goal
    loss = sum of worse
"""

from __future__ import annotations

import numpy as np

from sidestream.formulation.draft import Draft


def write(draft: Draft) -> None:
    """Set the goal."""
    block = draft.model.blocks["worse"]
    draft.model.minimise("loss", np.arange(block.first, block.first + block.count), np.ones(block.count), 0.0)
