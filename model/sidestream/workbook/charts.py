"""Charts beside the tables of a workbook: which sheet has one, and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sidestream.design.currency import currency_of, in_currency
from sidestream.design.design import Design

BLUE, ORANGE = "#1F5C99", "#D9822B"
ROWS_OF_CHART = 22
"""Rows of a sheet that a chart covers, and one more."""
WIDEST_BARS = 15
"""Ranges of which a tornado shows the bars."""


def front(book: Any, sheet: Any, design: Design) -> None:
    """Draw cost against the impact, a dot for each point, below the table."""
    frame = design["Front"]
    count, places = len(frame), {name: place for place, name in enumerate(frame.columns)}
    unit, currency = str(frame["unit"].iloc[0]), in_currency("EUR/a", currency_of(design))
    impact = "CO2" if design.facts["impact"] == "co2" else str(design.facts["impact"])
    chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    chart.add_series(
        {
            "name": "front",
            "categories": ["Front", 1, places["impact"], count, places["impact"]],
            "values": ["Front", 1, places["cost"], count, places["cost"]],
            "marker": {"type": "circle", "size": 7, "fill": {"color": BLUE}, "border": {"color": BLUE}},
            "line": {"color": BLUE, "width": 1.5},
            "data_labels": {
                "custom": [{"value": f"{point:g}"} for point in frame["point"]],
                "value": True,
                "position": "above",
            },
        }
    )
    chart.set_title({"name": f"Cost against {impact}", "name_font": {"size": 12}})
    chart.set_x_axis(
        {"name": f"{impact} [{unit}]", "num_format": "#,##0", "crossing": "min", **_around(frame["impact"])}
    )
    chart.set_y_axis(
        {"name": f"total cost [{currency}]", "num_format": "#,##0", "crossing": "min", **_around(frame["cost"])}
    )
    chart.set_legend({"none": True})
    chart.set_size({"width": 760, "height": 400})
    first, last = frame.iloc[0], frame.iloc[-1]
    told = (
        f"{count} designs from {first['cost']:,.0f} {currency} with {first['impact']:,.4g} {unit} of {impact} "
        f"to {last['cost']:,.0f} {currency} with {last['impact']:,.4g} {unit}"
    )
    sheet.insert_chart(count + 2, 0, chart, {"description": told})


def abatement(book: Any, sheet: Any, design: Design) -> None:
    """Draw what each tonne more costs along the budget curve of each funder, a column for each step, below the table."""
    every = design["Budget curve"]
    below = len(every) + 2
    for funder in every["funder"].unique():
        places = (every["funder"] == funder).to_numpy().nonzero()[0]  # rows of a funder follow each other
        if len(places) > 1:
            _abatement_of(book, sheet, design, int(places[0]), int(places[-1]), below)
            below += ROWS_OF_CHART


def _abatement_of(book: Any, sheet: Any, design: Design, first: int, last_row: int, below: int) -> None:
    """The same of one funder, whose points stand in some rows of the table, the first without a step."""
    every = design["Budget curve"]
    frame = every.iloc[first : last_row + 1]
    count, places = len(frame), {name: place for place, name in enumerate(frame.columns)}
    whose = f": {frame['funder'].iloc[0]}" if every["funder"].nunique() > 1 else ""
    currency = currency_of(design)
    yearly, tonne = in_currency("EUR", currency), in_currency("EUR/t", currency)
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "marginal abatement cost",
            "categories": ["Budget curve", first + 2, places["co2_less"], last_row + 1, places["co2_less"]],
            "values": ["Budget curve", first + 2, places["step_price"], last_row + 1, places["step_price"]],
            "fill": {"color": BLUE},
            "gap": 15,
        }
    )
    chart.set_title({"name": f"Marginal abatement cost along the budget{whose}", "name_font": {"size": 12}})
    chart.set_x_axis({"name": "CO2 less, from the point before up to [t/a]", "num_format": "#,##0"})
    chart.set_y_axis({"name": f"cost of each tonne of the step [{tonne}]", "num_format": "#,##0"})
    chart.set_legend({"none": True})
    chart.set_size({"width": 760, "height": 400})
    last = frame.iloc[-1]
    steps = "1 step" if count == 2 else f"{count - 1} steps"
    told = (
        f"{steps} from nothing given to {last['given']:,.0f} {yearly} given, which spare {last['co2_less']:,.4g} t/a of CO2; the first "
        f"step costs {frame['step_price'].iloc[1]:,.4g} {tonne}, the last {last['step_price']:,.4g} {tonne}"
    )
    sheet.insert_chart(below, 0, chart, {"description": told})


def _around(figures: Any) -> dict[str, float]:
    """An axis about the figures, a tenth of their spread wider; where all are the same, as it comes."""
    least, most = float(figures.min()), float(figures.max())
    spread = (most - least) / 10
    return {"min": least - spread, "max": most + spread} if spread > 0 else {}


def tornado(book: Any, sheet: Any, design: Design) -> None:
    """Draw what each end of the widest ranges does to the saving, below the table."""
    frame = design["Tornado"]
    count, places = len(frame), {name: place for place, name in enumerate(frame.columns)}
    shown = min(count, 2 * WIDEST_BARS)
    currency = in_currency("EUR/a", currency_of(design))
    known = design.facts["saving"] == design.facts["saving"]
    what = f"saving [{currency}] more or less" if known else f"cost [{currency}] less or more"
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "first design kept",
            "categories": ["Tornado", 1, places["change"], shown, places["change"]],
            "values": ["Tornado", 1, places["bar"], shown, places["bar"]],
            "fill": {"color": BLUE},
            "invert_if_negative": True,
            "invert_if_negative_color": ORANGE,
            "gap": 30,
        }
    )
    chart.set_title({"name": "One figure at a time, the first design kept", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 8}})
    chart.set_x_axis({"name": f"{what} than with the workbook's figures", "num_format": "#,##0"})
    chart.set_legend({"none": True})
    chart.set_size({"width": 900, "height": 120 + 22 * shown})
    ends = frame[frame["range"] == frame["range"].iloc[0]].set_index("change")["bar"]
    told = "; ".join(f"with {change} {bar:+,.0f} {currency}" for change, bar in ends.items() if bar == bar)
    more = f"; {count - shown} ends of narrower bars are not drawn" if count > shown else ""
    text = f"{shown} ends of ranges, widest first, what each adds to the {'saving' if known else 'cost less'}: {told}{more}"
    sheet.insert_chart(count + 2, 0, chart, {"description": text})


CHARTS: dict[str, Callable[[Any, Any, Design], None]] = {
    "Front": front,
    "Tornado": tornado,
    "Budget curve": abatement,
}
