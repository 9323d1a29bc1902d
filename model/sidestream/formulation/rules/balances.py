"""What comes in goes out: one balance where a participant passes on, else one for its offer and one for its use.

Sets
    n in NODES            (participant, commodity, side) that some asset enters in the materials book
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`

Constraints
    balance[n,m]          sum of what is entered at n in m = 0
"""

from __future__ import annotations

import numpy as np

from sidestream.algebra.codes import distinct
from sidestream.algebra.names import Names
from sidestream.formulation.draft import Draft


def write(draft: Draft) -> None:
    """Write a row for each node and moment in the materials book."""
    entries = draft.books.materials.read()
    moments = len(draft.periods)
    keys, places = distinct(entries["node"] * moments + entries["moment"])
    nodes, when = np.divmod(keys, moments)
    each, code = distinct(nodes)
    index = Names(([draft.parties.node_name(node) for node in each.tolist()], code), (draft.periods, when))
    draft.model.rows("balance", index, [(places, entries["column"], entries["value"])], 0.0, 0.0)
