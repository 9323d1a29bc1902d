"""Whether each link joins two, is told apart from every other, and has somebody who pays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, considered, faulty, given
from sidestream.park.park import Park
from sidestream.tables import said_again

LINKS = ("Pipelines", "TruckRoutes")


def two_ends(park: Park) -> list[Fault]:
    """A link does not end where it begins."""
    faults = []
    for sheet in LINKS:
        frame = park[sheet]
        same = (frame["from"] == frame["to"]) & (frame["from"] != "")
        faults += complain(park, sheet, same, "to", "begins and ends at '{from}': a link joins two participants")
    return faults


def names_twice(park: Park) -> list[Fault]:
    """A link's name is its own, on both sheets together."""
    typed = {sheet: _own_names(park, sheet) for sheet in LINKS}
    again = said_again([pd.concat(list(typed.values()))])
    faults = []
    first: dict[str, str] = {}
    for sheet, names in typed.items():
        here, again = again[: len(names)], again[len(names) :]
        for row, name in zip(names.index[here], names[here], strict=True):
            same = name.casefold()
            if same in first:
                message = f"'{name}' is the name of {first[same]} already: give one of them another name"
                faults.append(park.tables[sheet].fault(row, "link", message))
            first.setdefault(same, f"{sheet} row {row}")
    return faults


def _own_names(park: Park, sheet: str) -> pd.Series:
    """Typed names of links, but of the first only where rows have been complained of as being the same."""
    frame = park[sheet]
    typed = given(park, sheet, "link") & ~faulty(park, sheet, "link")
    if typed.any():
        key = frame[list(park.tables[sheet].table.key)]
        again = said_again(key[name] for name in key)
        repeated = key[again].map(_folded).duplicated()  # that was said when the sheet was read
        typed[again] &= ~repeated.to_numpy(bool)
    return frame.loc[typed, "link"]


def offers_twice(park: Park) -> list[Fault]:
    """Two offers between the same ends for the same commodities have names to tell them apart, in whatever order listed."""
    faults = []
    for sheet in LINKS:
        frame = park[sheet]
        unnamed = frame[~given(park, sheet, "link") & given(park, sheet, "commodity")]
        unnamed = unnamed[unnamed["commodity"].map(len) > 1]
        first: dict[object, tuple[object, object]] = {}
        for row, giver, taker, commodities in zip(
            unnamed.index, unnamed["from"], unnamed["to"], unnamed["commodity"], strict=True
        ):
            offer = (giver, taker, frozenset(commodities))
            if offer in first and first[offer][1] != commodities:  # the same order: the sheet's key says so already
                message = f"offers the same as row {first[offer][0]}: give both a name in the column link"
                faults.append(park.tables[sheet].fault(row, "commodity", message))
            first.setdefault(offer, (row, commodities))
    return faults


def payers(park: Park) -> list[Fault]:
    """A junction never pays: where it would, somebody else is named."""
    participants = park["Participants"]
    junctions = set(participants.loc[participants["kind"] == "junction", "participant"])
    faults = []
    for sheet in LINKS:
        frame = park[sheet]
        asked = considered(park, sheet) & ~faulty(park, sheet, "payer")
        giver, taker = frame["from"].isin(junctions).to_numpy(bool), frame["to"].isin(junctions).to_numpy(bool)
        half = frame["payer"].isin(["", "half"]).to_numpy(bool)
        blank = ~given(park, sheet, "payer")
        from_pays = asked & giver & (half | (frame["payer"] == "giver").to_numpy(bool))
        to_pays = asked & taker & ~from_pays & (half | (frame["payer"] == "taker").to_numpy(bool))
        for wrong, end in ((from_pays, "from"), (to_pays, "to")):
            never = f"'{{{end}}}' is a junction, which never pays"
            message = f"is needed: blank is half-half, and {never}"
            faults += complain(park, sheet, wrong & blank, "payer", message)
            faults += complain(park, sheet, wrong & ~blank, "payer", f"{never}: name the participant who does")
        named = asked & np.asarray(frame["payer"].isin(junctions))
        message = "'{payer}' is a junction, which never pays: name the participant who does"
        faults += complain(park, sheet, named, "payer", message)
    return faults


def _folded(cell: object) -> object:
    return cell.casefold() if isinstance(cell, str) else cell
