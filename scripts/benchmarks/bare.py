"""HiGHS alone on the file of a model, one thread, nothing left unproven, for so many CPU seconds."""

from __future__ import annotations

import sys
import time
from typing import Any

import highspy

from benchmarks.clock import peak
from benchmarks.fresh import tell

SILENT = {"output_flag": False, "threads": 1, "parallel": "off", "mip_rel_gap": 1e-9, "mip_abs_gap": 1e-9}


def solve(file: str, seconds: float) -> None:
    """Read, run, and tell: cost, bound, seconds, memory, and (seconds, cost, bound) whenever they change."""
    began = time.process_time()
    solver = highspy.Highs()
    for name, value in SILENT.items():
        solver.setOptionValue(name, value)
    solver.readModel(file)
    tell(read=time.process_time() - began, read_peak=peak())
    began = time.process_time()
    trace: list[tuple[float, float, float]] = []

    def stop(event: Any) -> None:
        if time.process_time() - began >= seconds:
            event.interrupt()

    def listen(event: Any) -> None:
        spent = time.process_time() - began
        known = (event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)
        if not trace or trace[-1][1:] != known:
            trace.append((spent, *known))
        if spent >= seconds:
            event.interrupt()

    solver.cbSimplexInterrupt += stop
    solver.cbIpmInterrupt += stop
    solver.cbMipInterrupt += listen
    solver.cbMipLogging += listen
    solver.solve()
    spent, info = time.process_time() - began, solver.getInfo()
    cost = info.objective_function_value if info.primal_solution_status == 2 else float("inf")
    bound = min(info.mip_dual_bound, cost)
    status = solver.modelStatusToString(solver.getModelStatus())
    trace.append((spent, cost, bound))
    tell(cpu=spent, cost=cost, bound=bound, status=status, peak=peak(), trace=trace)


if __name__ == "__main__":
    solve(sys.argv[1], float(sys.argv[2]))
