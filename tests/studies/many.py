"""A park of many sites and no links: more pairs than anybody would want to strike."""

from __future__ import annotations

import numpy as np

from park_from import make_park


def many_sites(count, seed=1):
    """Each site gives off four of twelve commodities and needs four others; all on 60 km by 60 km."""
    draw = np.random.default_rng(seed)
    names = [f"site {place:03d}" for place in range(count)]
    media = ("steam", "water", "solid", "solid")
    stuff = [f"stuff {place:02d}" for place in range(12)]

    def row(name, commodity):
        quantity = round(float(10 ** draw.uniform(2, 4.5)))
        return {"participant": name, "commodity": commodity, "quantity": quantity, "unit": "t/a"}

    supplies, demands = [], []
    for name in names:
        chosen = draw.choice(stuff, 8, replace=False).tolist()
        for commodity in chosen[:4]:
            price = round(float(draw.uniform(0, 30)), 1)
            supplies.append(
                row(name, commodity) | {"if_not_taken": "dispose", "disposal_cost": price, "provision_co2": 0}
            )
        for commodity in chosen[4:]:
            price = round(float(draw.uniform(2, 30)), 1)
            demands.append(row(name, commodity) | {"if_not_served": "buy", "virgin_price": price})
    places = draw.uniform(0, 60, (count, 2)).round(3).tolist()
    return make_park(
        Settings={"discount_rate": 5},
        Participants=[
            {"participant": name, "kind": "industry", "x": x, "y": y}
            for name, (x, y) in zip(names, places, strict=True)
        ],
        Commodities=[
            {"commodity": name, "unit": "t", "medium": media[place % 4], "vanishes": "yes"}
            for place, name in enumerate(stuff)
        ],
        Supplies=supplies,
        Demands=demands,
        PipeSizes=[
            {
                "size": f"{medium} pipe",
                "medium": medium,
                "capacity": 10,
                "capacity_unit": "t/h",
                "pipe_cost": 200,
                "life": 30,
            }
            for medium in ("steam", "water")
        ],
        Vehicles=[
            {"vehicle": "lorry", "payload": 25, "km_cost": 1.5, "load_cost": 60, "km_co2": 0.9, "empty_return": 100}
        ],
    )
