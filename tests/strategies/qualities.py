"""How good what is given off is, and what takers ask for: values about the limits, so that some fit and some do not."""

from __future__ import annotations

from oracle import knows
from park_from import park_tables
from sidestream.park import Park
from strategies.catalogues import truckables
from strategies.sketch import Sketch

KINDS = ("by quantity", "grade", "not")
PROPERTIES = ("salt", "lead")


def draw_qualities(sketch: Sketch) -> None:
    """What one commodity that goes somewhere has to be there, in one property or two."""
    takers = _takers(sketch)
    if not sketch.wanted.qualities or not takers or sketch.chance(30 if sketch.wanted.pools else 55):
        return
    who, commodity = sketch.one_of(*takers)
    beside = [name for name, what in takers if what == commodity and name != who]
    kind = "by quantity" if sketch.wanted.pools else sketch.one_of("by quantity", *KINDS)
    for number, name in enumerate(PROPERTIES[: sketch.one_of(1, 1, 1, 2)]):
        mixes = sketch.one_of(*KINDS) if number and not sketch.wanted.pools else kind
        unit = sketch.maybe(40, unit=lambda: sketch.one_of("%", "g/l"))
        for firm in sketch.firms:
            row = {"participant": firm, "commodity": commodity, "property": name, "value": sketch.number(1, 9)}
            sketch.rows("Qualities").append({**row, "mixes": mixes, **unit})
        for taker in (who, *([sketch.one_of(*beside)] if beside and sketch.chance(40) else [])):
            sides = sketch.one_of(("most",), ("most",), ("least",), ("least", "most"))
            row = {"participant": taker, "commodity": commodity, "property": name}
            row |= {side: sketch.number(2, 4) + (3 if side == "most" and len(sides) > 1 else 1) for side in sides}
            sketch.rows("QualityLimits").append(row)


def _takers(sketch: Sketch) -> list[tuple[str, str]]:
    """Firms to which something can come, and what; most of all who needs it."""
    needs = {row["commodity"] for row in sketch.rows("Demands")}
    needs |= {rate["commodity"] for rate in sketch.rows("ConversionRates") if rate["per_activity"] < 0}
    needs |= {row["by_product"] for row in sketch.rows("Substitutions")}
    ends = [
        (row["to"], name)
        for sheet in ("Pipelines", "TruckRoutes")
        for row in sketch.rows(sheet)
        for name in (row["commodity"].split("; ") if row["commodity"] else truckables(sketch))
        if row["status"] != "forbidden"
    ]
    found = [(who, what) for who, what in ends if who in sketch.firms and what in needs]
    return found or [(who, what) for who, what in ends if who in sketch.firms]


def keep_qualities_asked_for(sketch: Sketch) -> None:
    """Let go of values of what nobody limits any more."""
    asked = {row["commodity"] for row in sketch.rows("QualityLimits")}
    sketch.sheets["Qualities"] = [row for row in sketch.rows("Qualities") if row["commodity"] in asked]


def let_what_differs_be_as_bad_as_its_worst_part(sketch: Sketch) -> None:
    """What would mix by quantity in a pool, of which the oracle knows nothing, mixes as a grade."""
    if sketch.wanted.pools or not sketch.rows("QualityLimits") or knows(Park(park_tables(**sketch.sheets)[0])):
        return
    for row in sketch.rows("Qualities"):
        row["mixes"] = "grade" if row["mixes"] == "by quantity" else row["mixes"]
