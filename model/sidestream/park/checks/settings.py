"""Whether Settings says what a setting can be: its name, its value, the unit beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sidestream.errors import Fault
from sidestream.park.checks.rows import complain
from sidestream.park.park import Park
from sidestream.park.sites import SettingRows
from sidestream.tables import Number, is_blank, suggest


def unknown_settings(park: Park) -> list[Fault]:
    """Each setting is one that exists."""
    names = list(SettingRows.columns)
    frame = park["Settings"]
    wrong = ~frame["setting"].isin([*names, ""])
    listed = f" (settings: {', '.join(names)})"
    return complain(
        park,
        "Settings",
        wrong,
        "setting",
        lambda row: f"no setting is called '{row['setting']}'" + suggest(row["setting"], names, otherwise=listed),
    )


def setting_values(park: Park) -> list[Fault]:
    """Each value is one that its setting can take."""
    loaded = park.tables["Settings"]
    faults = []
    for row, name, cell in zip(loaded.frame.index, loaded.frame["setting"], loaded.frame["value"], strict=True):
        column = SettingRows.columns.get(name)
        if column is None or is_blank(cell):
            continue
        try:
            column.understand(cell)
        except ValueError as error:
            faults.append(replace(loaded.fault(row, "value", str(error)), column=column.title))
    return faults


def setting_units(park: Park) -> list[Fault]:
    """A unit typed beside a value is the unit that the value is read in."""

    def disagrees(name: str, unit: str) -> bool:
        column = SettingRows.columns.get(name)
        said = "".join(unit.split()).replace(park.settings.currency, "EUR")
        return column is not None and bool(said) and said != column.unit

    def message(row: Mapping[str, Any]) -> str:
        name, unit = row["setting"], row["unit"]
        right = SettingRows.columns[name].unit
        if not right:
            return f"'{unit}' is not needed: {name} has no unit"
        return f"{name} is read in {right}, found '{unit}': type the value in {right}"

    frame = park["Settings"]
    wrong = [disagrees(name, unit) for name, unit in zip(frame["setting"], frame["unit"], strict=True)]
    return complain(park, "Settings", wrong, "unit", message)


def rate_as_fraction(park: Park) -> list[Fault]:
    """A discount rate below 0.3 % is more likely a fraction that should be a percentage."""
    frame = park["Settings"]
    rate = park.settings.discount_rate
    if not 0 < rate < 0.003:
        return []
    shown = SettingRows.columns["discount_rate"].show(rate)
    assert isinstance(SettingRows.columns["discount_rate"], Number)
    message = f"{shown:g} means {shown:g} % a year: for {shown * 100:g} % type {shown * 100:g}"
    return complain(park, "Settings", frame["setting"] == "discount_rate", "value", message, "warning")
