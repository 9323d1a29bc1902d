"""`export`: sites and links as map layers, opened again and drawn."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pyogrio.raw
import pytest
from click.testing import CliRunner

from cli.reading import files
from parks.rows import commodity, demand, pipe, supply
from sidestream import cli
from typed import typed

matplotlib.use("Agg")
from matplotlib import pyplot

GREEN, GREY = (0.0, 0.5, 0.0), (0.5, 0.5, 0.5)
PLACES = {"plant": (11.0, 55.6), "mill": (11.2, 55.6), "yard": (11.0, 55.7)}


def three_sites(**place):
    """The plant gives 40 t of ash to the mill by a pipe that is built; a dear one to the yard is not."""
    there = place or {name: {"lon": lon, "lat": lat} for name, (lon, lat) in PLACES.items()}
    return {
        "Settings": {"discount_rate": 0},
        "Participants": [{"participant": name, "kind": "industry"} | there.get(name, {}) for name in PLACES],
        "Commodities": [commodity("ash")],
        "Supplies": [supply("plant", "ash", 60, disposal_cost=10)],
        "Demands": [demand("mill", "ash", 40, virgin_price=30), demand("yard", "ash", 20, virgin_price=1)],
        "Pipelines": [
            pipe("plant", "mill", "ash", investment=1_000, life=10, yearly_cost=50, length=12),
            pipe("plant", "yard", "ash", yearly_cost=10_000, length=11),
        ],
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with the three sites and their design."""
    folder = tmp_path_factory.mktemp("made")
    typed(folder / "park.xlsx", three_sites())
    words = ["design", str(folder / "park.xlsx"), "-o", str(folder / "design.xlsx"), "--gap", "0", "--quiet"]
    assert CliRunner().invoke(cli.cli, words).exit_code == 0
    return folder


@pytest.fixture
def designed(made, tmp_path) -> Path:
    """A copy of that folder, where the commands run."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def corners(wkb: bytes) -> list[list[float]]:
    """Points and lines of well-known binary, as GDAL writes them."""
    kind = int.from_bytes(wkb[1:5], "little")
    return np.frombuffer(wkb[5 if kind == 1 else 9 :], "<f8").reshape(-1, 2).tolist()


def layer(path, name):
    """Corners and fields of each feature, as GDAL reads them."""
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=name)
    rows = zip(*columns, strict=True)
    return meta, [corners(wkb) for wkb in shapes], [dict(zip(meta["fields"], row, strict=True)) for row in rows]


def test_a_geopackage_is_opened_and_has_places_and_attributes(run, designed):
    done = run("export", "park.xlsx", "design.xlsx", "-o", "design.gpkg")
    meta, points, sites = layer("design.gpkg", "sites")
    _, lines, links = layer("design.gpkg", "links")

    assert (done.code, done.out, done.err) == (0, "wrote design.gpkg: 3 sites, 2 links\n", "")
    assert meta["crs"] == "EPSG:4326"
    assert {row["participant"]: tuple(at[0]) for row, at in zip(sites, points, strict=True)} == PLACES
    by_name = {row["link"]: (row, at) for row, at in zip(links, lines, strict=True)}
    built, at = by_name["plant-mill"]
    assert at == [list(PLACES["plant"]), list(PLACES["mill"])]
    assert (built["status"], built["kind"], built["quantities"]) == ("built", "pipeline", "ash 40 t/a")
    assert [built[name] for name in ("investment_EUR", "annuity_EUR_a", "yearly_cost_EUR_a")] == [1_000, 100, 50]
    assert (built["length_km"], built["carried"], built["carried_unit"]) == (12, 40, "t/a")
    rejected = by_name["plant-yard"][0]
    assert (rejected["status"], rejected["quantities"]) == ("rejected", None)
    assert rejected["why"] == "costs 10000 EUR/a, brings 220 EUR/a at the most"  # 20 t x (10 + 1 EUR)
    # today 60 t x 10 EUR at the plant; in the design 20 t x 10 and half of the pipe's 150
    plant = next(row for row in sites if row["participant"] == "plant")
    assert [plant["cost_today_EUR_a"], plant["cost_design_EUR_a"]] == [600, 275]
    fields = pyogrio.raw.read("design.gpkg", layer="fields")[3]
    assert ("links", "length_km", "how long it is", "km") in set(zip(*fields, strict=True))


def test_what_was_written_can_be_drawn(run, designed):
    run("export", "park.xlsx", "design.xlsx", "-o", "design.gpkg")
    _, lines, links = layer("design.gpkg", "links")
    picture = pyplot.figure(figsize=(4, 4), dpi=100)
    axes = picture.add_axes((0, 0, 1, 1))
    axes.set(xlim=(10.9, 11.3), ylim=(55.5, 55.9))
    axes.axis("off")
    for at, row in zip(lines, links, strict=True):
        axes.plot(*zip(*at, strict=True), color=GREEN if row["status"] == "built" else GREY, linewidth=6)
    picture.canvas.draw()
    seen = np.asarray(picture.canvas.buffer_rgba())[:, :, :3] / 255
    pyplot.close(picture)

    def colour(lon: float, lat: float):
        """What is drawn at a place: 400 dots are 0.4 degrees, counted from the top."""
        return tuple(np.round(seen[round((55.9 - lat) * 1000), round((lon - 10.9) * 1000)], 1))

    assert colour(11.1, 55.6) == GREEN  # half way from the plant to the mill
    assert colour(11.0, 55.65) == GREY  # half way to the yard
    assert colour(11.2, 55.7) == (1.0, 1.0, 1.0)


def test_geojson_is_in_degrees_longitude_first(run, designed):
    done = run("export", "park.xlsx", "design.xlsx", "--json")
    made = json.loads((designed / "design.geojson").read_text(encoding="utf-8"))
    features = {one["properties"].get("link") or one["properties"]["participant"]: one for one in made["features"]}

    assert json.loads(done.out) == {
        "file": "design.geojson", "sites": 3, "links": 2, "left_out": [], "links_left_out": 0,
    }  # fmt: skip
    assert made["type"] == "FeatureCollection"
    assert "crs" not in made
    assert features["mill"]["geometry"] == {"type": "Point", "coordinates": list(PLACES["mill"])}
    assert features["plant-yard"]["geometry"]["coordinates"] == [list(PLACES["plant"]), list(PLACES["yard"])]
    assert features["plant-yard"]["properties"]["layer"] == "links"
    assert features["plant-yard"]["properties"]["investment_EUR"] is None
    assert made["sidestream"]["fields"]["links"]["used_percent"]["unit"] == "%"
    assert pyogrio.raw.read("design.geojson")[0]["crs"] == "EPSG:4326"


def test_a_park_alone_has_its_candidates(run, tmp_path):
    typed(tmp_path / "park.xlsx", three_sites())
    run("export", "park.xlsx", "-o", "park.gpkg")
    _, _, links = layer("park.gpkg", "links")

    assert {row["link"]: row["status"] for row in links} == {"plant-mill": "optional", "plant-yard": "optional"}


def test_places_on_a_plane_stay_on_it_and_are_no_geojson(run, tmp_path):
    typed(tmp_path / "park.xlsx", three_sites(plant={"x": 0, "y": 0}, mill={"x": 12, "y": 0}, yard={"x": 0, "y": 11}))
    refused = run("export", "park.xlsx", "-o", "park.geojson")
    run("export", "park.xlsx", "-o", "park.gpkg")
    meta, lines, _ = layer("park.gpkg", "links")

    assert refused.code == 2
    assert "type lat and lon in Participants, or write a .gpkg file" in refused.err
    assert lines[0] == [[0, 0], [12, 0]]
    assert "kilometre" in meta["crs"]
    assert files(tmp_path) == ["park.gpkg", "park.xlsx"]


def test_who_has_no_place_is_left_out_and_named(run, tmp_path):
    typed(tmp_path / "park.xlsx", three_sites(plant={"lon": 11, "lat": 55.6}, mill={"lon": 11.2, "lat": 55.6}))
    found = run("export", "park.xlsx")

    assert found.out == "wrote park.geojson: 2 sites, 1 links\n"
    assert found.err == "left out: 1 participants without lat and lon, and 1 links that end there: yard\n"


def test_nobody_has_a_place(run, tmp_path):
    typed(tmp_path / "park.xlsx", three_sites(plant={}))
    found = run("export", "park.xlsx")

    assert found.code == 2
    assert "nobody in park.xlsx has a place: type lat and lon of each in Participants" in found.err


def test_without_the_library_a_geopackage_says_how_to_get_it(run, tmp_path, monkeypatch):
    typed(tmp_path / "park.xlsx", three_sites())
    monkeypatch.setitem(sys.modules, "pyogrio", None)
    found = run("export", "park.xlsx", "-o", "park.gpkg")

    assert found.code == 2
    assert "which is not installed: pip install pyogrio (it is the extra 'geo' of sidestream)" in found.err
    assert run("export", "park.xlsx", "-o", "park.geojson").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Missing argument 'PARK'"),
        (["nowhere.xlsx"], "nowhere.xlsx"),
        (["park.xlsx", "nowhere.xlsx"], "nowhere.xlsx"),
        (["park.xlsx", "-o", "park.shp"], "ends in '.shp'"),
        (["park.xlsx", "--plane"], "No such option"),
    ],
)
def test_what_makes_no_sense_is_said(run, tmp_path, words, said):
    typed(tmp_path / "park.xlsx", three_sites())
    found = run("export", *words)

    assert found.code == 2
    assert said in found.err
    assert "Traceback" not in found.err


def test_help(run):
    assert "GeoPackage" in run("export", "--help").out
