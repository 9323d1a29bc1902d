"""What else is caused than CO2, where it is taxed or limited."""

from __future__ import annotations

from typing import Any

from parks.losses import leaky_pipe_is_no_dump, loss_behind_a_junction
from parks.rows import commodity, demand, pipe, sites, supply
from parks.solved import Sheets, solved


def landfill(of: str, key: str, factor: float) -> dict[str, Any]:
    return {"impact": "landfill", "of": of, "key": key, "factor": factor, "unit": "t"}


@solved(design=5_000, today=5_000)
def leaky_pipe_is_no_landfill() -> Sheets:
    # Disposing costs nothing but the tax on landfill, 50 a tonne. What is lost on the way is disposed of, too: 100 t in
    # any case, and 100 for the pipe.
    sheets = leaky_pipe_is_no_dump()
    sheets["Supplies"] = [supply("plant", "brine", 100, disposal_cost=0)]
    sheets["ImpactFactors"] = [landfill("disposal", "brine", 1)]
    return {**sheets, "ImpactPrices": [{"impact": "landfill", "tax": 50}]}


@solved(design=550, today=6_700, built="plant-hub hub-mill")
def landfill_of_a_loss_behind_a_junction() -> Sheets:
    # Half of what the plant disposes of goes to landfill, at 40 a tonne: 20 for each tonne beside the 20 of disposal. Today
    # 100 * 40 + 90 * 30. In the design 10 t are lost behind the hub, as the plant's disposal: 400, and 150 for the pipes.
    factors = [landfill("disposal", "plant, ash", 0.5), landfill("disposal", "mill, ash", 100)]
    return {
        **loss_behind_a_junction(),
        "ImpactFactors": factors,
        "ImpactPrices": [{"impact": "landfill", "tax": 15, "value": 25}],
    }


@solved(design=2_200, today=1_000, built="plant-mill")
def cap_on_landfill() -> Sheets:
    # Half of what is disposed of is landfill: 40 t allow for 80 t. Of x t that are sent at 60 a tonne a quarter is lost, and
    # disposed of: 100 - 3/4 x = 80, x = 80/3, at 1,600. 20 t arrive, each worth 20 to the mill: 1,000 - 400 = 600.
    return {
        "Participants": sites("plant", "mill"),
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 100, disposal_cost=0)],
        "Demands": [demand("mill", "ash", 50, if_not_served="go without", shortage_cost=20)],
        "Pipelines": [pipe("plant", "mill", "ash", unit_cost=60, loss=25)],
        "ImpactFactors": [landfill("disposal", "ash", 0.5)],
        "Limits": [{"on": "impact", "key": "landfill", "most": 40, "unit": "t"}],
    }
