"""What if a cell were different: changes of a park that leave its workbook alone.

    Supplies: plant, gypsum: quantity = 80 kt/a        sheet: key: column = value
    Settings: carbon_tax = 50                          a setting is its own key

The key is what tells the sheet's rows apart, joined by commas, as far as it takes to name one row; a link also goes by
its name, and any row by `row 7`. A quantity or capacity may bring its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pandas as pd

from sidestream.errors import UsageError
from sidestream.park.park import Park
from sidestream.park.sites import SettingRows
from sidestream.tables import Column, Loaded, Number, Unit, few, is_blank, shown, suggest

EXAMPLE = "'Supplies: plant, gypsum: quantity = 80 kt/a' or 'Settings: carbon_tax = 50'"
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
LINKS = ("Pipelines", "TruckRoutes")
PREFIX, OTHERS = "SIDESTREAM_", ("jobs", "solver")
"""How environment variables begin, and those that say how to search and are no setting of the workbook."""
RELAX = "--relax"
"""Who wants the changes of a repair."""


@dataclass(frozen=True)
class Change:
    """One cell and its new value, all as typed; `by` says who wanted it, `place` and `was` what it changed."""

    sheet: str
    key: str
    column: str
    value: str
    by: str = "--set"
    place: str = ""
    was: str = ""

    def __str__(self) -> str:
        where = self.key if self.sheet == "Settings" else f"{self.key}: {self.column}"
        return f"{self.sheet}: {where} = {self.value}"


class Place(NamedTuple):
    """A cell that a change or a range names: where it stands, and what was typed there, its unit with it."""

    sheet: str
    row: int
    name: str
    column: Column
    typed: str
    unit: str
    """Its unit: of the column, or that which stands beside it in the row."""


def parse(text: str, by: str = "--set") -> Change:
    """Read a change. Raises UsageError where it is none."""
    setting = re.fullmatch(r"(?is)\s*settings\s*:([^:=]+)(?::\s*value\s*)?=(.*)", text)
    if setting:
        return Change("Settings", setting[1].strip(), "value", setting[2].strip(), by)
    found = re.fullmatch(r"(?s)([^:]+):(.*):([^:=]+)=(.*)", text)  # the key may have colons and equals signs of its own
    if found and found[2].strip():
        sheet, key, column, value = (part.strip() for part in found.groups())
        return Change(sheet, key, column, value, by)
    raise UsageError(f"{by} '{text}': expected sheet: key: column = value, such as {EXAMPLE}")


def status_changes(park: Park, force: Iterable[str], forbid: Iterable[str]) -> list[Change]:
    """Return the changes that make links required or forbidden. Raises UsageError for one that is not there or is fixed."""
    faults, changes = [], []
    force, forbid = ([_spelt(park, name) for name in names] for names in (force, forbid))
    for names, status, by in ((force, "required", "--force"), (forbid, "forbidden", "--forbid")):
        for name in names:
            try:
                sheet, now = _link(park, name)
                if now == "existing" or (now == "built" and status == "forbidden"):
                    raise ValueError(f"'{name}' is {now}: only links that are a choice can be forced or forbidden")
                if name in force and name in forbid:
                    raise ValueError(f"'{name}' is both forced and forbidden")
                changes.append(Change(sheet, name, "status", status, by))
            except ValueError as error:
                faults.append(f"{by}: {error}")
    if faults:
        raise UsageError("\n".join(dict.fromkeys(faults)))
    return changes


def _spelt(park: Park, name: str) -> str:
    """The name of the one link that is written like this in other capitals; else the name itself."""
    names = [link for sheet in LINKS for link in park[sheet]["link"].tolist()]
    alike = [link for link in names if link.casefold() == name.strip().casefold()]
    return alike[0] if len(alike) == 1 and name not in names else name


def _link(park: Park, name: str) -> tuple[str, str]:
    """Sheet and status of a link."""
    names: list[str] = []
    for sheet in LINKS:
        frame = park[sheet]
        at = (frame["link"] == name).to_numpy(bool)
        if at.any():
            return sheet, str(frame["status"].to_numpy(object)[at][0])
        names += frame["link"].tolist()
    if name in park["Corridors"]["corridor"].tolist():
        raise ValueError(f"'{name}' is a corridor, not a link: use --set 'Corridors: {name}: status = ...'")
    raise ValueError(f"no link is called '{name}'{suggest(name, names, otherwise=few('links', names))}")


def changed(park: Park, changes: Sequence[Change]) -> tuple[dict[str, Loaded], list[Change]]:
    """Return the sheets of a park with some cells changed, and the changes with the cell that each is of.

    Raises UsageError with everything that does not fit.
    """
    tables = dict(park.typed)
    faults, made = [], []
    for change in changes:
        try:
            sheet = _named(change.sheet, tables, "sheet")
            tables[sheet], done = _apply(park, tables[sheet], replace(change, sheet=sheet))
            made.append(done)
        except ValueError as error:
            faults.append(f"{change.by} '{change}': {error}")
    if faults:
        raise UsageError("\n".join(faults))
    return tables, made


def _named(word: str, names: Iterable[str], noun: str) -> str:
    known = list(names)
    found = next((name for name in known if name.casefold() == word.strip().casefold()), None)
    if found is None:
        listed = f" ({noun}s: {', '.join(known)})"
        raise ValueError(f"no {noun} is called '{word}'{suggest(word, known, otherwise=listed)}")
    return found


def _apply(park: Park, loaded: Loaded, change: Change) -> tuple[Loaded, Change]:
    name = _named(change.column, list(loaded.frame.columns), "column")
    if change.sheet == "Settings":
        loaded = _with_setting(loaded, change.key)
    row = _row(loaded, change.key, park[change.sheet] if change.sheet in LINKS else None)
    column = _column(loaded, name)
    if change.sheet == "Settings":
        column = SettingRows.columns[str(loaded.frame.at[row, "setting"])]
    was, place = _typed(loaded, row, name), loaded.fault(row, name, "").place
    cells = _cells(loaded, name, column, change.value)
    if len(cells) > 1 and (other := _shared(loaded, row, name, cells[1][1])):
        unit = str(loaded.frame.at[row, cells[1][0]])
        raise ValueError(f"{other} is in the same unit, {unit}: type {name} in that")
    for one, cell in cells:
        loaded = _set(loaded, row, one, cell)
    return loaded, replace(change, column=name, place=place, was=was)


def _column(loaded: Loaded, name: str) -> Column:
    """How a column is declared; one that the planner named herself, as all of those are."""
    declared = loaded.table.columns.get(name, loaded.table.extra)
    assert declared is not None
    return declared


def _typed(loaded: Loaded, row: int, name: str) -> str:
    """What stands in a cell, as the planner typed it; its unit with it."""
    if not loaded.given.at[row, name]:
        return "blank"
    cell = _column(loaded, name).show(loaded.frame[name].tolist()[loaded.frame.index.get_loc(row)])
    text = cell if isinstance(cell, str) else shown(cell)
    beside = _unit_beside(loaded, name)
    return f"{text} {loaded.frame[beside].astype(str)[row]}".strip() if beside else text


def _unit_beside(loaded: Loaded, name: str) -> str | None:
    columns, column = loaded.table.columns, _column(loaded, name)
    if not isinstance(column, Number) or column.unit:
        return None
    beside = (f"{name}_unit", f"{name.rpartition('_')[2]}_unit", "unit")
    return next((one for one in beside if isinstance(columns.get(one), Unit)), None)


def _shared(loaded: Loaded, row: int, name: str, unit: object) -> str:
    """Another column of the row that has a number in the unit that is to change; empty where none has."""
    beside = _unit_beside(loaded, name)
    if beside is None or loaded.frame.at[row, beside] == unit:
        return ""
    others = [one for one in loaded.table.columns if one != name and _unit_beside(loaded, one) == beside]
    return next((one for one in others if loaded.given.at[row, one]), "")


def _with_setting(loaded: Loaded, key: str) -> Loaded:
    """Settings with a row for the setting; one that is not there is added behind the others."""
    setting = _named(key, SettingRows.columns, "setting")
    if (loaded.frame["setting"] == setting).any():
        return loaded
    row = int(max(loaded.frame.index, default=1)) + 1
    blanks = {name: column.blank() for name, column in loaded.table.columns.items()}
    line = pd.DataFrame({name: column.collect([blanks[name]]) for name, column in loaded.table.columns.items()})
    none = pd.DataFrame(False, index=[row], columns=list(loaded.given.columns))
    made = replace(
        loaded,
        frame=pd.concat([loaded.frame, line.set_axis([row], axis=0)]),
        given=pd.concat([loaded.given, none]).astype(bool),
    )
    return _set(made, row, "setting", setting)


def _row(loaded: Loaded, key: str, links: pd.DataFrame | None) -> int:
    """Number of the one row that a key names."""
    wanted = _folded(key)
    parts = [name for name in loaded.table.key if name in loaded.frame]
    whole: dict[str, list[int]] = {}
    begun: dict[str, list[int]] = {}
    for row, *values in loaded.frame[parts].itertuples():
        words = ["; ".join(value) if isinstance(value, tuple) else str(value) for value in values if value]
        for count in range(1, len(words) + 1):
            begun.setdefault(_folded(", ".join(words[:count])), []).append(int(row))
        whole.setdefault(_folded(", ".join(words)), []).append(int(row))
    if links is not None:
        for row, link in links["link"].items():
            whole.setdefault(_folded(link), []).append(int(str(row)))
    found = sorted(set(whole.get(wanted) or begun.get(wanted) or _numbered(loaded, wanted)))
    if len(found) == 1:
        return found[0]
    if found:
        rows = ", ".join(str(row) for row in found)
        raise ValueError(f"'{key}' names {len(found)} rows of {loaded.table.sheet} ({rows}): say more of the key")
    listed = f" (rows go by {', '.join(parts)})"
    raise ValueError(f"{loaded.table.sheet} has no row '{key}'{suggest(key, list(whole), otherwise=listed)}")


def changing(park: Park, sheet: str, row: int, column: str) -> list[int]:
    """Row numbers of Changes that give a cell a new value in some stage or scenario."""
    found = []
    for number, cells in park["Changes"].iterrows():
        if str(cells["sheet"]).casefold() != sheet.casefold() or is_blank(cells["value"]):
            continue
        if str(cells["column"]).casefold() != column.casefold():
            continue
        try:
            named = _row(park.typed[sheet], str(cells["key"]), park[sheet] if sheet in LINKS else None)
        except ValueError:
            continue
        if named == row:
            found.append(int(str(number)))
    return found


def _numbered(loaded: Loaded, key: str) -> list[int]:
    """The row that `row 7` names, where there is one."""
    found = re.fullmatch(r"row (\d+)", key)
    return [int(found[1])] if found and int(found[1]) in loaded.frame.index else []


def key_of(park: Park, sheet: str, row: int) -> str:
    """Words by which `changed` finds a row: a link's name, or what tells it apart; its number where that names others too."""
    loaded = park.typed[sheet]
    cells = [loaded.frame.at[row, name] for name in loaded.table.key if name in loaded.frame]
    key = ", ".join("; ".join(cell) if isinstance(cell, tuple) else str(cell) for cell in cells if cell)
    if sheet in LINKS:
        key = str(park[sheet].at[row, "link"])
    try:
        named = _row(loaded, key, park[sheet] if sheet in LINKS else None)
    except ValueError:
        named = 0
    return key if named == row and "\n" not in key else f"row {row}"


def _folded(key: str) -> str:
    return ", ".join(part.strip() for part in key.split(",")).casefold()


def _cells(loaded: Loaded, name: str, column: Column, text: str) -> list[tuple[str, object]]:
    """The column's own cell and, where the text brings a unit, the cell of the unit beside it."""
    if not text or not isinstance(column, Number):
        return [(name, text or None)]
    found = NUMBER.match(text)
    if not found or "," in text:
        raise ValueError(f"{shown(text)} is not a number: type one such as 80000 or 0.5, without separators")
    number, unit = float(found[0]), text[found.end() :].strip()
    if not unit:
        return [(name, number)]
    if unit == "%" and column.unit.startswith("%"):
        return [(name, number)]
    beside = _unit_beside(loaded, name)
    if beside is None:
        if "".join(unit.split()) != column.unit:
            raise ValueError(f"'{unit}' does not fit: {name} is in {column.unit or 'no unit'}")
        return [(name, number)]
    return [(name, number), (beside, unit)]


def _set(loaded: Loaded, row: int, name: str, cell: object) -> Loaded:
    """Put one cell; a blank one counts as not given. Raises ValueError where the column does not take it."""
    column = _column(loaded, name)
    if cell is None and column.needed:
        raise ValueError(f"{name} is needed: {column.meaning} ({column.expected})")
    value: Any = column.blank() if cell is None else column.understand(cell)
    place = loaded.frame.index.get_loc(row)
    values = loaded.frame[name].tolist()
    values[place] = value
    frame, given = loaded.frame.copy(), loaded.given.copy()
    frame[name] = column.collect(values).set_axis(frame.index)
    given.loc[row, name] = cell is not None
    return replace(loaded, frame=frame, given=given, faulty=loaded.faulty - {(row, name)})


def scenario_changes(park: Park, scenario: str) -> list[Change]:
    """Return what is different in a scenario. Raises UsageError where none is called so, or a change does not fit."""
    names = park["Scenarios"]["scenario"].tolist()
    if scenario not in names:
        none = ": the sheet Scenarios has no rows" if not names else ""
        listed = f" (scenarios: {', '.join(names)})"
        raise UsageError(f"no scenario is called '{scenario}'{none or suggest(scenario, names, otherwise=listed)}")
    return changes_when(park, park["Changes"], scenario)


def changes_when(park: Park, rows: pd.DataFrame, when: str) -> list[Change]:
    """Return what `rows` of Changes make different in a scenario or stage. Raises UsageError where one does not fit."""
    return [asked(park, cells) for cells in rows[rows["when"] == when].to_dict("records")]


def asked(park: Park, cells: Mapping[Any, Any]) -> Change:
    """Return the change that a row of Changes asks for. Raises UsageError where the cell it multiplies is not there."""
    sheet, key, column, when = (str(cells[name]) for name in ("sheet", "key", "column", "when"))
    new, factor, by = cells["value"], cells["factor"], f"--scenario {when}"
    if not is_blank(new):
        return Change(sheet, key, column, _as_typed(new), by)
    made = Change(sheet, key, column, "1", by)
    try:
        number, _, unit = place_of(park, sheet, key, column).typed.partition(" ")
        return replace(made, value=f"{float(number) * factor:.15g} {unit}".strip())
    except ValueError as error:
        said = f"'{number}' is no number: a factor needs one" if "could not convert" in str(error) else str(error)
        raise UsageError(f"{by} '{made}': {said}") from None


def place_of(park: Park, sheet: str, key: str, column: str) -> Place:
    """Return the cell that a row of Changes or Ranges names. Raises ValueError where there is none."""
    loaded = park.typed[_named(sheet, park.typed, "sheet")]
    sheet = loaded.table.sheet
    name = _named(column, list(loaded.frame.columns), "column")
    if sheet == "Settings":
        loaded = _with_setting(loaded, key)
    row = _row(loaded, key, park[sheet] if sheet in LINKS else None)
    declared = _column(loaded, name)
    if sheet == "Settings":
        declared = SettingRows.columns[str(loaded.frame.at[row, "setting"])]
    beside = _unit_beside(loaded, name)
    unit = str(loaded.frame.at[row, beside]) if beside else declared.unit
    return Place(sheet, row, name, declared, _typed(loaded, row, name), unit)


def _as_typed(cell: object) -> str:
    return f"{cell:.15g}" if isinstance(cell, (int, float)) and not isinstance(cell, bool) else str(cell)


def environment(variables: Mapping[str, str]) -> list[Change]:
    """Changes of Settings that environment variables ask for: SIDESTREAM_CARBON_TAX=50. Raises UsageError for unknown ones."""
    names = {f"{PREFIX}{name.upper()}": name for name in SettingRows.columns}
    known = [*names, *(f"{PREFIX}{name.upper()}" for name in OTHERS)]
    for key in variables:
        if key.startswith(PREFIX) and key not in known:
            raise UsageError(f"environment: no setting is called '{key}'{suggest(key, known)}")
    return [
        Change("Settings", name, "value", variables[key], f"environment {key}")
        for key, name in names.items()
        if key in variables
    ]
