"""The parks whose equations are kept as text: small, and with every family of rows somewhere."""

from __future__ import annotations

from sidestream.formulation.draft import Consent


def site(name, x, **more):
    return {"participant": name, "kind": "industry", "x": x, "y": 0, **more}


HALVES = {
    "Periods": [{"period": "winter", "hours": 4380}, {"period": "summer", "hours": 4380}],
    "Profiles": [{"period": "winter", "cold": 1.5}, {"period": "summer", "cold": 0.5}],
}

PIPES = {
    **HALVES,
    "Settings": {"discount_rate": 0, "electricity_price": 50, "electricity_co2": 200, "carbon_tax": 10},
    "Participants": [site("plant", 0), site("mill", 2), site("valve", 1, kind="junction")],
    "Commodities": [
        {"commodity": "slag", "unit": "t", "medium": "slurry"},
        {"commodity": "ash", "unit": "kt", "medium": "slurry"},
        {"commodity": "sand", "unit": "t", "medium": "slurry"},
    ],
    "Supplies": [
        {"participant": "plant", "commodity": "slag", "quantity": 100, "unit": "t/a", "profile": "cold", "if_not_taken": "dispose", "disposal_cost": 30, "disposal_co2": 4, "provision_cost": 2},
        {"participant": "plant", "commodity": "ash", "quantity": 20, "unit": "t/a", "if_not_taken": "must go"},
    ],
    "Demands": [
        {"participant": "mill", "commodity": "sand", "quantity": 60, "unit": "t/a", "if_not_served": "buy", "virgin_price": 12, "virgin_co2": 7, "most_by_product": 90},
        {"participant": "mill", "commodity": "ash", "quantity": 20, "unit": "t/a", "if_not_served": "must serve"},
    ],
    "Substitutions": [
        {"by_product": "slag", "need": "sand", "ratio": 0.8},
        {"by_product": "ash", "need": "sand", "ratio": 900},
    ],
    "PipeSizes": [
        {"size": "thin", "medium": "slurry", "capacity": 0.004, "capacity_unit": "t/h", "pipe_cost": 10, "trench_cost": 5, "station_cost": 100, "upkeep": 2, "life": 10, "pumping": 1, "building_co2": 30},
        {"size": "wide", "medium": "slurry", "capacity": 0.02, "capacity_unit": "t/h", "pipe_cost": 20, "trench_cost": 5, "station_cost": 100, "upkeep": 2, "life": 10, "pumping": 1, "building_co2": 40},
    ],
    "Pipelines": [
        {"from": "plant", "to": "mill", "commodity": "slag; ash", "link": "main", "status": "optional", "least_flow": 25},
        {"from": "plant", "to": "mill", "commodity": "slag", "link": "own", "status": "required", "capacity": 30, "capacity_unit": "t/a", "yearly_cost": 40, "unit_cost": 3, "loss": 10},
        {"from": "mill", "to": "plant", "commodity": "slag", "link": "old", "status": "existing", "sizes": "thin", "two_way": "yes"},
    ],
    "Limits": [
        {"on": "impact", "key": "co2", "most": 5000, "unit": "kg", "per": "period"},
        {"on": "investment", "most": 60000, "unit": "EUR", "per": "once"},
    ],
}  # fmt: skip

TRUCKS = {
    "Participants": [site("plant", 0), site("mill", 2)],
    "Commodities": [
        {"commodity": "slag", "unit": "t", "medium": "solid", "volume": 0.5},
        {"commodity": "foam", "unit": "t", "medium": "solid", "volume": 4},
    ],
    "Supplies": [
        {"participant": "plant", "commodity": "slag", "quantity": 100, "unit": "t/a", "if_not_taken": "leave"},
        {"participant": "plant", "commodity": "foam", "quantity": 50, "unit": "t/a", "if_not_taken": "leave"},
    ],
    "Demands": [
        {"participant": "mill", "commodity": "slag", "quantity": 80, "unit": "t/a", "if_not_served": "go without", "shortage_cost": 9},
        {"participant": "mill", "commodity": "foam", "quantity": 80, "unit": "t/a", "if_not_served": "buy", "virgin_price": 5},
    ],
    "TruckRoutes": [{"from": "plant", "to": "mill", "link": "road", "status": "optional", "vehicle": "tipper", "most_loads": 3, "yearly_cost": 20}],
    "Vehicles": [{"vehicle": "tipper", "payload": 20, "volume": 30, "km_cost": 2, "km_co2": 1, "load_cost": 6, "empty_return": 100}],
}  # fmt: skip

PLANTS = {
    **HALVES,
    "Settings": {"discount_rate": 0},
    "Participants": [site("farm", 0), site("mill", 2)],
    "Commodities": [
        {"commodity": "straw", "unit": "t", "medium": "solid"},
        {"commodity": "biogas", "unit": "MWh", "medium": "gas", "vanishes": "yes"},
        {"commodity": "digestate", "unit": "t", "medium": "slurry"},
        {"commodity": "heat", "unit": "MWh", "medium": "hot water", "vanishes": "yes"},
    ],
    "Supplies": [{"participant": "farm", "commodity": "straw", "quantity": 100, "unit": "t/a", "if_not_taken": "dispose", "disposal_cost": 7}],
    "Demands": [
        {"participant": "mill", "commodity": "biogas", "quantity": 120, "unit": "MWh/a", "if_not_served": "buy", "virgin_price": 40},
        {"participant": "mill", "commodity": "digestate", "quantity": 10, "unit": "t/a", "if_not_served": "buy", "virgin_price": 3},
        {"participant": "mill", "commodity": "heat", "quantity": 50, "unit": "MWh/a", "if_not_served": "buy", "virgin_price": 60},
    ],
    "Conversions": [
        {"conversion": "digester", "participant": "farm", "size": "old", "status": "existing", "capacity": 10, "capacity_unit": "t/a", "investment": 300, "life": 10, "upkeep": 5},
        {"conversion": "digester", "participant": "farm", "size": "small", "status": "optional", "capacity": 40, "capacity_unit": "t/a", "investment": 1000, "life": 10, "upkeep": 5, "unit_cost": 2, "least_load": 50, "availability": "cold"},
        {"conversion": "digester", "participant": "farm", "size": "big", "status": "optional", "capacity": 100, "capacity_unit": "t/a", "continuous": "yes", "investment": 500, "investment_per_unit": 20, "life": 10, "upkeep": 5, "least_load": 25},
        {"conversion": "furnace", "participant": "mill", "status": "optional", "capacity": 30, "capacity_unit": "MWh/a", "excludes": "heating"},
        {"conversion": "kiln", "participant": "mill", "status": "optional", "capacity": 20, "capacity_unit": "MWh/a", "excludes": "heating"},
    ],
    "ConversionRates": [
        {"conversion": "digester", "commodity": "straw", "per_activity": -1, "otherwise": "buy", "cost": 30},
        {"conversion": "digester", "commodity": "biogas", "per_activity": 3, "otherwise": "must go"},
        {"conversion": "digester", "commodity": "digestate", "per_activity": 0.8, "otherwise": "dispose", "cost": 5},
        {"conversion": "furnace", "commodity": "biogas", "per_activity": -1, "otherwise": "links only"},
        {"conversion": "furnace", "commodity": "heat", "per_activity": 0.9, "otherwise": "leave"},
        {"conversion": "kiln", "commodity": "biogas", "per_activity": -1, "otherwise": "links only"},
        {"conversion": "kiln", "commodity": "heat", "per_activity": 0.7, "otherwise": "leave"},
    ],
    "Storages": [
        {"storage": "barn", "participant": "farm", "commodity": "straw", "keeps": "own", "size": "old", "status": "existing", "capacity": 20, "in_efficiency": 90, "out_efficiency": 80, "standing_loss": 0.01, "in_cost": 1, "out_cost": 2},
        {"storage": "barn", "participant": "farm", "commodity": "straw", "keeps": "own", "size": "tall", "status": "optional", "capacity": 30, "investment": 100, "life": 10, "start_level": 5, "end_level": 4},
        {"storage": "barn", "participant": "farm", "commodity": "straw", "keeps": "own", "size": "wide", "status": "optional", "capacity": 40, "investment": 150, "life": 10, "in_limit": 20, "out_limit": 10, "limit_unit": "t/a"},
    ],
    "Expansions": [
        {"of": "disposal", "participant": "farm", "commodity": "digestate", "size": "today", "status": "existing", "capacity": 50, "capacity_unit": "t/a"},
        {"of": "disposal", "participant": "farm", "commodity": "digestate", "size": "more", "status": "optional", "capacity": 30, "capacity_unit": "t/a", "investment": 60, "life": 10},
        {"of": "disposal", "participant": "farm", "commodity": "digestate", "size": "most", "status": "optional", "capacity": 60, "capacity_unit": "t/a", "investment": 90, "life": 10},
        {"of": "throughput", "participant": "mill", "size": "today", "status": "existing", "capacity": 80, "capacity_unit": "MWh/a"},
    ],
    "Pipelines": [{"from": "farm", "to": "mill", "commodity": "biogas", "link": "main", "status": "optional", "yearly_cost": 100}],
}  # fmt: skip

SHARED = {
    "Settings": {"discount_rate": 0},
    "Participants": [site("plant", 0), site("mill", 3), site("works", 3)],
    "Commodities": [
        {"commodity": "brine", "unit": "t", "medium": "slurry"},
        {"commodity": "clay", "unit": "t", "medium": "solid"},
    ],
    "Supplies": [
        {"participant": "plant", "commodity": "brine", "quantity": 100, "unit": "t/a", "if_not_taken": "leave"},
        {"participant": "plant", "commodity": "clay", "quantity": 100, "unit": "t/a", "if_not_taken": "leave"},
    ],
    "Demands": [
        {"participant": who, "commodity": what, "quantity": 40, "unit": "t/a", "if_not_served": "buy", "virgin_price": 50}
        for who, what in (("mill", "brine"), ("works", "brine"), ("mill", "clay"), ("works", "clay"))
    ],
    "PipeSizes": [{"size": "DN50", "medium": "slurry", "capacity": 200, "capacity_unit": "t/a", "pipe_cost": 2, "trench_cost": 3, "upkeep": 1, "life": 10}],
    "Pipelines": [
        {"from": "plant", "to": "mill", "commodity": "brine", "link": "south", "status": "optional", "length": 5, "crossing_cost": 400, "least_flow": 10, "steady": "yes"},
        {"from": "plant", "to": "works", "commodity": "brine", "link": "north", "status": "optional", "length": 3, "payer": "works"},
        {"from": "plant", "to": "works", "commodity": "brine", "link": "old", "status": "existing", "capacity": 20, "capacity_unit": "t/a", "least_flow": 10, "steady": "yes"},
    ],
    "Corridors": [
        {"corridor": "road", "length": 2, "trench_cost": 3, "status": "optional", "life": 20},
        {"corridor": "field", "length": 1, "trench_cost": 1, "status": "optional", "life": 20, "payer": "works"},
    ],
    "CorridorPaths": [{"link": "south", "corridor": "road"}, {"link": "north", "corridor": "road"}, {"link": "north", "corridor": "field"}],
    "TruckRoutes": [
        {"from": "plant", "to": "mill", "commodity": "clay", "link": "lane", "status": "optional", "vehicle": "tipper", "distance": 10, "whole_loads": "yes", "most_loads": 1},
        {"from": "plant", "to": "works", "commodity": "clay", "link": "track", "status": "optional", "vehicle": "tipper", "distance": 20},
    ],
    "Vehicles": [{"vehicle": "tipper", "payload": 20, "km_cost": 1, "km_co2": 1, "empty_return": 100}],
    "Fleets": [{"vehicle": "tipper", "payer": "plant", "number": 1, "hours": 0.2, "speed": 50, "load_hours": 0.5, "investment": 700, "life": 7, "yearly_cost": 20}],
}  # fmt: skip

MIXED = {
    "Participants": [site("salty", 0), site("soft", 0), site("pool", 1, kind="junction"), site("basin", 1, kind="junction"), site("mill", 2), site("works", 2)],
    "Supplies": [
        {"participant": who, "commodity": what, "quantity": 100, "unit": unit, "if_not_taken": "leave"}
        for who in ("salty", "soft")
        for what, unit in (("water", "m3/a"), ("glass", "t/a"), ("paper", "t/a"))
    ],
    "Demands": [
        {"participant": who, "commodity": what, "quantity": 60, "unit": unit, "if_not_served": "buy", "virgin_price": 5}
        for who in ("mill", "works")
        for what, unit in (("water", "m3/a"), ("glass", "t/a"), ("paper", "t/a"))
    ],
    "Pipelines": [
        {"from": a, "to": b, "commodity": what, "status": "optional", "payer": payer, "yearly_cost": 1, "loss": loss}
        for a, b, payer, loss in (("salty", "pool", "salty", 0), ("soft", "pool", "soft", 0), ("pool", "basin", "mill", 0), ("pool", "works", "works", 10), ("basin", "mill", "mill", 0), ("soft", "mill", "mill", 0), ("salty", "mill", "mill", 0))
        for what in ("water", "glass", "paper")
    ],
    "Qualities": [
        {"participant": who, "commodity": what, "property": name, "value": value, "mixes": mixes}
        for what, name, mixes in (("water", "salt", "by quantity"), ("glass", "colour", "grade"), ("paper", "ink", "not"))
        for who, value in (("salty", 8), ("soft", 2))
    ],
    "QualityLimits": [
        {"participant": "mill", "commodity": what, "property": name, "most": 5, "least": least}
        for what, name, least in (("water", "salt", 3), ("glass", "colour", None), ("paper", "ink", None))
    ],
    "ImpactFactors": [{"impact": "groundwater", "of": "virgin", "key": "mill, water", "factor": 2, "unit": "m3"}],
    "ImpactPrices": [{"impact": "groundwater", "tax": 3, "value": 4}],
    "Commodities": [
        {"commodity": "water", "unit": "m3", "medium": "water", "vanishes": "yes"},
        {"commodity": "glass", "unit": "t", "medium": "slurry", "vanishes": "yes"},
        {"commodity": "paper", "unit": "t", "medium": "slurry", "vanishes": "yes"},
    ],
    "Limits": [{"on": "impact", "key": "groundwater", "most": 9, "unit": "m3", "per": "year"}],
}  # fmt: skip

MIXED_LATER = {
    **HALVES,
    "Participants": [site("salty", 0), site("soft", 0), site("depot", 1, passes_on="yes"), site("mill", 2)],
    "Commodities": MIXED["Commodities"],
    "Supplies": [one for one in MIXED["Supplies"] if one["commodity"] != "paper"],
    "Demands": [one for one in MIXED["Demands"] if one["participant"] == "mill" and one["commodity"] != "paper"],
    "Pipelines": [
        {"from": a, "to": b, "commodity": what, "status": "existing", "capacity": 80, "capacity_unit": f"{unit}/a", "payer": "mill"}
        for a, b in (("salty", "depot"), ("soft", "depot"), ("depot", "mill"))
        for what, unit in (("water", "m3"), ("glass", "t"))
    ],
    "Storages": [
        {"storage": "tank", "participant": "depot", "commodity": "water", "keeps": "own", "status": "optional", "capacity": 30, "in_efficiency": 90, "out_efficiency": 80, "standing_loss": 0.01},
        {"storage": "yard", "participant": "depot", "commodity": "glass", "keeps": "own", "size": "old", "status": "existing", "capacity": 25, "start_level": 10},
        {"storage": "yard", "participant": "depot", "commodity": "glass", "keeps": "own", "size": "new", "status": "optional", "capacity": 50, "start_level": 5, "end_level": 2},
    ],
    "Qualities": [one for one in MIXED["Qualities"] if one["commodity"] != "paper"]
    + [{"participant": "depot", "commodity": "glass", "property": "colour", "value": 9, "mixes": "grade"}],
    "QualityLimits": [one for one in MIXED["QualityLimits"] if one["commodity"] != "paper"],
}  # fmt: skip

ASKED = {
    "Settings": {"discount_rate": 0, "payments": "along links"},
    "Participants": [site("plant", 0, least_saving=100, discount_rate=10), site("mill", 2), site("valve", 1, kind="junction")],
    "Commodities": [{"commodity": "gypsum", "unit": "t", "medium": "slurry"}],
    "Supplies": [{"participant": "plant", "commodity": "gypsum", "quantity": 50, "unit": "t/a", "if_not_taken": "dispose", "disposal_cost": 1}],
    "Demands": [{"participant": "mill", "commodity": "gypsum", "quantity": 40, "unit": "t/a", "if_not_served": "buy", "virgin_price": 25}],
    "Pipelines": [
        {"from": "plant", "to": "mill", "commodity": "gypsum", "link": "old", "status": "existing", "capacity": 10, "capacity_unit": "t/a", "price_today": 5},
        {"from": "plant", "to": "valve", "commodity": "gypsum", "link": "out", "status": "optional", "investment": 600, "life": 2, "payer": "plant"},
        {"from": "valve", "to": "mill", "commodity": "gypsum", "link": "in", "status": "optional", "yearly_cost": 9, "payer": "mill"},
    ],
}  # fmt: skip
# Today 10 t flow: the plant disposes of 40 t at 1 and is paid 50, the mill buys 30 t at 25 and pays 50.
CONSENT = Consent({"plant": -10, "mill": 800}, {"plant": 90, "mill": 800})
FREELY = {**ASKED, "Settings": {"discount_rate": 0, "payments": "free"}}
JOINED = {
    **HALVES,
    "Settings": {"discount_rate": 0},
    "Participants": [site("plant", 0), site("works", 1), site("mill", 2), site("farm", 3), site("town", 4)],
    "Commodities": [{"commodity": "slag", "unit": "t", "medium": "slurry", "vanishes": "yes"}],
    "Supplies": [
        {"participant": "plant", "commodity": "slag", "quantity": 100, "unit": "t/a", "if_not_taken": "leave"},
        {"participant": "works", "commodity": "slag", "quantity": 80, "unit": "t/a", "if_not_taken": "leave"},
    ],
    "Demands": [
        {"participant": "mill", "commodity": "slag", "quantity": 60, "unit": "t/a", "if_not_served": "buy", "virgin_price": 12},
        {"participant": "farm", "commodity": "slag", "quantity": 50, "unit": "t/a", "if_not_served": "buy", "virgin_price": 12},
    ],
    "Pipelines": [
        {"from": "plant", "to": "mill", "commodity": "slag", "link": "long", "status": "optional", "capacity": 90, "capacity_unit": "t/a", "yearly_cost": 40, "loss": 10},
        {"from": "mill", "to": "plant", "commodity": "slag", "link": "round", "status": "optional", "capacity": 30, "capacity_unit": "t/a", "yearly_cost": 40, "two_way": "yes"},
        {"from": "works", "to": "mill", "commodity": "slag", "link": "old", "status": "existing", "capacity": 70, "capacity_unit": "t/a"},
        {"from": "plant", "to": "farm", "commodity": "slag", "link": "lane", "status": "optional", "yearly_cost": 20},
        {"from": "works", "to": "farm", "commodity": "slag", "link": "path", "status": "existing", "capacity": 40, "capacity_unit": "t/a", "unit_cost": 2},
        {"from": "works", "to": "farm", "commodity": "slag", "link": "other path", "status": "optional", "yearly_cost": 5},
    ],
    "Relations": [
        {"a": "mill", "b": "plant", "status": "required", "set_up_cost": 900, "life": 9},
        {"a": "farm", "b": "works", "status": "forbidden"},
        {"a": "plant", "b": "farm", "status": "allowed", "set_up_cost": 300, "life": 10, "same_owner": "yes"},
    ],
    "Limits": [
        {"on": "partners", "most": 2},
        {"on": "partners", "key": "mill", "least": 2, "per": "once"},
        {"on": "supplier share", "key": "mill, slag", "most": 60, "unit": "%"},
        {"on": "supplier share", "key": "farm, slag", "most": 80, "unit": "%", "per": "period"},
        {"on": "throughput", "key": "long", "most": 5, "unit": "kg/h", "per": "period"},
        {"on": "cost", "key": "cash, farm", "most": 500, "unit": "EUR"},
    ],
}  # fmt: skip

BANNED = {**PIPES["Pipelines"][1], "link": "banned", "status": "forbidden"}
HARD = PIPES | {
    "Pipelines": [*PIPES["Pipelines"], BANNED],
    "Limits": [
        {"on": "impact", "key": "co2", "least": -1, "most": 0, "unit": "t", "per": "period"},
        {"on": "investment", "most": 60000, "unit": "EUR", "per": "once"},
    ],
}
PARKS = {
    "pipes": (PIPES, {}),
    "pipes elastic": (PIPES, {"elastic": "moment"}),
    "pipes by row": (HARD, {"elastic": "row"}),
    "pipes lifted": (HARD, {"elastic": "moment", "lifting": frozenset({"banned"})}),
    "trucks": (TRUCKS, {}),
    "trucks with a floor": (
        TRUCKS | {"Limits": [{"on": "impact", "key": "co2", "least": 1, "unit": "kg", "per": "year"}]},
        {},
    ),
    "plants": (PLANTS, {}),
    "plants elastic": (PLANTS, {"elastic": "moment"}),
    "plants by row": (PLANTS, {"elastic": "row"}),
    "shared": (SHARED, {}),
    "shared elastic": (SHARED, {"elastic": "moment"}),
    "shared by row": (SHARED, {"elastic": "row"}),
    "mixed": (MIXED, {}),
    "mixed later": (MIXED_LATER, {}),
    "asked": (ASKED, {"consent": CONSENT}),
    "asked for less": (ASKED, {"consent": CONSENT, "least": "loss"}),
    "asked together": (FREELY, {"consent": CONSENT}),
    "joined": (JOINED, {}),
    "joined lifted": (JOINED, {"elastic": "moment", "lifting": frozenset()}),
    "joined by row": (JOINED, {"elastic": "row"}),
}
