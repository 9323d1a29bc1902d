"""What holds for all of a park: its settings, its periods and their profiles."""

from __future__ import annotations

from strategies.sketch import Row, Sketch

YEARS: tuple[tuple[tuple[float, ...], tuple[tuple[float, ...], ...]], ...] = (
    ((0.5, 0.5), ((0.5, 1.5), (0, 2))),
    ((0.25, 0.75), ((2.5, 0.5), (0.4, 1.2))),
    ((0.25, 0.25, 0.5), ((0, 2, 1), (2, 0.4, 0.8))),
)
"""Shares of the year, and profiles whose mean over them is 1."""


def draw_settings(sketch: Sketch) -> None:
    sketch.sheets["Settings"] = {
        "discount_rate": sketch.one_of(0, 5, 8, 10),
        "electricity_price": sketch.one_of(50, 100, 150),
        "electricity_co2": sketch.one_of(0, 200, 400),
        **sketch.maybe(40, carbon_tax=lambda: sketch.one_of(20, 50, 100)),
        **sketch.maybe(30, carbon_value=lambda: sketch.one_of(20, 50, 100)),
        **sketch.maybe(30, hours_per_year=lambda: sketch.one_of(8_000, 8_784)),
        **sketch.maybe(30, detour_pipe=lambda: sketch.one_of(1.25, 1.5)),
        **sketch.maybe(30, detour_road=lambda: sketch.one_of(1.25, 1.5)),
        **sketch.maybe(15, generate_candidates=lambda: "no", outage_weeks=lambda: 4),
        **sketch.maybe(15, longest_pipe=lambda: 0.1, longest_road=lambda: 0.1),  # of links that are added, not typed
    }


def draw_periods(sketch: Sketch) -> None:
    if sketch.chance(40):
        return
    shares, profiles = sketch.one_of(*YEARS)
    hours = sketch.sheets["Settings"].get("hours_per_year", 8_760)
    sketch.sheets["Periods"] = [
        {"period": name, "hours": share * hours}
        for name, share in zip(("winter", "summer", "rest"), shares, strict=False)
    ]
    _draw_cycles(sketch)
    if sketch.chance(70):
        names = ("cold", "batch")[: sketch.one_of(1, 2)]
        sketch.sheets["Profiles"] = [
            {"period": row["period"], **{name: profiles[place][number] for place, name in enumerate(names)}}
            for number, row in enumerate(sketch.sheets["Periods"])
        ]


def _draw_cycles(sketch: Sketch) -> None:
    """Some or all periods that repeat together."""
    if not sketch.wanted.cycles or sketch.chance(55):
        return
    periods = sketch.rows("Periods")
    repeats = sketch.maybe(80, repeats=lambda: sketch.one_of(2, 5, 10))
    for period in periods if sketch.chance(60) else periods[:2]:
        period |= {"cycle": "round", **repeats}
    if "cycle" not in periods[-1] and sketch.chance(40):
        periods[-1] |= {"cycle": "other", "repeats": 4}


def profile(sketch: Sketch) -> Row:
    names = [name for name in sketch.sheets.get("Profiles", [{}])[0] if name != "period"]
    return sketch.maybe(50, profile=lambda: sketch.one_of(*names)) if names else {}
