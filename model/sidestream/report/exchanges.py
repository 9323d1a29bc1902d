"""Where things are and what flows: map, bands and seasons, one of each for each stage and scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sidestream.report import map as drawn_map
from sidestream.report import sankey, seasons
from sidestream.report.places import Plan, close_up, plan_of
from sidestream.report.text import counted, listed, safe
from sidestream.report.told import Told, View, media_of


def in_views(told: Told, inside: Callable[[View, int], str], name: str) -> str:
    """Return what `inside` makes of each stage and scenario; one of them is seen, and there is a list to choose from."""
    if len(told.views) == 1:
        return inside(told.views[0], 0)
    options = "".join(f'<option value="{place}">{safe(view.label)}</option>' for place, view in enumerate(told.views))
    chosen = f'<p class="choose"><label for="{name}-view">Stage and scenario</label> <select id="{name}-view" class="views">{options}</select></p>'
    blocks = [
        f'<div class="view" data-view="{place}"{" hidden" if place else ""}><h3>{safe(view.label)}</h3>{inside(view, place)}</div>'
        for place, view in enumerate(told.views)
    ]
    return chosen + "".join(blocks)


def map_section(told: Told) -> str:
    """Return the map, with what its lines mean."""
    plan, media = plan_of(told.park["Participants"]), media_of(told.park)
    near = close_up(plan)
    used = sorted({drawn_map.medium(link, media)[2:] for view in told.views for link in view.links})

    def inside(view: View, place: int) -> str:
        name = f"map-{place}"
        whole = f'<div class="picture-box">{drawn_map.drawn(told, view, plan, media, name)}</div>'
        if near is None:
            return whole
        larger = drawn_map.drawn(told, view, near, media, f"{name}-near")
        return f'{whole}<p class="small">The middle, {near.times:.1f} times as large:</p><div class="picture-box">{larger}</div>'

    return (
        f'<div class="map"><p class="choose"><label><input type="checkbox" class="show-rejected"> Show links that are not built</label></p>'
        f'{in_views(told, inside, "map")}<p class="about-link" aria-live="polite">Point at a link, or move to the map with the Tab key and '
        f"from link to link with the arrow keys, to read about it here.</p>{_legend(used)}{_notes(plan)}</div>"
    )


def _legend(media: list[str]) -> str:
    def sample(look: str, words: str, core: str = "", arrow: str = "") -> str:
        return (
            f'<li><svg viewBox="0 0 46 14" width="46" height="14" aria-hidden="true"><g class="link {look}"><path class="line" d="M2 7H44" '
            f'stroke-width="3.5"/>{core}{arrow}</g></svg>{safe(words)}</li>'
        )

    full = '<path class="arrow" d="M20 1L32 7L20 13Z"/>'
    hollow = '<path class="arrow hollow" d="M20 1.5L32 7L20 12.5Z"/>'
    core = '<path class="core" d="M2 7H44" stroke-width="1.5"/>'
    lines = [
        sample("m-plain built", "pipeline (full arrow)", arrow=full),
        sample("m-plain built truck", "truck route (dashed, hollow arrow)", arrow=hollow),
        sample("m-plain existing", "there today (hollow line)", core=core, arrow=full),
        sample("m-plain candidate", "could be built, is not (dotted)"),
        *(sample(f"m-{medium} built", medium.replace("-", " ")) for medium in media),
    ]
    return f'<ul class="legend">{"".join(lines)}</ul>'


def _notes(plan: Plan) -> str:
    far = [name for name, place in plan.places.items() if place.away]
    notes = ["A line is as wide as its flow, as a share of the largest flow that is counted in the same unit."]
    if not plan.scale:
        notes.append("The workbook does not say where the sites are: they stand in a ring, not to scale.")
    if far:
        notes.append(
            f"Far away, and drawn at the edge in their direction with their distance from the middle: {listed(far)}."
        )
    if plan.unplaced:
        notes.append(f"Not on the map, as the workbook does not say where they are: {listed(plan.unplaced)}.")
    return f'<p class="small">{safe(" ".join(notes))}</p>'


def bands_section(told: Told) -> str:
    """Return a drawing of bands for each unit."""
    media = media_of(told.park)

    def inside(view: View, place: int) -> str:
        when = f", {view.label}" if view.label else ""
        parts = []
        for number, (unit, bands) in enumerate(sankey.bands_of(view.design["Flows"]).items()):
            picture = sankey.drawn(unit, bands, media, f"bands-{place}-{number}", when)
            parts.append(f'<h3>In {safe(unit)} a year</h3><div class="picture-box">{picture}</div>')
        return "".join(parts) or "<p>Nothing is exchanged.</p>"

    return (
        "<p>Who gives what to whom in a year of the design: givers on the left, takers on the right. Each drawing is of one unit and has a "
        "scale of its own. What a site only passes on is left out.</p>" + in_views(told, inside, "bands")
    )


def seasons_section(told: Told) -> str:
    """Return how flows go over the year; empty where a year has one period."""
    if len(told.park.moments["period"].unique()) < 2:
        return ""
    media = media_of(told.park)

    def inside(view: View, place: int) -> str:
        looks = {link.name: drawn_map.medium(link, media) for link in view.links}
        pictures, even, more = seasons.pictures(view, looks, f"season-{place}")
        said = " ".join(_counts(even, more))
        shown = f'<ul class="seasons">{"".join(pictures)}</ul>' if pictures else ""
        return f"{shown}<p>{safe(said)}</p>"

    return (
        "<p>What enters each link over the year: as high as it flows, as wide as the period is long, each picture with a scale of its own."
        "</p>" + in_views(told, inside, "seasons")
    )


def _counts(even: int, more: int) -> Iterator[str]:
    if even:
        yield f"{counted(even, 'flow is', 'flows are')} the same all year."
    if more:
        yield f"{counted(more, 'more flow changes', 'more flows change')} over the year: see the sheet Flows of the workbook."
