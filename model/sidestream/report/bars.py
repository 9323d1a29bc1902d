"""Amounts as bars: before and after beside each other, or one for each name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sidestream.report.labels import LETTER
from sidestream.report.text import cut, decimals, drawing, figure, percent, words_at

WIDTH, LABEL, AFTER = 960.0, 250.0, 190.0
MOST = 40
"""Names that are drawn; the table has all of them."""


@dataclass(frozen=True)
class Bar:
    """A name, its amounts in the order of the series, and what is said behind them."""

    name: str
    amounts: tuple[float, ...]
    after: str = ""


def drawn(bars: Sequence[Bar], series: Sequence[str], unit: str, title: str, name: str) -> str:
    """Return bars that begin at one line, for each name one of each series; what is below 0 goes to the left."""
    shown = bars[:MOST]
    sizes = [amount for bar in shown for amount in bar.amounts if math.isfinite(amount)]
    most, least = max([0.0, *sizes]), min([0.0, *sizes])
    room, reach = WIDTH - LABEL - AFTER, (most - least) or 1.0
    nought = LABEL + room * -least / reach
    thick = 20.0 if len(series) == 1 else 13.0
    step = thick * len(series) + 13
    count = decimals(sizes, unit)
    parts, top = [], 4.0
    if len(series) > 1:
        parts, top = _legend(series), 34.0
    for place, bar in enumerate(shown):
        begin = top + place * step
        parts.append(words_at(LABEL - 12, begin + thick * len(series) / 2 + 5, cut(bar.name, 34), "name", end=True))
        for number, amount in enumerate(bar.amounts):
            if not math.isfinite(amount):
                continue
            wide = max(room * abs(amount) / reach, 1.0)
            left = nought if amount >= 0 else nought - wide
            y = begin + number * thick
            parts.append(
                f'<rect class="s{number if len(series) > 1 else 1}" x="{left:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{thick - 2:g}"/>'
            )
            words = f"{figure(amount, count)} {bar.after if len(series) == 1 else ''}".rstrip()
            parts.append(words_at(max(left + wide, nought) + 6, y + thick - 4, words, "amount"))
    bottom = top + len(shown) * step
    parts.append(f'<path class="axis" d="M{nought:.1f} {top - 4:.1f}V{bottom - 6:.1f}"/>')
    told = "; ".join(
        f"{bar.name}: "
        + ", ".join(_said(word, amount, count, unit) for word, amount in zip(series, bar.amounts, strict=True))
        for bar in shown
    )
    if len(bars) > len(shown):
        told += f"; {len(bars) - len(shown)} more are in the table"
        parts.append(words_at(LABEL, bottom + 10, f"and {len(bars) - len(shown)} more, see the table", "name"))
        bottom += 20
    return drawing(parts, WIDTH, bottom, title, told, name)


def _said(word: str, amount: float, count: int, unit: str) -> str:
    return f"{word} {figure(amount, count)} {unit}".strip() if math.isfinite(amount) else f"{word} not known"


def _legend(series: Sequence[str]) -> list[str]:
    parts, x = [], LABEL
    for number, word in enumerate(series):
        parts.append(f'<rect class="s{number}" x="{x:g}" y="4" width="14" height="12"/>')
        parts.append(words_at(x + 20, 15, cut(word, 30), "name"))
        x += 44 + 7 * len(word)
    return parts


def strip(shares: Sequence[tuple[str, float, str]], title: str, name: str) -> str:
    """Return one bar of (name, share, look) that add up to a whole, each with its name and percent beneath."""
    whole = sum(share for _, share, _ in shares) or 1.0
    parts, x, at = [], 0.0, 0.0
    for word, share, look in shares:
        wide = WIDTH * share / whole
        parts.append(f'<rect class="{look}" x="{x:.1f}" y="0" width="{max(wide - 2, 0):.1f}" height="22"/>')
        words = f"{word} {percent(100 * share / whole)}"
        parts.append(f'<rect class="{look}" x="{at:g}" y="36" width="14" height="12"/>')
        parts.append(words_at(at + 20, 47, words, "name"))
        x += wide
        at += 40 + LETTER * len(words)
    told = "; ".join(f"{word} {percent(100 * share / whole)}" for word, share, _ in shares)
    return drawing(parts, WIDTH, 56, title, told, name)
