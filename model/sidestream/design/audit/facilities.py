"""Facilities: every plant, tank and gate that must be there and none that may not, each with the park's own figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sidestream.design.audit import tolerance
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
    payer: Places

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


def check_facilities(sheet: Sheet, known: Known) -> Facilities:
    """Name everything that is wrong in Facilities, but for `used`."""
    machines = known.machines
    for column, what in (("facility", "facility"), ("participant", "participant")):
        sheet.known(column, pd.Index(pd.unique(machines[column].astype(object)), dtype=object), what)
    if machines.empty:
        nothing, none = np.empty(0), np.empty(0, np.int64)
        return Facilities(sheet, machines, none, none.astype(bool), nothing, nothing, nothing, nothing, none)
    _keep_machines(sheet, machines)
    sheet.once()
    machine = machine_of(sheet, machines, KEY)
    rows = machines.iloc[machine]
    existing = (rows["status"] == "existing").to_numpy(bool)
    _check_presence(sheet, machines, machine)
    _check_excludes(sheet, machines, machine)
    sheet.agree_text("status", np.where(existing, "existing", "built"), "by its status in the park")
    sheet.agree_text("capacity_unit", rows["capacity_unit"], "unit of the capacity in the park")
    sheet.agree_text("payer", rows["payer"], "who pays in the park")
    capacity = _capacities(sheet, rows, ~existing)
    sheet.agree("life", rows["life"].to_numpy(float), "the life in the park")
    base = rows["fixed"].to_numpy(float) + rows["each"].to_numpy(float) * capacity
    paid = np.where(existing, 0.0, base)
    continuous = (rows["each"] != 0).to_numpy(bool)
    invested = sheet.agree(
        "investment", paid, lambda place: _words(existing, continuous, place), absolute=tolerance.MONEY
    )
    yearly = np.where(paid == 0, 0.0, paid * rows["annuity_factor"].to_numpy(float))
    why = "investment x annuity(discount_rate, life)"
    annuity = sheet.agree("annuity", yearly, why, absolute=tolerance.MONEY)
    upkeep = rows["upkeep"].to_numpy(float) * base
    kept = sheet.agree("yearly_cost", upkeep, "upkeep x investment", absolute=tolerance.MONEY)
    payer = known.participants.get_indexer(pd.Index(rows["payer"], dtype=object))
    return Facilities(
        sheet, machines, machine, ~existing, capacity, invested, annuity, kept, np.asarray(payer, np.int64)
    )


def invested(facilities: Facilities, known: Known) -> Floats:
    """What each participant pays once for new facilities."""
    once = np.where(facilities.new & (facilities.payer >= 0), np.nan_to_num(facilities.investment), 0.0)
    return added(np.maximum(facilities.payer, 0), once, len(known.participants))


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


def _capacities(sheet: Sheet, rows: pd.DataFrame, new: Mask) -> Floats:
    """Capacity of each row: the park's, or the size chosen. Where that does not fit what is paid, the annuity tells
    which of the two is wrong.
    """
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
    why = np.where(wrong, "(investment less what every size costs) / investment_per_unit", "the capacity in the park")
    expected = np.where(wrong, implied, np.where(chosen, found, typed))
    capacity = np.nan_to_num(sheet.agree("capacity", expected, lambda place: str(why[place])))
    many, few = chosen & tolerance.beyond(capacity, typed), chosen & (capacity < -tolerance.SOLVED)
    sheet.say_all(
        many, "capacity", lambda place: f"{shown(float(capacity[place]))} found, at most {shown(typed[place])} expected"
    )
    sheet.say_all(few, "capacity", lambda place: f"{shown(float(capacity[place]))} found: less than nothing")
    return capacity


def _words(existing: Mask, continuous: Mask, place: int) -> str:
    if existing[place]:
        return "what exists is not paid again"
    return "investment + investment_per_unit x capacity" if continuous[place] else "the investment in the park"


def _called(machines: pd.DataFrame, row: int) -> str:
    words = [str(machines[name].iat[row]) for name in KEY]
    return shown(", ".join(word for word in words if word))
