"""The ledger of a design that adds up: the chain of custody, the flows by period, and the balances that say that it closes."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sidestream.design.companies import companies_of
from sidestream.design.design import Design
from sidestream.design.ledger import by_period, closing, legs_frame
from sidestream.design.study_tables.custody import RESULTS, Closing, Custody, LedgerByPeriod
from sidestream.design.worlds import of_world
from sidestream.errors import AuditError, Fault
from sidestream.park import Park
from sidestream.park.worlds import World, several, worlds
from sidestream.studies.run_sheet import ledger_run

PAIR = ["origin", "stream", "name", "source", "user", "commodity", "use", "need", "need_name"]
LEG = ["link", "way", "from", "to", "carried"]


def custody(park: Park, design: Design) -> Design:
    """Return the ledger of a design of the park. Raises AuditError where it does not close, UsageError where it is too large."""
    parts = [_of_world(world, one) for world, one in _worlds(park, design)]
    tables = {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}
    closed = tables["Closing"]
    _must_close(closed)
    size = closed[["begins", "made", "arrives", "in_store"]].sum(axis=1)
    off = closed["residual"].abs() / size.where(size > 0, 1.0)
    facts = {
        "flows": len(tables["Ledger by period"]),
        "legs": int((tables["Custody"]["link"] != "").sum()),
        "balances": len(closed),
        "largest residual": float(off.max()) if len(off) else 0.0,
        "currency": park.settings.currency,
        "enough": True,
    }
    tables["Run"] = ledger_run(park, facts, design)
    return Design.of(tables, facts, RESULTS, kind="ledger")


def _worlds(park: Park, design: Design) -> Iterator[tuple[World, Design]]:
    for world in worlds(park):
        yield world, of_world(design, world) if several(park) else design


def _of_world(world: World, design: Design) -> dict[str, pd.DataFrame]:
    """The sheets of one stage and scenario."""
    park = world.park
    rows, legs = by_period(park, design.tables), legs_frame(park, design.tables)
    commodities = park["Commodities"].drop_duplicates("commodity").set_index("commodity")
    legs["year"] = legs.groupby([*PAIR, *LEG], sort=False)["amount"].transform("sum")
    legs["unit"] = commodities["unit"].reindex(legs["carried"]).to_numpy(object)
    legs["carried_code"] = commodities["waste_code"].reindex(legs["carried"]).to_numpy(object)
    legs["company"] = legs["origin"].map(companies_of(park))
    when = {name: place for place, name in enumerate(park.moments["period"])}
    legs = legs.assign(
        at=legs["period"].map(when), later=legs["from"] != legs["origin"], last=legs["to"] == legs["user"]
    )
    legs = legs.sort_values([*PAIR, "later", "last", "from", "to", "link", "at"], kind="stable")
    made = {"Custody": legs, "Ledger by period": rows, "Closing": closing(park, design.tables, rows)}
    for name, table in (("Custody", Custody), ("Ledger by period", LedgerByPeriod), ("Closing", Closing)):
        frame = made[name].assign(stage=world.stage, scenario=world.scenario)
        if "stream" in frame:
            frame["waste_code"] = commodities["waste_code"].reindex(frame["stream"]).to_numpy(object)
        more = ["closes"] if name == "Closing" else []
        made[name] = frame[[*table.columns, *more]]
    return made


def _must_close(closed: pd.DataFrame) -> None:
    names = ("stage", "scenario", "participant", "commodity", "period")
    faults = [
        Fault(
            "Ledger",
            "",
            "received",
            f"{', '.join(str(line[name]) for name in names if line[name])}: does not close, "
            f"{line['residual']:.6g} {line['unit']} apart",
        )
        for line in closed[~closed["closes"].astype(bool)].to_dict("records")
    ]
    if faults:
        raise AuditError("the ledger", faults)
