"""The benchmark measures what it says: its draws are the same each time and as large as said, and all phases of S are told."""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
PHASES = ["read", "check", "build", "hand-over", "today", "search", "settle", "read back", "audit", "write"]


def of(name: str) -> Any:
    """A module of the benchmark, which is no part of what is installed."""
    if str(SCRIPTS) not in sys.path:
        sys.path.insert(0, str(SCRIPTS))
    return importlib.import_module(f"benchmarks.{name}")


def test_a_draw_is_the_same_each_time_and_another_with_another_seed():
    parks, networks = of("parks"), of("networks")
    once, again, other = (parks.cells("S", seed) for seed in (1, 1, 2))
    assert once == again
    assert once["Supplies"] != other["Supplies"]
    drawn = [networks.network(networks.SMALL, seed) for seed in (1, 1, 2)]
    assert np.array_equal(drawn[0].fixed_cost, drawn[1].fixed_cost)
    assert not np.array_equal(drawn[0].fixed_cost, drawn[2].fixed_cost)


@pytest.mark.parametrize("size", ["S", "M", "L", "XL"])
def test_parks_are_as_large_as_they_are_said_to_be(size: str):
    parks = of("parks")
    participants, links, periods = parks.SIZES[size]
    made = parks.synthetic(participants, links, periods)
    assert len(made.link) == links
    assert not made.link.duplicated(["supply", "need"]).any()
    assert made.shapes.shape == (4, periods)
    assert participants - len(set(made.link["site_s"]) | set(made.link["site_d"])) == 0


def test_a_nation_has_places_and_no_links():
    parks = of("parks")
    drawn = parks.nation(participants=300, commodities=12, square=100.0)
    assert len(drawn["Supplies"]["participant"]) == len(drawn["Demands"]["participant"]) == 4 * 300
    assert "Pipelines" not in drawn
    assert parks.as_park(drawn).offers_links


def test_a_network_has_the_ratios_that_are_asked_for():
    networks = of("networks")
    kind = networks.KINDS[0]
    drawn = networks.network(kind)
    total = drawn.demand.sum()
    assert len(drawn.tail) == kind.arcs == len(set(zip(drawn.tail, drawn.head, strict=True)))
    assert (drawn.tail != drawn.head).all()
    assert (drawn.origin != drawn.destination).all()
    weight = kind.commodities * drawn.fixed_cost.sum() / (total * drawn.unit_cost.sum())
    assert weight == pytest.approx(kind.fixed, rel=0.01)
    assert kind.arcs * total / drawn.capacity.sum() == pytest.approx(kind.tight, rel=0.01)
    # from node 0 of the circle every node is reached, and so from every other
    reached = {0}
    while more := {int(head) for tail, head in zip(drawn.tail, drawn.head, strict=True) if tail in reached} - reached:
        reached |= more
    assert len(reached) == kind.nodes


def test_s_goes_through_all_phases_beside_highs_alone_and_other_ways():
    command = [sys.executable, str(SCRIPTS / "benchmark"), "S", "--check", "--runs", "1"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    first = [line.split("|")[1].strip() for line in said.splitlines() if line.startswith("|")]
    assert [name for name in first if name in PHASES] == PHASES
    assert "431 columns, 150 of them whole, 281 rows" in said
    lines = {line.split("|")[1].strip(): line for line in said.splitlines() if line.startswith("|")}
    # both prove the optimum of S in a moment: cost and bound are the same
    ours, bare = ([cell.strip() for cell in lines[who].split("|")[3:6]] for who in ("ratio", "bare HiGHS"))
    assert ours[:2] == ["1.00", "1.00"]
    assert bare[2] == "0.00 %"
    for library in ("linopy", "pypsa"):
        known = importlib.util.find_spec(library) is not None
        assert (f"Left out: {library} is not installed." in said) != known
    assert "Optimum of the linear relaxation: sidestream 6,663,888.2282" in said


def test_the_page_is_made_of_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    report = of("report")
    monkeypatch.setattr(report, "KEPT", tmp_path / "kept.json")
    monkeypatch.setattr(report, "PAGE", tmp_path / "page.md")

    def found(size: str, columns: int, seconds: float) -> dict[str, Any]:
        phase = {"cpu": seconds, "wall": seconds, "peak": 100.0, "more": 1.0}
        said = {"size": size, "words": "a park", "columns": columns, "rows": 7, "whole": 5, "phases": {"build": phase}}
        return {**said, "about": report.about(f"scripts/benchmark {size} --write")}

    report.keep({"M": found("M", 1_000, 0.1)})
    report.keep({"S": found("S", 100, 0.05)})
    page = (tmp_path / "page.md").read_text()
    assert page.index("## S") < page.index("## M") < page.index("## growth")
    # ten times the columns, twice the seconds: the power is log 2 / log 10
    assert "| build   | 0.050 | 0.100 (0.30) |" in page
    assert str(Path.home()) not in page


def test_a_measurement_that_takes_too_long_is_ended_and_says_so(tmp_path: Path):
    networks, fresh = of("networks"), of("fresh")
    kind = networks.KINDS[0]
    figures = (kind.nodes, kind.arcs, kind.commodities, kind.fixed, kind.tight)
    told = fresh.fresh("contest", *figures, 1, 600, tmp_path, longest=1.0)
    assert told["ended"].startswith("took ")


def test_what_a_search_knew_when():
    runs = of("runs")
    trace = [[1.0, float("inf"), 0.0], [4.0, 120.0, 50.0], [9.0, 100.0, 90.0]]
    assert runs.known_at(trace, 6.0) == (120.0, 50.0)
    assert runs.gap(*runs.known_at(trace, 10.0)) == pytest.approx(0.1)
    assert runs.gap(float("inf"), 0.0) == float("inf")
    assert runs.mean([2.0, 0.5, float("nan")]) == pytest.approx(1.0)
