"""A letter of one page about a link, for people who decide on it: HTML that needs nothing from elsewhere.

Whatever a park calls things, it stands there as text. Each letter prints on one sheet of A4.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

STYLE = """
@page { size: A4; margin: 0 }
* { box-sizing: border-box }
body { margin: 0; background: #e9ecef; color: #1d2733; font: 10.4pt/1.42 "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif }
main { width: 210mm; height: 296.5mm; margin: 8mm auto; padding: 15mm 20mm 12mm; background: #fff; display: flex; flex-direction: column;
  overflow: hidden; page-break-after: always; break-inside: avoid }
main:last-of-type { page-break-after: auto }
header { border-bottom: 2pt solid #1f5c99; padding-bottom: 3.5mm; margin-bottom: 4.5mm }
header p { margin: 0; color: #55626f; font-size: 9.2pt }
h1 { margin: 1mm 0 .5mm; font-size: 18pt; line-height: 1.18; font-weight: 600; color: #143f6b; overflow-wrap: anywhere }
h2 { margin: 4.2mm 0 1.3mm; font-size: 11pt; font-weight: 600; color: #1f5c99 }
p { margin: 0 0 1.8mm }
.lead { font-size: 11.4pt; line-height: 1.4 }
table { width: 100%; border-collapse: collapse }
td, th { padding: .9mm 0; border-bottom: .4pt solid #dfe4e9; vertical-align: top; text-align: left; font-weight: normal }
th { width: 40mm; color: #55626f }
td { overflow-wrap: anywhere }
ul { margin: 0; padding-left: 4.5mm }
li { margin-bottom: .9mm }
svg { display: block; margin: 1.2mm 0 0 }
svg text { font-size: 9.2pt; fill: #1d2733 }
.small { font-size: 8.8pt; line-height: 1.36; color: #43505c }
footer { margin-top: auto; padding-top: 2.5mm; border-top: .4pt solid #c3ccd5; color: #6a7682; font-size: 8pt; overflow-wrap: anywhere }
@media print { body { background: none; -webkit-print-color-adjust: exact; print-color-adjust: exact } main { margin: 0 } }
"""
WIDE, LABEL, HIGH, AFTER = 640, 176, 22, 150
"""Sizes of the bars, in pixels: of all, of what stands before them, of each, of what stands behind them."""
BLUE, GREY, PALE, DARK = "#1f5c99", "#a9b6c3", "#e6eaee", "#1d2733"


@dataclass(frozen=True)
class Bar:
    """An amount to be seen beside others: what it is, how much, and the amount in words."""

    label: str
    amount: float
    text: str
    weighty: bool = False


@dataclass(frozen=True)
class Scale:
    """A figure between a first and a last value, where it is now, and from where to where the answer is which.

    `stretches` are (from, to, answer), an answer one of `Letter.answers`, or another word where none is known.
    """

    label: str
    first: float
    last: float
    now: float
    stretches: Sequence[tuple[float, float, str]]
    text: str


@dataclass(frozen=True)
class Letter:
    """What stands in a letter, as plain text.

    `facts` are pairs of what and how; `turns` say what would change the answer, and `scales` show it, the first of `answers`
    dark and the second pale; `rests` is what it stands on.
    """

    link: str
    above: str
    question: str
    about: str
    answer: str
    facts: Sequence[tuple[str, str]]
    bars: Sequence[Bar] = ()
    bars_title: str = ""
    scales: Sequence[Scale] = ()
    answers: tuple[str, str] = ("", "")
    turns: Sequence[str] = ()
    rests: Sequence[str] = ()
    below: str = ""


def page(letters: Sequence[Letter], title: str) -> str:
    """Return one HTML page with a sheet of paper for each letter."""
    sheets = "\n".join(_sheet(letter) for letter in letters)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{_text(title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n{sheets}\n</body>\n</html>\n"
    )


def _sheet(letter: Letter) -> str:
    rows = "\n".join(f"<tr><th>{_text(what)}</th><td>{_text(how)}</td></tr>" for what, how in letter.facts)
    parts = [
        f"<header><p>{_text(letter.above)}</p><h1>{_text(letter.question)}</h1><p>{_text(letter.about)}</p></header>",
        f'<p class="lead">{_text(letter.answer)}</p>',
        f"<h2>The link</h2>\n<table>{rows}</table>",
    ]
    if letter.bars:
        parts.append(f"<h2>{_text(letter.bars_title)}</h2>\n{_bars(letter.bars)}")
    if letter.turns:
        parts.append(f"<h2>What would change the answer</h2>\n{_scales(letter)}{_list(letter.turns)}")
    if letter.rests:
        parts.append(f'<h2>What this rests on</h2>\n<div class="small">{_list(letter.rests)}</div>')
    parts.append(f"<footer>{_text(letter.below)}</footer>")
    return "<main>\n" + "\n".join(parts) + "\n</main>"


def _bars(bars: Sequence[Bar]) -> str:
    """Amounts as bars that begin on one line, those below nothing drawn to the left."""
    most, least = max(0.0, *(bar.amount for bar in bars)), min(0.0, *(bar.amount for bar in bars))
    reach = (most - least) or 1.0
    room = WIDE - LABEL - AFTER
    nought = LABEL + room * -least / reach
    drawn = []
    for place, bar in enumerate(bars):
        top, width = place * HIGH, max(room * abs(bar.amount) / reach, 1.0)
        left = nought if bar.amount >= 0 else nought - width
        colour = BLUE if bar.weighty else GREY
        after = max(left + width, nought) + 7
        drawn.append(
            f'<text x="0" y="{top + 15}">{_text(bar.label)}</text>'
            f'<rect x="{left:.1f}" y="{top + 3}" width="{width:.1f}" height="{HIGH - 8}" fill="{colour}"/>'
            f'<text x="{after:.1f}" y="{top + 15}">{_text(bar.text)}</text>'
        )
    return _drawing(drawn, HIGH * len(bars), "; ".join(f"{bar.label}: {bar.text}" for bar in bars))


def _scales(letter: Letter) -> str:
    """Each figure as a strip from its first value to its last, dark where the one answer holds, with a mark where it is now."""
    if not letter.scales:
        return ""
    drawn, room = [], WIDE - LABEL - AFTER
    for place, scale in enumerate(letter.scales):
        top = place * HIGH
        drawn.append(f'<text x="0" y="{top + 15}">{_text(scale.label)}</text>')
        for first, last, answer in scale.stretches:
            left, right = (LABEL + room * _share(scale, value) for value in (first, last))
            colour = {letter.answers[0]: BLUE, letter.answers[1]: PALE}.get(answer, GREY)
            drawn.append(
                f'<rect x="{left:.1f}" y="{top + 4}" width="{max(right - left, 0.5):.1f}" height="{HIGH - 10}" fill="{colour}"/>'
            )
        now = LABEL + room * _share(scale, scale.now)
        drawn.append(
            f'<path d="M{now:.1f} {top + 1}v{HIGH - 4}" stroke="#fff" stroke-width="4"/>'
            f'<path d="M{now:.1f} {top + 1}v{HIGH - 4}" stroke="{DARK}" stroke-width="2"/>'
            f'<text x="{WIDE - AFTER + 8}" y="{top + 15}">{_text(scale.text)}</text>'
        )
    top = HIGH * len(letter.scales) + 3
    at = LABEL
    for answer, colour in zip(letter.answers, (BLUE, PALE), strict=True):
        drawn.append(f'<rect x="{at}" y="{top + 4}" width="14" height="9" fill="{colour}"/>')
        drawn.append(f'<text x="{at + 20}" y="{top + 12}">{_text(answer)}</text>')
        at += 96
    drawn.append(
        f'<path d="M{at + 6} {top + 1}v14" stroke="{DARK}" stroke-width="2"/><text x="{at + 14}" y="{top + 12}">now</text>'
    )
    told = "; ".join(f"{scale.label}: {scale.text}" for scale in letter.scales)
    return _drawing(drawn, top + 22, told) + "\n"


def _share(scale: Scale, value: float) -> float:
    """How far along a scale a value lies: by equal factors where it begins above 0, else by equal steps."""
    value = min(max(value, scale.first), scale.last)
    if scale.first > 0:
        return math.log(value / scale.first) / math.log(scale.last / scale.first)
    return (value - scale.first) / (scale.last - scale.first)


def _drawing(drawn: Sequence[str], height: int, told: str) -> str:
    return (
        f'<svg width="{WIDE}" height="{height}" viewBox="0 0 {WIDE} {height}" role="img" aria-label="{_text(told)}">'
        + "".join(drawn)
        + "</svg>"
    )


def _list(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{_text(line)}</li>" for line in lines) + "</ul>"


def _text(text: str) -> str:
    """Text that is nothing but text, whatever stands in it."""
    return html.escape(text, quote=True)
