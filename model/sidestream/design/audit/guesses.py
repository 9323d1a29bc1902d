"""Guesses: each figure's part of the saving, worked out again from the other sheets as they should be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.activities import Done
from sidestream.design.audit.conversions import RESTS, Made, Runs
from sidestream.design.audit.facilities import Facilities
from sidestream.design.audit.known import Known
from sidestream.design.audit.machines import KEY
from sidestream.design.audit.sheets import Sheet
from sidestream.design.audit.stores import FIGURES, Levels
from sidestream.design.audit.streams import Streams
from sidestream.design.guesses import NOISE, figures
from sidestream.design.guesses.cells import LOSSES
from sidestream.tables import shown


def settled_tables(known: Known, done: Done, costs: pd.DataFrame, impacts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what the audit holds to be right, as the result sheets that Guesses and Misses are made from."""
    builds, flows = done.builds, done.flows
    cases, participants = (names.to_numpy(object) for names in (known.cases, known.participants))
    links, sizes = (flows.offers[name].to_numpy(object)[flows.offer] for name in ("link", "size"))
    status = np.where(builds.new, "built", "existing")
    flow = {
        "case": cases[flows.case],
        "link": links,
        "from": participants[flows.origin],
        "to": participants[flows.destination],
        "commodity": known.commodities.to_numpy(object)[flows.commodity],
        "size": sizes,
        "period": known.periods.to_numpy(object)[flows.period],
        "sent": flows.sent,
        "delivered": flows.delivered,
        "loads": done.loads,
    }
    return {
        "Supplies used": _stream(known, done.supplies, "Supplies", ("used", "disposed", "left")),
        "Needs met": _stream(known, done.needs, "Demands", ("by_products", "bought", "short")),
        "By-products used": _stream(known, done.uses, "Demands", ("amount",)).assign(
            by_product=known.commodities.to_numpy(object)[done.by_product]
        ),
        "Flows": pd.DataFrame(flow),
        "Build list": pd.DataFrame(
            {"link": known.links[builds.link], "size": builds.size, "status": status}, dtype=object
        ),
        "Facilities": _facilities(done.facilities),
        "Relations set up": pd.DataFrame({"a": participants[done.relations.a], "b": participants[done.relations.b]}),
        "Conversions run": _runs(known, done.runs),
        "Made and used": _made(known, done.made),
        "Storage levels": _levels(known, done.levels),
        "Costs": costs.assign(case=cases[costs["case"].to_numpy(np.int64)]),
        "Impacts": impacts.assign(case=cases[impacts["case"].to_numpy(np.int64)]),
    }


def check_guesses(sheet: Sheet, known: Known, tables: dict[str, pd.DataFrame], *, today_works: bool) -> pd.DataFrame:
    """Name every line that is wrong, missing or unknown. Returns place, quality and amount as they should be."""
    due = figures(known.park, tables)
    if not today_works:
        due = due.iloc[:0]
    sheet.known("place", pd.Index(pd.unique(due["place"].astype(object)), dtype=object), "cell with a figure")
    blank = (sheet.words["place"].array() == "") & (sheet.words["figure"].array() != LOSSES)
    sheet.say_all(blank, "place", lambda _: "blank: the cell of the figure expected")
    sheet.keep(~blank)
    sheet.once()
    key = ["place", "figure"]
    lines = pd.DataFrame({name: sheet.words[name].array() for name in key}, dtype=object)
    by_key = due.drop_duplicates(key).set_index(key)
    unknown = ~pd.MultiIndex.from_frame(lines).isin(by_key.index)
    titles = due.drop_duplicates("place").set_index("place")["figure"].reindex(lines["place"]).fillna("").tolist()
    sheet.agree_text("figure", titles, "the figure in this cell", where=unknown)
    lines["figure"] = np.where(unknown, titles, lines["figure"])
    right = by_key.reindex(pd.MultiIndex.from_frame(lines))
    for column, why in (("of", "whose figure it is"), ("quality", "what the park says")):
        sheet.agree_text(column, right[column].fillna(""), why)
    sheet.agree("value", right["value"].to_numpy(float), "what stands in the park", absolute=0.0)
    amount = right["amount"].fillna(0.0).to_numpy(float)
    gross = right["gross"].fillna(0.0).to_numpy(float)
    why = "price x (quantity today - quantity in the design)"
    sheet.agree("amount", amount, why, scale=gross, absolute=tolerance.MONEY)
    there = by_key.index.isin(pd.MultiIndex.from_frame(lines))
    absent = by_key[~there & (by_key["amount"].abs() > tolerance.MONEY + tolerance.SHARE * by_key["gross"])]
    for place, figure, part in absent["amount"].reset_index().itertuples(index=False):
        what = ", ".join(word for word in (place, figure) if word)
        sheet.say(None, "place", f"no row for {what}: {shown(float(f'{part:.12g}'))} expected")
    return due[due["amount"].abs() > NOISE * due["gross"]]


def _stream(known: Known, streams: Streams, source: str, amounts: tuple[str, ...]) -> pd.DataFrame:
    names = known.park[source]["name"].to_numpy(object)
    made = pd.DataFrame(
        {
            "case": known.cases.to_numpy(object)[streams.case],
            "participant": known.participants.to_numpy(object)[streams.participant],
            "commodity": known.commodities.to_numpy(object)[streams.commodity],
            "name": names[streams.row],
            "period": known.periods.to_numpy(object)[streams.period],
        }
    )
    return made.assign(**{name: streams[name] for name in amounts})


def _facilities(facilities: Facilities) -> pd.DataFrame:
    rows = facilities.machines.iloc[facilities.machine][KEY].reset_index(drop=True)
    status = np.where(facilities.new, "built", "existing")
    return rows.assign(status=status, capacity=facilities.capacity)


def _runs(known: Known, runs: Runs) -> pd.DataFrame:
    rows = known.park["Conversions"].iloc[runs.row][["conversion", "participant", "size"]].reset_index(drop=True)
    return rows.assign(case=known.cases.to_numpy(object)[runs.case], activity=runs.activity)


def _made(known: Known, made: Made) -> pd.DataFrame:
    rows = known.park["ConversionRates"].iloc[made.rate][["conversion", "commodity"]].reset_index(drop=True)
    rows = rows.assign(
        case=known.cases.to_numpy(object)[made.case],
        participant=known.participants.to_numpy(object)[made.participant],
    )
    rows = rows.assign(
        period=known.periods.to_numpy(object)[made.period], way=np.where(made.taken, "in", "out"), amount=made.amount
    )
    return rows.assign(**{name: made[name] for name in RESTS})


def _levels(known: Known, levels: Levels) -> pd.DataFrame:
    rows = levels.store[["storage", "participant", "size", "commodity"]]
    rows = rows.assign(period=known.periods.to_numpy(object)[levels.period])
    return rows.assign(case=known.cases.to_numpy(object)[levels.case], **{name: levels[name] for name in FIGURES})
