"""What comes in goes out: one balance where a participant passes on, else one for its offer and one for its use.

Sets
    n in NODES            (participant, commodity, side) that some asset enters in the materials book
    m in MOMENTS          stage, scenario, period

Constraints
    balance[n,m]          sum of what is entered at n in m = 0
"""

from __future__ import annotations

import numpy as np

from sidestream.algebra.names import Names
from sidestream.formulation.programme import Programme


def write(programme: Programme) -> None:
    """Write a row for each node and moment in the materials book."""
    entries = programme.books.materials.read()
    moments = len(programme.periods)
    keys, places = np.unique(entries["node"] * moments + entries["moment"], return_inverse=True)
    nodes, when = np.divmod(keys, moments)
    each, code = np.unique(nodes, return_inverse=True)
    index = Names(([programme.parties.node_name(node) for node in each.tolist()], code), (programme.periods, when))
    programme.model.rows("balance", index, [(places, entries["column"], entries["value"])], 0.0, 0.0)
