"""What one row cannot see: every rule that takes two cells, two rows or two sheets to break.

A rule is a function from a park to complaints, each concern a file of a few rules; `CHECKS` and `ONCE_SOUND`
are their table of contents. A rule never complains of what was complained about already: a faulty cell, an unknown name, a blank one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sidestream.errors import Fault, InputError
from sidestream.park import SHEETS
from sidestream.park.checks import (
    capacities,
    corridors,
    dear,
    ends,
    fleets,
    funding,
    gates,
    impacts,
    islands,
    lengths,
    limit_keys,
    limits,
    losses,
    money,
    names,
    offers,
    participation,
    places,
    plants,
    prices,
    pumping,
    qualities,
    quantities,
    ranges,
    relations,
    scenarios,
    settings,
    shares,
    sizes,
    stores,
    streams,
    time,
    trucks,
    units,
    unused,
)
from sidestream.park.park import Park
from sidestream.tables import Loaded, empty_table

CHECKS: list[Callable[[Park], list[Fault]]] = [
    settings.unknown_settings,
    settings.setting_values,
    settings.setting_units,
    settings.rate_as_fraction,
    shares.fractions,
    names.empty_sheets,
    names.references,
    names.look_alikes,
    names.payer_words,
    places.half_places,
    places.two_kinds_of_place,
    places.far_away,
    places.junctions,
    units.quantities,
    units.contents,
    quantities.outsized,
    prices.outsized_prices,
    prices.too_low,
    prices.odd_ratios,
    streams.unused_prices,
    streams.needed_prices,
    streams.negative_prices,
    streams.provision_co2,
    streams.impossible_needs,
    plants.without_rates,
    plants.idle_rates,
    plants.activities,
    plants.words_and_signs,
    plants.prices,
    plants.fixed_sizes,
    plants.lonely_groups,
    plants.crowded_groups,
    stores.sides,
    stores.one_thing,
    stores.limits,
    stores.levels,
    gates.today,
    gates.one_measure,
    gates.payers,
    sizes.one_built,
    sizes.built_and_required,
    sizes.no_capacity,
    time.hours,
    time.cycles,
    time.profile_periods,
    time.profile_means,
    ends.two_ends,
    ends.names_twice,
    ends.offers_twice,
    ends.payers,
    lengths.needed_lengths,
    lengths.short_lengths,
    offers.one_kind_of_offer,
    offers.lives,
    offers.capacities,
    offers.steady,
    offers.no_capacity,
    offers.sizes,
    offers.one_size,
    offers.ways,
    capacities.countable,
    capacities.one_basis,
    trucks.something_to_carry,
    trucks.media,
    trucks.weights,
    trucks.whole_loads,
    corridors.pipes,
    corridors.existing_pipes,
    corridors.forbidden,
    corridors.payers,
    corridors.limited_payers,
    corridors.lengths,
    fleets.payers,
    fleets.lives,
    fleets.room,
    losses.priced_losses,
    losses.priced_storage_losses,
    losses.arrivals,
    participation.priced_junctions,
    participation.users_of_corridors,
    money.discount_rate,
    money.electricity,
    pumping.per_unit,
    qualities.bounds,
    qualities.one_kind,
    qualities.known_values,
    impacts.carbon,
    impacts.objective,
    impacts.commas,
    impacts.one_unit,
    impacts.keys,
    relations.two,
    relations.once,
    relations.lives,
    relations.junctions,
    relations.owners,
    relations.links,
    limits.bounds,
    limits.units_and_times,
    limits.sides,
    limit_keys.keys,
    limit_keys.countable,
    scenarios.changes_that_fit,
    scenarios.whens,
    scenarios.probabilities,
    scenarios.risks,
    scenarios.stages,
    ranges.ranges_that_fit,
    funding.loans,
]
ONCE_SOUND: list[Callable[[Park], list[Fault]]] = [
    unused.unplaced,
    unused.uncounted,
    unused.idle_streams,
    unused.idle_participants,
    unused.idle_plants,
    unused.idle_storages,
    gates.idle_gates,
    corridors.idle_corridors,
    fleets.idle_fleets,
    qualities.idle_values,
    qualities.idle_limits,
    impacts.counted_twice,
    limit_keys.idle,
    limit_keys.hidden_givers,
    stores.one_period,
    islands.islands,
    dear.never_pays,
    participation.nobody_asked,
    participation.rows_of_junctions,
    ranges.ranges_that_hold,
]
"""Rules that only warn, of what one fault elsewhere would make true everywhere: they wait until there is none."""


def check(park: Park, *, sound: bool = True) -> list[Fault]:
    """Return every fault and warning of a park, by sheet, row and column; `sound`: its reader found no fault."""
    return in_order(_found(park, sound))


def _found(park: Park, sound: bool) -> list[Fault]:
    found = [fault for rule in CHECKS for fault in rule(park)]
    if sound and not any(fault.severity == "fault" for fault in found):
        found += scenarios.each_world(park)
        found += [fault for rule in ONCE_SOUND for fault in rule(park)]
    return found


def checked(
    tables: Mapping[str, Loaded], faults: Sequence[Fault], name: str, fingerprint: str = ""
) -> tuple[Park, list[Fault]]:
    """Assemble a park from its sheets (one that is missing is empty) and the faults found in reading them.

    Returns the park and its warnings. Raises InputError with every fault where there is one, and the warnings beside.
    """
    park = Park({table.sheet: tables.get(table.sheet) or empty_table(table) for table in SHEETS}, name, fingerprint)
    heard = {fault.sheet for fault in faults if not fault.cell}  # of a sheet as a whole, its reader has said it
    nothing = bool(faults) and not any(len(park[table.sheet]) for table in SHEETS)
    more = [] if nothing else [fault for fault in _found(park, not faults) if fault.cell or fault.sheet not in heard]
    found = in_order([*faults, *more])
    wrong = [fault for fault in found if fault.severity == "fault"]
    if wrong:
        raise InputError(name, wrong, [fault for fault in found if fault.severity != "fault"])
    return park, found


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Sort faults as one reads a workbook: by sheet, row and column. The same is said once."""
    sheets = {table.sheet: place for place, table in enumerate(SHEETS)}

    def place(fault: Fault) -> tuple[int, int, int, str]:
        letters = fault.cell.rstrip("0123456789")
        row = fault.cell[len(letters) :]
        letters = "" if letters == "row " else letters
        return sheets.get(fault.sheet, len(sheets)), int(row or 0), len(letters), letters

    return sorted(dict.fromkeys(faults), key=place)
