"""Designs nearly as good, and what all of them have: held against all sets of pipes there are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from park_from import make_park
from parks import SAMPLE, SOLVED
from parks.apart import THREE, pipes_apart
from sidestream.design.study_tables.alternatives import CHOICE, NEVER, NO_REGRET
from sidestream.errors import InfeasibleError
from sidestream.studies.alternatives import alternatives
from sidestream.studies.options import Options

EXACT = Options(gap=0.0)


def verdicts(found):
    return found["Links in good designs"].set_index("link")["verdict"].to_dict()


def every(pipes, within):
    """Cost of the best set of pipes, all sets that are good, and the verdict on each pipe."""
    sets = {
        built: sum(one[0] if place in built else one[1] for place, one in enumerate(pipes))
        for count in range(len(pipes) + 1)
        for built in combinations(range(len(pipes)), count)
    }
    best = min(sets.values())
    good = [built for built, cost in sets.items() if cost <= best * (1 + within) + 1e-9]
    said = {}
    for place in range(len(pipes)):
        having = sum(place in built for built in good)
        said[f"pipe g{place}"] = NO_REGRET if having == len(good) else CHOICE if having else NEVER
    return best, good, said


def test_alternatives_by_hand():
    # 210 with the third pipe, 215 with none, 220 with the first and the third, 225 with the first; 240 with the second. Within
    # a tenth, 231, the second is in none.
    found = alternatives(pipes_apart(THREE), EXACT, 0.1)
    frame = found["Alternatives"]

    assert sorted(frame["cost"]) == pytest.approx([210, 215, 220, 225])
    assert frame["dearer"].iloc[0] == 0
    assert verdicts(found) == {"pipe g0": CHOICE, "pipe g1": NEVER, "pipe g2": CHOICE}
    links = found["Links in good designs"].set_index("link")
    assert links.loc["pipe g1", "other_proven"] == pytest.approx(240)
    assert links.loc["pipe g1", "note"] == "any design with it costs at least 30 EUR/a more"
    assert links.loc["pipe g2", "note"] == "a design without it costs 5 EUR/a more"
    assert found.facts["enough"]


def test_within_little_all_is_settled():
    # Within 1 % there is no other design: the third pipe is in all, the others in none.
    found = alternatives(pipes_apart(THREE), EXACT, 0.01)

    assert found["Alternatives"]["cost"].tolist() == pytest.approx([210])
    assert verdicts(found) == {"pipe g0": NEVER, "pipe g1": NEVER, "pipe g2": NO_REGRET}


@pytest.mark.parametrize("seed", range(2))
def test_what_is_said_is_true_of_all_sets_of_pipes(seed):
    random = np.random.default_rng(seed)
    pipes = [(float(random.integers(5, 40)), float(random.integers(5, 40)), 1.0) for _ in range(4)]
    best, good, said = every(pipes, 0.1)
    found = alternatives(pipes_apart(pipes), EXACT, 0.1, count=4)
    frame = found["Alternatives"]

    assert frame["cost"].iloc[0] == pytest.approx(best)
    assert (frame["cost"] <= best * 1.1 + 1e-6).all()
    assert len(frame) == len(set(frame["has"] + "/" + frame["lacks"]))
    assert len(frame) == min(4, len(good)) or len(frame) > 1
    assert verdicts(found) == said


@pytest.mark.parametrize("name", SAMPLE[1::6])
def test_every_park_has_alternatives(name):
    park = make_park(**SOLVED[name].sheets())
    try:
        found = alternatives(park, EXACT, 0.05, count=3)
    except InfeasibleError:
        return
    frame, links = found["Alternatives"], found["Links in good designs"]
    limit = found.facts["good_up_to"] + 1e-6

    assert (frame["cost"] <= limit).all()
    for row in links.to_dict("records"):
        if row["verdict"] == CHOICE:
            assert row["other_cost"] <= limit
        elif row["verdict"] in (NO_REGRET, NEVER) and row["other_proven"] == row["other_proven"]:
            assert row["other_proven"] > found.facts["good_up_to"]
