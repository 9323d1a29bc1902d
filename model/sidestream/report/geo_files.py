"""A map as a file: GeoJSON (RFC 7946), which needs nothing, or a GeoPackage, written by GDAL through pyogrio.

Meanings and units of the fields stand in the table `fields` of a GeoPackage, and in the member `sidestream` of a GeoJSON file. A park on
a plane has no place on earth: a GeoPackage has it in a local system in km, GeoJSON cannot have it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sidestream.errors import UsageError
from sidestream.report.layers import Layer, Map, Places

GEOPACKAGE, GEOJSON = ".gpkg", ".geojson"
WGS84 = "EPSG:4326"
PLANE = (
    'ENGCRS["a plane of the park, x eastward and y northward",EDATUM["the park"],CS[Cartesian,2],'
    'AXIS["x",east],AXIS["y",north],LENGTHUNIT["kilometre",1000]]'
)
DIGITS = 7
"""Of degrees, about a centimetre."""
SHAPES = {1: "Point", 2: "LineString"}
"""By the number of corners, and by the number that well-known binary has for it."""


def must_be_able(path: Path) -> None:
    """Raise UsageError where a library is missing that the file needs."""
    if path.suffix.lower() != GEOPACKAGE:
        return
    try:
        import pyogrio  # noqa: F401
    except ImportError:
        raise UsageError(
            f"'{path}': a GeoPackage is written with pyogrio, which is not installed: pip install pyogrio (it is the extra 'geo' of "
            f"sidestream), or write a {GEOJSON} file, which needs nothing"
        ) from None


def must_fit(path: Path, drawn: Map, name: str) -> None:
    """Raise UsageError where the file cannot hold the map."""
    if path.suffix.lower() == GEOJSON and not drawn.on_globe:
        raise UsageError(
            f"{name} has places on a plane only (x, y), and GeoJSON is in degrees: type lat and lon in Participants, or write a {GEOPACKAGE} "
            "file, which has the plane as it is"
        )


def write_map(drawn: Map, path: Path) -> None:
    """Write a map by the ending of the path. Raises OSError."""
    if path.suffix.lower() == GEOJSON:
        text = json.dumps(geojson(drawn), ensure_ascii=False, allow_nan=False, indent=None)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
    else:
        _write_geopackage(drawn, path)


def geojson(drawn: Map) -> dict[str, Any]:
    """Return a map as one collection of features; each says of which layer it is."""
    features = [feature for layer in drawn.layers for feature in _features(layer)]
    about = {
        layer.name: {name: {"meaning": words, "unit": unit} for name, (words, unit) in layer.meanings.items()}
        for layer in drawn.layers
    }
    return {"type": "FeatureCollection", "features": features, "sidestream": {"fields": about}}


def _features(layer: Layer) -> list[dict[str, Any]]:
    corners = np.round(layer.at, DIGITS).tolist()
    rows = layer.fields.to_dict("records")
    shape = SHAPES[layer.at.shape[1]]
    return [
        {
            "type": "Feature",
            "geometry": {"type": shape, "coordinates": at if shape == "LineString" else at[0]},
            "properties": {"layer": layer.name} | {str(name): _plain(value) for name, value in row.items()},
        }
        for at, row in zip(corners, rows, strict=True)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return None if value is None or value is pd.NA or value == "" else value


def _write_geopackage(drawn: Map, path: Path) -> None:
    import pyogrio.raw
    from pyogrio.errors import DataLayerError, DataSourceError

    path.unlink(missing_ok=True)
    try:
        for layer in drawn.layers:
            names, columns = _columns(layer.fields)
            pyogrio.raw.write(
                path,
                geometry=well_known_binary(layer.at),
                field_data=columns,
                fields=names,
                layer=layer.name,
                driver="GPKG",
                geometry_type=SHAPES[layer.at.shape[1]],
                crs=WGS84 if drawn.on_globe else PLANE,
                append=path.exists(),
            )
        rows = [(layer.name, name, *said) for layer in drawn.layers for name, said in layer.meanings.items()]
        names, columns = _columns(pd.DataFrame(rows, columns=["layer", "field", "meaning", "unit"], dtype=object))
        pyogrio.raw.write(
            path, geometry=None, field_data=columns, fields=names, layer="fields", driver="GPKG", append=True
        )
    except (DataSourceError, DataLayerError) as error:
        raise OSError(str(error)) from None


def _columns(frame: pd.DataFrame) -> tuple[list[str], list[Any]]:
    """Names, and numbers or texts with None where there is nothing."""
    columns: list[Any] = []
    for name in frame:
        if pd.api.types.is_numeric_dtype(frame[name]):
            columns.append(frame[name].to_numpy(float))
        else:
            columns.append(np.array([None if _plain(cell) is None else str(cell) for cell in frame[name]], object))
    return [str(name) for name in frame], columns


def well_known_binary(at: Places) -> Any:
    """Return each point or line as WKB (OGC 06-103r4), little-endian."""
    made = np.empty(len(at), object)
    count = at.shape[1]
    head = bytes([1]) + count.to_bytes(4, "little") + (count.to_bytes(4, "little") if count > 1 else b"")
    made[:] = [head + corners.astype("<f8").tobytes() for corners in at]
    return made
