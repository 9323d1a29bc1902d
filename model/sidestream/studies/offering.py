"""Which links could be: the offers for a park, as a workbook with rows to strike.

On a large park nearly everything could pay by itself, and nobody strikes ten thousand rows. There the best design over
all that could pay is searched for, and offered is what it uses, and behind it what would save most by itself at each
giver and each taker, up to a tenth of all pairs that fit. What that can lose is proven: the best design among what is
offered costs at most `cost`, and no design over all pairs less than `bound`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sidestream.algebra.matrices import hand_over
from sidestream.candidates import Offered, any_may_be_wanted, offered_for, with_links
from sidestream.errors import Fault
from sidestream.formulation import reading
from sidestream.formulation.goals.tie_breakers import tie_breakers
from sidestream.formulation.programme import write
from sidestream.park import Park
from sidestream.park.checks import checked
from sidestream.park.worlds import several
from sidestream.solver.highs import INFINITY
from sidestream.solver.search import Orders, search
from sidestream.solver.settle import settle
from sidestream.tables import LAST_ROW
from sidestream.workbook.reading import fingerprint, read_sheets
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows

SHEETS = ("Pipelines", "TruckRoutes")
ENDS = ("giver", "taker")
LARGE = 1_000
"""Pairs that fit from which on a park is large."""
SHARE = 0.1
"""Of all pairs that fit, how many are offered on a large park."""


@dataclass
class Screened:
    """What a screening found [EUR/a]: a design among what is offered, and a bound on every design over all pairs."""

    cost: float
    bound: float
    could_pay: int

    @property
    def loss(self) -> float:
        """The most that leaving pairs out can cost."""
        loss = max(self.cost - self.bound, 0.0)
        return 0.0 if loss <= 1e-9 * abs(self.cost) else loss


@dataclass
class Offering:
    """A park and the links that could be added to it; `screened` where not all that could pay are offered."""

    park: Park
    warnings: list[Fault]
    offers: Offered
    screened: Screened | None = None

    def write(self, path: Path) -> Path:
        """Write the park with the offered links behind its own; they are all that will be offered."""
        rows = typed_rows(self.park.typed)
        for sheet in SHEETS:
            rows[sheet] = [*rows.get(sheet, []), *self.offers.rows(sheet)]
        settings = [row for row in rows.get("Settings", []) if row["setting"] != "generate_candidates"]
        rows["Settings"] = [*settings, {"setting": "generate_candidates", "value": "no"}]
        return write_park(path, rows, [sheet for sheet in self.park.tables if rows.get(sheet)])

    def as_dict(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        rows = {sheet: self.offers.rows(sheet) for sheet in SHEETS}
        return {
            "file": self.park.name,
            "compatible_pairs": self.offers.compatible,
            "offered_pairs": self.offers.pairs,
            "no_place": self.offers.nowhere,
            "most_lost": self.screened.loss if self.screened else 0.0,
            **rows,
        }

    def words(self) -> Iterator[str]:
        """Yield what came out, for people."""
        pipes, routes = (len(self.offers.rows(sheet)) for sheet in SHEETS)
        yield f"{self.offers.compatible:,} pairs of a by-product and a need would fit, however far apart"
        links = f"{pipes:,} pipes and {routes:,} truck routes"
        if self.screened is None:
            yield f"{self.offers.pairs:,} of them could pay and are not listed yet: {links}"
            return
        loss = f"{self.screened.loss:,.0f} {self.park.settings.currency}/a"
        yield f"{self.screened.could_pay:,} of them could pay, and {self.offers.pairs:,} are offered: {links}"
        yield f"the best design over all of them saves at most {loss} more than the best over those"


def offer(path: Path | str, orders: Orders | None = None, *, everything: bool = False) -> Offering:
    """Judge every pair of a park; screen a large one, unless `everything` is wanted.

    Raises InputError with every fault, and what `read_sheets` raises.
    """
    path = Path(path)
    tables, faults = read_sheets(path)
    park, warnings = checked(tables, faults, path.name, fingerprint(path))
    found = Offering(park, warnings, offered_for(park))
    if found.offers.pairs:  # what the offers mend is not worth a warning
        found.warnings = checked(with_links(park, found.offers), faults, path.name)[1]
    most = int(SHARE * found.offers.compatible)
    everything = everything or several(park) or any_may_be_wanted(park)  # the best design over all does not ask firms
    if not everything and found.offers.compatible >= LARGE and found.offers.pairs > most:
        return screen(found, most, orders or Orders(gap=0.0, deadline=INFINITY))
    return found


def screen(found: Offering, most: int, orders: Orders) -> Offering:
    """Keep the links of the best design over all that could pay, and others up to `most` pairs."""
    offers = found.offers
    park = Park(with_links(found.park, offers), found.park.name)
    draft = write(park)
    problem = hand_over(draft.model)
    answer = search(problem, orders)
    if answer.values is None:
        return found
    settled = settle(problem, answer.values, tie_breakers(draft))
    if settled.values is None:
        return found
    used = set(reading.tables(draft, settled.values)["Flows"]["link"])
    judged = offers.judged.copy()
    in_use = pd.Series(False, judged.index)
    for sheet in SHEETS:
        mine = judged.index[(judged["sheet"] == sheet) & judged["offered"]]
        in_use[mine] = park[sheet].loc[park[sheet].index > LAST_ROW, "link"].isin(used).to_numpy()
    judged["offered"] = _with_the_best(judged, in_use, most)
    screened = Screened(settled.objective, min(answer.bound, settled.objective), offers.pairs)
    return replace(found, offers=replace(offers, judged=judged), screened=screened)


def _with_the_best(judged: pd.DataFrame, in_use: pd.Series, most: int) -> pd.Series:
    """What is in use, and the pairs that rank best at their giver or taker until there are `most`."""
    rank = [judged[judged["offered"]].groupby([end, "commodity"])["best"].rank(ascending=False) for end in ENDS]
    place = pd.concat(rank, axis=1).min(axis=1)
    order = pd.DataFrame({"used": ~in_use[place.index], "place": place, "best": -judged.loc[place.index, "best"]})
    order = order.sort_values(["used", "place", "best"], kind="stable")
    pairs = judged.loc[order.index, ["giver", "taker", "commodity"]]
    first = ~pairs.duplicated()
    kept = (first.cumsum() <= most) | in_use[order.index]
    return pd.Series(kept, order.index).reindex(judged.index, fill_value=False)
