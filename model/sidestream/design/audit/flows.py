"""Flows: only in links that are there, in their size and direction, and what is sent arrives but for the loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.audit import tolerance
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.known import DESIGN, TODAY, Known
from sidestream.design.audit.offers import offers
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet, quoted
from sidestream.tables import shown


@dataclass
class Flows:
    """The flows, set right: one row per (case, link, direction, commodity, period), all as places in Known's lists."""

    sheet: Sheet
    case: Places
    link: Places
    origin: Places
    destination: Places
    commodity: Places
    period: Places
    offers: pd.DataFrame
    offer: Places
    """Which row of `offers`."""
    sent: Floats
    delivered: Floats

    def __getitem__(self, name: str) -> Floats:
        """A figure of each row's link, such as `keep`."""
        return self.offers[name].to_numpy(float)[self.offer]

    @property
    def lost(self) -> Floats:
        """What is sent and does not arrive."""
        return self.sent * (1 - self["keep"])

    def by_link(self) -> tuple[Places, Places]:
        """Group rows of one case, link and period: the group of each row, and one row of each group."""
        links, periods = int(self.link.max(initial=0)) + 1, int(self.period.max(initial=0)) + 1
        key = (self.case * links + self.link) * periods + self.period
        group = np.asarray(pd.factorize(key)[0], np.int64)
        return group, np.flatnonzero(~pd.Series(group).duplicated().to_numpy(bool))


def read_flows(sheet: Sheet, known: Known, builds: Builds) -> Flows:
    """Read the sheet, naming every row that flows where nothing can."""
    sheet.known("link", known.links, "link")
    for column in ("from", "to"):
        sheet.known(column, known.participants, "participant")
    sheet.known("commodity", known.commodities, "commodity")
    sheet.known("period", known.periods, "period")
    sheet.once()
    table, offer = _in_its_size(sheet, known, builds)
    offer = offer[_in_its_direction(sheet, known, table, offer)]
    link = sheet.words["link"].within(known.links)
    commodity = sheet.words["commodity"].within(known.commodities)
    carried = _carried(known, table)
    good = np.isin(offer * len(known.commodities) + commodity, carried)
    words = sheet.words["commodity"].array()
    sheet.say_all(~good, "commodity", lambda place: f"{quoted(words[place])} is not what this link carries")
    sheet.agree_text("kind", table["kind"].to_numpy(object)[offer], "what the park says it is")
    sheet.agree_text("unit", np.array(known.units, object)[commodity], "the commodity's unit")
    sent = sheet["sent"]
    sheet.say_all(np.isnan(sent), "sent", lambda _: "blank found, a number expected")
    sheet.say_all(
        sent < -tolerance.SOLVED, "sent", lambda place: f"{shown(float(sent[place]))} found: less than nothing"
    )
    return Flows(
        sheet,
        sheet.words["case"].within(known.cases),
        link,
        sheet.words["from"].within(known.participants),
        sheet.words["to"].within(known.participants),
        commodity,
        sheet.words["period"].within(known.periods),
        table,
        offer,
        np.nan_to_num(sent),
        np.nan_to_num(sheet["delivered"]),
    )


def settle_flows(flows: Flows, off: Callable[[Places, Places, Places, Places], Mask]) -> None:
    """Delivered = sent x share that arrives. Where it is not, the balances (`off`) tell which of the two is wrong."""
    sheet, keep = flows.sheet, flows["keep"]
    mismatch = tolerance.apart(sheet["delivered"], flows.sent * keep, flows.sent, tolerance.AMOUNT)
    at_origin = off(flows.case, flows.origin, flows.commodity, flows.period)
    at_destination = off(flows.case, flows.destination, flows.commodity, flows.period)
    blank = np.isnan(sheet["sent"]) & ~np.isnan(sheet["delivered"])
    sender = mismatch & (keep > 0) & ((at_origin & ~at_destination) | blank)
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = np.where(keep > 0, flows.delivered / keep, 0.0)
    why = _loss_words(flows)
    flows.sent = sheet.agree("sent", needed, lambda place: f"delivered / {why(place)}", where=sender & ~blank)
    flows.sent = np.where(blank & sender, needed, np.nan_to_num(flows.sent))
    flows.delivered = sheet.agree(
        "delivered", flows.sent * keep, lambda place: f"sent x {why(place)}", scale=flows.sent, where=mismatch & ~sender
    )
    flows.delivered = np.nan_to_num(flows.delivered)


def _loss_words(flows: Flows) -> Callable[[int], str]:
    def words(place: int) -> str:
        row = flows.offers.iloc[flows.offer[place]]
        if row["kind"] == "truck route":
            return "1: a truck loses nothing"
        return "(1 - loss)^km" if row["size"] else "(1 - loss)"

    return words


def _in_its_size(sheet: Sheet, known: Known, builds: Builds) -> tuple[pd.DataFrame, Places]:
    """Find the offer that each row flows in; a link that is not there, or not in this size, is named.

    Sizes are the Build list's, for today as well: existing links stand in it. Returns offers and the offer of each row.
    """
    link, case = sheet.words["link"].within(known.links), sheet.words["case"].within(known.cases)
    place_in_list = np.full(len(known.links), -1, np.int64)
    place_in_list[builds.link] = np.arange(len(builds.link))
    listed = place_in_list[link] >= 0
    sizes = sheet.words["size"].array()
    right = np.where(listed, np.array([*builds.size, ""], object)[place_in_list[link]], sizes)
    sheet.say_all((case == DESIGN) & ~listed, "link", lambda _: "carries a flow but is not in the Build list")
    absent = (case == TODAY) & (known.status[link] != "existing")
    sheet.say_all(
        absent, "link", lambda place: f"carries a flow today but is {known.status[link[place]]}, not existing"
    )
    sheet.agree_text("size", right, "its size in the Build list", where=listed)
    pairs = pd.DataFrame({"link": link, "size": right})
    unique = pairs.drop_duplicates(ignore_index=True)
    table = offers(known.park, list(known.links[unique["link"].to_numpy(np.int64)]), list(unique["size"]))
    offer = pairs.merge(unique.assign(offer=np.arange(len(unique))), on=["link", "size"], how="left")["offer"].to_numpy(
        np.int64
    )
    usable = table["on_offer"].to_numpy(bool)[offer]
    sheet.say_all(
        ~usable & ~listed, "size", lambda place: f"{quoted(sizes[place])} is not a size on offer for this link"
    )
    sheet.keep(usable)
    return table, offer[usable]


def _in_its_direction(sheet: Sheet, known: Known, table: pd.DataFrame, offer: Places) -> Mask:
    """Both ends are the link's; backward only where it is two-way. Returns which rows are so; others are left out."""
    ends = {name: known.participants.get_indexer(pd.Index(table[name], dtype=object))[offer] for name in ("from", "to")}
    two_way = table["two_way"].to_numpy(bool)[offer]
    origin, destination = sheet.words["from"].within(known.participants), sheet.words["to"].within(known.participants)
    forward = origin == ends["from"]
    begins = forward | (two_way & (origin == ends["to"]))
    arrives = destination == np.where(forward, ends["to"], ends["from"])
    names = list(known.participants)

    def either(place: int) -> str:
        return shown(names[ends["from"][place]]) + (f" or {shown(names[ends['to'][place]])}" if two_way[place] else "")

    sheet.say_all(
        ~begins,
        "from",
        lambda place: f"{shown(names[origin[place]])} found, {either(place)} expected: where the link begins",
    )
    sheet.say_all(
        begins & ~arrives,
        "to",
        lambda place: (
            f"{shown(names[destination[place]])} found, "
            f"{shown(names[(ends['to'] if forward[place] else ends['from'])[place]])} expected: the link's other end"
        ),
    )
    right = np.asarray(begins & arrives, bool)
    sheet.keep(right)
    return right


def _carried(known: Known, table: pd.DataFrame) -> NDArray[np.int64]:
    """Every (offer, commodity) that goes together, as one number."""
    lists: list[tuple[str, ...]] = list(table["commodity"].to_numpy(object))
    offer = np.repeat(np.arange(len(lists)), [len(names) for names in lists])
    named = known.commodities.get_indexer(pd.Index([name for names in lists for name in names], dtype=object))
    return np.asarray(offer * len(known.commodities) + named, np.int64)
