"""Relations: nobody is joined whom the park keeps apart, those are whom it brings together, and who begins with each other pays.

What setting up costs is due where a new link joins two of different owners whom no existing link joins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.flows import Flows
from sidestream.design.audit.groups import added
from sidestream.design.audit.known import DESIGN, Known
from sidestream.design.audit.sheets import Floats, Places, Sheet
from sidestream.money import yearly
from sidestream.tables import shown


@dataclass
class Relations:
    """Relations set up, set right: one row a pair."""

    a: Places
    b: Places
    once: Floats
    annuity: Floats
    life: Floats

    def invested(self, known: Known) -> Floats:
        """What each participant pays once."""
        return sum((added(end, self.once / 2, len(known.participants)) for end in (self.a, self.b)), np.zeros(1))


def check_relations(sheet: Sheet, known: Known, builds: Builds, flows: Flows) -> Relations:
    """Name what the park does not let be, and what is wrong or missing in the sheet."""
    rows = _between(known, builds)
    _check_apart(rows, known, builds, flows)
    _check_together(rows, known, builds)
    due = rows[rows["due"].to_numpy(bool)]
    for column in ("a", "b"):
        sheet.known(column, known.participants, "participant")
    sheet.once()
    lines = pd.DataFrame({name: sheet.words[name].array() for name in ("a", "b")}, dtype=object)
    place = pd.MultiIndex.from_frame(due[["a", "b"]]).get_indexer(pd.MultiIndex.from_frame(lines)).astype(np.int64)
    sheet.say_all(place < 0, "a", lambda row: f"{shown(sheet.called(row))} pay nothing to begin with each other here")
    sheet.keep(place >= 0)
    place = place[place >= 0]
    for missing in sorted(set(range(len(due))) - set(place.tolist())):
        pair = ", ".join(due[["a", "b"]].iloc[missing])
        sheet.say(None, "a", f"no row for {shown(pair)}, whom a new link joins")
    found = due.iloc[place]
    paid, life, links = (found[name].to_numpy(float) for name in ("set_up_cost", "life", "links"))
    once = sheet.agree("set_up_cost", paid, "the cost in the park", absolute=tolerance.MONEY)
    sheet.agree("life", life, "the life in the park")
    each = yearly(known.park.settings.discount_rate, paid, life)
    annuity = sheet.agree(
        "annuity", each, "set_up_cost x annuity(discount_rate, life)", scale=paid, absolute=tolerance.MONEY
    )
    sheet.agree("links", links, "new links between them in the Build list")
    a, b = (known.participants.get_indexer(pd.Index(found[end], dtype=object)).astype(np.int64) for end in ("a", "b"))
    return Relations(a, b, once, annuity, life)


def _between(known: Known, builds: Builds) -> pd.DataFrame:
    """Rows of Relations with the lines of new and of existing links between the two, and whether a cost is due."""
    rows = known.park["Relations"].drop_duplicates(["a", "b"])[
        ["a", "b", "status", "set_up_cost", "life", "same_owner"]
    ]
    lines: dict[frozenset[str], list[int]] = {}
    for line, ends in enumerate(zip(builds.offer["from"], builds.offer["to"], strict=True)):
        lines.setdefault(frozenset(ends), []).append(line)
    mine = [lines.get(frozenset(pair), []) for pair in zip(rows["a"], rows["b"], strict=True)]
    made = rows.reset_index(drop=True)
    made["new"] = pd.Series([[line for line in some if builds.new[line]] for some in mine], dtype=object)
    made["old"] = pd.Series([[line for line in some if not builds.new[line]] for some in mine], dtype=object)
    made["links"] = [float(len(some)) for some in made["new"]]
    first = np.array([bool(new) and not old for new, old in zip(made["new"], made["old"], strict=True)], bool)
    made["due"] = first & (made["set_up_cost"] > 0).to_numpy(bool) & ~made["same_owner"].to_numpy(bool)
    return made


def _check_apart(rows: pd.DataFrame, known: Known, builds: Builds, flows: Flows) -> None:
    """No link between two who are kept apart is built, or carries anything."""
    for a, b, new, old in rows.loc[rows["status"] == "forbidden", ["a", "b", "new", "old"]].itertuples(index=False):
        words = f"joins {shown(a)} and {shown(b)}, which Relations forbids"
        for line in new:
            builds.sheet.say(line, "link", words)
        links = builds.link[np.array(old, np.int64)]
        used = (flows.case == DESIGN) & np.isin(flows.link, links) & (flows.sent > tolerance.SOLVED)
        flows.sheet.say_all(np.asarray(used, bool), "link", lambda _, words=words: words)  # type: ignore[misc]


def _check_together(rows: pd.DataFrame, known: Known, builds: Builds) -> None:
    """A link stands between two who must be joined."""
    for a, b, new, old in rows.loc[rows["status"] == "required", ["a", "b", "new", "old"]].itertuples(index=False):
        if not new and not old:
            builds.sheet.say(None, "link", f"no link joins {shown(a)} and {shown(b)}, which Relations requires")


def asked_for(known: Known, builds: Builds) -> Places:
    """Lines of the Build list between two who must be joined."""
    rows = _between(known, builds)
    found = [line for some in rows.loc[rows["status"] == "required", "new"] for line in some]
    return np.array(found, np.int64)
