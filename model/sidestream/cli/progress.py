"""What a person sees while a search goes on, and how she stops it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sidestream.cli.shared import tell

if TYPE_CHECKING:
    from sidestream.design.design import Design


class ProgressLine:
    """One line on standard error: what is going on, best cost so far, bound, gap, seconds."""

    def __init__(self, quiet: bool):
        import time

        self._clock, self._began = time.monotonic, time.monotonic()
        self._quiet, self._live = quiet, sys.stderr.isatty()
        self._shown, self._every = -1e9, 0.1 if self._live else 10.0
        self._best, self._bound, self._width, self._phase = float("inf"), float("-inf"), 0, ""

    def show(self, phase: str, incumbent: float, bound: float, baseline: float) -> None:
        """Take news, and show it if it is time to."""
        words = {"today": "today's park", "writing": "writing the model", "design": "searching", "audit": "auditing"}
        searching = phase == "design" or phase not in words
        if searching:
            if phase != self._phase:
                self._best, self._bound = float("inf"), float("-inf")
            self._best, self._bound = min(self._best, incumbent), max(self._bound, bound)
        now = self._clock()
        if self._quiet or (phase == self._phase and now - self._shown < self._every):
            return
        if not self._live and not searching:
            return
        self._shown, self._phase = now, phase
        self._write(words.get(phase, phase), baseline)

    def _write(self, words: str, baseline: float) -> None:
        infinite = float("inf")
        parts = [words]
        if self._best < infinite:
            parts.append(f"best {self._best:,.0f}")
        if self._bound > -infinite:
            parts.append(f"bound {self._bound:,.0f}")
        if self._best < infinite and self._bound > -infinite:
            gap = max(self._best - self._bound, 0.0)
            saving = baseline - self._bound if baseline < infinite else 0.0
            parts.append(f"gap {gap:,.0f}" + (f" = {100 * gap / saving:.2f} % of the saving" if saving > 0 else ""))
        parts.append(f"{self._clock() - self._began:.0f} s")
        self._print("  ".join(parts))

    def _print(self, text: str) -> None:
        if self._live:
            tell("\r" + text.ljust(self._width)[: self._columns()], nl=False)
            self._width = len(text)
        else:
            tell(text)

    def _columns(self) -> int:
        import shutil

        return max(shutil.get_terminal_size().columns - 1, 20)

    def end(self) -> None:
        """Leave the line."""
        if self._live and self._width and not self._quiet:
            tell("\r" + " " * min(self._width, self._columns()) + "\r", nl=False)

    def last(self, found: Design) -> None:
        """Say how it ended, with the figures of the Run sheet."""
        if self._quiet:
            return
        facts = found.facts
        share = facts["gap_of_saving"]
        of_saving = "" if share is None else f" = {100 * share:.4g} % of the saving"
        tell(
            f"best {facts['cost']:,.0f}  bound {facts['bound']:,.0f}  gap {facts['gap']:,.0f}{of_saving}"
            f" = {100 * facts['gap_of_cost']:.4g} % of the cost  {facts['seconds']:.1f} s"
        )


@contextmanager
def ctrl_c(
    then: str = "the best design so far follows", *, also_terminated: bool = False
) -> Iterator[Callable[[], bool]]:
    """Turn the first Ctrl-C into a wish to stop, and say what happens `then`; the second stops at once.

    With `also_terminated` SIGTERM, by which a cluster's scheduler tells that time is up, counts as Ctrl-C.
    """
    asked: list[bool] = []

    def ask(*_: Any) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(True)
        with suppress(OSError):  # straight to the terminal: the signal may have come in the middle of a print
            os.write(2, f"\nstopping: {then} (Ctrl-C again to leave at once)\n".encode())

    signals = [signal.SIGINT, signal.SIGTERM] if also_terminated else [signal.SIGINT]
    before = [(number, signal.signal(number, ask)) for number in signals]
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before:
            signal.signal(number, handler)
