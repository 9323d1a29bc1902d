"""Whether each gate says how wide it is today, counts by one measure, and is paid for by somebody who can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain, considered, faulty, given
from sidestream.park.checks.sizes import ONE, differ, first_of
from sidestream.park.park import Park

NOTHING = {
    "disposal": "'{participant}' disposes of no '{commodity}': no row of Supplies or ConversionRates there says dispose",
    "virgin": "'{participant}' buys no '{commodity}': no row of Demands or ConversionRates there says buy",
    "throughput": "no link leads to '{participant}' with '{commodity}'",
}
"""What is said of a gate through which nothing goes."""


def today(park: Park) -> list[Fault]:
    """Each gate has a capacity today: a step alone would say that there is none."""
    frame = park["Expansions"]
    if frame.empty:
        return []
    gate = [frame[name] for name in ONE["Expansions"]]
    status = frame["status"].isin(["existing", ""])
    wrong = ~status.groupby(gate).transform("any").to_numpy(bool) & ~faulty(park, "Expansions", "status")
    first = first_of(frame, ONE["Expansions"], np.ones(len(frame), bool)) == frame.index
    message = "no row says how much goes through today: add one with status existing and today's capacity, 0 where there is none"
    return complain(park, "Expansions", wrong & first, "status", message)


def one_measure(park: Park) -> list[Fault]:
    """Capacities of one gate add up, so they count by the same measure."""
    message = (
        "is {basis}, and row {first} has '{other}': capacities of one gate add up, so type both by the same measure"
    )
    return differ(park, "Expansions", ONE["Expansions"], "basis", "capacity_unit", message)


def payers(park: Park) -> list[Fault]:
    """A junction never pays."""
    participants = park["Participants"]
    junctions = participants.loc[participants["kind"] == "junction", "participant"]
    wrong = np.asarray(park["Expansions"]["payer"].isin(junctions)) & given(park, "Expansions", "payer")
    message = "'{payer}' is a junction, which never pays: name the participant who does, or leave the cell blank"
    return complain(park, "Expansions", wrong, "payer", message)


def idle_gates(park: Park) -> list[Fault]:
    """A gate through which nothing goes limits nothing."""
    frame = park["Expansions"]
    if frame.empty:
        return []
    passing = goes_through(park)
    faults = []
    first = first_of(frame, ONE["Expansions"], considered(park, "Expansions")) == frame.index
    nothing = np.array(
        [
            not (names if commodity == "" else names & {commodity})
            for names, commodity in zip(passing, frame["commodity"], strict=True)
        ],
        bool,
    )
    named = (frame["commodity"] != "").to_numpy(bool)
    for of, words in NOTHING.items():
        here = first & nothing & (frame["of"] == of).to_numpy(bool)
        for some, said in ((here & named, words), (here & ~named, _of_anything(words))):
            faults += complain(park, "Expansions", some, "of", f"{said}: the gate holds nothing back", "warning")
    return faults


def _of_anything(words: str) -> str:
    """The same of a gate for every commodity."""
    return words.replace("no '{commodity}'", "nothing").replace(" with '{commodity}'", "")


def goes_through(park: Park) -> Iterator[set[str]]:
    """Yield, for each row of Expansions, the commodities of which something can go through at the participant."""
    frame = park["Expansions"]
    found = _passing(park, set(frame["participant"])) if len(frame) else {}
    for of, participant in zip(frame["of"], frame["participant"], strict=True):
        yield found.get((of, participant), set())


def _passing(park: Park, who: set[str]) -> dict[tuple[str, str], set[str]]:
    supplies, demands, plants = park["Supplies"], park["Demands"], park.recipes
    parts = [
        ("disposal", supplies[(supplies["if_not_taken"] == "dispose") & (supplies["quantity"] != 0)]),
        ("disposal", plants[plants["choice"] == "dispose"]),
        ("virgin", demands[(demands["if_not_served"] == "buy") & (demands["quantity"] != 0)]),
        ("virgin", plants[plants["choice"] == "buy"]),
    ]
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for of, rows in parts:
        for participant, commodity in zip(rows["participant"], rows["commodity"], strict=True):
            if participant in who:
                found[of, participant].add(commodity)
    pipes, routes = (park[sheet][considered(park, sheet)] for sheet in ("Pipelines", "TruckRoutes"))
    for links, end in ((pipes, "to"), (pipes[pipes["two_way"].to_numpy(bool)], "from"), (routes, "to")):
        for participant, commodities in zip(links[end], links["commodity"], strict=True):
            if participant in who:
                found["throughput", participant].update(commodities)
    return found
