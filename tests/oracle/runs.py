"""The cheapest way of running given links, over all patterns of which runs when."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from oracle.dispatch import Dispatch
from oracle.known import Known
from oracle.links import Offer


def with_least_flow(links: Sequence[Offer]) -> list[Offer]:
    return [offer for offer in links if offer.least_flow > 0]


def groups(known: Known, *, limits: bool) -> list[list[int]]:
    """Moments that have to be decided together: only a limit on the year's CO2 joins them."""
    joined = limits and any(row["on"] == "impact" and row["per"] == "year" for row in known.limits)
    moments = list(range(len(known.hours)))
    return [moments] if joined else [[moment] for moment in moments]


def cheapest_run(
    known: Known, links: Sequence[Offer], *, limits: bool, short: bool = False
) -> tuple[float, float, dict[tuple[str, str, str, str], float]] | None:
    """Return cost, CO2 and flows of running these links best, over all patterns of which runs when."""
    total, co2, sent = 0.0, 0.0, {}
    for moments in groups(known, limits=limits):
        switches = [(offer.link, moment) for offer in with_least_flow(links) for moment in moments]
        runs = []
        for pattern in itertools.product((True, False), repeat=len(switches)):
            running = dict(zip(switches, pattern, strict=True))
            dispatch = Dispatch(known, links, moments, running, limits=limits, short=short)
            solved = dispatch.solve()
            if solved is not None:
                runs.append((solved, dispatch))
        if not runs:
            return None
        (cost, tonnes, values), dispatch = min(runs, key=lambda run: run[0][0])
        total, co2 = total + cost, co2 + tonnes
        sent |= {flow: values[number] for flow, number in dispatch.flows.items()}
    return total, co2, sent
