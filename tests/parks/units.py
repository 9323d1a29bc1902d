"""The same amounts in many units."""

from __future__ import annotations

from parks.rows import commodity, demand, pipe, sites, supply
from parks.solved import Sheets, solved


@solved(design=28_696, today=52_852, built="plant-mill boiler-town")
def units() -> Sheets:
    # Gypsum: 0.0876 kt/a = 87.6 t; 10 kg/h * 8,760 h = 87.6 t; needed 7 t/week * 8,760 / 168 = 365 t.
    # Heat: 3.6 GJ/h = 1 MWh/h = 8,760 MWh; needed 500 kW = 4,380 MWh. Pipe: 900 MJ/h = 0.25 MW = 2,190 MWh.
    # Today: 175.2 * 10 + 365 * 20 + 4,380 * 10 = 1,752 + 7,300 + 43,800 = 52,852.
    # Gypsum by a pipe of 0.2 kt/a: saves 175.2 * 30 = 5,256 for 1,000. Heat: saves 2,190 * 10 = 21,900 for 2,000.
    return {
        "Participants": sites("plant", "works", "boiler", "mill", "town"),
        "Commodities": [commodity("gypsum", medium="slurry"), commodity("heat", "MWh", "hot water", vanishes="yes")],
        "Supplies": [
            supply("plant", "gypsum", 0.0876, disposal_cost=10, unit="kt/a"),
            supply("plant", "gypsum", 10, disposal_cost=10, unit="kg/h", name="from the filter"),
            supply("boiler", "heat", 3.6, unit="GJ/h"),
        ],
        "Demands": [
            demand("mill", "gypsum", 7, virgin_price=20, unit="t/week"),
            demand("town", "heat", 500, virgin_price=10, unit="kW"),
        ],
        "Pipelines": [
            pipe("plant", "mill", "gypsum", yearly_cost=1_000, capacity=0.2, capacity_unit="kt/a"),
            pipe("boiler", "town", "heat", yearly_cost=2_000, capacity=900, capacity_unit="MJ/h"),
        ],
    }
