"""The map: sites and links to scale, wide where much flows; pipes and trucks told apart by dash and arrow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sidestream.report.labels import Box, Label, placed
from sidestream.report.places import CORNER, WIDTH, Place, Plan
from sidestream.report.text import cut, drawing, figure, in_words, listed, safe, words_at
from sidestream.report.told import BUILT, EXISTING, REJECTED, Link, Told, View

WIDEST, THINNEST, APART = 11.0, 1.8, 15.0
"""Pixels: of the link with the largest flow in its unit, of one with next to none, between links of the same two sites."""
MOST_LINKS, MOST_NAMES, MOST_POINTS = 1500, 120, 3000
"""What is drawn of a large park: the links that are there first, names of sites that exchange something first."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Course:
    """A link as it is drawn: a curve from where the flow enters to where it leaves, by way of `bend`."""

    link: Link
    start: Point
    bend: Point
    end: Point
    width: float

    def at(self, share: float) -> Point:
        """A point of the curve, by how much of it lies behind."""
        a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
        return (
            a * self.start[0] + b * self.bend[0] + c * self.end[0],
            a * self.start[1] + b * self.bend[1] + c * self.end[1],
        )


def drawn(told: Told, view: View, plan: Plan, media: dict[str, str], name: str) -> str:
    """Return the map of one stage and scenario."""
    courses = list(_courses(view.links, plan))
    points = [course.at(step / 12) for course in courses if course.link.state != REJECTED for step in range(1, 12)]
    points = points[:: 1 + len(points) // MOST_POINTS]
    sites = plan.seen
    texts = {site: _named(site, plan.places[site]) for site in sites}
    busy = {end for link in view.links if link.state != REJECTED for end in link.ends}
    first = sorted(sites, key=lambda site: site not in busy)[:MOST_NAMES]
    dots = {site: (plan.places[site].x, plan.places[site].y) for site in first}
    labels = placed(dots, texts, points, WIDTH, plan.height, [_corner(plan)] if plan.scale else [])
    kinds = dict(zip(told.park["Participants"]["participant"], told.park["Participants"]["kind"], strict=True))
    back = [course for course in courses if course.link.state == REJECTED]
    front = sorted((course for course in courses if course.link.state != REJECTED), key=lambda course: -course.width)
    parts = [
        f'<rect class="ground" width="{WIDTH:g}" height="{plan.height:g}" rx="6"/>',
        '<g class="rejected">',
        *(_drawn_link(course, told, media) for course in back),
        "</g>",
        *(_drawn_link(course, told, media) for course in front),
        *(_site(site, plan.places[site], str(kinds.get(site, ""))) for site in sites),
        *(_label(labels[site], plan.places[site]) for site in first),
        *_scale(plan),
    ]
    there = [course.link for course in front]
    part = "Map of the sites and links" if plan.times == 1 else "The middle of the map, drawn larger"
    title = f"{part}{': ' + view.label if view.label else ''}"
    words = (
        f"{len(sites)} sites, {sum(link.state == BUILT for link in there)} links that are built, "
        f"{sum(link.state == EXISTING for link in there)} that are there today, {len(back)} that are not built. "
        "The table of links says the same in words."
    )
    return drawing(parts, WIDTH, plan.height, title, words, name, "group")


def described(link: Link, told: Told) -> str:
    """Say of a link what there is to know."""
    words = [f"{link.name}: {link.kind} from {link.giver} to {link.taker}, {link.state}"]
    if not link.carried:
        words.append(
            f"for {listed(link.commodities)}" if link.state == REJECTED else f"carries no {listed(link.commodities)}"
        )
    words += [f"carries {in_words(amount, unit)} of {good} a year" for good, amount, unit in link.carried]
    facts = link.facts
    if facts.get("size"):
        words.append(f"size {facts['size']}")
    if facts.get("length", math.nan) == facts.get("length"):
        words.append(f"{figure(float(facts['length']), 2)} km")
    if link.state == BUILT and float(facts.get("investment") or 0) > 0:
        words.append(f"costs {in_words(float(facts['investment']), told.currency)} once")
    return "; ".join(words)


def medium(link: Link, media: dict[str, str]) -> str:
    """The class of a link's colour: by the medium of what it carries most of, or could carry."""
    goods = [good for good, _, _ in sorted(link.carried, key=lambda one: -one[1])] or list(link.commodities)
    return "m-" + media.get(goods[0] if goods else "", "abstract").replace(" ", "-")


def _courses(links: Sequence[Link], plan: Plan) -> Iterator[Course]:
    """Give every link its curve; several between the same two sites lie beside each other."""
    most: dict[str, float] = {}
    for link in links:
        for _, amount, unit in link.carried:
            most[unit] = max(most.get(unit, 0.0), amount)
    beside: dict[tuple[str, str], list[Link]] = {}
    seen = set(plan.seen)
    for link in sorted(links, key=lambda one: one.state == REJECTED)[:MOST_LINKS]:
        known = link.giver in plan.places and link.taker in plan.places and not seen.isdisjoint(link.ends)
        if known and link.giver != link.taker:
            beside.setdefault((min(link.ends), max(link.ends)), []).append(link)
    for (one, other), mine in beside.items():
        a, b = plan.places[one], plan.places[other]
        length = math.hypot(b.x - a.x, b.y - a.y) or 1.0
        across = (-(b.y - a.y) / length, (b.x - a.x) / length)
        there = sum(link.state != REJECTED for link in mine) or len(mine)
        apart = min(APART, 0.6 * length / there)
        for place, link in enumerate(mine):
            off = 2 * apart * (place - (there - 1) / 2)
            bend = ((a.x + b.x) / 2 + across[0] * off, (a.y + b.y) / 2 + across[1] * off)
            start, end = ((a.x, a.y), (b.x, b.y)) if link.ends[0] == one else ((b.x, b.y), (a.x, a.y))
            share = max((amount / most[unit] for _, amount, unit in link.carried), default=0.0)
            yield Course(link, start, bend, end, max(THINNEST, WIDEST * share))


def _drawn_link(course: Course, told: Told, media: dict[str, str]) -> str:
    link, (ax, ay), (bx, by), (cx, cy) = course.link, course.start, course.bend, course.end
    words = safe(described(link, told))
    path = f"M{ax:.1f} {ay:.1f}Q{bx:.1f} {by:.1f} {cx:.1f} {cy:.1f}"
    truck = " truck" if link.kind != "pipeline" else ""
    state = {BUILT: "built", EXISTING: "existing", REJECTED: "candidate"}[link.state]
    width = THINNEST if link.state == REJECTED else course.width
    core = (
        f'<path class="core" d="{path}" stroke-width="{max(width * 0.4, 0.9):.1f}"/>' if link.state == EXISTING else ""
    )
    seen = "" if link.state == REJECTED else _arrow(course, hollow=bool(truck))
    return (
        f'<g class="link {state}{truck} {medium(link, media)}" role="img" aria-label="{words}"><title>{words}</title>'
        f'<path class="reach" d="{path}" stroke-width="{width + 10:.1f}"/>'
        f'<path class="line" d="{path}" stroke-width="{width:.1f}"/>{core}{seen}</g>'
    )


def _arrow(course: Course, *, hollow: bool) -> str:
    """An arrow past the middle of a link: full for a pipe, hollow for a truck."""
    (x, y), (behind_x, behind_y) = course.at(0.6), course.at(0.55)
    angle = math.degrees(math.atan2(y - behind_y, x - behind_x))
    size = 4.5 + course.width / 2
    look = "arrow hollow" if hollow else "arrow"
    return f'<path class="{look}" transform="translate({x:.1f} {y:.1f}) rotate({angle:.0f})" d="M{-size:.1f} {-size:.1f}L{size:.1f} 0L{-size:.1f} {size:.1f}Z"/>'


def _site(name: str, place: Place, kind: str) -> str:
    far = " far" if place.away else ""
    if kind == "junction":
        return f'<rect class="site junction{far}" x="{place.x - 4:.1f}" y="{place.y - 4:.1f}" width="8" height="8"><title>{safe(name)}, a junction</title></rect>'
    return f'<circle class="site{far}" cx="{place.x:.1f}" cy="{place.y:.1f}" r="6"><title>{safe(_named(name, place))}</title></circle>'


def _named(name: str, place: Place) -> str:
    short = cut(name, 30)
    return f"{short} ({figure(place.away, 0)} km {place.direction})" if place.away else short


def _label(label: Label, place: Place) -> str:
    left, top, right, bottom = label.box
    x, y = min(max(place.x, left), right), min(max(place.y, top), bottom)
    way = f"M{place.x:.1f} {place.y:.1f}L{x:.1f} {y:.1f}"
    led = f'<path class="lead below" d="{way}"/><path class="lead" d="{way}"/>' if label.apart else ""
    return led + words_at(label.x, label.y, label.text, "name")


def _corner(plan: Plan) -> Box:
    """The room that the scale takes."""
    return (0.0, plan.height - CORNER[1], CORNER[0], plan.height)


def _scale(plan: Plan) -> Iterator[str]:
    """The scale bar and the north arrow; nothing where the drawing has no scale."""
    if not plan.scale:
        return
    length, y = plan.bar * plan.scale, plan.height - 22
    yield f'<path class="scale" d="M20 {y - 5:.1f}v5h{length:.1f}v-5"/>'
    yield words_at(20 + length / 2 - 14, y - 8, f"{plan.bar:g} km", "name")
    yield f'<g class="north" transform="translate({WIDTH - 28:g} 34)"><path d="M0 -20L7 6L0 1L-7 6Z"/>{words_at(-4.5, 20, "N", "name")}</g>'
