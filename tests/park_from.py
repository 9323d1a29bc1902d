"""Parks straight from Python, without a workbook: rows as dicts of what would stand in the cells.

    make_park(
        Settings={"discount_rate": 5},
        Participants=[{"participant": "plant", "kind": "industry"}, {"participant": "mill", "kind": "industry"}],
        Commodities=[{"commodity": "gypsum", "unit": "t", "medium": "solid"}],
        ...
    )

Each sheet has every declared column, in the declared order, and its rows are numbered from 2: so an address in a
complaint is that of the template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sidestream.errors import Fault
from sidestream.park import SHEETS, Park
from sidestream.park.checks import check, checked, in_order
from sidestream.tables import Loaded, read_table

Rows = Sequence[Mapping[str, Any]] | Mapping[str, Any]


def park_tables(**sheets: Rows) -> tuple[dict[str, Loaded], list[Fault]]:
    """Read each sheet's rows (Settings also as a dict of setting and value); a sheet not named is empty."""
    strangers = set(sheets) - {table.sheet for table in SHEETS}
    if strangers:
        raise TypeError(f"no sheet is called {', '.join(sorted(strangers))}")
    tables: dict[str, Loaded] = {}
    faults: list[Fault] = []
    for table in SHEETS:
        rows = sheets.get(table.sheet, [])
        if isinstance(rows, Mapping):
            rows = [{"setting": setting, "value": value} for setting, value in rows.items()]
        header = list(table.columns)
        header += [name for name in dict.fromkeys(name for row in rows for name in row) if name not in header]
        cells = [[row.get(name) for name in header] for row in rows]
        tables[table.sheet], found = _read(
            table.sheet, repr((header, cells)), lambda t=table, h=header, c=cells: (t, h, c)
        )
        faults += found
    return tables, faults


_known: dict[tuple[str, str], tuple[Loaded, list[Fault]]] = {}


def _read(sheet: str, said: str, what: Callable[[], tuple[Any, Any, Any]]) -> tuple[Loaded, list[Fault]]:
    """Read a sheet, once for all tests that have the same rows of it."""
    if (sheet, said) not in _known:
        table, header, cells = what()
        _known[sheet, said] = read_table(table, header, cells, range(2, len(cells) + 2))
    return _known[sheet, said]


def make_park(**sheets: Rows) -> Park:
    """Make a park of the sheets' rows. Raises InputError with every fault; warnings are passed over."""
    park, _ = checked(*park_tables(**sheets), "park")
    return park


def tidy() -> dict[str, list[dict[str, Any]]]:
    """Return the sheets of a small park that uses every sheet and has nothing to complain of.

    The plant gives off brine, heat and clay. Brine goes to the mill by a pipe, heat too, straight or by the hub, a
    junction; clay goes to the town by truck. The mill softens water, with what it has or a larger softener, for which it
    would need a wider main; a cistern keeps what is soft. What it takes from the ground is counted, and what the brine
    spoils there; the mill wants brine of some strength. The pipes that bring heat to the mill can share a trench; the
    mill has one tipper, and can buy two more. The plant and the town have no contract yet; the mill and the town want none.
    """
    return {
        "Settings": [
            {"setting": "discount_rate", "value": 5, "unit": "%/a"},
            {"setting": "electricity_price", "value": 80},
            {"setting": "electricity_co2", "value": 300},
        ],
        "Participants": [
            {"participant": "plant", "kind": "industry", "lat": 50.00, "lon": 5.0},
            {"participant": "mill", "kind": "industry", "lat": 50.02, "lon": 5.0},
            {"participant": "hub", "kind": "junction", "lat": 50.01, "lon": 5.0},
            {"participant": "town", "kind": "municipality", "lat": 50.05, "lon": 5.0},
        ],
        "Commodities": [
            {"commodity": "brine", "unit": "t", "medium": "slurry", "volume": 0.9, "goes_by": "pipe; truck"},
            {"commodity": "heat", "unit": "MWh", "medium": "hot water", "goes_by": "pipe", "vanishes": "yes"},
            {"commodity": "clay", "unit": "m3", "medium": "solid", "mass": 1.5, "goes_by": "truck"},
            {"commodity": "raw water", "unit": "m3", "medium": "water", "goes_by": "pipe"},
            {"commodity": "soft water", "unit": "m3", "medium": "water", "goes_by": "pipe"},
        ],
        "Supplies": [
            {"participant": "plant", "commodity": "brine", "quantity": 40, "unit": "kt/a"}
            | {"if_not_taken": "dispose", "disposal_cost": 25},
            {"participant": "plant", "commodity": "heat", "quantity": 5, "unit": "MW"}
            | {"if_not_taken": "leave", "provision_co2": 0},
            {"participant": "plant", "commodity": "clay", "quantity": 900, "unit": "m3/month", "disposal_cost": 10},
        ],
        "Demands": [
            {"participant": "mill", "commodity": "brine", "quantity": 30, "unit": "kt/a", "virgin_price": 30},
            {"participant": "mill", "commodity": "heat", "quantity": 3, "unit": "MW", "profile": "heating"}
            | {"if_not_served": "buy", "virgin_price": 40},
            {"participant": "town", "commodity": "clay", "quantity": 6000, "unit": "t/a"}
            | {"if_not_served": "go without", "shortage_cost": 50},
            {"participant": "mill", "commodity": "soft water", "quantity": 12, "unit": "m3/h"}
            | {"if_not_served": "buy", "virgin_price": 3},
        ],
        "Substitutions": [{"by_product": "brine", "need": "brine", "ratio": 0.8, "participant": "mill"}],
        "Conversions": [
            {"conversion": "softener", "participant": "mill", "status": "existing", "size": "old"}
            | {"capacity": 5, "capacity_unit": "m3/h", "unit_cost": 0.4},
            {"conversion": "softener", "participant": "mill", "status": "optional", "size": "new", "continuous": "yes"}
            | {"capacity": 20, "capacity_unit": "m3/h", "investment": 9_000, "investment_per_unit": 2_000, "life": 15}
            | {"upkeep": 3, "unit_cost": 0.2},
        ],
        "ConversionRates": [
            {"conversion": "softener", "commodity": "raw water", "per_activity": -1.1, "otherwise": "buy", "cost": 0.9},
            {"conversion": "softener", "commodity": "soft water", "per_activity": 1, "otherwise": "leave"},
        ],
        "Storages": [
            {
                "storage": "cistern",
                "participant": "mill",
                "commodity": "soft water",
                "keeps": "own",
                "status": "existing",
            }
            | {"capacity": 800}
        ],
        "Expansions": [
            {"of": "virgin", "participant": "mill", "commodity": "raw water", "status": "existing", "size": "main"}
            | {"capacity": 10, "capacity_unit": "m3/h"},
            {
                "of": "virgin",
                "participant": "mill",
                "commodity": "raw water",
                "status": "optional",
                "size": "wider main",
            }
            | {"capacity": 15, "capacity_unit": "m3/h", "investment": 30_000, "life": 40},
        ],
        "Periods": [{"period": "winter", "hours": 4380}, {"period": "summer", "hours": 4380}],
        "Profiles": [{"period": "winter", "heating": 1.5}, {"period": "summer", "heating": 0.5}],
        "Pipelines": [
            {"from": "plant", "to": "mill", "commodity": "brine", "status": "optional"},
            {"from": "plant", "to": "hub", "commodity": "heat", "status": "optional", "payer": "plant"}
            | {"crossing_cost": 15_000},
            {"from": "hub", "to": "mill", "commodity": "heat", "link": "hub-mill-heat", "status": "optional"}
            | {"sizes": "W50", "payer": "mill", "least_flow": 5, "steady": "yes"},
            {"from": "plant", "to": "mill", "commodity": "heat", "link": "bypass", "status": "optional"}
            | {"capacity": 3, "capacity_unit": "MW", "investment": 500_000, "life": 20},
        ],
        "PipeSizes": [
            {"size": "S50", "medium": "slurry", "capacity": 10, "capacity_unit": "t/h", "pipe_cost": 100, "life": 30},
            {"size": "W50", "medium": "hot water", "capacity": 4, "capacity_unit": "MW", "pipe_cost": 200, "life": 30}
            | {"trench_cost": 150, "loss": 1, "pumping": 0.2},
            {"size": "W80", "medium": "hot water", "capacity": 9, "capacity_unit": "MW", "pipe_cost": 300, "life": 30},
        ],
        "Corridors": [
            {"corridor": "river bank", "from": "hub", "to": "mill", "length": 1.0, "trench_cost": 150}
            | {"status": "optional", "life": 60, "payer": "mill"}
        ],
        "CorridorPaths": [
            {"link": "hub-mill-heat", "corridor": "river bank"},
            {"link": "bypass", "corridor": "river bank"},
        ],
        "TruckRoutes": [
            {"from": "plant", "to": "town", "commodity": "clay", "status": "optional", "vehicle": "tipper"}
            | {"opening_cost": 1000, "life": 10, "whole_loads": "yes"}
        ],
        "Vehicles": [{"vehicle": "tipper", "payload": 20, "km_cost": 1.2, "km_co2": 0.8, "empty_return": 100}],
        "Fleets": [
            {"vehicle": "tipper", "payer": "mill", "number": 1, "most": 3, "hours": 40, "speed": 30, "load_hours": 0.5}
            | {"investment": 90_000, "life": 8, "yearly_cost": 4_000}
        ],
        "Qualities": [
            {"participant": "plant", "commodity": "brine", "property": "salt", "value": 240, "unit": "g/l"}
            | {"mixes": "by quantity"}
        ],
        "QualityLimits": [
            {"participant": "mill", "commodity": "brine", "property": "salt", "least": 200, "most": 300},
        ],
        "ImpactFactors": [
            {"impact": "groundwater", "of": "virgin", "key": "raw water", "factor": 1, "unit": "m3"},
            {"impact": "groundwater", "of": "disposal", "key": "plant, brine", "factor": 0.1, "unit": "m3"},
        ],
        "ImpactPrices": [{"impact": "groundwater", "value": 0.2}],
        "Relations": [
            {"a": "town", "b": "plant", "status": "allowed", "set_up_cost": 8_000, "life": 15},
            {"a": "mill", "b": "town", "status": "forbidden"},
        ],
        "Limits": [
            {"on": "impact", "key": "co2", "most": 1000, "unit": "t", "per": "year"},
            {"on": "investment", "key": "plant", "most": 9e6, "unit": "EUR", "per": "once"},
        ],
        "Stages": [],
        "Scenarios": [{"scenario": "drought"}],
        "Changes": [{"when": "drought", "sheet": "Settings", "key": "carbon_value", "column": "value", "value": 30}],
        "Ranges": [
            {"sheet": "Settings", "key": "carbon_tax", "column": "value", "low": 0, "high": 100},
        ],
        "Funding": [
            {"funder": "town", "budget": 200_000, "most_share": 40, "eligible": "pipeline; mill", "discount_rate": 3}
        ],
    }


def changed(*changes: tuple[str, int | None, Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the tidy park with cells changed: (sheet, row number or None for a further row, cells)."""
    sheets = tidy()
    for sheet, row, cells in changes:
        if row is None:
            sheets[sheet].append(dict(cells))
        else:
            sheets[sheet][row - 2] |= cells
    return sheets


def complaints(sheets: Mapping[str, Rows]) -> list[str]:
    """Return all that is said of a park, as `Supplies!B2 commodity: ...`; a warning begins with `warning `."""
    tables, faults = park_tables(**sheets)
    found = in_order([*faults, *check(Park(tables))])
    kind = {"fault": "", "warning": "warning "}
    return [f"{kind[one.severity]}{one.place} {one.column}: {one.message}" for one in found]
