"""The game of a park's firms, worked out as far as its players and the time allow: ranges of coalitions, shares by each rule.

Up to TWELVE players every coalition is worked out. With more of them each firm alone and all but one are; the core is asked by its
objections (`core.py`), and the Shapley value is the mean over orders drawn by lot, with half of a 95 % interval (J. Castro,
D. Gómez and J. Tejada, Polynomial calculation of the Shapley value based on sampling, Computers & Operations Research 36, 2009).
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sidestream.solver.search import Found
from sidestream.studies.core import LeastCore, least_core_of
from sidestream.studies.firms import FirmsPark
from sidestream.studies.game import Game
from sidestream.studies.prepared import turn
from sidestream.studies.sharing_rules import equal, least_core, nucleolus, proportional, shapley

Floats = NDArray[np.float64]
TWELVE = 12
ORDERS = 400
"""Orders that are drawn at the most."""
SECONDS = 300.0
"""How long is taken, where no time limit is given, for what could go on without end: objections, and orders drawn."""
RULES = ("equal", "proportional", "shapley", "least core", "nucleolus")
CLOSE = 1e-6
"""Share of what all gain that is no objection."""


@dataclass
class Shared:
    """What is known of the game: ranges of coalitions where all are known, and the shares by each rule."""

    game: Game
    total: float
    most: float
    low: Floats | None = None
    high: Floats | None = None
    alone: Floats = field(default_factory=lambda: np.empty(0))
    adds: Floats = field(default_factory=lambda: np.empty(0))
    by_rule: dict[str, Floats] = field(default_factory=dict)
    error: Floats | None = None
    core: LeastCore | None = None
    complete: bool = True


def shared_out(firms: FirmsPark, game: Game, found: Found, end: float) -> Shared:
    """Share out what all gain by the firms' design, `found`. Raises what `Game.work_out` raises."""
    total = float(firms.today.sum()) - found.cost
    return (
        _counted(firms, game, total, found) if len(game.players) <= TWELVE else _asked(firms, game, total, found, end)
    )


def _counted(firms: FirmsPark, game: Game, total: float, found: Found) -> Shared:
    """All coalitions, and all rules. All together gain what the design does."""
    low, high = game.values()
    most = float(firms.today.sum()) - min(found.bound, found.cost)
    low[-1], high[-1] = total, max(most, total)
    count = len(game.players)
    known = Shared(game, total, most, low, high)
    known.alone, known.adds = low[1 << np.arange(count)], low[-1] - low[(len(low) - 1) ^ (1 << np.arange(count))]
    known.by_rule = {
        "equal": equal(low),
        "proportional": proportional(total, firms.today[game.players]),
        "shapley": shapley(low),
        "least core": least_core(low)[0],
        "nucleolus": nucleolus(low),
    }
    return known


def _asked(firms: FirmsPark, game: Game, total: float, found: Found, end: float) -> Shared:
    """What can be known of many players: firms alone, all but one, objections, and orders drawn by lot."""
    end = time.monotonic() + SECONDS if math.isinf(end) else end
    game.deadline = end
    every = frozenset(game.players)
    game.work_out([*(frozenset([one]) for one in game.players), *(every - {one} for one in game.players)])
    known = Shared(game, total, float(firms.today.sum()) - min(found.bound, found.cost))
    known.alone = np.array([game.value([one])[0] for one in game.players])
    known.adds = np.array([total - game.value(every - {one})[0] for one in game.players])
    fair, known.error = _drawn(game, total, turn(end, 2.5))
    core = least_core_of(game, total, end, fair)
    known.core = core
    known.complete = core.objection[1] - core.proven <= CLOSE * max(abs(total), 1.0)
    known.by_rule = {
        "equal": np.full(len(game.players), total / len(game.players)),
        "proportional": proportional(total, firms.today[game.players]),
        "shapley": fair,
        "least core": core.x,
    }
    return known


def _drawn(game: Game, total: float, deadline: float) -> tuple[Floats, Floats]:
    """The Shapley value from orders drawn by lot, and half of its 95 % interval; the sum is what all gain."""
    random, drawn = np.random.default_rng(0), list[Floats]()
    count = len(game.players)
    for _ in range(ORDERS):
        if len(drawn) >= 2 and (time.monotonic() >= deadline or game.options.wish()):
            break
        order, come, before = random.permutation(count), set[int](), 0.0
        each = np.zeros(count)
        for place in order.tolist():
            come.add(game.players[place])
            value = total if len(come) == count else game.value(come)[0]
            each[place], before = value - before, value
        drawn.append(each)
    every = np.array(drawn)
    return every.mean(axis=0), 1.96 * every.std(axis=0, ddof=1) / math.sqrt(len(drawn))
