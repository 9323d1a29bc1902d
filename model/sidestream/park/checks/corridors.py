"""Whether each shared trench has pipes that can lie in it, and somebody who pays for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sidestream.errors import Fault
from sidestream.park.checks.names import NEAR
from sidestream.park.checks.offers import INVESTS
from sidestream.park.checks.rows import Mask, complain, considered, faulty, given
from sidestream.park.limits import CASH, first_and_rest
from sidestream.park.park import Park
from sidestream.tables import shown, suggest

MADE_OF = ("from", "to", "commodity", "link")
"""Columns of Pipelines that the name of a link is made of."""
MUST = ("required", "built")
OF_TRENCHES = (CASH, "investment")
"""Accounts of cost that a trench is paid from."""
LONGER = 1.01
"""Times its own length that a pipe may lie in corridors: lengths are rounded."""


def pipes(park: Park) -> list[Fault]:
    """What lies in a corridor is a pipe of Pipelines, by the name of its link."""
    frame, names = park["CorridorPaths"], [name for name in park["Pipelines"]["link"] if name]
    unknown = (frame["link"] != "").to_numpy(bool) & ~np.asarray(frame["link"].isin(names))
    truck = np.asarray(frame["link"].isin(park["TruckRoutes"]["link"]))
    message = "'{link}' is a truck route, and only pipes lie in corridors: name a link of Pipelines, or delete the row"
    faults = complain(park, "CorridorPaths", unknown & truck, "link", message)
    in_doubt = any(faulty(park, "Pipelines", column).any() for column in MADE_OF)
    listed = f" (links of Pipelines: {', '.join(names)})" if len(names) <= 6 else ""
    listed = listed if names else ": Pipelines has none. Type there what lies in a corridor"
    hints = {word: suggest(word, names, otherwise=listed) for word in set(frame["link"][unknown])}
    sure = np.array([not in_doubt or hints.get(word, "").startswith(NEAR) for word in frame["link"]], bool)

    def say(row: Mapping[str, Any]) -> str:
        return f"no pipe is called {shown(row['link'])}{hints[row['link']]}"

    return faults + complain(park, "CorridorPaths", unknown & ~truck & sure, "link", say)


def existing_pipes(park: Park) -> list[Fault]:
    """What lies there already lies in a trench that is there."""
    paths = _paths(park)
    wrong = (paths["status"] == "existing") & ~paths["corridor_status"].isin(["existing", ""])
    message = (
        "'{link}' is there already, and '{corridor}' is {corridor_status}: type existing in its status (Corridors), or "
        "delete the row"
    )
    return _say(park, paths, wrong, "corridor", message)


def forbidden(park: Park) -> list[Fault]:
    """What has to be laid does not lie in a trench that may not be dug."""
    paths = _paths(park)
    wrong = paths["status"].isin(MUST) & (paths["corridor_status"] == "forbidden")
    message = "'{link}' is {status}, and '{corridor}' is forbidden: change the status of one of them, or delete the row"
    return _say(park, paths, wrong, "corridor", message)


def payers(park: Park) -> list[Fault]:
    """A junction never pays, and what is dug in any case has a payer: it may be that no pipe uses it."""
    frame, participants = park["Corridors"], park["Participants"]
    junctions = participants.loc[participants["kind"] == "junction", "participant"]
    wrong = np.asarray(frame["payer"].isin(junctions)) & given(park, "Corridors", "payer")
    message = (
        "'{payer}' is a junction, which never pays: name the participant who does, or leave it to the links that use it"
    )
    faults = complain(park, "Corridors", wrong, "payer", message)
    wrong = nobody(park) & np.asarray(frame["status"].isin(MUST))
    message = "is needed where status is {status}: blank are the links that use it, and there may be none"
    return faults + complain(park, "Corridors", wrong, "payer", message)


def limited_payers(park: Park) -> list[Fault]:
    """Who pays for a trench does not depend on what is laid where the investment of somebody it may fall to is limited."""
    limits = park["Limits"]
    limits = _of_payers(limits).merge(park["Participants"]["participant"], on="participant").set_index("row")
    frame = park["Corridors"]
    costs = (frame["status"].isin(INVESTS) & (frame["trench_cost"] > 0)).to_numpy(bool)
    if limits.empty or not costs.any():
        return []
    row_of = {who: row for row, who in zip(limits.index[::-1], limits["participant"][::-1], strict=True)}
    paths = _paths(park)
    users = paths[paths["status"].isin(INVESTS)].merge(park.payers, on="link")
    users = users[users["payer"].isin(row_of)].drop_duplicates("corridor")
    first = dict(zip(users["corridor"], users["payer"], strict=True))
    faults = []
    for row, corridor in frame.loc[costs & nobody(park), "corridor"].items():
        if corridor in first:
            who = first[corridor]
            message = (
                f"is needed, as Limits row {row_of[who]} limits what '{who}' invests: blank are the links that use it, and "
                f"what falls to '{who}' depends on which are laid"
            )
            faults.append(park.tables["Corridors"].fault(int(str(row)), "payer", message))
    return faults


def _of_payers(limits: pd.DataFrame) -> pd.DataFrame:
    """Row and participant of each limit on what one participant invests, or pays for investments."""
    found = []
    for row, on, key in zip(limits.index, limits["on"], limits["key"], strict=True):
        account, who = first_and_rest(key)
        if on == "investment" or (on == "cost" and account in OF_TRENCHES):
            found.append((row, key if on == "investment" else who))
    return pd.DataFrame(found, columns=["row", "participant"])


def lengths(park: Park) -> list[Fault]:
    """A pipe is not shorter than the corridors it lies in."""
    paths, pipelines = _paths(park).drop_duplicates(["link", "corridor"]), park["Pipelines"]
    lengths = park["Corridors"].drop_duplicates("corridor").set_index("corridor")["length"]
    matters = given(park, "Pipelines", "length") | ~pipelines["own_offer"].to_numpy(bool)
    known = pipelines[matters & considered(park, "Pipelines")].drop_duplicates("link").set_index("link")["length"]
    paths["long"] = paths["corridor"].map(lengths).astype(float).groupby(paths["link"]).transform("sum")
    paths["short"] = paths["link"].map(known).astype(float)
    wrong = (paths["long"] > LONGER * paths["short"]) & ~paths["link"].duplicated()
    message = (
        "'{link}' is {short:.4g} km long, and the corridors it lies in are {long:.4g} km together: mend the length of the "
        "pipe or of a corridor, or delete a row"
    )
    return _say(park, paths, wrong, "link", message, "warning")


def idle_corridors(park: Park) -> list[Fault]:
    """A corridor in which no pipe can lie."""
    frame, paths = park["Corridors"], _paths(park)
    asked = considered(park, "Corridors")
    listed = np.asarray(frame["corridor"].isin(paths["corridor"]))
    message = "no row of CorridorPaths says which pipe lies in '{corridor}': nobody uses it"
    faults = complain(park, "Corridors", asked & ~listed, "corridor", message, "warning")
    used = np.asarray(frame["corridor"].isin(paths.loc[paths["status"] != "forbidden", "corridor"]))
    message = "all pipes that lie in '{corridor}' are forbidden: nobody uses it"
    return faults + complain(park, "Corridors", asked & listed & ~used, "corridor", message, "warning")


def nobody(park: Park) -> Mask:
    """Which corridors are left to the links that use them."""
    return ~given(park, "Corridors", "payer") & ~faulty(park, "Corridors", "payer")


def _paths(park: Park) -> pd.DataFrame:
    """Paths with the status of the pipe and of the corridor, blank where there is none of that name."""
    paths = park["CorridorPaths"][["link", "corridor"]].copy()
    for sheet, name, column in (("Pipelines", "link", "status"), ("Corridors", "corridor", "corridor_status")):
        known = park[sheet][park[sheet][name].isin(paths[name])]
        status = dict(zip(known[name], known["status"], strict=True))
        paths[column] = pd.Series([status.get(one, "") for one in paths[name]], paths.index, dtype=object)
    return paths


def _say(
    park: Park, paths: pd.DataFrame, wrong: pd.Series, column: str, message: str, severity: str = "fault"
) -> list[Fault]:
    """Complain of paths; the message names what `_paths` knows of them."""
    loaded, there = park.tables["CorridorPaths"], paths[wrong.to_numpy(bool)]
    said = [message.format_map(row) for row in there.to_dict("records")]
    return loaded.faults(there.index.tolist(), column, said, severity)
