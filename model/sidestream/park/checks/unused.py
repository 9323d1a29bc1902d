"""What stands in the workbook and can do nothing: most often a link or a substitution was forgotten."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.capacities import CAN_BE_GIVEN
from sidestream.park.checks.rows import Mask, complain, considered
from sidestream.park.links import carried
from sidestream.park.park import Park
from sidestream.park.reach import Reach

LINKS = ("Pipelines", "TruckRoutes")
OWNERS = ("Supplies", "Demands", "Substitutions", "Conversions", "Storages", "Expansions")
"""Sheets that say what a participant has or does."""
TAKES, MAKES = " or to a conversion that takes it", " or from a conversion that makes it"
SEVERAL = 3
"""Supplies and needs without a link from which on it is said that none are offered."""


def idle_streams(park: Park) -> list[Fault]:
    """A supply that nobody can take, and a need that nobody can serve."""
    reach = park.reach
    streams = _supplies(park, reach) + _demands(park, reach)
    return _not_offered(park, streams) + streams + _links(park, reach)


def idle_participants(park: Park) -> list[Fault]:
    """A participant who appears nowhere else."""
    named = [park[sheet][column] for sheet in LINKS for column in ("from", "to", "payer")]
    named += [park[sheet]["participant"] for sheet in OWNERS]
    named += [park[sheet]["payer"] for sheet in ("Expansions", "Corridors", "Fleets")]
    frame = park["Participants"]
    idle = ~frame["participant"].isin([*pd.concat(named), ""])
    return complain(park, "Participants", idle, "participant", "'{participant}' is in no other sheet", "warning")


def _supplies(park: Park, reach: Reach) -> list[Fault]:
    frame = park["Supplies"]
    keys = reach.key(frame["commodity"], frame["participant"])
    idle = ~reach.at(reach.used | reach.leaves, keys) & (frame["quantity"] > 0).to_numpy(bool)
    must = (frame["if_not_taken"] == "must go").to_numpy(bool)
    needed = frame["commodity"].isin(reach.stand_ins["by_product"]).to_numpy(bool)
    linked = f"nobody can take it: {_no_link(park)} from '{{participant}}' to a need that '{{commodity}}' can serve"
    wanted = (
        "nobody can take it: no row of Demands is for '{commodity}', and no row of Substitutions says which of the needs "
        "there it could stand in for"
    )
    cases = _cases(frame["commodity"].isin(_taken(park)).to_numpy(bool), needed, linked, TAKES, wanted)
    return _idle(park, "Supplies", idle, must, "must go, and", cases)


def _demands(park: Park, reach: Reach) -> list[Fault]:
    frame = park["Demands"]
    pairs = reach.stand_ins
    keys = reach.key(pairs["by_product"], pairs["participant"])
    served = set(pairs.loc[reach.at(reach.supplied | reach.arrives, keys), "row"])
    idle = ~frame.index.isin(served) & (frame["quantity"] > 0).to_numpy(bool)
    must = (frame["if_not_served"] == "must serve").to_numpy(bool)
    there = set(park["Supplies"].loc[park["Supplies"]["quantity"] > 0, "commodity"])
    given = frame.index.isin(pairs.loc[pairs["by_product"].isin(there), "row"])
    linked = f"nobody can serve it: {_no_link(park)} to '{{participant}}' from a supply that can serve '{{commodity}}'"
    wanted = (
        "nobody can serve it: no row of Supplies is of '{commodity}', and no row of Substitutions says which of the "
        "by-products there could stand in for it"
    )
    made = frame.index.isin(pairs.loc[pairs["by_product"].isin(_made(park)), "row"])
    cases = _cases(np.asarray(made), np.asarray(given), linked, MAKES, wanted)
    return _idle(park, "Demands", idle, must, "must be served, and", cases)


def _taken(park: Park) -> pd.Series:
    plants = park.recipes
    return plants.loc[plants["per_activity"] < 0, "commodity"]


def _made(park: Park) -> pd.Series:
    plants = park.recipes
    return plants.loc[plants["per_activity"] > 0, "commodity"]


def _cases(by_plants: Mask, there: Mask, linked: str, more: str, wanted: str) -> list[tuple[Mask, str]]:
    """Which rows lack a link, and which the other side altogether; and what to say of each."""
    return [(by_plants, linked + more), (there & ~by_plants, linked), (~there & ~by_plants, wanted)]


def _idle(park: Park, sheet: str, idle: Mask, must: Mask, head: str, cases: Sequence[tuple[Mask, str]]) -> list[Fault]:
    """Complain of idle rows: of links that are missing, or of the other side, where that is missing."""
    return [
        fault
        for here, message in cases
        for marked, words in ((idle & here & ~must, message), (idle & here & must, f"{head} {message}"))
        for fault in complain(park, sheet, marked, "commodity", words, "warning")
    ]


def idle_plants(park: Park) -> list[Fault]:
    """A conversion that has to be brought what nobody can bring it, or to get rid of what nobody can take."""
    plants = park.recipes
    if plants.empty:
        return []
    reach = park.reach
    keys = reach.key(plants["commodity"], plants["participant"])
    no_link = _no_link(park)
    faults = []
    for choice, marks, message in (
        (
            "links only",
            reach.supplied | reach.arrives,
            f"takes '{{commodity}}' by links only, and none can come: {no_link} to '{{participant}}' from a supply of it or "
            "a conversion that makes it",
        ),
        (
            "must go",
            reach.used | reach.leaves,
            f"makes '{{commodity}}' that must go, and nobody can take it: {no_link} from '{{participant}}' to a need that "
            "it can serve or a conversion that takes it",
        ),
    ):
        stuck = plants[(plants["choice"] == choice).to_numpy(bool) & ~reach.at(marks, keys)]
        for plant, one in zip(stuck["plant"], stuck.to_dict("records"), strict=True):
            faults.append(
                park.tables["Conversions"].fault(int(plant), "conversion", message.format_map(one), "warning")
            )
    return faults


def idle_storages(park: Park) -> list[Fault]:
    """A storage to which nothing comes, or from which nobody uses anything."""
    frame = park["Storages"]
    if frame.empty:
        return []
    reach = park.reach
    keys = reach.key(frame["commodity"], frame["participant"])
    through = np.asarray(frame["participant"].isin(park.passing_on))
    own = (frame["keeps"] == "own").to_numpy(bool) & ~through
    comes = reach.at(reach.supplied, keys) | (~own & reach.at(reach.arrives, keys))
    goes = reach.at(reach.used, keys) | ((own | through) & reach.at(reach.leaves, keys))
    asked = considered(park, "Storages") & (frame["commodity"] != "").to_numpy(bool)
    message = "has nothing to keep: '{participant}' gives off no '{commodity}'"
    faults = complain(park, "Storages", asked & ~comes & own, "commodity", message, "warning")
    message = "has nothing to keep: no '{commodity}' can come to '{participant}'"
    faults += complain(park, "Storages", asked & ~comes & ~own, "commodity", message, "warning")
    message = "keeps what nobody can use: no '{commodity}' is needed where '{participant}' could use or send it"
    return faults + complain(park, "Storages", asked & comes & ~goes, "commodity", message, "warning")


def _not_offered(park: Park, streams: list[Fault]) -> list[Fault]:
    """That links are offered no more, once some are typed and others would be wanted."""
    if park.offers_links or park.settings.generate_candidates:
        return []
    idle = sum("no link leads" in fault.message for fault in streams)
    message = (
        f"no links are offered beside those that are typed, and {idle} supplies and needs have none: a row "
        "generate_candidates with the value yes has all tried that could pay"
    )
    return [Fault("Settings", "", "setting", message, "warning")] if idle >= SEVERAL else []


def unplaced(park: Park) -> list[Fault]:
    """Participants to whom no link can be offered, as nobody knows where they are."""
    if not park.offers_links:
        return []
    frame = park["Participants"]
    concerned = frame["participant"].isin(
        [name for sheet in ("Supplies", "Demands", "Conversions") for name in park[sheet]["participant"]]
    )
    message = "is blank: no link can be offered to or from '{participant}', as nobody knows where it is"
    column = "x" if frame[["x", "y"]].notna().all(axis=1).any() else "lat"
    return complain(park, "Participants", ~park.placed & concerned, column, message, "warning")


def uncounted(park: Park) -> list[Fault]:
    """A commodity for which no pipe can be offered, as all sizes for its medium count by what is not known of it."""
    if not park.offers_links:
        return []
    catalogue, frame = park["PipeSizes"], park["Commodities"]
    given = frame["commodity"].isin([*park["Supplies"]["commodity"], *_made(park)])
    by_pipe = np.array([not ways or "pipe" in ways for ways in frame["goes_by"]], bool)
    faults = []
    for medium, sizes in catalogue[catalogue["basis"] != ""].groupby("medium", sort=False):
        bases = list(dict.fromkeys(sizes["basis"]))
        unknown = park.content[bases].reindex(frame["commodity"]).isna().all(axis=1).to_numpy(bool)
        here = given.to_numpy(bool) & by_pipe & unknown & (frame["medium"] == medium).to_numpy(bool)
        units = ", ".join(dict.fromkeys(sizes["capacity_unit"]))
        message = (
            f"no pipe can be offered for '{{commodity}}': the sizes for {medium} in PipeSizes count {units}, and what that "
            "is in {unit} is not known: give it in this row, or type a size that counts {unit}"
        )
        column = bases[0] if bases[0] in CAN_BE_GIVEN else "unit"
        faults += complain(park, "Commodities", here, column, message, "warning")
    return faults


def _no_link(park: Park) -> str:
    """Where links are added to those typed, all that could pay are there."""
    return "no link that could pay leads" if park.offers_links else "no link leads"


def _links(park: Park, reach: Reach) -> list[Fault]:
    faults = []
    for sheet in LINKS:
        frame = park[sheet]
        rows, commodities = carried(frame)
        ends = [reach.key(commodities, frame[end].to_numpy()[rows]) for end in ("from", "to")]
        both = frame["two_way"].to_numpy(bool)[rows] if sheet == "Pipelines" else np.zeros(len(rows), bool)
        sends = [reach.at(reach.sendable, keys) for keys in ends]
        uses = [reach.at(reach.usable, keys) for keys in ends]
        runs = _any(rows, (sends[0] & uses[1]) | (both & sends[1] & uses[0]), len(frame))
        something = _any(rows, sends[0] | (both & sends[1]), len(frame))
        carries = (frame["commodity"].map(len) > 0).to_numpy(bool) & considered(park, sheet)
        carries = carries & (frame["from"] != frame["to"]).to_numpy(bool)
        message = "'{from}' has nothing to send here: no supply of what the link carries, and none can reach it"
        faults += complain(park, sheet, carries & ~runs & ~something, "from", message, "warning")
        message = "'{to}' has no use for what '{from}' can send here, and cannot pass it on to one"
        faults += complain(park, sheet, carries & ~runs & something, "to", message, "warning")
    return faults


def _any(
    rows: np.ndarray[tuple[int], np.dtype[np.int64]], marks: object, length: int
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """For each link, whether one of its commodities is marked."""
    found = np.zeros(length, bool)
    found[rows[np.asarray(marks, bool)]] = True
    return found
