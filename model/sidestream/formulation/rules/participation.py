"""Nobody is worse off: what every firm pays in the design against what it pays today, with payments between firms or without.

A firm judges by what a level amount a year over all stages is worth as much to it, at its own discount_rate, expected
over the scenarios: its cash in each stage and scenario, each with its share. Where there is one world its share is 1.

Sets
    f in FIRMS            companies; a participant without one is a firm by itself, a junction none
    l in JOINING          links between two firms, or a firm and a junction, that could carry something in any world
    w in WAYS[l]          taker to giver, and giver to taker
    v in WORLDS           a stage and a scenario

Variables
    takes_part[f] in [0,1]     at least 1 if f is an end or a payer of a new link; where f has a least_saving
    pays[l,w] >= 0             what one end of l pays the other beside price_today, in every year: payments along links  [EUR/a]
    in_pocket[f] in {0,1}      1 if f gains before payments; of firms that do not pass on goods, where f could pay
    worse[f] >= 0              by how much f is worse off; where it is asked how little that can be         [EUR/a]

Constraints
    takes_part_in[f,l]         sum_o lay[l,o] <= takes_part[f]
    no_worse_off[f]            cash[f] + least_saving[f] * takes_part[f] + paid[f] - received[f] - worse[f]
                                   <= today[f] + rounding[f]
    no_worse_off[all]          the sum of them instead, where payments are free: in truth one row
    only_if_laid_pays[l,w]     pays[l,w] <= most[l,w] * sum_o lay[l,o]                         of links that are not there yet
    only_if_used_pays[l,w]     pays[l,w] <= most[l,w] * sum of flow / (USED * most flow), over what l carries in all worlds
    out_of_gain[f]             paid[f] <= today[f] + rounding[f] + worse[f] - cash[f] + all * (1 - in_pocket[f])
    only_in_pocket[f]          paid[f] <= most_gain[f] * in_pocket[f]
    passes_on_money[j]         paid[j] = received[j]                                           of junctions

    cash[f]       sum over v and over f's participants i of share[v,i] * cash[v,i]
    cash[v,i]     all that i pays in a year of v but for carbon value and impact value; of what is built by then the annuity
                  at i's own discount_rate; price_today included
    share[v,i]    worth[v,i] * p[v] / sum over v of worth * p; worth[v,i]: of 1 EUR in each year of v's stage, at i's own
                  discount_rate; p[v]: probability of v's scenario (see `park/worlds.py`)
    today[f]      the same of today's park at its least cash, with the same shares: a number
    rounding[f]   SLACK of what f pays and receives today, added up without signs, and CENTS
    paid, received[f]   sums of pays over the links of f: level amounts, so that nobody can lend to another
    lay[l,o]      of the last stage: what is built stays
    most_gain[f]  today[f] less the least that cash[f] can be, by the bounds of its columns and the sums of accounts of a
                  world that cannot be below 0; `all` is the sum of those, and bounds what any one firm can lose and be paid for
    most[l,w]     most_gain of who pays; `all` where that is a junction, or a firm that passes on goods, as they are or converted

Reads                     costs, once, laid, ties
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.algebra.books import NONE, at
from sidestream.algebra.model import Model
from sidestream.algebra.names import Names
from sidestream.design.companies import companies_of
from sidestream.design.payments import ALONG, FREE, between_firms, least_moved, money_dealers, nothing_paid
from sidestream.design.tables import VALUED_ACCOUNTS
from sidestream.formulation.accounts import COST
from sidestream.formulation.draft import Consent, Draft, Term
from sidestream.formulation.feeds import Floats, Ints
from sidestream.formulation.parties import Parties
from sidestream.money import annuity
from sidestream.park import Park
from sidestream.park.worlds import World, own_rates, shares_of_purses

SLACK, CENTS = 1e-9, 1e-6
"""Share of what goes through a firm's hands, and EUR a year, that are rounding: today's park is solved to a tolerance too."""
USED = 0.01
"""Share of what a link could carry in a period at the most from which on any payment can go along it; below, in proportion."""
MOST = 1e9
"""EUR a year that no firm gains where no bound is known."""


@dataclass(frozen=True)
class Firms:
    """The firms in order of name: of each participant the number of its firm (NONE: a junction), and what they ask for."""

    names: list[str]
    of: Ints
    rate: Floats
    """Of each participant [1/a]."""
    share: Floats
    """What a yearly amount of each world counts for each participant. Shape (worlds, participants)."""
    least: Floats
    """Of each firm: what it must gain in all to be an end or a payer of a new link [EUR/a]."""
    today: Floats
    rounding: Floats

    @classmethod
    def read(cls, park: Park, every: Sequence[World], parties: Parties, asked: Consent) -> Firms:
        """Read who belongs together."""
        company = companies_of(park)
        sites = park["Participants"].drop_duplicates("participant").set_index("participant")
        sites = sites.loc[parties.participants]
        names = sorted(
            {company[who] for who, junction in zip(sites.index, parties.is_junction, strict=True) if not junction}
        )
        number = pd.Index(names, dtype=object).get_indexer(
            pd.Index([company[who] for who in sites.index], dtype=object)
        )
        of = np.where(parties.is_junction, NONE, number).astype(np.int64)
        rate = own_rates(park)[parties.participants].to_numpy(float)
        share = shares_of_purses(park, every)[parties.participants].to_numpy(float)
        least = np.bincount(of[of >= 0], sites["least_saving"].to_numpy(float)[of >= 0], len(names)).astype(float)
        today, size = (
            np.array([figures.get(name, 0.0) for name in names], float) for figures in (asked.cash, asked.size)
        )
        return cls(names, of, rate, share, least, today, SLACK * size + CENTS)


@dataclass(frozen=True)
class Cash:
    """What firms pay: firm, world, account and column of each term [EUR/a of one of the column]; column NONE: whatever is
    done.
    """

    firm: Ints
    world: Ints
    account: Ints
    column: Ints
    value: Floats
    count: int

    @cached_property
    def constant(self) -> Floats:
        """What each firm pays whatever is done."""
        fixed = self.column == NONE
        return np.bincount(self.firm[fixed], self.value[fixed], self.count).astype(float)

    def of(self, values: Floats) -> Floats:
        """What each firm pays in an answer."""
        return np.bincount(self.firm, self.value * at(values, self.column), self.count).astype(float)

    def terms(self) -> Term:
        """The terms of one row a firm."""
        free = self.column != NONE
        return self.firm[free], self.column[free], self.value[free]

    def least(self, lower: Floats, upper: Floats) -> Floats:
        """Least that each firm can pay, by the bounds of the columns.

        Where one has none, an account of a world of which a part is paid whatever is done cannot be below 0: it is less
        the more is served. Any other is without a bound.
        """
        free = self.column != NONE
        each = self.value.copy()
        side = np.where(self.value > 0, lower[self.column], upper[self.column])
        each[free] = np.where(free & (self.value != 0), self.value * side, 0.0)[free]
        key = ["firm", "world", "account"]
        frame = pd.DataFrame({"firm": self.firm, "world": self.world, "account": self.account, "each": each})
        frame["endless"] = np.isneginf(each)
        frame["paid"] = ~free & (each > 0)
        finite = each.copy()
        finite[frame["endless"].to_numpy(bool)] = 0.0
        frame["each"], frame["below"] = finite, np.minimum(finite, 0.0)
        sums = frame.groupby(key).agg({"each": "sum", "below": "sum", "endless": "any", "paid": "any"})
        endless, paid = sums["endless"].to_numpy(bool), sums["paid"].to_numpy(bool)
        least = np.where(endless, np.where(paid, sums["below"], -MOST), sums["each"])
        firm = sums.index.get_level_values("firm").to_numpy(np.int64)
        return np.maximum(np.bincount(firm, least, self.count), -MOST)


@dataclass(frozen=True)
class Arcs:
    """Who could pay whom over which link: a column of each, and the nodes of both ends (firms, then junctions)."""

    index: Names
    column: Ints
    link: Ints
    payer: Ints
    payee: Ints


@dataclass(frozen=True)
class Written:
    """What `read` needs."""

    firms: Firms
    cash: Cash
    new: pd.DataFrame
    """firm, link and column for each offer of a new link of which a firm is an end or a payer."""
    arcs: Arcs | None
    payments: str
    links: list[str]


@dataclass(frozen=True)
class Joint:
    """The worlds of a plan: its model, and what was written for each; the last knows all that is built."""

    park: Park
    model: Model
    drafts: Sequence[Draft]

    @property
    def last(self) -> Draft:
        """The draft of the last world."""
        return self.drafts[-1]


def write(
    park: Park, every: Sequence[World], drafts: Sequence[Draft], model: Model, asked: Consent, *, giving_way: bool
) -> Written:
    """Hold every firm no worse off than today, over all worlds; `giving_way`: but for what it is worse off."""
    plan = Joint(park, model, drafts)
    parties, payments = plan.last.parties, park.settings.payments
    firms = Firms.read(park, every, parties, asked)
    cash = cash_of(plan, firms)
    new = _new_links(plan.last, firms)
    paid = [cash.terms()]
    if giving_way:
        each = np.arange(len(firms.names))
        paid.append((each, model.columns("worse", firms.names), np.full(len(each), -1.0)))
    terms, sides = [*paid, *_take_part(plan, firms, new)], firms.today + firms.rounding - cash.constant
    arcs = None
    if payments == ALONG:
        arcs = _write_payments(plan, firms, cash, paid)
        terms += [_over(arcs.payer, arcs.column, 1.0, firms), _over(arcs.payee, arcs.column, -1.0, firms)]
    names = firms.names
    if payments == FREE:
        terms = [(np.zeros(len(row), np.int64), column, value) for row, column, value in terms]
        names, sides = ["all"], sides.sum(keepdims=True)
    rowed = np.unique(np.concatenate([row for row, _, _ in terms]))
    place = np.full(len(names), NONE, np.int64)
    place[rowed] = np.arange(len(rowed))
    rows = [(place[row], column, value) for row, column, value in terms]
    model.rows("no_worse_off", [names[one] for one in rowed.tolist()], rows, upper=sides[rowed])
    return Written(firms, cash, new, arcs, payments, parties.links)


def cash_of(plan: Joint, firms: Firms) -> Cash:
    """Return what firms pay, their investments at the rates of their own, each world with its share."""
    each = [_in_world(draft, firms).assign(world=place) for place, draft in enumerate(plan.drafts)]
    both = pd.concat(each, ignore_index=True)
    who, world, account, column = (both[name].to_numpy(np.int64) for name in ("who", "world", "account", "column"))
    value = both["value"].to_numpy(float) * firms.share[world, who]
    return Cash(firms.of[who], world, account, column, value, len(firms.names))


def _in_world(draft: Draft, firms: Firms) -> pd.DataFrame:
    """What is paid in a year of a world, but by junctions: who, account, column, value."""
    shares = draft.parties.shares()
    who = draft.parties.participant(shares["participant"])
    known = (who >= 0) & (firms.of[who] >= 0)
    shares = pd.DataFrame({"payer": shares["key"], "who": who, "share": shares["share"]})[known]
    costs = pd.DataFrame(draft.books.costs.read())
    left_out = [COST[name] for name in (*VALUED_ACCOUNTS, "investment", "relations")]
    costs = costs[~costs["account"].isin(left_out)].merge(shares, on="payer", sort=False)
    costs["value"] *= at(draft.weights, costs["moment"].to_numpy(np.int64)) * costs["share"]
    once = pd.DataFrame(draft.books.once.read()).merge(shares, on="payer", sort=False)
    once["account"] = COST["investment"]
    rate, life = firms.rate[once["who"].to_numpy(np.int64)], once["life"].to_numpy(float)
    once["value"] *= once["share"] * annuity(rate, life)
    return pd.concat([costs, once], ignore_index=True)[["who", "account", "column", "value"]]


def _new_links(draft: Draft, firms: Firms) -> pd.DataFrame:
    """firm, link and column of each offer of a new link of which a firm is an end or a payer."""
    parties, entries = draft.parties, draft.books.laid.read()
    some = entries["column"] != NONE
    laid = pd.DataFrame({"link": entries["link"][some], "column": entries["column"][some]})
    sides = [pd.DataFrame({"link": link, "who": end}) for link, *ends in parties.ends.values() for end in ends]
    payers = draft.park.payers
    sides.append(pd.DataFrame({"link": parties.link(payers["link"]), "who": parties.participant(payers["payer"])}))
    both = pd.concat(sides, ignore_index=True)
    firm = firms.of[both["who"].to_numpy(np.int64)]
    offers = both.assign(firm=firm)[firm >= 0].merge(laid, on="link")
    return pd.DataFrame(offers[["firm", "link", "column"]]).drop_duplicates()


def _take_part(plan: Joint, firms: Firms, new: pd.DataFrame) -> list[Term]:
    """Write takes_part_in; return what taking part asks of the firms' rows."""
    new = new[firms.least[new["firm"].to_numpy(np.int64)] > 0]
    asking = np.unique(new["firm"].to_numpy(np.int64))
    if not len(asking):
        return []
    names = [firms.names[one] for one in asking.tolist()]
    takes_part = plan.model.columns("takes_part", names, 0.0, 1.0)
    pairs = new[["firm", "link"]].drop_duplicates()
    row = pd.MultiIndex.from_frame(pairs).get_indexer(pd.MultiIndex.from_frame(new[["firm", "link"]]))
    place = np.searchsorted(asking, pairs["firm"])
    index = Names((names, place), (plan.last.parties.links, pairs["link"]))
    terms = [(row, new["column"].to_numpy(np.int64), 1.0), (np.arange(len(pairs)), takes_part[place], -1.0)]
    plan.model.rows("takes_part_in", index, terms, upper=0.0)
    return [(asking, takes_part, firms.least[asking])]


def _write_payments(plan: Joint, firms: Firms, cash: Cash, paid: list[Term]) -> Arcs:
    """Write what can be paid along links, and by whom; return who could pay whom."""
    gain = np.maximum(firms.today + firms.rounding - cash.least(*plan.model.bounds()), 0.0)
    everything = min(float(gain.sum()), MOST)
    gain = np.minimum(gain, everything)
    carried = _carried(plan)
    arcs = _arcs(plan, firms, carried)
    count = len(firms.names)
    passing = {firms.names.index(name) for name in money_dealers(plan.park)}
    free = (arcs.payer >= count) | np.isin(arcs.payer, list(passing))
    most = np.where(free, everything, gain[np.minimum(arcs.payer, count - 1)])
    _only_over_used(plan, arcs, most, carried)
    sides = firms.today + firms.rounding - cash.constant
    _only_out_of_gain(plan.model, firms, sides, paid, arcs, gain, everything, passing)
    junctions = np.unique(np.concatenate([arcs.payer, arcs.payee])[np.concatenate([arcs.payer, arcs.payee]) >= count])
    if len(junctions):
        out, into = (np.flatnonzero(side >= count) for side in (arcs.payer, arcs.payee))
        terms = [
            (np.searchsorted(junctions, side[some]), arcs.column[some], sign)
            for side, some, sign in ((arcs.payer, out, 1.0), (arcs.payee, into, -1.0))
        ]
        names = [plan.last.parties.participants[one - count] for one in junctions.tolist()]
        plan.model.rows("passes_on_money", names, terms, 0.0, 0.0)
    return arcs


def _carried(plan: Joint) -> pd.DataFrame:
    """What flows through links in any world: link, column, and the share of the most it can be that one of it is."""
    every, upper = [draft.books.ties.read() for draft in plan.drafts], plan.model.bounds()[1]
    made = pd.concat([pd.DataFrame({"link": ties["link"], "column": ties["column"]}) for ties in every])
    made = made.drop_duplicates("column")
    most = upper[made["column"].to_numpy(np.int64)]
    return made.assign(share=1 / np.where(np.isfinite(most) & (most > 0), most, 1.0))


def _arcs(plan: Joint, firms: Firms, carried: pd.DataFrame) -> Arcs:
    """Both ways of every link that could carry something and joins two who are not one firm."""
    parties = plan.last.parties
    link, begin, end = (np.concatenate(side) for side in zip(*parties.ends.values(), strict=True))
    node = np.where(firms.of == NONE, len(firms.names) + np.arange(len(firms.of)), firms.of)
    kept = np.isin(link, carried["link"]) & (node[begin] != node[end])
    order = np.argsort(link[kept])
    link, giver, taker = link[kept][order], node[begin[kept][order]], node[end[kept][order]]
    both = np.concatenate([link, link])
    payer, payee = np.concatenate([taker, giver]), np.concatenate([giver, taker])
    index = Names((parties.links, both), (("to giver", "to taker"), np.repeat([0, 1], len(link))))
    return Arcs(index, plan.model.columns("pays", index), both, payer, payee)


def _only_over_used(plan: Joint, arcs: Arcs, most: Floats, carried: pd.DataFrame) -> None:
    """Write only_if_laid_pays and only_if_used_pays."""
    here = pd.DataFrame({"link": arcs.link, "row": np.arange(len(arcs.link)), "most": most})
    laid = plan.last.books.laid.read()
    new = laid["column"] != NONE
    lay = here.merge(pd.DataFrame({"link": laid["link"][new], "column": laid["column"][new]}), on="link")
    flows = here.merge(carried, on="link")
    for family, terms, factor in (
        ("only_if_laid_pays", lay, -lay["most"]),
        ("only_if_used_pays", flows, -flows["most"] * flows["share"] / USED),
    ):
        rows, place = np.unique(terms["row"].to_numpy(np.int64), return_inverse=True)
        own = (np.arange(len(rows)), arcs.column[rows], 1.0)
        columns = terms["column"].to_numpy(np.int64)
        plan.model.rows(family, arcs.index.at(rows), [own, (place, columns, factor.to_numpy(float))], upper=0.0)


def _only_out_of_gain(
    model: Model,
    firms: Firms,
    sides: Floats,
    paid: list[Term],
    arcs: Arcs,
    gain: Floats,
    everything: float,
    passing: set[int],
) -> None:
    """Write out_of_gain and only_in_pocket: nobody pays from what others pay it, but for who passes on goods."""
    paying = np.setdiff1d(arcs.payer[arcs.payer < len(firms.names)], np.array(sorted(passing), np.int64))
    if not len(paying):
        return
    names = [firms.names[one] for one in paying.tolist()]
    in_pocket = model.columns("in_pocket", names, 0.0, 1.0, whole=True)
    place = np.full(len(firms.names), NONE, np.int64)
    place[paying] = np.arange(len(paying))
    here = np.arange(len(paying))

    def rows(term: Term) -> Term:
        some = place[term[0]] >= 0
        return place[term[0][some]], term[1][some], term[2][some]

    out, switch = rows(_over(arcs.payer, arcs.column, 1.0, firms)), np.full(len(paying), everything)
    terms = [out, *(rows(term) for term in paid), (here, in_pocket, switch)]
    model.rows("out_of_gain", names, terms, upper=sides[paying] + everything)
    model.rows("only_in_pocket", names, [out, (here, in_pocket, -gain[paying])], upper=0.0)


def _over(node: Ints, column: Ints, sign: float, firms: Firms) -> Term:
    """The columns that one side of the arcs has in the rows of firms."""
    some = node < len(firms.names)
    return node[some], column[some], np.full(int(some.sum()), sign)


def read(written: Written, values: NDArray[np.float64]) -> dict[str, pd.DataFrame]:
    """Return `Payments`, and what firms gain: company, cash_today, cash_design, received, gain, least_gain."""
    firms, cash = written.firms, written.cash.of(values)
    least = np.zeros(len(firms.names))
    firm, column = (written.new[name].to_numpy(np.int64) for name in ("firm", "column"))
    built = firm[values[column] > 0.5]
    least[built] = firms.least[built]
    gain = firms.today - cash
    payments = _payments(written, values, gain, least)
    place = {name: number for number, name in enumerate(firms.names)}
    received = np.zeros(len(firms.names))
    for side, sign in (("from", -1.0), ("to", 1.0)):
        np.add.at(received, [place[name] for name in payments[side]], sign * payments["amount"].to_numpy(float))
    made = pd.DataFrame({"company": firms.names, "cash_today": firms.today, "cash_design": cash, "received": received})
    return {"Payments": payments, "Firms": made.assign(gain=gain + received, least_gain=least)}


def _payments(written: Written, values: Floats, gain: Floats, least: Floats) -> pd.DataFrame:
    """Who pays whom."""
    names, arcs = written.firms.names, written.arcs
    if written.payments == FREE:
        return least_moved(names, gain, least, written.firms.rounding)
    if arcs is None:
        return nothing_paid()
    over = [written.links[link] for link in arcs.link.tolist()]
    paid = values[arcs.column].tolist()
    return between_firms(list(zip(arcs.payer.tolist(), arcs.payee.tolist(), over, paid, strict=True)), names)
