"""What a participant uses of its own, without a link.

Sets
    p,k in OWN            participants that do not pass on, where k is offered (a supply, a conversion that makes it, a
                          storage of own goods) and used (a need, a conversion that takes it, a storage of arrivals)
    m in MOMENTS          periods of a stage and scenario: a world is written by itself, see `plan.py`

Variables
    own[p,k,m] >= 0       what goes from its offer to its use                                     [unit]

Reads                     materials, as supplies, needs, conversions and storages have entered them

Entered in the books
    materials             -own at what the participant offers, +own at what it uses
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.names import Names
from sidestream.formulation.draft import Draft


def write(draft: Draft) -> None:
    """Enter own use. Where a participant passes on, one balance joins offer and use anyway."""
    parties, entries = draft.parties, draft.books.materials.read()
    moments = len(draft.periods)
    pair, using = np.divmod(entries["node"], 2)
    key = pair * moments + entries["moment"]
    given = key[(entries["value"] > 0) & (using == 0)]
    wanted = key[(entries["value"] < 0) & (using == 1)]
    pair, m = np.divmod(np.intersect1d(given, wanted), moments)
    participant, commodity = np.divmod(pair, len(parties.commodities))
    index = Names((parties.participants, participant), (parties.commodities, commodity), (draft.periods, m))
    own = draft.model.columns("own", index)
    for side, sign in ((False, -1.0), (True, 1.0)):
        draft.books.materials.enter(
            node=parties.node(participant, commodity, using=side), moment=m, column=own, value=sign
        )


def read(draft: Draft, values: NDArray[np.float64]) -> dict[str, pd.DataFrame]:
    """Return nothing: own use is what is used less what is sent, and By-products used shows what it serves."""
    return {}
