"""Balances: what comes in is what goes out, for everybody, every commodity and every period.

used of own supply + delivered in = sent out + amounts used there
sent out <= used of own supply                      unless the participant passes on what it receives
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.groups import added, members
from sidestream.design.audit.known import Known
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet
from sidestream.design.audit.streams import Streams
from sidestream.tables import shown

WORDS = ("used of its own", "delivered in", "sent out", "used there")
SIGNS = (1.0, 1.0, -1.0, -1.0)
SUPPLY, SENT = 0, 2


@dataclass
class Balances:
    """Every term of every balance: which balance it is in, which kind of term, and the cell it stands in."""

    known: Known
    flows: Flows
    supplies: Streams
    uses: Streams
    by_product: Places

    def __post_init__(self) -> None:
        flows, supplies, uses = self.flows, self.supplies, self.uses
        keys = [
            self._key(supplies.case, supplies.participant, supplies.commodity, supplies.period),
            self._key(flows.case, flows.destination, flows.commodity, flows.period),
            self._key(flows.case, flows.origin, flows.commodity, flows.period),
            self._key(uses.case, uses.participant, self.by_product, uses.period),
        ]
        self.kind = np.repeat(np.arange(4), [len(key) for key in keys])
        self.row = np.concatenate([np.arange(len(key)) for key in keys])
        balance, names = pd.factorize(np.concatenate(keys))
        self.balance, self.names = np.asarray(balance, np.int64), pd.Index(names)

    def off(self, case: Places, participant: Places, commodity: Places, period: Places) -> Mask:
        """True for each balance that does not close as the sheets stand."""
        if not hasattr(self, "_open"):
            self._open = np.append(self._gaps(self._terms())[1], False)
        return np.asarray(self._open[self.names.get_indexer(pd.Index(self._key(case, participant, commodity, period)))])

    def check(self) -> None:
        """Name every balance that does not close, at its largest term, and whoever sends on what it may not."""
        terms = self._terms()
        gap, far = self._gaps(terms)
        oversent = self._oversent(terms)
        for balance, rows in members(self.balance, far | oversent).items():
            sums = [float(terms[rows[self.kind[rows] == kind]].sum()) for kind in range(4)]
            if far[balance]:
                left, right = (
                    " + ".join(f"{shown(round(sums[kind], 9))} {WORDS[kind]}" for kind in kinds)
                    for kinds in ((0, 1), (2, 3))
                )
                self._say(
                    rows,
                    terms,
                    f"{self._called(balance)}: {left} found, but {right}: {shown(float(gap[balance]))} apart",
                )
            else:
                sent = rows[self.kind[rows] == SENT]
                what = f"{shown(round(sums[SENT], 9))} sent out, at most {shown(round(sums[SUPPLY], 9))} expected"
                self._say(sent, terms, f"{self._called(balance)}: {what}: it does not pass on what it receives")

    def _terms(self) -> Floats:
        flows = self.flows
        return np.concatenate([self.supplies["used"], flows.delivered, flows.sent, self.uses["amount"]])

    def _gaps(self, terms: Floats) -> tuple[Floats, Mask]:
        """What comes in less what goes out in each balance, and whether that is too much."""
        count = len(self.names)
        gap = added(self.balance, terms * np.array(SIGNS)[self.kind], count)
        scale = added(self.balance, np.abs(terms), count)
        return gap, tolerance.apart(gap, 0.0, scale, tolerance.SOLVED)

    def _oversent(self, terms: Floats) -> Mask:
        count = len(self.names)
        used, sent = (added(self.balance, terms * (self.kind == kind), count) for kind in (SUPPLY, SENT))
        who = self.names.to_numpy(np.int64) // (len(self.known.commodities) * len(self.known.periods))
        passing = self.known.passes_on[who % max(len(self.known.participants), 1)]
        return tolerance.beyond(sent, used) & ~passing

    def _say(self, rows: Places, terms: Floats, message: str) -> None:
        term = rows[np.argmax(np.abs(terms[rows]))]
        sheet, column = self._cells()[self.kind[term]]
        sheet.say(int(self.row[term]), column, message)

    def _cells(self) -> list[tuple[Sheet, str]]:
        return [
            (self.supplies.sheet, "used"),
            (self.flows.sheet, "delivered"),
            (self.flows.sheet, "sent"),
            (self.uses.sheet, "amount"),
        ]

    def _key(self, case: Places, participant: Places, commodity: Places, period: Places) -> Places:
        count = (len(self.known.participants), len(self.known.commodities), len(self.known.periods))
        return ((case * count[0] + participant) * count[1] + commodity) * count[2] + period

    def _called(self, balance: int) -> str:
        key, known = int(self.names[balance]), self.known
        key, period = divmod(key, len(known.periods))
        key, commodity = divmod(key, len(known.commodities))
        case, participant = divmod(key, len(known.participants))
        words = (
            known.cases[case],
            known.participants[participant],
            known.commodities[commodity],
            known.periods[period],
        )
        return ", ".join(words)
