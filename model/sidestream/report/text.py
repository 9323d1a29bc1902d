"""Words and figures on a page: text that is nothing but text, elements, and numbers as a person reads them."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable

SIGNS = {"EUR": 0, "EUR/a": 0, "%": 1, "km": 2, "1": 0}
"""Decimals by unit, as in a workbook."""
BY_SIZE = ((1000, 0), (10, 1), (0, 2))
"""Decimals by the largest of the numbers, as in a workbook."""
ROUNDING = 0.02
WORDS = ((1e9, "billion"), (1e6, "million"))


def safe(text: object) -> str:
    """Return text that is nothing but text, whatever stands in it, in an element or an attribute."""
    return html.escape(str(text), quote=True)


def decimals(numbers: Iterable[float], unit: str = "") -> int:
    """Return how many decimals a column of numbers is shown with, so that decimals stand under decimals."""
    sizes = [abs(number) for number in numbers if math.isfinite(number)]
    largest = max(sizes, default=0.0)
    if largest == 0:
        return 0
    shown = SIGNS.get(unit, next(count for least, count in BY_SIZE if largest >= least))
    while shown < 6 and rounded_away(largest, shown):
        shown += 1
    return shown


def rounded_away(number: float, count: int) -> bool:
    """Whether so many decimals would show something else than the number."""
    return math.isfinite(number) and abs(round(number, count) - number) > ROUNDING * abs(number)


def figure(number: float, count: int | None = None, unit: str = "") -> str:
    """Return a number with thousands separators; nothing where there is none."""
    if not math.isfinite(number):
        return ""
    shown = f"{number:,.{decimals([number], unit) if count is None else count}f}"
    return shown[1:] if shown.startswith("-") and not shown.strip("-0.,") else shown


def in_words(number: float, unit: str) -> str:
    """Return an amount for a sentence: `58.4 million EUR`, `472,048 t`; never more than three or four digits of millions."""
    for size, word in WORDS:
        if abs(number) >= size:
            return (
                f"{number / size:,.3g} {word} {unit}"
                if abs(number) < 100 * size
                else f"{number / size:,.1f} {word} {unit}"
            )
    return f"{figure(number, 0 if abs(number) >= 100 else None)} {unit}"


def share(part: float, whole: float) -> str:
    """Return part of whole in percent: `33 %`; nothing where it is not defined."""
    if not whole or not math.isfinite(part / whole):
        return ""
    return percent(100 * part / whole)


def percent(value: float) -> str:
    """Return `33 %`, `0.4 %`, or `less than 0.1 %`."""
    size = abs(value)
    if 0 < size < 0.05:
        return "less than 0.1 %"
    shown = f"{value:.1f}".removesuffix(".0") if size < 9.95 else f"{value:.0f}"
    return f"{shown} %"


def counted(count: float, one: str, many: str = "") -> str:
    """Return `1 pipeline` or `7 pipelines`."""
    return f"{count:,.0f} {one if count == 1 else many or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """Return `a, b and c`."""
    every = list(words)
    return " and ".join([", ".join(every[:-1]), every[-1]]) if len(every) > 1 else "".join(every)


def cut(text: str, longest: int) -> str:
    """Return a text that is not longer than so many signs."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def drawing(parts: Iterable[str], width: float, height: float, title: str, told: str, name: str, kind: str = "") -> str:
    """Return an SVG with a title and what it shows in words; where `kind` is "group", its parts speak for themselves."""
    return (
        f'<svg class="{kind or "picture"}" viewBox="0 0 {width:g} {height:g}" role="{kind or "img"}" '
        f'aria-labelledby="{name}-title {name}-told">'
        f'<title id="{name}-title">{safe(title)}</title><desc id="{name}-told">{safe(told)}</desc>'
        + "".join(parts)
        + "</svg>"
    )


def words_at(x: float, y: float, text: str, look: str = "", end: bool = False) -> str:
    """Return a text in a drawing, that ends at x where `end`."""
    side = ' text-anchor="end"' if end else ""
    kind = f' class="{look}"' if look else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{side}{kind}>{safe(text)}</text>'
