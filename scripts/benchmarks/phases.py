"""One park from cells to cells, as `sidestream design` goes, each phase measured.

read        the sheets of the workbook, or of a folder of CSV files
check       what one row cannot see; the park
candidates  where no links are listed: judged, offered, added and checked again
build       the model: columns, rows and goal as arrays
hand-over   one problem of it
today       the park as it stands
search      HiGHS, and what helps it, to a gap of 0 or the end of the time
settle      solved again with what is built fixed
read back   result tables, with what follows from them
audit       everything computed again
write       the workbook of the design, or CSV files
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.clock import Meter, peak, searches_by_cpu
from benchmarks.fresh import tell

STEPS = {
    "prepared": {"plan": "build", "hand_over": "hand-over", "todays_park": "today"},
    "finding": {"_ask": "search", "settle": "settle", "least_of_equals": "settle"},
    "reading_back": {"_of_world": "read back", "audit": "audit"},
}
"""What the modules of a design call, and which phase it is."""


def measure(source: Path, seconds: float, folder: Path, without: frozenset[str] = frozenset()) -> None:
    """Design the park at `source` in so many CPU seconds, without some aids; tell each phase as it is done, keep the problem in `folder`."""
    began = time.process_time()
    searches_by_cpu()
    from benchmarks.hand_in import keep
    from sidestream.park.checks import checked
    from sidestream.studies.one_design import design_network
    from sidestream.studies.options import Options
    from sidestream.workbook.reading import read_sheets
    from sidestream.workbook.writing import write_design

    import_module("sidestream.workbook.excel")  # which is imported late
    tell(imports={"cpu": time.process_time() - began, "peak": peak()})
    meter = Meter()
    with meter.phase("read"):
        tables, faults = read_sheets(source)
    with meter.phase("check"):
        park, _ = checked(tables, faults, source.name)
    if park.offers_links:
        with meter.phase("candidates"):
            park, pairs = _offered(park, faults, source.name)
        tell(pairs=pairs)
    tell(phases=meter.phases)

    def problem_kept(problem: Any) -> None:
        keep(problem, folder / "problem.npz")
        rows, columns = problem.shape
        tell(columns=columns, rows=rows, whole=int(problem.integer.sum()), phases=meter.phases)

    def told(_: Any) -> None:
        tell(phases=meter.phases)

    then = {"hand_over": problem_kept, "todays_park": told, "_ask": told}
    for module, functions in STEPS.items():
        studies = import_module(f"sidestream.studies.{module}")
        if "_ask" in functions:
            _limit_search(studies, seconds)
        for function, name in functions.items():
            meter.around(studies, function, name, then.get(function))
    design = design_network(park, Options(gap=0.0, without=without))
    facts = design.facts
    known = ("cost", "cost_today", "bound", "gap", "gap_of_cost", "gap_of_saving", "status", "parts", "pruned")
    tell(phases=meter.phases, **{name: facts[name] for name in known})
    with meter.phase("write"):
        write_design(design, folder / f"design{source.suffix}")
    tell(phases=meter.phases, flows=len(design["Flows"]), peak=peak())


def _limit_search(studies: ModuleType, seconds: float) -> None:
    """Let the seconds count from where the search begins."""
    ask = studies._ask

    def asked(made: Any, problem: Any, options: Any, orders: Any) -> Any:
        return ask(made, problem, options, replace(orders, deadline=time.monotonic() + seconds))

    studies._ask = asked  # type: ignore[attr-defined]


def _offered(park: Any, faults: Any, name: str) -> tuple[Any, dict[str, int]]:
    """Return the park with what is offered to it, and how many pairs there were; as `studies.opening` does."""
    from sidestream.candidates import offered_for, with_links
    from sidestream.park.checks import checked

    offers = offered_for(park)
    near = offers.judged[["giver", "taker", "commodity"]].drop_duplicates()
    pairs = {"fit": offers.compatible, "judged": len(near), "offered": offers.pairs}
    pairs |= {sheet: int((offers.judged["offered"] & (offers.judged["sheet"] == sheet)).sum()) for sheet in WAYS}
    return checked(with_links(park, offers), faults, name)[0], pairs


WAYS = ("Pipelines", "TruckRoutes")


if __name__ == "__main__":
    measure(Path(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3]), frozenset(sys.argv[4:]))
