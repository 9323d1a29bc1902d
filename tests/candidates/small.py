"""Small parks without links, drawn from a seed; with plants, storages and gates where they are asked for."""

from __future__ import annotations

import numpy as np

from park_from import make_park

SIZES = [
    {"size": "thin", "medium": "water", "capacity": 3, "capacity_unit": "t/h", "pipe_cost": 60, "upkeep": 2, "life": 30},
    {"size": "wide", "medium": "water", "capacity": 9, "capacity_unit": "t/h", "pipe_cost": 100, "station_cost": 5000,
     "upkeep": 1, "loss": 0.5, "pumping": 0.2, "building_co2": 20, "life": 20},
    {"size": "hot", "medium": "steam", "capacity": 5, "capacity_unit": "t/h", "pipe_cost": 90, "loss": 1, "life": 25},
]  # fmt: skip
VEHICLES = [
    {"vehicle": "van", "payload": 5, "km_cost": 1, "load_cost": 5, "km_co2": 0.3, "empty_return": 100},
    {"vehicle": "lorry", "payload": 25, "km_cost": 2, "load_cost": 60, "km_co2": 0.9, "empty_return": 100},
]
MEDIA = {"brine": "water", "heat": "steam", "ash": "solid"}


def drawn(seed, *, plants=False, sheets=None, **more):
    """Four or five sites within some km, what they give off and need; must, passing on and limits now and then.

    With `plants` also conversions, storages and gates; `sheets` stand in place of those drawn.
    """
    draw = np.random.default_rng(seed)

    def pick(*words):
        return words[draw.integers(len(words))]

    names = [f"site {place}" for place in range(draw.integers(3, 6))]
    sites = [
        {"participant": name, "kind": "industry", "x": x, "y": y, "passes_on": pick(None, None, None, "yes")}
        for name, (x, y) in zip(names, draw.uniform(0, 12, (len(names), 2)).round(2).tolist(), strict=True)
    ]
    periods = [{"period": "wet", "hours": 4000}, {"period": "dry", "hours": 4760}]
    supplies, demands = [], []
    for name in names:
        for commodity in MEDIA:
            quantity, price = float(10 ** draw.uniform(2, 4.6)), float(draw.uniform(0, 12))
            side = pick("gives", "needs", "none")
            row = {"participant": name, "commodity": commodity, "quantity": round(quantity), "unit": "t/a"}
            if side == "gives":
                choice = pick("dispose", "dispose", "leave")
                cost = {"disposal_cost": round(price, 1), "disposal_co2": pick(None, 20)} if choice == "dispose" else {}
                row |= {"provision_cost": pick(None, 1.5), "provision_co2": 1, "if_not_taken": choice, **cost}
                supplies.append(row)
            elif side == "needs":
                choice = pick("buy", "buy", "go without")
                cost = {"buy": "virgin_price", "go without": "shortage_cost"}[choice]
                share = {"most_by_product": pick(None, 60)}
                demands.append(row | {"if_not_served": choice, cost: round(1.5 * price, 1), **share})
    limits = pick([], [], [{"on": "impact", "key": "co2", "most": 900, "unit": "t", "per": "year"}])
    settings = {"discount_rate": 6, "electricity_price": 90, "electricity_co2": 150, "carbon_tax": pick(0, 40)}
    made = {
        "Settings": [{"setting": name, "value": value} for name, value in (settings | more).items()],
        "Participants": sites,
        "Commodities": [
            {
                "commodity": name,
                "unit": "t",
                "medium": medium,
                "mass": None,
                "vanishes": "yes" if name == "heat" else None,
            }
            for name, medium in MEDIA.items()
        ],
        "Supplies": supplies,
        "Demands": demands,
        "Periods": periods,
        "PipeSizes": SIZES,
        "Vehicles": VEHICLES,
        "Limits": limits,
    }
    return make_park(**{**made, **(facilities(draw, pick, names) if plants else {}), **(sheets or {})})


def facilities(draw, pick, names):
    """A boiler that makes heat of brine, a kiln that makes ash; silos and tanks; gates at one or two sites."""
    sheets = {"Conversions": [], "Storages": [], "Expansions": []}
    for name in names:
        for conversion in ("boiler", "kiln"):
            if draw.random() < 0.35:
                row = {
                    "conversion": conversion,
                    "participant": name,
                    "status": pick("existing", "optional", "optional"),
                }
                row |= {"capacity": round(10 ** draw.uniform(2, 4.4)), "capacity_unit": "t/a"}
                sheets["Conversions"].append(
                    row | {"investment": pick(None, 9_000), "life": 10, "unit_cost": pick(0, 1)}
                )
        for commodity in MEDIA:
            if draw.random() < 0.2:
                row = {"storage": f"{commodity} store", "participant": name, "commodity": commodity}
                row |= {"keeps": pick("own", "arrivals"), "capacity": round(10 ** draw.uniform(2, 4))}
                row |= {"status": pick("existing", "optional"), "in_cost": pick(0, 0.5)}
                row |= {
                    "in_efficiency": pick(100, 70) if commodity == "heat" else None,
                    "investment": 2_000,
                    "life": 20,
                }
                sheets["Storages"].append(row | pick({}, {}, {}, {"start_level": 50}, {"end_level": 40}))
    for of in ("disposal", "virgin"):
        row = {"of": of, "participant": pick(*names), "commodity": pick("brine", "ash", None), "status": "existing"}
        if draw.random() < 0.3:
            sheets["Expansions"].append(row | {"capacity": 100, "capacity_unit": "kt/a"})
    made = {row["conversion"] for row in sheets["Conversions"]}
    rates = [
        {"conversion": "boiler", "commodity": "brine", "per_activity": -1.2, "otherwise": "buy", "cost": pick(1, 4)},
        {
            "conversion": "boiler",
            "commodity": "heat",
            "per_activity": 0.9,
            "otherwise": pick("dispose", "leave", "must go"),
        },
        {"conversion": "kiln", "commodity": "heat", "per_activity": -0.5, "otherwise": pick("buy", "links only")},
        {"conversion": "kiln", "commodity": "ash", "per_activity": 1.5, "otherwise": "dispose", "cost": pick(2, 7)},
    ]
    for row in rates[1:3]:
        row["cost"] = 3 if row["otherwise"] in ("dispose", "buy") else None
    sheets["ConversionRates"] = [row | {"co2": pick(None, 15) if row.get("cost") else None} for row in rates]
    sheets["ConversionRates"] = [row for row in sheets["ConversionRates"] if row["conversion"] in made]
    return {sheet: rows for sheet, rows in sheets.items() if rows}
