"""Somebody to serve what must be served, and to take what must go."""

from __future__ import annotations

from strategies.links import ends
from strategies.sketch import MOST_BUILDS, Sketch, nice


def draw_ways_out(sketch: Sketch) -> None:
    """Give most of what must be served or must go somebody who can, so that few parks are impossible."""
    for row in list(sketch.rows("Demands")):
        if row["if_not_served"] == "must serve" and sketch.chance(95):
            other = sketch.one_of(*[name for name in sketch.firms if name != row["participant"]])
            supply = {name: row.get(name) for name in ("commodity", "quantity", "unit", "profile")}
            supply |= {"participant": other, "name": f"spare {row['name']}", "quantity": nice(4 * row["quantity"])}
            supply |= {"provision_cost": sketch.number(1, 9), "provision_co2": 0, "if_not_taken": "leave"}
            sketch.rows("Supplies").append(supply)
            _add_plain_link(sketch, other, row["participant"], row["commodity"])
    for row in list(sketch.rows("Supplies")):
        if row["if_not_taken"] == "must go" and sketch.chance(95):
            other = sketch.one_of(*[name for name in sketch.firms if name != row["participant"]])
            need = {name: row.get(name) for name in ("commodity", "quantity", "unit", "profile")}
            need |= {"participant": other, "name": f"for {row['name']}", "quantity": nice(4 * row["quantity"])}
            sketch.rows("Demands").append({**need, "if_not_served": "buy", "virgin_price": sketch.number(1, 9)})
            _add_plain_link(sketch, row["participant"], other, row["commodity"])


def _add_plain_link(sketch: Sketch, giver: str, taker: str, commodity: str) -> None:
    """A link without a limit, existing or to be built."""
    row = {**ends(sketch, giver, taker), "commodity": commodity}
    row["status"] = sketch.one_of("existing", "optional") if sketch.builds * 2 <= MOST_BUILDS else "existing"
    sketch.builds *= 1 + (row["status"] == "optional")
    if sketch.goes_by(commodity, "pipe"):
        sketch.rows("Pipelines").append({**row, "yearly_cost": sketch.number(0, 9, 10)})
    else:
        sketch.rows("TruckRoutes").append({**row, "vehicle": sketch.rows("Vehicles")[0]["vehicle"], "distance": 5})
