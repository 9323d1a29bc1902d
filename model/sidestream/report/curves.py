"""Points of two figures, joined: a front, or what more money brings."""

from __future__ import annotations

from collections.abc import Sequence

from sidestream.report.text import decimals, drawing, figure, words_at

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 960.0, 400.0, 150.0, 62.0, 36.0, 60.0
TICKS, DIGIT = 5, 7.5
"""Steps of an axis, about; width of a digit in pixels."""


def drawn(
    points: Sequence[tuple[float, float, str]],
    across: str,
    upward: str,
    title: str,
    told: str,
    name: str,
    *,
    steps: bool = False,
) -> str:
    """Return (x, y, what to call it) as dots, joined by a line, or by steps that hold until the next."""
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    x_ticks, y_ticks = ticks(min(xs), max(xs)), ticks(min(ys), max(ys))

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + (WIDTH - LEFT - RIGHT) * (x - x_ticks[0]) / ((x_ticks[-1] - x_ticks[0]) or 1),
            HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (y - y_ticks[0]) / ((y_ticks[-1] - y_ticks[0]) or 1),
        )

    parts = []
    for tick in y_ticks:
        _, y = at(x_ticks[0], tick)
        parts.append(f'<path class="grid" d="M{LEFT:g} {y:.1f}H{WIDTH - RIGHT:g}"/>')
        parts.append(words_at(LEFT - 8, y + 4, figure(tick, decimals(y_ticks)), "amount", end=True))
    for tick in x_ticks:
        x, _ = at(tick, y_ticks[0])
        parts.append(f'<path class="grid" d="M{x:.1f} {TOP:g}V{HEIGHT - BOTTOM:g}"/>')
        shown = figure(tick, decimals(x_ticks))
        parts.append(words_at(x + DIGIT * len(shown) / 2, HEIGHT - BOTTOM + 18, shown, "amount", end=True))
    places = [at(x, y) for x, y, _ in points]
    way = f"M{places[0][0]:.1f} {places[0][1]:.1f}"
    for x, y in places[1:]:
        way += f"H{x:.1f}V{y:.1f}" if steps else f"L{x:.1f} {y:.1f}"
    parts.append(f'<path class="curve" d="{way}"/>')
    for (x, y), (_, _, word) in zip(places, points, strict=True):
        parts.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="5"/>' + words_at(x + 8, y - 8, word, "name"))
    parts.append(words_at(WIDTH - RIGHT, HEIGHT - 12, across, "name", end=True))
    parts.append(words_at(0, 14, upward, "name"))
    return drawing(parts, WIDTH, HEIGHT, title, told, name)


def ticks(least: float, most: float) -> list[float]:
    """Return round numbers from at most the least to at least the most."""
    if most <= least:
        least, most = least - (abs(least) or 1.0) / 10, most + (abs(most) or 1.0) / 10
    raw = (most - least) / TICKS
    ten = 10.0 ** len(str(int(raw))) / 10 if raw >= 1 else 10.0 ** -_zeros(raw)
    step = next(ten * base for base in (1, 2, 2.5, 5, 10) if ten * base >= raw * 0.999)
    first = step * (least // step)
    count = round((most - first) / step + 0.4999)
    return [first + step * place for place in range(count + 1)]


def _zeros(raw: float) -> int:
    """How many places behind the point the first digit stands."""
    place = 1
    while raw * 10**place < 1 and place < 300:
        place += 1
    return place
