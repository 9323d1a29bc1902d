"""What firms compare a design with, and what is said where they cannot all be no worse off."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.matrices import hand_over
from sidestream.design.companies import companies_of
from sidestream.design.payments import FREE, NONE
from sidestream.errors import InfeasibleError, InputError
from sidestream.formulation.draft import Consent
from sidestream.formulation.plan import Plan, plan
from sidestream.park import Park
from sidestream.park.worlds import World, several, shares_of_purses
from sidestream.solver.search import Orders
from sidestream.solver.settle import settle
from sidestream.studies.hard_rows import figure
from sidestream.studies.options import Options
from sidestream.studies.pools import held, search_draft
from sidestream.studies.shortfalls import shortfall_in
from sidestream.studies.warm import carried_over, with_setting

Floats = NDArray[np.float64]

SECONDS = 60.0
"""How long it is looked for by how much firms are worse off at least."""
UNPAID, UNPAID_SHARE = 30.0, 0.25
"""Seconds in which a design without payments is looked for: so many, and a share of the time there is, at most."""
LEAST = 1e-3
"""[EUR/a] by which nobody is worse off who is asked for nothing."""


def consent(park: Park, every: Sequence[World], costs: Sequence[pd.DataFrame]) -> Consent:
    """Return what firms pay today by the Costs sheets of today's park in each world, run at the least cash; over all of
    them, each firm at its own rate.
    """
    company, shares = companies_of(park), shares_of_purses(park, every)
    cash = pd.concat([frame[frame["kind"] == "cash"].assign(world=place) for place, frame in enumerate(costs)])
    payer = shares.columns.get_indexer(pd.Index(cash["payer"], dtype=object))
    amount = cash["amount"].to_numpy(float) * shares.to_numpy(float)[cash["world"].to_numpy(np.int64), payer]
    firm = cash["payer"].map(company).to_numpy(object)
    paid, size = (pd.Series(each).groupby(firm).sum() for each in (amount, np.abs(amount)))
    return Consent(*({str(name): float(each) for name, each in sums.items()} for sums in (paid, size)))


def refused(park: Park, every: Sequence[World], short: Sequence[dict[str, Any]]) -> InputError:
    """Say that nobody can compare a design with a park that does not work."""
    loaded, asks = park.tables["Settings"], park.settings.payments
    rows = loaded.frame.index[loaded.frame["setting"] == "payments"]
    row = int(rows[-1]) if asks and len(rows) else None
    who = f"'{asks}' asks every firm whether it is worse off than today" if asks else "firms compare with today"
    more = f" and {len(short) - 1} more" if len(short) > 1 else ""
    message = (
        f"{who}, and today's park does not work: {shortfall_in(every, short[0])}{more}. Say what happens today instead ('buy' "
        "or 'go without' with a price for 'must serve', 'dispose' with one for 'must go')"
    )
    message += ", or leave payments blank" if asks else ""
    return InputError(park.name, [loaded.fault(row, "value", message)])


def unpaid(made: Plan, options: Options, deadline: float, baseline: float | None) -> Floats | None:
    """Return the best design that is soon found in which nobody pays another, as a start for one in which they may."""
    plain = plan(with_setting(made.park, "payments", NONE), tight=options.tight, consent=made.consent)
    now = time.monotonic()
    end = now + min(UNPAID, UNPAID_SHARE * (deadline - now))
    orders = Orders(options.gap, end, options.jobs, baseline, options.wish, without=options.without)
    problem = hand_over(plain.model)
    found = search_draft(plain, problem, orders)
    if found.values is None:
        return None
    settled = settle(held(plain, problem, found.values), found.values)
    return None if settled.values is None else carried_over(settled.values, plain.model, made.model)


def dissent(park: Park, asked: Consent, wish: Callable[[], bool] = bool) -> InfeasibleError | None:
    """Say which firms would be worse off, and by how much at least; None where there is no design whatever firms say."""
    made = plan(park, consent=asked, least="loss")
    problem = hand_over(made.model)
    found = search_draft(made, problem, Orders(gap=0.0, deadline=time.monotonic() + SECONDS, wish=wish))
    if found.values is None:
        return None
    settled = settle(held(made, problem, found.values), found.values)
    values = found.values if settled.values is None else settled.values
    block = made.model.blocks["worse"]
    worse = values[block.first : block.first + block.count]
    names = [str(name) for name in block.index]
    lost = {name: float(each) for name, each in zip(names, worse.tolist(), strict=True) if each > LEAST}
    if not lost:
        return None
    return InfeasibleError(_words(park, lost, proven=found.status == "proven"), _as_rows(lost))


def _words(park: Park, lost: dict[str, float], *, proven: bool) -> str:
    unit = f"{park.settings.currency}/a"
    over = ", over all stages and scenarios" if several(park) else ""
    title = f"no design leaves every firm as well off as it asks for{over}, with all that must be built and done."
    least = "at least" if proven else "as far as was found"
    if park.settings.payments == FREE:
        return f"{title}\nAll firms together would be {figure(sum(lost.values()))} {unit} worse off {least}."
    listed = [f"  {name} would be {figure(each)} {unit} worse off than it asks for" for name, each in lost.items()]
    more = ""
    if park.settings.payments == NONE:
        more = "\nPayments 'along links' or 'free' (Settings) let others make up for it, where they gain enough."
    return (
        "\n".join(
            [title, f"With as little of that as can be, {figure(sum(lost.values()))} {unit} in all {least}:", *listed]
        )
        + more
    )


def _as_rows(lost: dict[str, float]) -> list[dict[str, object]]:
    return [{"kind": "worse off", "where": [name], "amount": each} for name, each in lost.items()]
