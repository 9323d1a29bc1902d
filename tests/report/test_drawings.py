"""What is drawn: to scale, names apart from each other, bands that add up, bars from one line, round numbers on axes."""

from __future__ import annotations

import itertools
import math
import re

import pandas as pd
import pytest

from sidestream.park.geography import distances, on_a_plane
from sidestream.report import bars, curves
from sidestream.report.labels import LETTER, placed
from sidestream.report.places import CORNER, WIDTH, close_up, plan_of
from sidestream.report.sankey import LOST, bands_of
from sidestream.report.text import decimals, figure, in_words, percent


def sites(**where: tuple[float, ...]) -> pd.DataFrame:
    """Participants by x and y, or by lat and lon where there are four numbers."""
    rows = [dict.fromkeys(("lat", "lon", "x", "y"), math.nan) | {"participant": name} for name in where]
    for row, place in zip(rows, where.values(), strict=True):
        row |= dict(zip(("x", "y") if len(place) == 2 else ("lat", "lon"), place[:2], strict=True))
    return pd.DataFrame(rows)


def test_a_plan_is_to_scale():
    plan = plan_of(sites(a=(0.0, 0.0), b=(3.0, 0.0), c=(0.0, 4.0)))
    a, b, c = (plan.places[name] for name in "abc")

    assert math.hypot(a.x - b.x, a.y - b.y) == pytest.approx(3 * plan.scale)
    assert math.hypot(b.x - c.x, b.y - c.y) == pytest.approx(5 * plan.scale)
    assert c.y < a.y
    assert b.x > a.x
    assert plan.bar * plan.scale == pytest.approx(120, rel=0.6)


def test_latitude_and_longitude_come_to_the_distances_of_the_model():
    park = sites(a=(55.66, 11.08, 0, 0), b=(55.68, 11.12, 0, 0), c=(55.60, 11.20, 0, 0))
    plane = on_a_plane(park)

    for one, other in itertools.combinations("abc", 2):
        drawn = math.dist(plane.loc[one], plane.loc[other])
        assert drawn == pytest.approx(distances(park, pd.Series([one]), pd.Series([other]))[0], rel=1e-4)


def test_who_is_far_away_stands_at_the_edge_in_its_direction_with_its_distance():
    near = {f"n{place}": (float(place), 0.5 * place) for place in range(6)}
    plan = plan_of(sites(**near, far=(200.0, 1.0)))

    assert plan.places["far"].away == pytest.approx(198, abs=1)
    assert plan.places["far"].direction == "E"
    assert plan.places["far"].x == pytest.approx(WIDTH - 22)
    assert not any(plan.places[name].away for name in near)


def test_a_crowded_middle_is_drawn_again_larger_and_to_scale():
    middle = {f"m{place}": (0.2 * (place % 3), 0.2 * (place // 3)) for place in range(9)}
    around = {"w": (-4.0, 0.0), "e": (4.0, 0.0), "s": (0.0, -3.0), "n": (0.0, 3.0)}
    near = close_up(plan_of(sites(**middle, **around)))
    assert near is not None

    # 0.4 km x 0.4 km or less beside 8 km x 6 km
    assert near.times == 8
    assert set(middle) <= set(near.seen)
    assert not set(around) & set(near.seen)
    m0, m8 = near.places["m0"], near.places["m8"]
    assert math.hypot(m0.x - m8.x, m0.y - m8.y) == pytest.approx(math.hypot(0.4, 0.4) * near.scale)
    assert m8.y < m0.y


def test_where_sites_have_room_nothing_is_drawn_again():
    assert close_up(plan_of(sites(**{f"s{place}": (place % 4, place // 4) for place in range(12)}))) is None
    assert close_up(plan_of(sites(a=(0.0, 0.0), b=(0.1, 0.0), c=(5.0, 5.0)))) is None


def test_no_far_site_stands_upon_the_scale_and_no_name_lies_there():
    near = {f"n{place}": (float(place), 0.5 * place) for place in range(6)}
    plan = plan_of(sites(**near, far=(-180.0, -100.0)))
    far = plan.places["far"]
    scale = (0.0, plan.height - CORNER[1], CORNER[0], plan.height)

    assert far.away
    assert far.x > CORNER[0] or far.y < scale[1]
    dot = {"a site": (CORNER[0] + 8, plan.height - 8)}
    label = placed(dot, {"a site": "a site with a long name"}, [], WIDTH, plan.height, [scale])["a site"]
    assert label.box[0] >= CORNER[0] or label.box[3] <= scale[1]


def test_what_is_said_of_the_parts_of_a_strip_lies_beside_each_other():
    shares = [("measured", 0.01, "q0"), ("quoted", 0.02, "q1"), ("estimated", 60.0, "q2"), ("assumed", 39.97, "q3")]
    texts = re.findall(r'<text x="([\d.]+)"[^>]*>([^<]+)<', bars.strip(shares, "title", "name"))

    ends = [float(x) + LETTER * len(words) for x, words in texts]
    assert [words for _, words in texts][:2] == ["measured less than 0.1 %", "quoted less than 0.1 %"]
    assert all(end + 14 <= float(x) for end, (x, _) in zip(ends, texts[1:], strict=False))


def test_of_which_nothing_is_known_stands_in_a_ring_without_a_scale():
    plan = plan_of(sites(a=(math.nan, math.nan), b=(math.nan, math.nan), c=(1.0, 1.0)))

    assert plan.scale == 0
    assert len(plan.places) == 3


def test_of_whom_nothing_is_known_is_named_and_not_drawn():
    plan = plan_of(sites(a=(0.0, 0.0), b=(1.0, 1.0), c=(math.nan, math.nan)))

    assert plan.unplaced == ("c",)
    assert set(plan.places) == {"a", "b"}


def test_names_do_not_lie_upon_each_other_nor_upon_dots():
    dots = {f"site number {place}": (300.0 + 24 * (place % 4), 200.0 + 22 * (place // 4)) for place in range(16)}
    labels = placed(dots, {name: name for name in dots}, [], 960, 480)

    for one, other in itertools.combinations(labels.values(), 2):
        apart = one.box[2] <= other.box[0] or other.box[2] <= one.box[0]
        assert apart or one.box[3] <= other.box[1] or other.box[3] <= one.box[1], (one.text, other.text)


def test_a_name_stands_by_its_own_dot_rather_than_by_another():
    dots = {"long name of a site": (300.0, 200.0), "other": (330.0, 214.0)}
    label = placed(dots, {name: name for name in dots}, [], 960, 480)["long name of a site"]

    assert not label.apart
    assert label.box[2] < 330 - 9 or label.box[3] < 214 - 9


def flow(
    link: str, giver: str, taker: str, sent: float, delivered: float, commodity: str = "steam", unit: str = "t"
) -> dict:
    ends = {"link": link, "from": giver, "to": taker, "commodity": commodity}
    return ends | {"case": "design", "sent": sent, "delivered": delivered, "unit": unit}


def test_bands_leave_out_what_is_passed_on_and_show_what_is_lost():
    # 10 t enter at a, 9 reach the hub and go on, 8 reach b: a gives 10, b takes 8, 2 are lost.
    flows = pd.DataFrame(
        [flow("1", "a", "hub", 10, 9), flow("2", "hub", "b", 9, 8), flow("3", "b", "a", 5, 5, "heat", "MWh")]
    )
    found = {unit: {(band.site, band.gives): band.amount for band in bands} for unit, bands in bands_of(flows).items()}

    assert found == {
        "MWh": {("b", True): 5, ("a", False): 5},
        "t": {("a", True): 10, ("b", False): 8, (LOST, False): 2},
    }


def test_bars_begin_at_one_line_and_what_is_below_nought_goes_left():
    drawn = bars.drawn(
        [bars.Bar("a", (100.0, -50.0)), bars.Bar("b", (50.0, math.nan))], ("today", "design"), "EUR/a", "t", "n"
    )
    line = float(re.search(r'class="axis" d="M([\d.]+)', drawn)[1])
    found = [
        tuple(map(float, one)) for one in re.findall(r'class="s\d" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
    ][-3:]

    assert [round(x, 1) for x, _ in found] == [line, pytest.approx(line - found[1][1], abs=0.2), line]
    assert found[0][1] == pytest.approx(2 * found[1][1], rel=0.01)
    assert "design not known" in drawn


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (0, 0.01, [0, 0.002, 0.004, 0.006, 0.008, 0.01]),
        (1_200_000, 1_450_000, None),
        (5, 5, None),
    ],
)
def test_axes_have_few_round_numbers_around_all_values(least, most, expected):
    found = curves.ticks(least, most)

    assert found[0] <= least
    assert found[-1] >= most * (1 - 1e-9)
    assert 3 <= len(found) <= 9
    if expected:
        assert found == pytest.approx(expected)


def test_numbers_are_written_as_in_a_workbook():
    assert figure(1234567.0) == "1,234,567"
    assert figure(12.34) == "12.3"
    assert figure(0.05) == "0.05"
    assert figure(-0.0) == "0"
    assert figure(math.nan) == ""
    assert decimals([1.0, 1500.5]) == 0
    assert in_words(58_351_647, "EUR") == "58.4 million EUR"
    assert in_words(174_541_728, "EUR") == "174.5 million EUR"
    assert in_words(20_000, "EUR") == "20,000 EUR"
    assert [percent(value) for value in (0.0, 0.01, 0.4, 8.0, 33.4)] == [
        "0 %",
        "less than 0.1 %",
        "0.4 %",
        "8 %",
        "33 %",
    ]
