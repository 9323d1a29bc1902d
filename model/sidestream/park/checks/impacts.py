"""Whether each factor of an impact is of something that there is, and each impact is counted in one unit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sidestream.errors import Fault
from sidestream.park.checks.limits import CO2
from sidestream.park.checks.names import NOT_EMPTY
from sidestream.park.checks.rows import complain, given
from sidestream.park.checks.sizes import differ
from sidestream.park.park import Park
from sidestream.park.sites import COST
from sidestream.tables import shown, suggest

CARBON = (CO2, "co\u2082", "carbon dioxide")
OF_SOMEBODY = ("provision", "virgin", "disposal")
"""What can be of one participant's commodity, too."""
KINDS = {
    **dict.fromkeys(OF_SOMEBODY, ("Commodities",)),
    "carrying": ("Vehicles", "Commodities"),
    "building": ("PipeSizes",),
    "conversion": ("Conversions",),
}
"""Sheets whose names a key can be, by what the factor is of."""
NOUNS = {
    "Commodities": "commodity",
    "Vehicles": "vehicle",
    "PipeSizes": "pipe size",
    "Conversions": "conversion",
    "Participants": "participant",
}
EXAMPLES = {
    "Commodities": "a commodity",
    "Vehicles": "a vehicle",
    "PipeSizes": "a pipe size",
    "Conversions": "a conversion",
}


def objective(park: Park) -> list[Fault]:
    """What a design makes small is its cost, or an impact that there is."""
    wanted, known = park.settings.objective, [COST, *park.impacts]
    if wanted in known:
        return []
    loaded = park.tables["Settings"]
    row = dict(zip(loaded.frame["setting"], loaded.frame.index, strict=True))["objective"]
    said = f"no impact is called '{wanted}'{suggest(wanted, known)} (what can be made small: {', '.join(known)})"
    return [loaded.fault(row, "value", said)]


def carbon(park: Park) -> list[Fault]:
    """CO2 is counted already."""
    wrong = np.array([name.casefold() in CARBON for name in park["ImpactFactors"]["impact"]], bool)
    message = (
        "CO2 has columns of its own, such as virgin_co2 in Demands: type it there; for what is counted apart, such as "
        "biogenic co2, another name"
    )
    return complain(park, "ImpactFactors", wrong, "impact", message)


def commas(park: Park) -> list[Fault]:
    """A name with a comma could not be told from an impact of a participant where it is limited."""
    wrong = np.array(["," in name for name in park["ImpactFactors"]["impact"]], bool)
    message = "'{impact}' holds a comma, which separates an impact and a participant in Limits: take it out"
    return complain(park, "ImpactFactors", wrong, "impact", message)


def one_unit(park: Park) -> list[Fault]:
    """All factors of an impact are in the same unit."""
    message = (
        "'{impact}' is in '{other}' in row {first}: factors of one impact are added up, so type all of them in one unit"
    )
    return differ(park, "ImpactFactors", ("impact",), "unit", "unit", message)


def keys(park: Park) -> list[Fault]:
    """The key names something of the kind that the factor is of."""
    known = {sheet: _names(park, sheet) for sheet in NOUNS}
    empty = [sheet for sheet in NOT_EMPTY if not known[sheet]]
    loaded, faults = park.tables["ImpactFactors"], []
    typed = given(park, "ImpactFactors", "key")
    bad = {row for row, column in loaded.faulty if column == "key"}
    rows = zip(loaded.frame.index.tolist(), loaded.frame["of"], loaded.frame["key"], typed, strict=True)
    for row, of, key, has_key in rows:
        if row in bad or not of:
            continue
        message = _amiss(of, key if has_key else "", known)
        if message and not (empty and has_key and of != "electricity"):
            faults.append(loaded.fault(row, "key", message))
    return faults


def _names(park: Park, sheet: str) -> dict[str, None]:
    column = park.tables[sheet].table.key[0]
    return dict.fromkeys(name for name in park[sheet][column] if name)


def _amiss(of: str, key: str, known: Mapping[str, Mapping[str, None]]) -> str:
    """What is wrong with a key; empty where nothing is."""
    if of == "electricity":
        return f"{shown(key)} does not count: electricity is that of all pumps, so leave it blank" if key else ""
    sheets = KINDS[of]
    one = " or ".join(EXAMPLES[sheet] for sheet in sheets)
    if not key:
        return f"is needed where of is {of}: the name of {one}"
    among = [sheet for sheet in sheets if key in known[sheet]]
    if len(among) > 1:
        return f"{shown(key)} is a vehicle and a commodity: give one of them another name"
    if among:
        return ""
    who, comma, what = (part.strip() for part in key.partition(","))
    if ";" in key:
        return f"{shown(key)} lists several names: give each a row of its own"
    if comma and of in OF_SOMEBODY:
        return _unknown(("Participants",), who, known) or _unknown(sheets, what, known)
    if comma and what in known[sheets[-1]]:
        return f"a factor of {of} is for all participants: type '{what}'"
    if key in known["Participants"] and of in OF_SOMEBODY:
        return f"{shown(key)} is a participant: type of which commodity, such as '{key}, {next(iter(known['Commodities']), '')}'"
    return _unknown(sheets, key, known)


def _unknown(sheets: tuple[str, ...], word: str, known: Mapping[str, Mapping[str, None]]) -> str:
    names = [name for sheet in sheets for name in known[sheet]]
    if word in names:
        return ""
    noun = " or ".join(NOUNS[sheet] for sheet in sheets)
    listed = f" ({' and '.join(sheets)}: {', '.join(names)})" if 0 < len(names) <= 6 else ""
    listed = listed or ("" if names else f": {' and '.join(sheets)} {'has' if len(sheets) == 1 else 'have'} none")
    return f"no {noun} is called {shown(word)}{suggest(word, names, otherwise=listed)}"


def counted_twice(park: Park) -> list[Fault]:
    """A factor for one participant beside that for all: they add up, and do not stand in for each other."""
    frame, loaded = park["ImpactFactors"], park.tables["ImpactFactors"]
    rows = list(zip(frame.index.tolist(), *(frame[name].tolist() for name in ("impact", "of", "key")), strict=True))
    first = {(impact, of, key): row for row, impact, of, key in rows}
    faults = []
    for row, impact, of, key in rows:
        what = key.partition(",")[2].strip()
        if of in OF_SOMEBODY and key not in park.content.index and (impact, of, what) in first:
            message = f"row {first[impact, of, what]} counts '{what}' of all participants already: the two add up"
            faults.append(loaded.fault(row, "key", message, "warning"))
    return faults
