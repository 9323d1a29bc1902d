"""The cheapest way of running a given build, over all patterns of which runs when."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, NamedTuple

from oracle.builds import Build
from oracle.dispatch import Dispatch
from oracle.known import Known
from oracle.ledger import Ledger
from oracle.storages import chains


def with_a_least(build: Build) -> list[Any]:
    """What runs or does not in each period: links with a least flow that are not steady, conversions with a least load."""
    plants = [one for one in build.facilities if one.kind == "conversion" and one.row["least_load"] > 0]
    pipes = [offer.link for offer in build.links if offer.least_flow > 0 and not offer.steady]
    return pipes + [one.key for one in plants]


def groups(known: Known, build: Build, *, limits: bool) -> list[list[int]]:
    """Moments that have to be decided together: a limit on what happens in the year, a size that is chosen and a vehicle that could be
    bought join them all, a storage those of each chain.
    """
    moments = list(range(len(known.hours)))
    year = limits and any(row["on"] not in ("investment", "partners") and row["per"] == "year" for row in known.limits)
    buys = limits and any(one.more > 0 for one in known.fleets)
    if year or buys or any(one.chooses for one in build.facilities):
        return [moments]
    if any(one.kind == "storage" for one in build.facilities):
        return chains(known, moments)
    return [[moment] for moment in moments]


def count_runs(known: Known, build: Build, *, limits: bool) -> int:
    """How many linear programmes a build takes."""
    switches = len(with_a_least(build))
    return sum(2 ** (switches * len(group)) for group in groups(known, build, limits=limits))


class Run(NamedTuple):
    """What running a build costs [EUR/a], its CO2 [t/a], what enters links as in `OracleAnswer.sent`, and fleets that grow."""

    cost: float
    co2: float
    sent: dict[tuple[str, str, str, str], float]
    fleets: set[str]


def cheapest_run(
    known: Known, build: Build, *, limits: bool, short: bool = False, worth: Callable[[Ledger], float] | None = None
) -> Run | None:
    """Run a build best, over all patterns of which runs when; `worth`: what of a ledger is made small, else its cost."""
    total, co2, sent, bought = 0.0, 0.0, {}, set()
    for moments in groups(known, build, limits=limits):
        switches = [(name, moment) for name in with_a_least(build) for moment in moments]
        runs = []
        for pattern in itertools.product((True, False), repeat=len(switches)):
            running = dict(zip(switches, pattern, strict=True))
            dispatch = Dispatch(known, build, moments, running, limits=limits, short=short)
            solved = dispatch.solve(worth)
            if solved is not None:
                runs.append((solved, dispatch))
        if not runs:
            return None
        (cost, tonnes, values), dispatch = min(runs, key=lambda run: run[0][0])
        total, co2 = total + cost, co2 + tonnes
        sent |= {flow: values[number] for flow, number in dispatch.flows.items()}
        bought |= {
            one.word for one in known.fleets if one.vehicle in dispatch.more and values[dispatch.more[one.vehicle]]
        }
    return Run(total, co2, sent, bought)
