"""Facilities: every plant, tank and gate that must be there and none that may not, each with the park's own figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sidestream.design.accounts import USERS
from sidestream.design.audit import tolerance
from sidestream.design.audit.builds import Builds
from sidestream.design.audit.groups import added
from sidestream.design.audit.known import TODAY, Known
from sidestream.design.audit.machines import KEY
from sidestream.design.audit.sheets import Floats, Mask, Places, Sheet, quoted
from sidestream.tables import shown

MUST = ("required", "built")


@dataclass
class Facilities:
    """The sheet, set right: one row for each machine that is there."""

    sheet: Sheet
    machines: pd.DataFrame
    """All that the park has."""
    machine: Places
    """Which of them each row is."""
    new: Mask
    capacity: Floats
    """As chosen, in its unit."""
    investment: Floats
    annuity: Floats
    yearly_cost: Floats
    parts: tuple[Places, Places, Floats]
    """Who pays: row, participant and share of it."""

    def listed(self, case: int) -> Mask:
        """Which machines of the park are there in a case."""
        there = (self.machines["status"] == "existing").to_numpy(bool, copy=True)
        if case != TODAY:
            there[self.machine] = True
        return there

    def share(self) -> Floats:
        """What of its capacity in the park each machine has; 1 where it is not in the sheet."""
        made = np.ones(len(self.machines))
        typed = self.machines["capacity"].to_numpy(float)[self.machine]
        with np.errstate(divide="ignore", invalid="ignore"):
            made[self.machine] = np.where(typed > 0, self.capacity / typed, 1.0)
        return made

    def rows_of(self, sheet: str) -> Places:
        """Place among the machines of each row of a sheet of the park."""
        return np.flatnonzero((self.machines["sheet"] == sheet).to_numpy(bool))


def check_facilities(sheet: Sheet, known: Known, builds: Builds) -> Facilities:
    """Name everything that is wrong in Facilities, but for `used`."""
    machines = known.machines
    for column, what in (("facility", "facility"), ("participant", "participant")):
        sheet.known(column, pd.Index(pd.unique(machines[column].astype(object)), dtype=object), what)
    if machines.empty:
        nothing, none = np.empty(0), np.empty(0, np.int64)
        nobody = (none, none, nothing)
        return Facilities(sheet, machines, none, none.astype(bool), nothing, nothing, nothing, nothing, nobody)
    _keep_machines(sheet, machines)
    sheet.once()
    machine = machine_of(sheet, machines, KEY)
    rows = machines.iloc[machine]
    existing = (rows["status"] == "existing").to_numpy(bool)
    _check_presence(sheet, machines, machine)
    _check_excludes(sheet, machines, machine)
    _check_trenches(sheet, machines, machine, known, builds)
    sheet.agree_text("status", np.where(existing, "existing", "built"), "by its status in the park")
    sheet.agree_text("capacity_unit", rows["capacity_unit"], "unit of the capacity in the park")
    sheet.agree_text("payer", rows["payer"], "who pays in the park")
    capacity = _capacities(sheet, rows, ~existing)
    sheet.agree("life", rows["life"].to_numpy(float), "the life in the park")
    base = rows["fixed"].to_numpy(float) + rows["each"].to_numpy(float) * capacity
    paid = np.where(existing, 0.0, base)
    invested = sheet.agree("investment", paid, lambda place: _words(rows.iloc[place]), absolute=tolerance.MONEY)
    yearly = np.where(paid == 0, 0.0, paid * rows["annuity_factor"].to_numpy(float))
    why = "investment x annuity(discount_rate, life)"
    annuity = sheet.agree("annuity", yearly, why, absolute=tolerance.MONEY)
    upkeep = rows["upkeep"].to_numpy(float) * base
    upkeep = upkeep + rows["kept"].to_numpy(float) * capacity
    fleet = (rows["kind"] == "fleet").to_numpy(bool)
    kept = sheet.agree(
        "yearly_cost",
        upkeep,
        lambda place: "yearly_cost x vehicles" if fleet[place] else "upkeep x investment",
        absolute=tolerance.MONEY,
    )
    parts = _parts(rows, known, builds)
    return Facilities(sheet, machines, machine, ~existing, capacity, invested, annuity, kept, parts)


def invested(facilities: Facilities, known: Known) -> Floats:
    """What each participant pays once for new facilities."""
    once = np.where(facilities.new, np.nan_to_num(facilities.investment), 0.0)
    row, payer, share = facilities.parts
    return added(payer, once[row] * share, len(known.participants))


def machine_of(sheet: Sheet, machines: pd.DataFrame, key: list[str], words: list[str] | None = None) -> Places:
    """Which machine each row of a sheet is, by columns of `machines` and their names in the sheet; -1: none."""
    if not len(sheet):
        return np.empty(0, np.int64)
    asked = pd.MultiIndex.from_arrays([sheet.words[name].array() for name in words or key])
    first = machines.drop_duplicates(key)
    found = pd.MultiIndex.from_frame(first[key]).get_indexer(asked)
    return np.asarray(np.append(first.index.to_numpy(np.int64), -1)[found], np.int64)


def _keep_machines(sheet: Sheet, machines: pd.DataFrame) -> None:
    """Name rows that are no machine of the park, and go on without them."""
    machine = machine_of(sheet, machines, KEY)
    place = machine_of(sheet, machines, KEY[:-1])
    sizes = sheet.words["size"].array()
    sheet.say_all(place < 0, "facility", lambda row: f"the park has no {sheet.called(row)}")

    def message(row: int) -> str:
        same = machines["place"] == machines["place"].iat[place[row]]
        listed = ", ".join(dict.fromkeys(quoted(size) for size in machines.loc[same, "size"]))
        return f"{quoted(sizes[row])} is not on offer: {listed} expected"

    sheet.say_all((machine < 0) & (place >= 0), "size", message)
    sheet.keep(machine >= 0)


def _check_presence(sheet: Sheet, machines: pd.DataFrame, machine: Places) -> None:
    """Existing rows are there, forbidden ones are not; of what is new there is one size, of what must be there that."""
    status, place = machines["status"].to_numpy(object), machines["place"].to_numpy(np.int64)
    sheet.say_all(status[machine] == "forbidden", "facility", lambda _: "is in the design, but the park forbids it")
    must = np.isin(status, MUST)
    musts = added(place, must.astype(float), len(machines) + 1) > 0
    new = status[machine] != "existing"
    wrong = new & musts[place[machine]] & ~must[machine]
    sheet.say_all(wrong, "size", lambda _: "is built, but the park asks for another size")
    several = new & pd.Series(np.where(new, place[machine], -1)).duplicated().to_numpy(bool)
    sheet.say_all(several & ~wrong, "size", lambda _: "is built beside another size: one at most")
    listed = np.zeros(len(machines), bool)
    listed[machine] = True
    for row in np.flatnonzero((status == "existing") & ~listed).tolist():
        sheet.say(None, "facility", f"no row for {_called(machines, row)}, which is existing")
    built = set(place[machine[must[machine]]].tolist())
    for row in np.flatnonzero(must & ~pd.Series(place).where(must, -1).duplicated().to_numpy(bool)).tolist():
        if place[row] not in built:
            sheet.say(None, "facility", f"no row for {_called(machines, row)}, which is {status[row]}")


def _check_excludes(sheet: Sheet, machines: pd.DataFrame, machine: Places) -> None:
    """Of a group there is one conversion at a place; what exists comes first, in whatever sizes it has."""
    rows = machines.iloc[machine]
    grouped = machines[(machines["excludes"] != "") & (machines["status"] == "existing")]
    held = grouped.groupby(["participant", "excludes"])["place"].agg(set).to_dict()
    taken: set[tuple[str, str]] = set()
    columns = (rows[name] for name in ("participant", "excludes", "status", "place"))
    for place, (who, group, status, number) in enumerate(zip(*columns, strict=True)):
        key = (who, group)
        if group == "" or status == "existing" or number in held.get(key, ()):
            continue
        if key in held or key in taken:
            sheet.say(place, "facility", f"is built, but {shown(who)} has another of {shown(group)}: one at most")
        taken.add(key)


def _check_trenches(sheet: Sheet, machines: pd.DataFrame, machine: Places, known: Known, builds: Builds) -> None:
    """A trench is dug where a new pipe lies in it, and nowhere else unless it must be."""
    corridors = np.flatnonzero((machines["kind"] == "corridor").to_numpy(bool))
    if not len(corridors):
        return
    rows = machines.iloc[corridors]
    place_of = dict(zip(rows["facility"], corridors.tolist(), strict=True))
    status = dict(zip(rows["facility"], rows["status"], strict=True))
    listed, needed = set(machine.tolist()), set()
    for line, name, link in _lying(known, builds):
        if name not in status or not builds.new[line]:
            continue
        needed.add(place_of[name])
        if status[name] == "forbidden":
            builds.sheet.say(line, "link", f"lies in {shown(name)}, which the park forbids to dig")
        elif place_of[name] not in listed and status[name] == "optional":
            sheet.say(None, "facility", f"no row for {shown(f'corridor, {name}')}, in which {shown(link)} lies")
    if known.park["Limits"]["least"].notna().any():  # what is dug may be wanted for the money that it costs
        return
    for place, number in enumerate(machine.tolist()):
        choice = machines["kind"].iat[number] == "corridor" and machines["status"].iat[number] == "optional"
        if choice and number not in needed:
            sheet.say(place, "facility", "is dug, but no new pipe lies in it")


def _lying(known: Known, builds: Builds) -> list[tuple[int, str, str]]:
    """Line of the Build list, corridor and link of each pipe that lies in one."""
    line = {str(known.links[link]): place for place, link in enumerate(builds.link.tolist())}
    paths = known.park["CorridorPaths"].drop_duplicates(["link", "corridor"])
    pairs = zip(paths["link"], paths["corridor"], strict=True)
    return [(line[link], name, link) for link, name in pairs if link in line]


def _parts(rows: pd.DataFrame, known: Known, builds: Builds) -> tuple[Places, Places, Floats]:
    """Who pays which share of each row: who is named, or the links that lie in it, in equal parts, each as it is paid for."""
    payer = known.participants.get_indexer(pd.Index(rows["payer"], dtype=object))
    named = np.flatnonzero(payer >= 0)
    made = [pd.DataFrame({"row": named, "payer": payer[named], "share": 1.0})]
    links = (
        pd.DataFrame(_lying(known, builds), columns=["line", "facility", "link"])
        if USERS in set(rows["payer"])
        else None
    )
    if links is not None and len(links):
        links["part"] = 1.0 / links.groupby("facility")["link"].transform("size")
        mine = pd.DataFrame({"facility": rows["facility"].to_numpy(object), "row": np.arange(len(rows))})
        mine = mine[((rows["payer"] == USERS) & (rows["kind"] == "corridor")).to_numpy(bool)]
        both = mine.merge(links, on="facility").merge(known.park.payers, on="link")
        both["payer"] = known.participants.get_indexer(pd.Index(both["payer"], dtype=object))
        both["share"] *= both["part"]
        made.append(both.loc[both["payer"] >= 0, ["row", "payer", "share"]])
    all_ = pd.concat(made, ignore_index=True)
    return all_["row"].to_numpy(np.int64), all_["payer"].to_numpy(np.int64), all_["share"].to_numpy(float)


def _capacities(sheet: Sheet, rows: pd.DataFrame, new: Mask) -> Floats:
    """Capacity of each row: the park's, or the size chosen. Where that does not fit what is paid, the annuity tells
    which of the two is wrong.
    """
    whole = new & rows["whole"].to_numpy(bool)
    typed, fixed, each, factor = (
        rows[name].to_numpy(float) for name in ("capacity", "fixed", "each", "annuity_factor")
    )
    chosen = new & rows["continuous"].to_numpy(bool)
    found, paid = sheet["capacity"], sheet["investment"]
    with np.errstate(divide="ignore", invalid="ignore"):
        implied = (paid - fixed) / each
    agree = ~tolerance.apart(sheet["annuity"], paid * factor, paid, tolerance.MONEY)
    off = tolerance.apart(fixed + each * found, paid, paid, tolerance.MONEY)
    wrong = chosen & (each > 0) & agree & off & np.isfinite(implied)
    sheet.say_all(chosen & ~wrong & np.isnan(found), "capacity", lambda _: "blank found, the size chosen expected")
    why = np.where(wrong, _per_unit(rows), "the capacity in the park")
    expected = np.where(wrong, implied, np.where(chosen, found, typed))
    capacity = np.nan_to_num(sheet.agree("capacity", expected, lambda place: str(why[place])))
    many, few = chosen & tolerance.beyond(capacity, typed), chosen & (capacity < -tolerance.SOLVED)
    sheet.say_all(
        many, "capacity", lambda place: f"{shown(float(capacity[place]))} found, at most {shown(typed[place])} expected"
    )
    sheet.say_all(few, "capacity", lambda place: f"{shown(float(capacity[place]))} found: less than nothing")
    parts = (
        whole
        & ~few
        & ~wrong
        & ((capacity < 1 - tolerance.SOLVED) | tolerance.apart(capacity, np.round(capacity), 1.0, 0.0))
    )
    sheet.say_all(
        parts, "capacity", lambda place: f"{shown(float(capacity[place]))} found, a whole number of 1 or more expected"
    )
    return capacity


def _per_unit(rows: pd.DataFrame) -> NDArray[np.object_]:
    fleet = (rows["kind"] == "fleet").to_numpy(bool)
    words = np.where(fleet, "investment / that of one", "(investment less what every size costs) / investment_per_unit")
    return words.astype(object)


def _words(row: pd.Series) -> str:
    """What is paid for a row, in words."""
    if row["status"] == "existing":
        return "what exists is not paid again"
    if row["kind"] in ("corridor", "fleet"):
        return "trench_cost x length" if row["kind"] == "corridor" else "investment x vehicles"
    return "investment + investment_per_unit x capacity" if row["each"] != 0 else "the investment in the park"


def _called(machines: pd.DataFrame, row: int) -> str:
    words = [str(machines[name].iat[row]) for name in KEY]
    return shown(", ".join(word for word in words if word))
