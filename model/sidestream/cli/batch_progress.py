"""What a person sees while a batch goes on."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING

from sidestream.cli.shared import tell

if TYPE_CHECKING:
    from sidestream.studies.batch.lines import Record
    from sidestream.studies.batch.run import News

EVERY = 0.2


class BatchProgress:
    """On a terminal one line that changes, and one for each job that fails; elsewhere a line for each job."""

    def __init__(self, quiet: bool):
        self._quiet, self._live = quiet, sys.stderr.isatty()
        self._began, self._shown, self._width = time.monotonic(), 0.0, 0

    def show(self, news: News, record: Record | None) -> None:
        """Take news, and show it if it is time to."""
        if self._quiet:
            return
        if record is not None and (not self._live or record["exit_code"]):
            self.end()
            tell(_ended(news, record))
        if self._live and time.monotonic() > self._shown + EVERY:
            self._shown = time.monotonic()
            text = self._line(news)
            most = max(shutil.get_terminal_size().columns - 1, 20)
            tell("\r" + text.ljust(self._width)[:most], nl=False)
            self._width = min(len(text), most)

    def _line(self, news: News) -> str:
        parts = []
        if news.known or news.left:
            parts.append(f"{len(news.known):,} of {_total(news)} done")
        if news.failed:
            parts.append(f"{news.failed:,} without a proven design")
        if news.running:
            parts.append(f"{len(news.running):,} running")
        if news.listing:
            parts.append(f"{news.listing:,} to be looked into for scenarios")
        left = news.seconds_left()
        if left is not None:
            parts.append(f"about {_time(left)} left")
        parts.append(_time(time.monotonic() - self._began))
        return "  ".join(parts)

    def end(self) -> None:
        """Leave the line."""
        if self._live and self._width and not self._quiet:
            tell("\r" + " " * self._width + "\r", nl=False)
            self._width = 0


def _ended(news: News, record: Record) -> str:
    name = f"{record['park']}, {record['scenario']}" if record["scenario"] else record["park"]
    saving = record.get("cost_saving")
    words = f"saves {saving:,.0f} {record['currency']}/a" if saving is not None else ""
    if record["exit_code"] not in (0, 5):
        words = in_short(record)
    parts = [f"{len(news.known):,} of {_total(news)}", record["status"], name, words, f"{record['seconds']:.1f} s"]
    return "  ".join(part for part in parts if part)


def in_short(record: Record) -> str:
    """The first words of what went wrong: a title ends in a colon, and what it is a title of follows."""
    lines = [line.strip() for line in str(record["message"]).strip().splitlines()]
    return " ".join(lines[: 2 if lines and lines[0].endswith(":") else 1])


def _total(news: News) -> str:
    return f"{len(news.known) + news.left:,}" + ("+" if news.listing else "")


def _time(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 6_000:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3_600:.1f} h"
