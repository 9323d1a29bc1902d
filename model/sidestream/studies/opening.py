"""How every command comes by its park: read, changed where somebody asks what if, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sidestream.errors import Fault, InputError
from sidestream.park import SHEETS, Park
from sidestream.park.changes import LINKS, Change, changed, scenario_changes, status_changes
from sidestream.park.checks import checked, in_order
from sidestream.park.worlds import NO_SCENARIOS, with_scenario
from sidestream.studies.catalogues import unconverted
from sidestream.tables import Loaded, empty_table
from sidestream.workbook.reading import fingerprint, read_sheets


@dataclass(frozen=True)
class WhatIf:
    """What is to be different from what the workbook says: cells, and links to be forced in or out.

    `scenario` is one of the workbook's own, sure to come: its changes come first, or with each stage where there are stages.
    `no_scenarios` leaves them all out. `repair` is what lets a park have a design once all the others are made: links are offered without it.
    """

    changes: Sequence[Change] = ()
    force: Sequence[str] = ()
    forbid: Sequence[str] = ()
    repair: Sequence[Change] = ()
    scenario: str = ""
    no_scenarios: bool = False


def open_park(path: Path | str, what_if: WhatIf | None = None) -> tuple[Park, list[Fault]]:
    """Read and check a park; return it with its warnings.

    `park.changes` holds what differs from the workbook. Links are added where the park asks for them or has none (see
    `candidates`). Raises InputError with every fault, UsageError for changes that do not fit, and what `read_sheets`
    raises.
    """
    path, what_if = Path(path), what_if or WhatIf()
    tables, faults = typed, typed_faults = read_sheets(path)
    mark = fingerprint(path)
    wanted = list(what_if.changes)
    one = ""
    if what_if.scenario:
        whole = _any_park(path, tables, faults)
        own = scenario_changes(whole, what_if.scenario)
        if whole["Stages"].empty:
            wanted = [*own, *wanted]
        else:
            one = what_if.scenario
    if what_if.scenario or what_if.no_scenarios:
        tables = with_scenario(_any_park(path, tables, faults).typed, one)
    of_links = [change for change in wanted if change.sheet in LINKS]
    others = [change for change in wanted if change.sheet not in LINKS]
    made: list[Change] = []
    if others:
        tables, made = changed(_any_park(path, tables, faults), others)
        faults = _without(faults, made)
    park, warnings = checked(tables, faults, path.name, mark)
    if park.offers_links:
        from sidestream.candidates import offered_for, with_links  # its libraries take longer than reading a small park

        tables = with_links(park, offered_for(park))
        park, warnings = checked(tables, faults, path.name, mark)
    forbid, gone = list(what_if.forbid), []
    if others and (unknown := set(forbid).difference(*_links(park))):
        gone = sorted(unknown & _offered_before(path, typed, typed_faults))
        forbid = [name for name in forbid if name not in gone]
    statuses = status_changes(park, what_if.force, forbid)
    for later in ([*of_links, *statuses], what_if.repair):
        if later:
            tables, more = changed(park, later)
            made += more
            park, warnings = checked(tables, _without(faults, made), path.name, mark)
    park.changes = tuple(made)
    park.scenarios = one or (NO_SCENARIOS if what_if.scenario or what_if.no_scenarios else "")
    return park, in_order([*warnings, *unconverted(park), *(_gone(name) for name in gone)])


def open_settings(path: Path | str, what_if: WhatIf | None = None) -> Park:
    """Read a park of which nothing but its Settings need be sound yet. Raises as `open_park` does."""
    path = Path(path)
    try:
        return open_park(path, what_if)[0]
    except InputError as error:
        if any(fault.sheet == "Settings" for fault in error.faults):
            raise
    tables, faults = read_sheets(path)
    if any(fault.sheet not in tables for fault in faults):
        raise InputError(path.name, faults)
    wanted = [change for change in what_if.changes if change.sheet == "Settings"] if what_if else []
    tables, made = changed(Park(tables), wanted)
    park = Park(tables, path.name)
    park.changes = tuple(made)
    return park


def _links(park: Park) -> list[list[str]]:
    return [park[sheet]["link"].tolist() for sheet in LINKS]


def _offered_before(path: Path, tables: dict[str, Loaded], faults: list[Fault]) -> set[str]:
    """Names of the links of a park before any change; none where it has faults."""
    try:
        park, _ = checked(tables, faults, path.name)
    except InputError:
        return set()
    if park.offers_links:
        from sidestream.candidates import offered_for, with_links

        park = Park(with_links(park, offered_for(park)))
    return set().union(*_links(park))


def _gone(name: str) -> Fault:
    message = f"the link '{name}' is not offered with the other changes: there is nothing to forbid"
    return Fault("Pipelines, TruckRoutes", "", "status", message, "warning")


def _any_park(path: Path, tables: dict[str, Loaded], faults: list[Fault]) -> Park:
    whole = {table.sheet: tables.get(table.sheet) or empty_table(table) for table in SHEETS}
    if not any(len(one.frame) for one in whole.values()):
        raise InputError(path.name, faults)
    return Park(whole)


def _without(faults: list[Fault], made: list[Change]) -> list[Fault]:
    mended = {change.place for change in made}
    return [fault for fault in faults if fault.place not in mended]
