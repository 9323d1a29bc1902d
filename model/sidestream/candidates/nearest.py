"""What comes nearest to paying: for a supply that nobody takes, or a need that nothing serves, the link that lacks least.

For a link by itself, in one way (a size, a vehicle, an own offer; see `ways.py`), with `sent` what it could carry of the
row in a year,

    of a supply    the price of disposal from which on it pays                                          [EUR/unit]
                   (yearly / sent + carry + provision - kept * gain_taker) / kept   (/ 1 where a loss vanishes)
    of a need      the price of the bought good, or of going without, from which on it pays              [EUR/unit]
                   (yearly / sent + carry + lost * disposal of the giver - gain_giver) / kept / ratio

each less the price of its own CO2. The other end is taken as candidates are: its dearest row, and all that it could
exchange. A link that the planner lists is judged by her own figures, and costs nothing more to have where it is there or
must be; what she forbids is no way. What is sent is what is there and wanted in the same period: a storage between them
might make it more, and so pay at a lower price, but it costs something too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.candidates.fleets import more_vehicles
from sidestream.candidates.listed import Lines, banned_links, directed, listed_lines, priced
from sidestream.candidates.offers import SHORTEST, WAYS, listed
from sidestream.candidates.pairs import Everybody, Side, carbon_price, near
from sidestream.candidates.ways import Way, sent_at_each, sizes, vehicles
from sidestream.park import Park
from sidestream.park.acceptance import acceptance

Floats = NDArray[np.float64]
FOUND = ["with", "by_product", "kind", "size", "length", "link", "pays_at"]
KINDS = {"Pipelines": "pipeline", "TruckRoutes": "truck route"}
CHANCES = ("partner", "way", "placed", "near", "allowed")
"""What has to be there for a link to be thought of, in this order."""
Chances = dict[str, NDArray[np.bool_]]
Known = set[tuple[str, str, str, str]]


def compatible(everybody: Everybody) -> int:
    """How many pairs of a giver and a taker of a commodity there are, however far apart, that a size or vehicle fits."""
    park, give, take = everybody.park, everybody.give, everybody.take
    count = 0
    for commodity in set(give.table["commodity"]) & set(take.table["commodity"]):
        if sizes(park, commodity) or vehicles(park, commodity):
            a, b = (side.table.loc[side.table["commodity"] == commodity, "participant"] for side in (give, take))
            count += len(a) * len(b) - len(set(a) & set(b))
    return count


def nearest(everybody: Everybody, alone: pd.DataFrame) -> pd.DataFrame:
    """Return FOUND and CHANCES for each row of `alone` (sheet, row), in its order; blank and NaN where there is no way."""
    park, sides = everybody.park, _sides(everybody, alone)
    known, links, barred = listed(park), _joining(park, sides), _barred(park)
    chances = {name: np.zeros(len(alone), bool) for name in CHANCES}
    found: dict[str, list[Any]] = {name: [] for name in ("alone", *FOUND)}
    for sheet, (give, take) in sides.items():
        own, other = (give, take) if sheet == "Supplies" else (take, give)
        for commodity in sorted(set(own.table["commodity"])):
            ways = {"Pipelines": sizes(park, commodity), "TruckRoutes": vehicles(park, commodity)}
            _look(park, chances, commodity, own, other, barred[sheet], any(ways.values()))
            for lines in _lines(park, chances, sheet, commodity, give, take, known, links, ways):
                pays = (_of_supplies if sheet == "Supplies" else _of_needs)(park, commodity, give, take, lines)
                for name, values in _best(sheet, commodity, give, take, lines, pays).items():
                    found[name] += values
    every = pd.DataFrame(found).astype({"alone": np.int64, "length": float, "pays_at": float})
    every = every.sort_values(["alone", "pays_at", "length", "with", "size"], kind="stable").drop_duplicates("alone")
    made = every.set_index("alone").reindex(np.arange(len(alone)))
    words = [name for name in FOUND if name not in ("length", "pays_at")]
    made[words] = made[words].astype(object).fillna("")
    return made.astype({"length": float, "pays_at": float}).assign(**chances).set_axis(alone.index, axis=0)


def _sides(everybody: Everybody, alone: pd.DataFrame) -> dict[str, tuple[Side, Side]]:
    """The rows themselves beside everybody on the other side."""
    park, made = everybody.park, dict[str, tuple[Side, Side]]()
    for sheet in ("Supplies", "Demands"):
        mine = alone[alone["sheet"] == sheet]
        if mine.empty:
            continue
        places = park[sheet].index.get_indexer(pd.Index(mine["row"]))
        rows = park[sheet].iloc[places].assign(alone=np.flatnonzero((alone["sheet"] == sheet).to_numpy(bool)))
        own = Side(rows.reset_index(drop=True), park.amounts(sheet)[places])
        if sheet == "Supplies":
            made[sheet] = (own, everybody.take)
            continue
        accepted = acceptance(rows, park["Substitutions"])
        need, ratio = accepted["need"].to_numpy(int), accepted["ratio"].to_numpy(float)
        table = rows.iloc[need].assign(commodity=accepted["by_product"].to_numpy(object), ratio=ratio)
        share = table["most_by_product"].to_numpy(float) / ratio
        made[sheet] = (everybody.give, Side(table.reset_index(drop=True), own.amounts[need] * share[:, None]))
    return made


def _joining(park: Park, sides: dict[str, tuple[Side, Side]]) -> pd.DataFrame:
    """The planner's links, sized and priced, at an end of which is a row that is left alone."""
    links = directed(park)
    joins = np.zeros(len(links), bool)
    for sheet, (give, take) in sides.items():
        own, end = (give, "giver") if sheet == "Supplies" else (take, "taker")
        rows = set(zip(own.table["participant"], own.table["commodity"], strict=True))
        ends = zip(links[end], links["commodity"], strict=True)
        joins |= np.fromiter((one in rows for one in ends), bool, len(links))
    return priced(park, links[joins])


def _barred(park: Park) -> dict[str, set[tuple[str, str]]]:
    """Who could give, and who could take, what in links that are listed and forbidden: (participant, commodity)."""
    banned = banned_links(park)
    rows = [park[name].loc[park[name]["link"].isin(banned), ["from", "to", "commodity"]] for name in WAYS]
    both = pd.concat(rows).explode("commodity")
    return {
        "Supplies": set(zip(both["from"], both["commodity"], strict=True)),
        "Demands": set(zip(both["to"], both["commodity"], strict=True)),
    }


def _look(
    park: Park,
    chances: Chances,
    commodity: str,
    own: Side,
    other: Side,
    barred: set[tuple[str, str]],
    some_way: bool,
) -> None:
    """Note for whom there is anybody else, any way, and a place; `barred` are those with a link that is forbidden."""
    mine = own.table[own.table["commodity"] == commodity]
    rows, who = mine["alone"].to_numpy(np.int64), mine["participant"]
    others = set(other.table.loc[other.table["commodity"] == commodity, "participant"])
    sites = park["Participants"]
    there = set(sites.loc[park.placed, "participant"])
    partner, near_by = (len(names) > who.isin(names).to_numpy() for names in (others, others & there))
    way = partner & some_way
    chances["partner"][rows] |= partner
    chances["way"][rows] |= way
    chances["placed"][rows] |= way & near_by & who.isin(there).to_numpy()
    stopped = partner & np.array([(name, commodity) in barred for name in who], bool)
    for chance in ("way", "placed", "near"):
        chances[chance][rows] |= stopped


def _lines(
    park: Park,
    chances: Chances,
    sheet: str,
    commodity: str,
    give: Side,
    take: Side,
    known: Known,
    links: pd.DataFrame,
    ways: dict[str, list[Way]],
) -> Iterator[Lines]:
    """Yield what could join the sides: the planner's own links, and every size and vehicle where she lists none."""
    rows = (give if sheet == "Supplies" else take).table["alone"].to_numpy(np.int64)
    for lines in listed_lines(park, links, commodity, give, take):
        for chance in CHANCES:
            chances[chance][rows[lines.a if sheet == "Supplies" else lines.b]] = True
        yield lines
    reach = _reach(park)
    farthest = max((reach[name][1] / reach[name][0] for name in WAYS if ways[name]), default=0.0)
    for a, b, straight in near(park, give, take, {commodity: farthest}):
        ends = [side.table["participant"].to_numpy(object)[place] for side, place in ((give, a), (take, b))]
        for name in WAYS:
            detour, longest = reach[name]
            length = np.maximum(straight * detour, SHORTEST)
            within = (length <= longest) & bool(ways[name])
            hers = np.fromiter(((name, *pair, commodity) in known for pair in zip(*ends, strict=True)), bool, len(a))
            free = within & ~hers
            chances["near"][rows[(a if sheet == "Supplies" else b)[within]]] = True
            chances["allowed"][rows[(a if sheet == "Supplies" else b)[free]]] = True
            blank = np.full(int(free.sum()), "", object)
            for way in ways[name]:
                yield Lines(a[free], b[free], name, np.full(len(blank), way.size, object), length[free], blank, way)


def _reach(park: Park) -> dict[str, tuple[float, float]]:
    """Detour and greatest length [km] of each sheet's links."""
    settings = park.settings
    figures = {"Pipelines": (settings.detour_pipe, settings.longest_pipe)}
    figures["TruckRoutes"] = (settings.detour_road, settings.longest_road)
    return {name: (float(one), float(np.nan_to_num(most, nan=np.inf))) for name, (one, most) in figures.items()}


def _of_supplies(park: Park, commodity: str, give: Side, take: Side, lines: Lines) -> Floats:
    """Price of disposal from which on each line pays."""
    rows, carbon = give.table.iloc[lines.a], carbon_price(park)
    fixed, kept, carry = _costs(park, give, take, lines)
    weight = np.ones(len(kept)) if _vanishes(park, commodity) else kept
    gain = take.table["gain"].to_numpy(float)[lines.b]
    provision = rows["provision_cost"].to_numpy(float) + carbon * rows["provision_co2"].to_numpy(float)
    disposed = (rows["if_not_taken"] == "dispose").to_numpy(bool)
    emitted = carbon * np.where(disposed, rows["disposal_co2"].to_numpy(float), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((fixed + carry + provision - kept * gain) / weight - emitted, float)


def _of_needs(park: Park, commodity: str, give: Side, take: Side, lines: Lines) -> Floats:
    """Price of what is bought, or of going without, from which on each line pays."""
    rows, carbon = take.table.iloc[lines.b], carbon_price(park)
    fixed, kept, carry = _costs(park, give, take, lines)
    gain, disposal = (give.table[name].to_numpy(float)[lines.a] for name in ("gain", "disposal"))
    lost = 0.0 if _vanishes(park, commodity) else (1 - kept) * disposal
    bought = (rows["if_not_served"] == "buy").to_numpy(bool)
    emitted = carbon * np.where(bought, rows["virgin_co2"].to_numpy(float), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((fixed + carry + lost - gain) / kept / rows["ratio"].to_numpy(float) - emitted, float)


def _costs(park: Park, give: Side, take: Side, lines: Lines) -> tuple[Floats, Floats, Floats]:
    """What each line costs to have for each unit sent, what arrives of a unit, and what it costs to send one."""
    sent = lines.way.runs(sent_at_each(give.amounts[lines.a], take.amounts[lines.b], lines.way, lines.length))
    yearly = lines.way.a_year(lines.length) + lines.way.beside(sent) + more_vehicles(park, lines, sent)
    year = sent.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        fixed = np.where(year > 0, yearly / year, np.inf)
    ones = np.ones(len(lines.a))
    return fixed, lines.way.arrives(lines.length) * ones, lines.way.a_unit(lines.length) * ones


def _vanishes(park: Park, commodity: str) -> bool:
    return bool(park["Commodities"].set_index("commodity").at[commodity, "vanishes"])


def _best(sheet: str, commodity: str, give: Side, take: Side, lines: Lines, pays: Floats) -> dict[str, list[Any]]:
    """The best line of each row."""
    (own, mine), (other, theirs) = ((give, lines.a), (take, lines.b))
    if sheet == "Demands":
        (own, mine), (other, theirs) = (other, theirs), (own, mine)
    can = np.flatnonzero(np.isfinite(pays))
    alone = own.table["alone"].to_numpy(np.int64)[mine[can]]
    names = other.table["participant"].to_numpy(object)[theirs[can]]
    order = np.lexsort((pd.factorize(names, sort=True)[0], lines.length[can], pays[can], alone))
    best = order[np.unique(alone[order], return_index=True)[1]]
    at = can[best]
    return {
        "alone": alone[best].tolist(),
        "with": names[best].tolist(),
        "by_product": [commodity] * len(at),
        "kind": [KINDS[lines.sheet]] * len(at),
        "size": lines.size[at].tolist(),
        "length": lines.length[at].tolist(),
        "link": lines.link[at].tolist(),
        "pays_at": pays[at].tolist(),
    }
