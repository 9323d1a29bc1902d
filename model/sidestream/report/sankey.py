"""Who gives what to whom, as bands: givers on the left, what flows in the middle, takers on the right; a drawing for each unit.

What a site passes on is left out on both of its sides: a giver is drawn with what it sends more than it receives of a commodity, a
taker with what it receives more than it sends. What is lost on the way flows to a taker of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from sidestream.report.text import cut, drawing, figure, safe, words_at

WIDTH, SIDE, BAR, GAP, LINE = 960.0, 235.0, 12.0, 9.0, 26.0
"""Pixels: of all, of the names at each side, of a node, between nodes, of a node at least with its gap."""
LOST = "lost on the way"
TINY, LITTLE = 1e-9, 1e-6
"""Shares of what goes in and out up to which a difference is rounding: of one site, of a commodity."""
MOST_NODES = 60


@dataclass(frozen=True)
class Band:
    """So much of a commodity, given (or taken) by a site in a year."""

    site: str
    commodity: str
    amount: float
    gives: bool


def bands_of(flows: pd.DataFrame) -> dict[str, list[Band]]:
    """Return the bands of the design's Flows by unit, the largest first."""
    mine = flows[flows["case"] == "design"]
    goods = mine[["unit", "commodity"]].astype(str)
    given = goods.assign(site=mine["from"], net=mine["sent"], whole=mine["sent"])
    taken = goods.assign(site=mine["to"], net=-mine["delivered"], whole=mine["delivered"])
    both = pd.concat([given, taken]).groupby(["unit", "commodity", "site"])[["net", "whole"]].sum().reset_index()
    lost = both.groupby(["unit", "commodity"])[["net", "whole"]].sum().reset_index().assign(site=LOST)
    found: dict[str, list[Band]] = {}
    for frame, least, sign in ((both, TINY, 1), (lost, LITTLE, -1)):
        for row in frame.to_dict("records"):
            amount = sign * float(row["net"])
            if abs(amount) > least * float(row["whole"]):
                found.setdefault(row["unit"], []).append(
                    Band(str(row["site"]), row["commodity"], abs(amount), amount > 0)
                )
    return {unit: sorted(bands, key=lambda band: -band.amount) for unit, bands in sorted(found.items())}


def drawn(unit: str, bands: Sequence[Band], media: dict[str, str], name: str, when: str) -> str:
    """Return the drawing of one unit."""
    goods = _order([(band.commodity, band.amount) for band in bands if band.gives])
    left = _order([(band.site, band.amount) for band in bands if band.gives])
    right = _order([(band.site, band.amount) for band in bands if not band.gives])
    goods = {
        good: max(size, sum(b.amount for b in bands if b.commodity == good and not b.gives))
        for good, size in goods.items()
    }
    columns = (left, goods, right)
    height = max(LINE * max(len(column) for column in columns), 90.0)
    room = min(height - GAP * len(column) for column in columns)
    scale = max(room, 30.0) / max(sum(column.values()) for column in columns)
    height = max(height, *(sum(_tall(size, scale) + GAP for size in column.values()) for column in columns)) + 10
    tops = [_tops(column, scale, height) for column in columns]
    xs = (SIDE, WIDTH / 2 - BAR / 2, WIDTH - SIDE - BAR)
    parts = [*_ribbons(bands, tops, xs, scale, media, unit)]
    for column, (sizes, top) in enumerate(zip(columns, tops, strict=True)):
        for node, size in sizes.items():
            parts += _node(node, size, top[node], xs[column], column, scale, unit, media)
    told = "; ".join(
        f"{band.site} {'gives' if band.gives else 'takes'} {figure(band.amount)} {unit} of {band.commodity}"
        if band.site != LOST
        else f"{figure(band.amount)} {unit} of {band.commodity} are lost on the way"
        for band in bands[:40]
    )
    more = f"; and {len(bands) - 40} smaller ones" if len(bands) > 40 else ""
    return drawing(parts, WIDTH, height, f"Exchanges in {unit} a year{when}", told + more, name)


def _order(pairs: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Sizes of nodes, the largest first, what is lost last; of very many the small ones are left out."""
    sizes: dict[str, float] = {}
    for node, amount in pairs:
        sizes[node] = sizes.get(node, 0.0) + amount
    order = sorted(sizes, key=lambda node: (node == LOST, -sizes[node]))[:MOST_NODES]
    return {node: sizes[node] for node in order}


def _tall(size: float, scale: float) -> float:
    return max(size * scale, 16.0)


def _tops(sizes: dict[str, float], scale: float, height: float) -> dict[str, float]:
    """Where each node begins; the column stands in the middle."""
    used = sum(_tall(size, scale) + GAP for size in sizes.values()) - GAP
    at, tops = (height - used) / 2, {}
    for node, size in sizes.items():
        tops[node] = at
        at += _tall(size, scale) + GAP
    return tops


def _ribbons(
    bands: Sequence[Band],
    tops: list[dict[str, float]],
    xs: tuple[float, float, float],
    scale: float,
    media: dict[str, str],
    unit: str,
) -> Iterator[str]:
    """The bands, in the order of the nodes on either side, so that few of them cross."""
    for gives in (True, False):
        ends, mid = (tops[0], tops[1]) if gives else (tops[2], tops[1])
        mine = [band for band in bands if band.gives == gives and band.site in ends and band.commodity in mid]
        outer, inner = _offsets(mine, ends, mid, scale)
        for band in mine:
            wide = max(band.amount * scale, 0.8)
            a, b = outer[band], inner[band]
            (x1, y1), (x2, y2) = ((xs[0] + BAR, a), (xs[1], b)) if gives else ((xs[1] + BAR, b), (xs[2], a))
            half = (x1 + x2) / 2
            path = (
                f"M{x1:.1f} {y1:.1f}C{half:.1f} {y1:.1f} {half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}v{wide:.1f}"
                f"C{half:.1f} {y2 + wide:.1f} {half:.1f} {y1 + wide:.1f} {x1:.1f} {y1 + wide:.1f}Z"
            )
            words = (
                f"{band.site} {'gives' if gives else 'takes'} {figure(band.amount)} {unit} of {band.commodity} a year"
            )
            kind = media.get(band.commodity, "abstract").replace(" ", "-")
            yield f'<path class="band m-{kind}" d="{path}"><title>{safe(words)}</title></path>'


def _offsets(
    bands: Sequence[Band], ends: dict[str, float], mid: dict[str, float], scale: float
) -> tuple[dict[Band, float], dict[Band, float]]:
    """Where each band begins at its site and at its commodity."""
    outer: dict[Band, float] = {}
    inner: dict[Band, float] = {}
    for found, key, other in ((outer, "site", "commodity"), (inner, "commodity", "site")):
        at = dict(ends if key == "site" else mid)
        far = mid if key == "site" else ends
        for band in sorted(bands, key=lambda one: far[getattr(one, other)]):
            node = getattr(band, key)
            found[band] = at[node]
            at[node] += band.amount * scale
    return outer, inner


def _node(
    node: str, size: float, top: float, x: float, column: int, scale: float, unit: str, media: dict[str, str]
) -> Iterator[str]:
    tall = _tall(size, scale)
    look = f"node m-{media.get(node, 'abstract').replace(' ', '-')}" if column == 1 else "node"
    words = f"{node}: {figure(size)} {unit}"
    yield f'<rect class="{look}" x="{x:.1f}" y="{top:.1f}" width="{BAR:g}" height="{max(size * scale, 1.5):.1f}"><title>{safe(words)}</title></rect>'
    y = top + min(tall, max(size * scale, 16)) / 2 + 4
    amount = figure(size)
    room = int(SIDE / 7.5) - len(amount) - 2
    if column == 1:
        yield words_at(x + BAR + 7, y, cut(node, 28), "good")
    elif column == 0:
        yield words_at(x - 8, y, f"{cut(node, room)}  {amount}", "name", end=True)
    else:
        yield words_at(x + BAR + 8, y, f"{cut(node, room)}  {amount}", "name")
