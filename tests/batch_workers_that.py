"""Stand-ins for a batch's worker: they go wrong in the ways in which a process can. (A spawned process imports them.)"""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection

from sidestream.studies.batch.job import Answer
from sidestream.studies.batch.processes import READY

HUGE = 200_000_000


def die_at_once(_: Connection) -> None:
    os._exit(1)


def kill_themselves_over_bad(line: Connection) -> None:
    """Answer with their process, but for parks called bad."""
    line.send(READY)
    while True:
        if line.recv().job.park == "bad":
            os.kill(os.getpid(), signal.SIGKILL)
        line.send(Answer(0, str(os.getpid())))


def take_memory(line: Connection) -> None:
    """Take much memory for parks called bad."""
    line.send(READY)
    while True:
        if line.recv().job.park == "bad":
            kept = b"1" * HUGE
            time.sleep(60)
            del kept
        line.send(Answer(0, str(os.getpid())))


def wait_for_a_wish(line: Connection) -> None:
    """Answer once they are told to stop, with what they were told and whether Ctrl-C could reach them."""
    line.send(READY)
    line.recv()
    word = line.recv()
    blocked = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())
    line.send(Answer(5, f"{word} {blocked}"))
    line.recv()


def never_end(line: Connection) -> None:
    line.send(READY)
    time.sleep(600)
