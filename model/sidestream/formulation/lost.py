"""What is lost, in the book of quantities: of which commodity, and whose disposal it counts as.

thing = whose * commodities + commodity; whose -1: nobody's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sidestream.formulation.accounts import IMPACT
from sidestream.formulation.draft import Draft
from sidestream.formulation.feeds import Ints


def enter_lost(
    draft: Draft, loser: ArrayLike, whose: Ints, commodity: Ints, moment: ArrayLike, column: ArrayLike, lost: ArrayLike
) -> None:
    """Enter what is lost for each of a column; `whose` disposal its impacts are those of."""
    thing = whose * len(draft.parties.commodities) + commodity
    draft.books.quantities.enter(
        causer=loser, account=IMPACT["losses"], thing=thing, moment=moment, column=column, value=lost
    )


def lost_of(draft: Draft, thing: ArrayLike) -> tuple[Ints, Ints]:
    """Whose disposal and which commodity each entry is of."""
    return np.divmod(np.asarray(thing, np.int64), len(draft.parties.commodities))
