"""How the gain of a park is shared: what firms and coalitions gain by themselves, rules, prices of exchanges, returns.

The gain is that of the design that costs all firms together least (`firms.py`): today's cash less the design's. Coalitions are
those of `game.py`, rules those of `sharing_rules.py`, worked out as `sharing.py` says. Whether anybody does better alone is decided
by what was found and what is proven of each coalition; where the two differ on it, it is not decided. A firm that is no player
stays as well off as it is today.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.design import Design
from sidestream.design.payments import ALONG, FREE, NONE
from sidestream.design.study_tables.share import (
    EMPTY,
    GAINS,
    NO_DESIGN,
    NOT_FOUND,
    OBJECTED,
    OPEN,
    RESULTS,
    STABLE,
    UNKNOWN,
    WORKS,
    Coalitions,
    Exchanges,
    Guarantee,
    Returns,
    Rules,
    Shares,
)
from sidestream.errors import InfeasibleError, NoDesignInTime, UsageError
from sidestream.park import Park
from sidestream.park.changes import Change, changed
from sidestream.solver.search import Found
from sidestream.studies.built import builds_of, in_words
from sidestream.studies.exchanges import Dealt, Investments
from sidestream.studies.finding import find
from sidestream.studies.firms import FirmsPark
from sidestream.studies.game import Game
from sidestream.studies.options import Options
from sidestream.studies.prepared import Clock, Prepared, turn
from sidestream.studies.prices import prices
from sidestream.studies.reading_back import read_back
from sidestream.studies.run_sheet import asked_of, study_run
from sidestream.studies.sharing import CLOSE, RULES, TWELVE, Shared, shared_out
from sidestream.studies.sharing_rules import members
from sidestream.studies.warm import without_settings

Floats = NDArray[np.float64]
BESIDE = "beside what suits both: money that others are to have goes this way"


def share(park: Park, options: Options, rule: str = "") -> Design:
    """Return how the gain of a park is shared: sheets Shares, Rules, Coalitions, Exchanges, Returns, Guarantee, Run.

    `rule` is one of RULES by which exchanges are priced; blank: the nucleolus, of more than TWELVE players the least core.
    Raises UsageError where there is no such rule or nothing to share, InputError where today's park does not work, and what
    `design_network` raises.
    """
    began = time.monotonic()
    end = math.inf if options.time_limit is None else began + options.time_limit
    firms = FirmsPark.of(park, options, Clock(turn(end, 4)))
    found, values, _ = firms.design()
    game = Game.of(park, options, turn(end, 1 / 0.6))
    if not game.players:
        raise UsageError(f"{park.name}: nothing could be built, so there is nothing to share")
    rule = rule or ("nucleolus" if len(game.players) <= TWELVE else "least core")
    if rule not in RULES or (rule == "nucleolus" and len(game.players) > TWELVE):
        others = ", ".join(RULES[: 5 if len(game.players) <= TWELVE else 4])
        raise UsageError(f"'{rule}' is no rule for {len(game.players)} players: --rule takes one of {others}")
    known = shared_out(firms, game, found, turn(end, 1 / 0.6))
    dealt = Dealt(firms, values)
    gains = firms.today - dealt.cash
    receives = -gains
    receives[game.players] += known.by_rule[rule]
    deals = _exchanges(park, dealt, receives)
    guarantee = list(_guarantee(park, options, end))
    verdicts = pd.DataFrame(list(_verdicts(known)), columns=list(Rules.columns))
    decided = known.complete and not (known.low is not None and (verdicts["verdict"] == OPEN).any())
    enough = _enough(firms, found, options) and decided and all(one[-1] for one in guarantee)
    tables = {
        "Shares": _shares(firms, known, gains, receives),
        "Rules": verdicts,
        "Coalitions": _coalitions(known, known.by_rule[rule]),
        "Exchanges": deals,
        "Returns": pd.DataFrame(list(_returns(park, dealt, gains + receives)), columns=list(Returns.columns)),
        "Guarantee": pd.DataFrame([one[:-1] for one in guarantee], columns=list(Guarantee.columns)),
    }
    facts = {
        "rule": rule,
        "gain": known.total,
        "gain_at_most": known.most,
        "players": len(game.players),
        "enough": enough,
        "currency": park.settings.currency,
        "seconds": time.monotonic() - began,
    }
    made = Design.of(tables, facts, RESULTS, kind="share")
    made.tables["Run"] = study_run(park, facts, asked_of(options))
    return made


def _enough(firms: FirmsPark, found: Found, options: Options) -> bool:
    """Whether what is unproven of the firms' design is within the gap of what they gain."""
    gap = max(found.cost - found.bound, 0.0)
    gain = float(firms.today.sum()) - found.bound
    return gap <= options.gap * max(gain, 0.0) + 1e-9 * max(abs(found.cost), 1.0)


def _shares(firms: FirmsPark, known: Shared, gains: Floats, receives: Floats) -> pd.DataFrame:
    """The sheet Shares: the players, then whoever else is paid or pays."""
    players, rows = known.game.players, []
    size = CLOSE * max(abs(known.total), 1.0)
    others = [one for one in range(len(firms.names)) if one not in players and abs(receives[one]) > size]
    for one in [*players, *others]:
        at = players.index(one) if one in players else None
        row = {"company": firms.names[one], "gains": gains[one], "receives": receives[one]}
        if at is not None:
            row |= {"alone": known.alone[at], "adds": known.adds[at]}
            row |= {name.replace(" ", "_"): x[at] for name, x in known.by_rule.items()}
            row["shapley_error"] = 0.0 if known.error is None else known.error[at]
        rows.append(row)
    return pd.DataFrame(rows, columns=list(Shares.columns))


def _verdicts(known: Shared) -> Iterator[dict[str, object]]:
    """The sheet Rules."""
    close = CLOSE * max(abs(known.total), 1.0)
    for rule in [name for name in RULES if name in known.by_rule]:
        x = known.by_rule[rule]
        if known.low is not None and known.high is not None:
            mine = members(len(x)) @ x
            found, most = known.low[1:-1] - mine[1:-1], known.high[1:-1] - mine[1:-1]
            if not len(found):
                found, most = np.array([-known.total]), np.array([-known.total])
            objection, at_most, who = float(found.max()), float(most.max()), int(found.argmax()) + 1
            names = [name for bit, name in enumerate(known.game.names) if who >> bit & 1]
        elif rule == "least core" and known.core is not None:
            objection, at_most = known.core.objection
            names = [known.game.firms.names[one] for one in sorted(known.core.coalition)]
        else:
            at_most = math.nan
            share = dict(zip(known.game.players, x.tolist(), strict=True))
            some = {who: low for who, (low, _) in known.game.asked.items() if 0 < len(who) < len(x)}
            against = {who: low - sum(share[one] for one in who) for who, low in some.items()}
            loudest = max(against, key=lambda who: against[who])
            objection, names = against[loudest], [known.game.firms.names[one] for one in sorted(loudest)]
        verdict = OBJECTED if objection > close else STABLE if at_most <= close else OPEN
        note = "" if verdict != OPEN else "not every coalition is known, or not exactly enough"
        yield {
            "rule": rule,
            "verdict": verdict,
            "objection": objection,
            "at_most": at_most,
            "coalition": "; ".join(names),
            "note": note,
        }


def _coalitions(known: Shared, x: Floats) -> pd.DataFrame:
    """The sheet Coalitions: all of them, or of many players each alone, and all but one."""
    names = known.game.names
    if known.low is not None and known.high is not None:
        who = members(len(x))
        rows = [
            (_named(names, who[one]), who[one].sum(), known.low[one], known.high[one], who[one] @ x)
            for one in range(1, len(who))
        ]
    else:
        every = np.ones(len(names), bool)
        some = [*np.eye(len(names), dtype=bool), *(~np.eye(len(names), dtype=bool)), every]
        rows = []
        for one in some:
            low, high = (known.total, known.most) if one.all() else known.game.value(np.array(known.game.players)[one])
            rows.append((_named(names, one), one.sum(), low, high, one @ x))
    frame = pd.DataFrame(rows, columns=list(Coalitions.columns))
    return frame.sort_values(["firms", "coalition"], ignore_index=True).astype({"firms": float})


def _named(names: list[str], who: NDArray[np.bool_]) -> str:
    return "; ".join(name for name, inside in zip(names, who, strict=True) if inside)


def _exchanges(park: Park, dealt: Dealt, receives: Floats) -> pd.DataFrame:
    """The sheet Exchanges; a last row for what the pool moves."""
    units = park["Commodities"].set_index("commodity")["unit"]
    every = dealt.exchanges
    bands = [dealt.band(one) for one in every]
    paid, pool = prices(every, bands, dealt.firms.firm, receives)
    rows: list[dict[str, object]] = []
    for one, band, amount in zip(every, bands, paid.tolist(), strict=True):
        known = not (math.isnan(band.least) or math.isnan(band.most))
        word = UNKNOWN if not known else GAINS if band.least <= band.most + 1e-9 * abs(band.most) else EMPTY
        price, room = amount / one.quantity, 1e-6 * max(abs(band.least), abs(band.most), 1.0)
        beside = known and not band.least - room <= price <= band.most + room
        note = "; ".join(word for word in (band.note, BESIDE if beside else "") if word)
        rows.append(
            {
                "link": one.link,
                "commodity": one.commodity,
                "from": one.giver,
                "to": one.taker,
                "quantity": one.quantity,
                "unit": f"{units[one.commodity]}/a",
                "least_price": band.least,
                "most_price": band.most,
                "band": word,
                "price": price,
                "amount": amount,
                "worth": band.worth,
                "note": note,
            }
        )
    close = CLOSE * max(float(np.abs(receives).max(initial=0.0)), 1.0)
    for firm, amount in enumerate(pool.tolist()):
        if abs(amount) > close:
            rows.append(
                {
                    "link": "",
                    "from": dealt.firms.names[firm],
                    "band": UNKNOWN,
                    "amount": amount,
                    "note": "from a common pool: no exchange joins it to those who have to pay"
                    if amount > 0
                    else "into a common pool: no exchange joins it to those who are to be paid",
                }
            )
    return pd.DataFrame(rows, columns=list(Exchanges.columns))


def _returns(park: Park, dealt: Dealt, gains: Floats) -> Iterator[dict[str, object]]:
    """The sheet Returns: links by themselves, firms with what they are paid."""
    kinds = {
        link: kind
        for sheet, kind in (("Pipelines", "pipeline"), ("TruckRoutes", "truck route"))
        for link in park[sheet]["link"]
    }
    rate = park.settings.discount_rate
    for link in dict.fromkeys(one.link for one in dealt.exchanges):
        made = dealt.investments(rate, link=link)
        if not len(made.money):
            continue
        without = dealt.without(*(one for one in dealt.exchanges if one.link == link))
        worth = math.nan if without is None else float((without - dealt.cash).sum())
        yield _return(link, kinds[link], made, dealt.surplus_of_link(link, worth))
    sites = park["Participants"].drop_duplicates("participant").set_index("participant")
    own = sites["discount_rate"].astype(float).fillna(rate)
    for firm, name in enumerate(dealt.firms.names):
        rates = {float(own[who]) for who, number in dealt.firms.firm.items() if number == firm}
        made = dealt.investments(max(rates), firm=firm)
        if len(made.money):
            capital = dealt.capital_of(lambda rows, firm=firm: rows["firm"] == firm)  # type: ignore[misc]
            yield _return(name, "firm", made, float(gains[firm]) + capital)


def _return(who: str, kind: str, made: Investments, surplus: float) -> dict[str, object]:
    return {
        "who": who,
        "kind": kind,
        "investment": float(made.money.sum()),
        "surplus": surplus,
        "npv": made.npv(surplus),
        "irr": made.irr(surplus),
        "payback": made.payback(surplus),
        "rate": made.rate,
    }


def _guarantee(park: Park, options: Options, end: float) -> Iterator[tuple[object, ...]]:
    """The sheet Guarantee: the design where nobody is asked, and those in which nobody is worse off. The last of each: whether it
    is proven within the gap.
    """
    plain = without_settings(park, "payments", "objective")
    free: Design | None = None
    for left, way in zip((4, 3, 2, 1), ("", NONE, ALONG, FREE), strict=True):
        mine = plain if not way else _with_payments(plain, way)
        seconds = None if math.isinf(end) else max(turn(end, left) - time.monotonic(), 1.0)
        try:
            if time.monotonic() > end:
                raise NoDesignInTime(f"the time was over before designs with payments {way or NONE} were looked for")
            ready = Prepared.of(mine, replace(options, time_limit=seconds))
            design = read_back(ready, *find(ready), looking_on=False)
        except InfeasibleError:
            yield way, NO_DESIGN, math.nan, math.nan, math.nan, math.nan, math.nan, "", "", True
            continue
        except NoDesignInTime:
            yield way, NOT_FOUND, math.nan, math.nan, math.nan, math.nan, math.nan, "", "", False
            continue
        if not way:
            free = design
        here, there = builds_of(design), builds_of(free) if free else []
        cost, bound = design.facts["cost"], design.facts["bound"]
        base = free.facts["cost"] if free else math.nan  # what the guarantee costs is not known without it
        yield (
            way,
            WORKS,
            cost,
            bound,
            max(cost - base, 0.0) if free else base,
            max(bound - base, 0.0) if free else base,
            float(len(here)),
            in_words(one for one in there if one not in here),
            in_words(one for one in here if one not in there) if free else "",
            bool(design.facts["enough"]),
        )


def _with_payments(park: Park, way: str) -> Park:
    """The park in which firms are asked, and can pay each other in some way."""
    tables, _ = changed(park, [Change("Settings", "payments", "value", way, "share")])
    return Park(tables, park.name, park.fingerprint, park.changes, park.scenarios)
