"""What a participant uses of its own, without a link.

Sets
    p,k in OWN            participants that do not pass on, with a supply of k and a need that k may serve
    m in MOMENTS          stage, scenario, period

Variables
    own[p,k,m] >= 0       what goes from its offer to its use                                     [unit]

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
    parties = draft.parties
    supplies, needs = draft.written["supplies"], draft.written["needs"]
    width = len(parties.commodities)
    moments = len(draft.periods)
    s, when = np.nonzero(supplies.available > 0)
    offered = (
        parties.participant(supplies.rows["participant"]) * width + parties.commodity(supplies.rows["commodity"])
    )[s]
    taker = parties.participant(needs.rows["participant"])[needs.d]
    wanted = taker * width + parties.commodity(needs.b)
    both = np.intersect1d(offered * moments + when, wanted * moments + needs.m)
    pair, m = np.divmod(both, moments)
    participant, commodity = np.divmod(pair, width)
    apart = ~parties.passes_on[participant]
    participant, commodity, m = participant[apart], commodity[apart], m[apart]
    index = Names((parties.participants, participant), (parties.commodities, commodity), (draft.periods, m))
    own = draft.model.columns("own", index)
    for using, sign in ((False, -1.0), (True, 1.0)):
        draft.books.materials.enter(
            node=parties.node(participant, commodity, using=using), moment=m, column=own, value=sign
        )


def read(draft: Draft, values: NDArray[np.float64]) -> dict[str, pd.DataFrame]:
    """Return nothing: own use is what is used less what is sent, and By-products used shows what it serves."""
    return {}
