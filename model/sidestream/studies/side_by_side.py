"""The same work for many things, in processes beside each other: what a study asks again and again.

What all have in common is sent to each process once. Answers come in the order in which they are ready, each with the place of
its thing. A process that dies takes nothing along: what it had begun is done again here. Ctrl-C is the parent's to hear; once a
stop is wished for, nothing new is begun, and what was not done is missing among the answers. Work that takes long asks
`stop_wished` on its way.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from typing import Any, TypeVar

from sidestream.solver.spawning import ctrl_c_waits, without_main

Common = TypeVar("Common")
Thing = TypeVar("Thing")
Answer = TypeVar("Answer")
SECONDS = 0.2
"""How often it is asked whether to stop."""
_common: Any = None
_work: Callable[[Any, Any], Any] | None = None
_wish: Callable[[], bool] = bool


def stop_wished() -> bool:
    """Whether what is done by `side_by_side`, here or in a process of its own, is to come to an end."""
    return _wish()


def side_by_side(
    work: Callable[[Common, Thing], Answer],
    common: Common,
    things: Sequence[Thing],
    jobs: int,
    wish: Callable[[], bool] = bool,
) -> Iterator[tuple[int, Answer]]:
    """Yield (place, work(common, thing)) for each thing, as they are ready; `work` is a function of a module.

    With one job, or one thing, all is done here, in order. What `work` raises is raised here.
    """
    left = dict(enumerate(things))
    if min(jobs, len(left)) > 1:
        for place, answer in _beside(work, common, things, min(jobs, len(left)), wish):
            del left[place]
            yield place, answer
    for place, thing in left.items():
        if wish():
            return
        with _asking(wish):
            answer = work(common, thing)
        yield place, answer


@contextmanager
def _asking(wish: Callable[[], bool]) -> Iterator[None]:
    global _wish
    before, _wish = _wish, wish
    try:
        yield
    finally:
        _wish = before


def _beside(
    work: Callable[[Any, Any], Any], common: Any, things: Sequence[Any], jobs: int, wish: Callable[[], bool]
) -> Iterator[tuple[int, Any]]:
    """What processes answer, until all have, one dies, or a stop is wished for."""
    waiting = iter(enumerate(things))
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    pool = ProcessPoolExecutor(jobs, context, _begin, (work, common, stop))
    begun: dict[Future[Any], int] = {}
    try:
        while True:
            while len(begun) < 2 * jobs and not wish() and (one := next(waiting, None)) is not None:
                with without_main(), ctrl_c_waits():
                    begun[pool.submit(_do, one[1])] = one[0]
            if not begun:
                return
            ready, _ = wait(begun, SECONDS, FIRST_COMPLETED)
            if wish():
                stop.set()
                for future in [future for future in begun if future.cancel()]:
                    del begun[future]
            for future in ready & begun.keys():
                yield begun.pop(future), future.result()
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(work: Callable[[Any, Any], Any], common: Any, stop: Event) -> None:
    """Remember what all things have in common, and how to hear of a stop."""
    global _common, _work, _wish
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _common, _work, _wish = common, work, stop.is_set


def _do(thing: Any) -> Any:
    assert _work is not None
    return _work(_common, thing)
