"""Which units a workbook may use, and what one of each is inside the model.

Inside there is one unit per dimension: t, m3, Nm3, MWh and 1 for amounts, h for time. The vocabulary is closed
on purpose: a unit that is not here is a question to the planner, never a guess (`ton` could be three things).
A month is 730 h and a week 168 h; a year has the hours that Settings gives it.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

MONTH = 730.0  # h, whatever hours_per_year says
WEEK = 168.0  # h

AMOUNTS: dict[str, tuple[str, float]] = {
    "t": ("mass", 1.0),
    "kt": ("mass", 1e3),
    "Mt": ("mass", 1e6),
    "kg": ("mass", 1e-3),
    "g": ("mass", 1e-6),
    "short_ton": ("mass", 0.90718474),  # NIST Handbook 44, appendix C: 2,000 lb
    "m3": ("volume", 1.0),
    "Mm3": ("volume", 1e6),
    "l": ("volume", 1e-3),
    "bbl": ("volume", 0.158987294928),  # 42 US gallons: NIST Handbook 44, appendix C
    "kbbl": ("volume", 158.987294928),
    "Nm3": ("normal volume", 1.0),
    "MNm3": ("normal volume", 1e6),
    "kWh": ("energy", 1e-3),
    "MWh": ("energy", 1.0),
    "GWh": ("energy", 1e3),
    "TWh": ("energy", 1e6),
    "MJ": ("energy", 1 / 3600),
    "GJ": ("energy", 1 / 3.6),
    "TJ": ("energy", 1e3 / 3.6),
    "1": ("count", 1.0),
}
POWERS: dict[str, float] = {"kW": 1e-3, "MW": 1.0, "GW": 1e3, "MJ/s": 1.0}
ACTIVITIES: dict[str, str] = {"kW": "kWh", "MW": "MWh", "GW": "GWh", "MJ/s": "MJ"}
"""What is counted where a capacity is a power."""
TIMES: dict[str, float | None] = {
    "s": 1 / 3600,
    "min": 1 / 60,
    "h": 1.0,
    "day": 24.0,
    "d": 24.0,
    "week": WEEK,
    "month": MONTH,
    "a": None,  # None: hours_per_year
    "year": None,
    "y": None,
}
TIME_WORDS: dict[str, tuple[str, ...]] = {
    "a": ("a", "annum", "year", "yr", "y"),
    "month": ("month", "mo"),
    "week": ("week", "wk"),
    "day": ("day", "d"),
    "h": ("h", "hr", "hour"),
    "s": ("s", "sec", "second"),
}
"""How times are called by those who write `per`."""
BASE: dict[str, str] = {"mass": "t", "volume": "m3", "normal volume": "Nm3", "energy": "MWh", "count": "1"}


class UnitError(ValueError):
    """A unit that is not in the vocabulary, or not of the kind that is needed. Its text is for the planner."""


@dataclass(frozen=True)
class Rate:
    """An amount per time: `factor` base units of `dimension` per hour, or per period."""

    dimension: str
    factor: float
    per_period: bool


def amount(text: str) -> tuple[str, float]:
    """Return (dimension, base units in one) of an amount unit such as `kt`. Raises UnitError."""
    word = text.strip()
    if word in AMOUNTS:
        return AMOUNTS[word]
    if word.lower() in ("tonne", "tonnes"):
        raise UnitError(f"'{word}' is written t here")
    if word.lower() in ("ton", "tons"):
        raise UnitError(f"'{word}' could be three different weights: write t or short_ton")
    if word.lower() == "mt":
        raise UnitError(f"'{word}' could be a tonne or a million of them: write t or Mt")
    raise UnitError(f"'{word}' is not a unit known here{_closest(word, list(AMOUNTS))}")


def rate(text: str, hours_per_year: float) -> Rate:
    """Read an amount per time such as `kt/a`, `MW` or `1/period`. Raises UnitError."""
    word = "".join(text.split())
    if word in POWERS:
        return Rate("energy", POWERS[word], per_period=False)
    above, slash, below = word.rpartition("/")
    if not slash:
        try:
            amount(word)
        except UnitError:
            known = "is not a quantity per time known here, such as t/a or m3/h"
            raise UnitError(f"'{text.strip()}' {known}{_in_other_words(word)}") from None
        raise UnitError(f"'{word}' has no time: write {word}/a, {word}/h or another quantity per time")
    dimension, size = amount(above)
    if below == "period":
        return Rate(dimension, size, per_period=True)
    if below not in TIMES:
        raise UnitError(f"'{below}' is not a time known here{_closest(below, [*TIMES, 'period'])}")
    hours = TIMES[below] or hours_per_year
    return Rate(dimension, size / hours, per_period=False)


def rate_choices() -> list[str]:
    """Return the quantities per time that a dropdown offers."""
    times = ("a", "month", "week", "day", "h", "period")
    return [f"{unit}/{time}" for unit in AMOUNTS for time in times] + list(POWERS)


def _in_other_words(word: str) -> str:
    """` - did you mean 't/a'?` for tpa and t per year."""
    found = re.fullmatch(r"(.+?)(?:per|p\.?)(.+?)\.?", word.casefold().replace("\u00b3", "3"))
    if not found:
        return ""
    amounts = [unit for unit in AMOUNTS if unit.casefold() == found[1] != "mt"]
    times = [time for time, words in TIME_WORDS.items() if found[2] in words]
    return f" - did you mean '{amounts[0]}/{times[0]}'?" if amounts and times else ""


def _closest(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    same = [known_word for known_word in known if known_word.lower() == word.lower()]
    best = (same or near)[:1]
    return f" - did you mean '{best[0]}'?" if best else f": use one of {', '.join(known)}"
