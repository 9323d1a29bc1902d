"""The Build list: every link that must be there and none that may not, each with the park's own figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.groups import added
from sidestream.design.audit.known import Known
from sidestream.design.audit.offers import offers
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet, quoted
from sidestream.tables import shown


@dataclass
class Builds:
    """The Build list, set right: one row per link."""

    sheet: Sheet
    link: Places
    size: list[str]
    new: Mask
    usable: Mask
    """False where the size is not one on offer, so that nothing else of the row can be judged."""
    offer: pd.DataFrame
    investment: Floats
    annuity: Floats
    yearly_cost: Floats
    building_co2: Floats


def check_builds(sheet: Sheet, known: Known) -> Builds:
    """Name everything that is wrong in the Build list, but for `used` and `carried`."""
    sheet.known("link", known.links, "link")
    sheet.once()
    link = sheet.words["link"].within(known.links)
    size = list(sheet.words["size"].array())
    offer = offers(known.park, list(known.links[link]), size)
    usable = offer["on_offer"].to_numpy(bool)
    sheet.say_all(
        ~usable, "size", lambda place: f"{quoted(size[place])} is not on offer: {_offered(known, offer, place)}"
    )
    _check_presence(sheet, known, link, offer)
    existing = (offer["status"] == "existing").to_numpy(bool)
    _check_texts(sheet, known, offer, existing, usable)

    def agree(column: str, expected: Floats, why: str, absolute: float = tolerance.AMOUNT) -> Floats:
        return sheet.agree(column, expected, why, absolute=absolute, where=usable)

    def figures(name: str) -> Floats:
        return offer[name].to_numpy(float)

    def when_new(name: str) -> Floats:
        return np.where(existing, 0.0, figures(name))

    agree("length", figures("length"), "the park's length")
    agree("capacity", figures("capacity"), "the capacity in the park")
    agree("life", figures("life"), "the life in the park")
    is_new = np.where(existing, "an existing link is not paid again", "")
    invested = sheet.agree(
        "investment",
        when_new("investment"),
        lambda place: str(is_new[place]) or _investment_words(offer, place),
        absolute=tolerance.MONEY,
        where=usable,
    )
    paid = agree("annuity", when_new("annuity"), "investment x annuity(discount_rate, life)", tolerance.MONEY)
    kept = agree(
        "yearly_cost", figures("yearly_cost"), "upkeep of pipe and station, or the own offer's", tolerance.MONEY
    )
    co2 = agree("building_co2", when_new("building_co2"), "of new pipes only, x length", tolerance.CO2)
    return Builds(sheet, link, size, ~existing, usable, offer, invested, paid, kept, co2)


def check_idle(builds: Builds, flowing: Places, known: Known, asked_for: Places) -> None:
    """Name optional links that cost nothing to open and carry nothing: those are reported as not built, unless a limit asks
    for partners, or for money where relations cost some; or a relation for the link, as for those of these lines.
    """
    floors = set(known.park["Limits"].loc[known.park["Limits"]["least"].notna(), "on"])
    if "partners" in floors or (floors and len(known.park["Relations"])):
        return
    nothing = (builds.investment == 0) & (builds.yearly_cost == 0) & (builds.building_co2 == 0)
    choice = (builds.offer["status"] == "optional").to_numpy(bool)
    idle = builds.usable & choice & nothing & ~np.isin(builds.link, flowing)
    idle[asked_for] = False
    builds.sheet.say_all(idle, "link", lambda _: "carries nothing and costs nothing to open: it is not built")


def check_carried(builds: Builds, known: Known, link: Places, sent: Floats) -> None:
    """Name what is not the sum of the design's flows (each with its `link` and what is `sent`), in the unit they share."""
    units = dict(zip(known.commodities, known.units, strict=True))
    listed = [sorted({units[name] for name in names}) for names in builds.offer["commodity"]]
    shared = [f"{one[0]}/a" if len(one) == 1 else "" for one in listed]
    total = added(link, sent, len(known.links))[builds.link]
    expected = np.where([bool(unit) for unit in shared], total, np.nan)
    builds.sheet.agree("carried", expected, "what Flows send through it in a year", absolute=tolerance.SOLVED)
    builds.sheet.agree_text("carried_unit", shared, "the unit of all that it carries")


def _check_presence(sheet: Sheet, known: Known, link: Places, offer: pd.DataFrame) -> None:
    """Required, built and existing links are there; forbidden ones are not."""
    forbidden = (offer["status"] == "forbidden").to_numpy(bool)
    sheet.say_all(forbidden, "link", lambda _: "is in the design, but the park forbids it")
    there = set(known.links[link])
    for name in ("Pipelines", "TruckRoutes"):
        frame = known.park[name]
        for must, status in zip(frame["link"], frame["status"], strict=True):
            if status in ("required", "built", "existing") and must not in there:
                sheet.say(None, "link", f"no row for {shown(must)}, which is {status}")


def _check_texts(sheet: Sheet, known: Known, offer: pd.DataFrame, existing: Mask, usable: Mask) -> None:
    """Kind, ends, commodities, status, unit and payer."""
    sheet.agree_text("kind", offer["kind"], "what the park says it is")
    sheet.agree_text("from", offer["from"], "where the park says it begins")
    sheet.agree_text("to", offer["to"], "where the park says it ends")
    found = sheet.words["commodity"].array()
    right: list[tuple[str, ...]] = list(offer["commodity"].to_numpy(object))
    names = ["; ".join(listed) for listed in right]
    differ = np.array([set(text.split("; ")) != set(names) for text, names in zip(found, right, strict=True)], bool)
    sheet.say_all(
        differ,
        "commodity",
        lambda place: f"{quoted(found[place])} found, {quoted(names[place])} expected: what the park lets it carry",
    )
    sheet.agree_text("status", np.where(existing, "existing", "built"), "by its status in the park")
    units = offer["capacity_unit"].fillna("").to_numpy(object)
    unlimited = offer["capacity"].isna().to_numpy(bool)
    sheet.agree_text(
        "capacity_unit", units, "unit of the capacity in the park", where=usable, also=np.where(unlimited, "", units)
    )
    typed = offer["payer"].fillna("").to_numpy(object)
    ends = {"": pd.Series("half", offer.index), "giver": offer["from"], "taker": offer["to"]}
    payer = [str(ends[word].iat[place]) if word in ends else word for place, word in enumerate(typed)]
    sheet.agree_text("payer", payer, "who pays in the park", also=[word or "half" for word in typed])


def _investment_words(offer: pd.DataFrame, place: int) -> str:
    if offer["kind"].iat[place] == "truck route":
        return "the opening cost in the park"
    if not offer["size"].iat[place]:
        return "the own offer's investment + crossing_cost"
    return "pipe_cost x length + trench_cost x length in no corridor + station_cost + crossing_cost"


def _offered(known: Known, offer: pd.DataFrame, place: int) -> str:
    """What the link may have, in words."""
    link = offer["link"].iat[place]
    if offer["kind"].iat[place] == "truck route":
        frame = known.park["TruckRoutes"]
        return f"{shown(frame.loc[frame['link'] == link, 'vehicle'].iat[0])} expected"
    frame = known.park["Pipelines"]
    names: tuple[str, ...] = frame.loc[frame["link"] == link, "sizes"].to_numpy(object)[0]
    return f"one of {', '.join(names)} expected" if names else "blank expected, as the link is an offer of its own"
