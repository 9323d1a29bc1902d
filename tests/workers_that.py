"""Stand-ins for a worker's work: they go wrong in the ways in which a process can. (A spawned process imports them.)"""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection


def die_at_once(_: Connection) -> None:
    os._exit(1)


def die_with(_: Connection, __: object) -> None:
    os._exit(1)


def die_after_news(line: Connection) -> None:
    line.recv()
    line.send((1e9, -1e9))
    os.kill(os.getpid(), signal.SIGKILL)


def never_stop(line: Connection) -> None:
    """As HiGHS may in a long presolve: deaf to its time limit and to a wish."""
    line.recv()
    time.sleep(600)


def ignore_nothing(line: Connection) -> None:
    """Answer with what Ctrl-C does to this process: whether it is blocked from the first moment on."""
    job = line.recv()
    from sidestream.solver.highs import Answer

    blocked = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())
    line.send(Answer("optimal", job.problem.cost, 1.0 if blocked else 0.0))
