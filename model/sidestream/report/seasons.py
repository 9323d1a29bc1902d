"""How flows go over the year: a small picture for each link, as high as it flows and as wide as the period is long."""

from __future__ import annotations

from sidestream.report.text import drawing, figure, safe
from sidestream.report.told import EXISTING, REJECTED, Link, View

WIDTH, HEIGHT = 200.0, 64.0
MOST, MOST_STEPS = 24, 200
"""Links that have a picture, and steps that are drawn in one; of more the mean of some stands for them."""


def steady(rates: list[float]) -> bool:
    """Whether a flow is the same in every period."""
    return max(rates) - min(rates) <= 1e-6 * max(rates)


def pictures(view: View, media_class: dict[str, str], name: str) -> tuple[list[str], int, int]:
    """Return a picture for each link whose flow changes over the year, those that cost most first; how many are steady, and how many
    more change.
    """
    moments = view.world.park.moments.drop_duplicates("period")
    hours = {str(period): float(long) for period, long in zip(moments["period"], moments["hours"], strict=True)}
    flows = view.design["Flows"]
    flows = flows[flows["case"] == "design"]
    sums = flows.groupby(["link", "commodity", "unit", "period"])["sent"].sum()
    made: list[str] = []
    even = more = 0
    order = [link for link in view.links if link.state != REJECTED and link.carried]
    for link in sorted(order, key=lambda one: -float(one.facts.get("investment") or 0) + (one.state == EXISTING)):
        for good, _, unit in link.carried:
            mine = sums.loc[link.name, good, unit]
            rates = [float(mine.get(period, 0.0)) / long for period, long in hours.items()]
            if steady(rates):
                even += 1
            elif len(made) >= MOST:
                more += 1
            else:
                made.append(_picture(link, good, unit, hours, rates, media_class[link.name], f"{name}-{len(made)}"))
    return made, even, more


def _picture(
    link: Link, good: str, unit: str, hours: dict[str, float], rates: list[float], look: str, name: str
) -> str:
    steps = _fewer(list(hours.values()), rates)
    whole, top = sum(long for long, _ in steps), max(rates)
    x, path = 0.0, f"M0 {HEIGHT:g}"
    for long, rate in steps:
        wide = WIDTH * long / whole
        path += f"V{HEIGHT - (HEIGHT - 4) * rate / top:.1f}h{wide:.2f}"
        x += wide
    names = list(hours)
    highest, lowest = names[rates.index(top)], names[rates.index(min(rates))]
    told = f"from {figure(min(rates))} {unit}/h in {lowest} to {figure(top)} {unit}/h in {highest}, over {len(rates)} periods"
    picture = drawing(
        [f'<path class="{look} area" d="{path}V{HEIGHT:g}Z"/>', f'<path class="axis" d="M0 {HEIGHT:g}H{WIDTH:g}"/>'],
        WIDTH,
        HEIGHT + 1,
        f"{good} through {link.name}",
        told,
        name,
    )
    return f'<li><p class="flow">{safe(link.name)}</p>{picture}<p>{safe(good)}, {safe(told)}</p></li>'


def _fewer(hours: list[float], rates: list[float]) -> list[tuple[float, float]]:
    """Neighbours together, by their mean, where there are more periods than could be seen."""
    size = -(-len(rates) // MOST_STEPS)
    made = []
    for begin in range(0, len(rates), size):
        long = sum(hours[begin : begin + size])
        amount = sum(
            one * rate for one, rate in zip(hours[begin : begin + size], rates[begin : begin + size], strict=True)
        )
        made.append((long, amount / long))
    return made
