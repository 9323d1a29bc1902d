"""Least loss: by how much firms are worse off than today, where they cannot all be no worse off.

Goal
    loss = sum of worse
"""

from __future__ import annotations

import numpy as np

from sidestream.algebra.model import Model


def write(model: Model) -> None:
    """Set the goal."""
    block = model.blocks["worse"]
    model.minimise("loss", np.arange(block.first, block.first + block.count), np.ones(block.count), 0.0)
