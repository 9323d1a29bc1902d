"""`export`: a park, and a design of it, as layers for a GIS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sidestream.cli.shared import JSON, PARK, examples, read_park, tell

if TYPE_CHECKING:
    from sidestream.design.design import Design
    from sidestream.park import Park

NAMED = 10
"""Participants without a place that are named; the rest are counted."""


@click.command(
    short_help="Sites and links as map layers for a GIS: GeoPackage or GeoJSON.",
    epilog=examples(
        "sidestream export park.xlsx design.xlsx -o design.gpkg",
        "sidestream export park.xlsx design.xlsx -o design.geojson",
        "sidestream export park.xlsx -o park.geojson",
    ),
)
@PARK
@click.argument("design", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write: .gpkg (GeoPackage, for QGIS and others) or .geojson. [default: DESIGN.geojson here]",
)
@JSON
def export(park: Path, design: Path | None, output: Path | None, as_json: bool) -> None:
    """Write the sites of PARK as points and its links as lines, with what the workbook says of them; with DESIGN also what is built,
    existing and rejected, sizes, quantities, costs, and what each participant pays and emits.

    Each figure of DESIGN is computed again first, as `verify` does. Lines are straight: no route is known. A .gpkg file needs pyogrio:
    pip install pyogrio (it is the extra 'geo').
    """
    from sidestream.report.geo_files import GEOJSON, GEOPACKAGE, must_be_able, must_fit, write_map
    from sidestream.report.layers import map_of
    from sidestream.workbook.saving import ensure_writable, save

    first = design or park
    output = output or Path(f"{first.stem if first.is_file() else first.resolve().name}{GEOJSON}")
    ensure_writable(output, [park, *([design] if design else [])], (GEOPACKAGE, GEOJSON))
    must_be_able(output)
    known, found = _read(park, design)
    drawn = map_of(known, found)
    must_fit(output, drawn, park.name)
    written = save(output, lambda to: write_map(drawn, to))
    sites, links = (len(layer.fields) for layer in drawn.layers)
    if drawn.left_out:
        named = ", ".join(drawn.left_out[:NAMED]) + ", ..." * (len(drawn.left_out) > NAMED)
        columns = "lat and lon" if drawn.on_globe else "x and y"
        tell(
            f"left out: {len(drawn.left_out):,} participants without {columns}, and {drawn.links_left_out:,} links "
            f"that end there: {named}"
        )
    if as_json:
        told = {"file": str(written), "sites": sites, "links": links, "left_out": drawn.left_out}
        click.echo(json.dumps(told | {"links_left_out": drawn.links_left_out}, ensure_ascii=False))
    else:
        click.echo(f"wrote {written}: {sites:,} sites, {links:,} links")


def _read(park: Path, design: Path | None) -> tuple[Park, Design | None]:
    """Read the park, and the design where there is one. Raises AuditError where that does not add up."""
    if design is None:
        return read_park(park)[0], None
    from sidestream.studies.verifying import verified

    seen = verified(park, design)
    if seen.broken and seen.changed:
        tell(f"{park.name} has changed since the design was made")
    seen.must_add_up(design.name)
    return seen.park, seen.design
