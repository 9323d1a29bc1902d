"""Payments and Companies where firms are asked: what each pays at its own rate, who pays whom, and that nobody is worse off.

Of several stages and scenarios each firm weighs its cash by what a year of each is worth to it. What it pays today is that
of today's park at its least cash. Where the objective holds nothing but cash, that is the park as the sheets have it;
elsewhere it is another dispatch, which no sheet has: then only its sum is checked, as it cannot be more than what today's
park of the sheets costs in cash, as far as all firms weigh the worlds alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.audit import tolerance
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.companies import check_companies
from sidestream.design.audit.facilities import Facilities
from sidestream.design.audit.groups import added
from sidestream.design.audit.known import DESIGN, TODAY, Known
from sidestream.design.audit.relations import Relations
from sidestream.design.audit.sheets import Floats, Sheet
from sidestream.design.audit.whole import Seen, Whole
from sidestream.design.companies import JUDGED, companies_of
from sidestream.design.payments import ALONG, FREE, NONE, money_dealers, values_anything
from sidestream.design.tables import VALUED_ACCOUNTS
from sidestream.money import annuity
from sidestream.tables import shown, suggest

Words = NDArray[np.object_]
WORSE = 1e-3
"""[EUR/a] beside a share of what goes through its hands, by which a firm may be worse off: a solver's tolerance."""
BESIDE = "payments beside price_today, in Payments"


OF_FIRMS = ("Companies", "Payments")
"""Sheets that speak of all worlds together, as firms do."""


@dataclass(frozen=True)
class Judged:
    """What firms must find, by name: cash_today (NaN: not known), cash_design, least_gain, and the size of it all."""

    firms: pd.DataFrame
    today: float
    """What today's park of the sheets costs all of them in cash at the most; infinite where they weigh worlds differently."""
    dealers: set[str]


def check_firms(companies: Sheet, payments: Sheet, whole: Whole, *, today_works: bool) -> float | None:
    """Name what is wrong in Companies and Payments. Returns what firms pay each other; None where they are not asked."""
    check_companies(companies, whole, today_works=today_works)
    return check_participation(companies, payments, whole, judged(whole))


def judged(whole: Whole) -> Judged | None:
    """Work out again what firms pay and ask for, over all worlds; None where they are not asked."""
    park, known = whole.park, whole.known
    if not park.settings.payments:
        return None
    parts = [_paid(one).mul(share, axis=0) for one, share in zip(whole.seen, whole.purses, strict=True)]
    paid = sum(parts[1:], parts[0])
    sites = park["Participants"].drop_duplicates("participant")
    paid["least"] = np.nan_to_num(sites["least_saving"].to_numpy(float))
    paid["takes_part"] = np.isin(known.participants, list(_taking_part(known, whole.last.builds)))
    company = companies_of(park)
    firms = paid[~known.junction].groupby([company[name] for name in known.participants[~known.junction]], sort=False)
    made = firms[["cash_today", "cash_design", "size", "least"]].sum()
    made["least_gain"] = np.where(firms["takes_part"].any(), made["least"], 0.0)
    alike = np.allclose(whole.purses, whole.purses[:, :1], rtol=1e-12, atol=0.0)
    today = float(made["cash_today"].sum()) if alike else np.inf
    if values_anything(park, *(world.park for world in whole.every)):
        made["cash_today"] = np.nan
    return Judged(made, today, money_dealers(park))


def _paid(one: Seen) -> pd.DataFrame:
    """What each participant pays in a year of a world: cash_today, cash_design, and the size of it all."""
    known = one.known
    cash = one.costs[~one.costs["account"].isin(VALUED_ACCOUNTS)]
    paid = pd.DataFrame(index=known.participants)
    for name, case in (("cash_today", TODAY), ("cash_design", DESIGN)):
        mine = cash[(cash["case"] == case) & ~(cash["account"].isin(["investment", "relations"]) & (case == DESIGN))]
        paid[name] = mine.groupby("who")["amount"].sum().reindex(known.participants).fillna(0.0)
    size = cash.assign(amount=cash["amount"].abs()).groupby("who")["amount"].sum()
    paid["size"] = size.reindex(known.participants).fillna(0.0)
    paid["cash_design"] += _annuities(known, one.builds, one.facilities, one.relations)
    return paid


def _annuities(known: Known, builds: Builds, facilities: Facilities, relations: Relations) -> Floats:
    """What new links, facilities and relations cost each participant a year, at the rate of its own."""
    payers = known.park.payers
    link = dict(zip(builds.link.tolist(), range(len(builds.link)), strict=True))
    line = np.array(
        [link.get(place, -1) for place in known.links.get_indexer(pd.Index(payers["link"], dtype=object))], int
    )
    payer = known.participants.get_indexer(pd.Index(payers["payer"], dtype=object))
    there = (line >= 0) & (payer >= 0)
    once = np.where(builds.new, np.nan_to_num(builds.investment), 0.0)
    row, owner, share = facilities.parts
    spent = np.where(facilities.new, np.nan_to_num(facilities.investment), 0.0)
    life = facilities.machines["life"].to_numpy(float)[facilities.machine] if len(row) else np.empty(0)
    who = np.concatenate([payer[there], owner, relations.a, relations.b]).astype(np.int64)
    halves = [relations.once / 2, relations.once / 2]
    money = np.concatenate([once[line[there]] * payers["share"].to_numpy(float)[there], spent[row] * share, *halves])
    mine = builds.offer["life"].to_numpy(float)[line[there]], life[row] if len(row) else life
    lives = np.concatenate([*mine, relations.life, relations.life])
    sites = known.park["Participants"].drop_duplicates("participant")
    rate = sites["discount_rate"].fillna(known.park.settings.discount_rate).to_numpy(float)
    some = (money != 0) & (lives > 0)
    each = money[some] * annuity(rate[who[some]], lives[some])
    return added(who[some], each, len(known.participants))


def _taking_part(known: Known, builds: Builds) -> set[str]:
    """Ends and payers of new links."""
    new = set(known.links[builds.link[builds.new]])
    payers = known.park.payers
    found = set(payers.loc[payers["link"].isin(new), "payer"])
    for sheet in ("Pipelines", "TruckRoutes"):
        frame = known.park[sheet]
        mine = frame[frame["link"].isin(new)]
        found |= {*mine["from"], *mine["to"]}
    return found


def check_participation(companies: Sheet, payments: Sheet, whole: Whole, due: Judged | None) -> float | None:
    """Name what is wrong in Payments, and in the columns of Companies that are filled where firms are asked.

    Returns what firms pay each other in all; None where they are not asked.
    """
    if due is None:
        payments.say_all(np.ones(len(payments), bool), "amount", lambda _: "found, but Settings has no payments")
        for column in JUDGED:
            companies.agree(column, np.nan, "blank, as Settings has no payments")
        return None
    names = companies.words["company"].array()
    right = due.firms.reindex(names)
    asked = right["size"].notna().to_numpy(bool)
    size = right["size"].fillna(0.0).to_numpy(float)
    network, asks = _Network(whole), whole.park.settings.payments
    _check_rows(payments, asks, network, due)
    known_today = right["cash_today"].notna().to_numpy(bool) | ~asked
    today = companies.agree(
        "cash_today",
        right["cash_today"].to_numpy(float),
        "its cash rows of today in Costs",
        scale=size,
        where=known_today,
    )
    _check_sum(companies, today, due, size)
    design = companies.agree(
        "cash_design", right["cash_design"].to_numpy(float), "its cash rows, at its own discount_rate", scale=size
    )
    amount = _amounts(companies, payments, names, today - design)
    _check_prices(payments, network, amount)
    due_received = np.where(asked, _received(payments, names, amount), np.nan)
    received = companies.agree("received", due_received, BESIDE, scale=size, absolute=tolerance.MONEY)
    gain = companies.agree("gain", today - design + received, "cash_today less cash_design, with received", scale=size)
    least = companies.agree("least_gain", right["least_gain"].to_numpy(float), "least_saving of who takes part")
    wrong = gain < least - tolerance.SHARE * size - WORSE
    companies.say_all(
        wrong,
        "gain",
        lambda place: (
            f"{shown(float(gain[place]))} found, at least {shown(float(least[place]))} expected: nobody is worse off"
        ),
    )
    if asks == ALONG:
        _check_pockets(companies, payments, names, amount, today - design, size, due.dealers)
    return float(amount.sum())


def _check_sum(companies: Sheet, today: Floats, due: Judged, size: Floats) -> None:
    """Today's park at its least cash costs no more than as the sheets have it."""
    total, most = float(np.nansum(today)), due.today
    if total > most + tolerance.SHARE * float(size.sum()) + tolerance.MONEY:
        companies.say(None, "cash_today", f"{shown(total)} in all, at most {shown(most)} expected: cash cost of today")


def _check_rows(payments: Sheet, asked: str, network: _Network, due: Judged) -> None:
    """Rows name two firms, and what they pay goes over used links, or over none where payments are free."""
    if asked == NONE:
        payments.say_all(np.ones(len(payments), bool), "amount", lambda _: "found, but payments are 'none' (Settings)")
    for column in ("from", "to"):
        payments.known(column, due.firms.index, "company")
    payments.once()
    payments.say_all(
        payments.words["from"].array() == payments.words["to"].array(), "to", lambda _: "pays itself: one purse"
    )
    amount = payments["amount"]
    payments.say_all(
        ~(amount > 0), "amount", lambda place: f"{shown(float(amount[place]))} found, more than nothing expected"
    )
    rows = zip(*(payments.words[name].array() for name in ("from", "to", "links")), strict=True)
    for place, (payer, payee, links) in enumerate(rows):
        wrong = network.wrong(payer, payee, links) if asked != FREE else ("blank expected" if links else "")
        if wrong:
            payments.say(place, "links", wrong)


def _check_prices(payments: Sheet, network: _Network, amount: Floats) -> None:
    """What a payment is for each unit."""
    rows = zip(*(payments.words[name].array() for name in ("from", "to", "links")), strict=True)
    carried = [network.carries(*row) for row in rows]
    payments.agree_text(
        "commodity", [name for name, _ in carried], "the one that arrives by these links, where they join the two"
    )
    per_unit = [each / much if much else np.nan for each, (_, much) in zip(amount.tolist(), carried, strict=True)]
    payments.agree(
        "per_unit", np.array(per_unit, float), "amount / what arrives by these links", absolute=tolerance.MONEY
    )


class _Network:
    """Which links are used in the design in any world, between whom, and for how much a year in the mean of all years."""

    def __init__(self, whole: Whole) -> None:
        self.company, self.known = companies_of(whole.park), whole.known
        parts = zip(whole.years, whole.seen, strict=True)
        self.flows = pd.concat([_used(one).assign(share=share) for share, one in parts], ignore_index=True)
        self.flows["delivered"] *= self.flows.pop("share")
        self.used = set(self.flows["link"])
        self.junctions = set(self.known.participants[self.known.junction])

    def _rows(self, links: str) -> pd.DataFrame:
        return self.flows[self.flows["link"].isin(links.split("; ") if links else [])]

    def _node(self, name: str) -> tuple[bool, str]:
        """A junction, or the firm."""
        return (True, name) if name in self.junctions else (False, self.company[name])

    def wrong(self, payer: str, payee: str, links: str) -> str:
        """What is wrong with the links of a payment; empty: nothing."""
        listed = links.split("; ") if links else []
        for name in listed:
            if name not in self.known.links:
                return f"no link is called {shown(name)}{suggest(name, self.known.links)}"
            if name not in self.used:
                return f"{shown(name)} carries nothing in the design: only a used link joins two firms"
        rows = self._rows(links)
        ways = {(self._node(one), self._node(other)) for one, other in zip(rows["from"], rows["to"], strict=True)}
        ways |= {(other, one) for one, other in ways}
        seen, ahead = {(False, payer)}, [(False, payer)]
        while ahead:
            node = ahead.pop()
            found = {other for one, other in ways if one == node} - seen
            seen |= found
            ahead += [other for other in found if other[0]]
        return "" if (False, payee) in seen else f"these do not join {shown(payer)} and {shown(payee)}"

    def carries(self, payer: str, payee: str, links: str) -> tuple[str, float]:
        """The one commodity that links bring straight from one to the other, and how much; empty: there is none."""
        rows = self._rows(links)
        rows = rows[rows["delivered"] > 0]
        ends = {self.company[name] for side in ("from", "to") for name in rows[side]}
        if ends != {payer, payee} or rows["commodity"].nunique() != 1:
            return "", 0.0
        return str(rows["commodity"].iat[0]), float(rows["delivered"].sum())


def _used(one: Seen) -> pd.DataFrame:
    """What flows in the design of a world: link, from, to, commodity, delivered."""
    known, flows = one.known, one.flows
    used = (flows.case == DESIGN) & (flows.sent > 0)
    return pd.DataFrame(
        {
            "link": known.links[flows.link[used]],
            "from": known.participants[flows.origin[used]],
            "to": known.participants[flows.destination[used]],
            "commodity": known.commodities[flows.commodity[used]],
            "delivered": flows.delivered[used],
        }
    )


def _amounts(companies: Sheet, payments: Sheet, names: Words, before: Floats) -> Floats:
    """What is paid in each row. A payment that neither of its two firms has is wrong by what they lack."""
    place = pd.Index(names, dtype=object)
    amount = np.nan_to_num(payments["amount"])
    payer, payee = (place.get_indexer(pd.Index(payments.words[name].array(), dtype=object)) for name in ("from", "to"))
    stated = companies["received"]
    holds = ~tolerance.apart(companies["gain"], before + stated, np.abs(before) + np.abs(stated), tolerance.MONEY)
    off = np.where(holds, _received(payments, names, amount) - stated, 0.0)
    close = tolerance.MONEY + tolerance.SHARE * np.abs(stated)
    for row in np.flatnonzero((payer >= 0) & (payee >= 0)).tolist():
        giver, taker = int(payer[row]), int(payee[row])
        both = abs(off[taker]) > close[taker] and abs(off[giver]) > close[giver]
        if both and abs(off[taker] + off[giver]) <= close[taker] + close[giver]:
            right = float(amount[row] - off[taker])
            words = (
                f"{shown(float(amount[row]))} found, {shown(float(f'{right:.12g}'))} expected: received in Companies"
            )
            payments.say(row, "amount", words)
            amount[row] = right
            off[[giver, taker]] = 0.0
    return amount


def _received(payments: Sheet, names: Words, amount: Floats) -> Floats:
    """What payments come to for each firm."""
    place = pd.Index(names, dtype=object)
    made = np.zeros(len(names))
    for end, sign in (("to", 1.0), ("from", -1.0)):
        firm = place.get_indexer(pd.Index(payments.words[end].array(), dtype=object))
        made += sign * added(firm[firm >= 0], amount[firm >= 0], len(names))
    return made


def _check_pockets(
    companies: Sheet, payments: Sheet, names: Words, amount: Floats, before: Floats, size: Floats, dealers: set[str]
) -> None:
    """Nobody pays from what it is paid, but for who passes on goods."""
    place = pd.Index(names, dtype=object)
    payer = place.get_indexer(pd.Index(payments.words["from"].array(), dtype=object))
    paid = added(payer[payer >= 0], amount[payer >= 0], len(names))
    dealer = np.isin(names, list(dealers))
    wrong = ~dealer & (paid > np.maximum(before, 0.0) + tolerance.SHARE * (size + paid) + WORSE)
    companies.say_all(
        wrong,
        "received",
        lambda at: (
            f"pays {shown(float(paid[at]))}, more than the {shown(float(before[at]))} that it gains before payments: "
            "only who passes on goods pays from what it is paid"
        ),
    )
