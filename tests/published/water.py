"""Least fresh water where water is used again: sources of some concentration, uses with a limit on it.

Wang and Smith      Y. P. Wang and R. Smith, Wastewater minimisation, Chem Eng Sci 49 (1994), the first example, at its
                    limiting flows: 90 t/h with reuse; 20 t/h, what must be free of it, with regeneration to 5 ppm
                    and recycling.
Polley and Polley   G. T. Polley and H. L. Polley, Design better water networks, Chem Eng Prog 96 (2000): four sources, four
                    uses: 70 t/h.
Olesen and Polley   S. G. Olesen and G. T. Polley, A simple methodology for the design of water networks handling single
                    contaminants, Chem Eng Res Des 75 (1997): six uses that take up 2 to 30 kg/h: 157.14 t/h, at their limiting
                    flows 1,100/7 t/h.
All recalled.
"""

from __future__ import annotations

from typing import Any

from parks.rows import commodity, demand, pipe, plant, rate, sites, supply
from published.case import Case

HOURS = 8760


def reuse(
    name: str,
    fresh: float,
    uses: dict[str, tuple[float, float]],
    sources: dict[str, tuple[float, float]],
    *,
    regenerated: float | None = None,
) -> Case:
    """Make the park of a problem. `uses`: t/h and most ppm; `sources`: t/h and ppm; regenerated to some ppm at a plant."""
    from_everywhere = ["river", *sources]
    values = {"river": 0.0, **{who: ppm for who, (_, ppm) in sources.items()}}
    more: dict[str, Any] = {}
    if regenerated is not None:
        from_everywhere.append("works")
        values["works"] = regenerated
        more = {
            "Conversions": [plant("regeneration", "works", 1000, "existing", unit="t/h")],
            "ConversionRates": [
                rate("regeneration", "water", 1, "leave"),
                rate("regeneration", "used water", -1, "links only"),
            ],
        }
    owners = sorted({*uses, *sources})
    return Case(
        name,
        {
            "Participants": sites("river", *owners, *(["works"] if more else [])),
            "Commodities": [
                commodity("water", medium="water"),
                *([commodity("used water", medium="water")] if more else []),
            ],
            "Supplies": [
                supply("river", "water", 1000, unit="t/h", provision_cost=1),
                *(supply(who, "water", much, unit="t/h") for who, (much, _) in sources.items()),
                *(supply(who, "used water", much, unit="t/h") for who, (much, _) in sources.items() if more),
            ],
            "Demands": [demand(who, "water", much, unit="t/h") for who, (much, _) in uses.items()],
            "Pipelines": [
                *(pipe(start, end, "water") for start in from_everywhere for end in uses if start != end),
                *({**pipe(who, "works", "used water"), "link": f"{who} back"} for who in sources if more),
            ],
            "Qualities": [
                {"participant": who, "commodity": "water", "property": "salt", "value": ppm, "unit": "ppm"}
                | {"mixes": "by quantity"}
                for who, ppm in values.items()
            ],
            "QualityLimits": [
                {"participant": who, "commodity": "water", "property": "salt", "most": ppm}
                for who, (_, ppm) in uses.items()
            ],
            **more,
        },
        0,
        fresh,
        per=HOURS,
    )


WANG_IN = {"one": (20, 0), "two": (100, 50), "three": (40, 50), "four": (10, 400)}
WANG_OUT = {"one": (20, 100), "two": (100, 100), "three": (40, 800), "four": (10, 800)}

OLESEN = [(2, 25, 80), (5, 25, 100), (4, 25, 200), (5, 50, 100), (30, 50, 800), (4, 400, 800)]
"""What each use takes up [kg/h], and most at its inlet and outlet [ppm]; the limiting flow takes it from the one to the other."""
OLESEN_FLOW = {f"use {place}": 1000 * load / (out - into) for place, (load, into, out) in enumerate(OLESEN, start=1)}

CASES = [
    reuse(
        "Olesen and Polley",
        1_100 / 7,
        {who: (much, into) for (who, much), (_, into, _) in zip(OLESEN_FLOW.items(), OLESEN, strict=True)},
        {who: (much, out) for (who, much), (_, _, out) in zip(OLESEN_FLOW.items(), OLESEN, strict=True)},
    ),
    reuse("Wang and Smith", 90, WANG_IN, WANG_OUT),
    reuse("Wang and Smith, regenerated", 20, WANG_IN, WANG_OUT, regenerated=5),
    reuse(
        "Polley and Polley",
        70,
        {"u1": (50, 20), "u2": (100, 50), "u3": (80, 100), "u4": (70, 200)},
        {"s1": (50, 50), "s2": (100, 100), "s3": (70, 150), "s4": (60, 250)},
    ),
]
