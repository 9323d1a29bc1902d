"""What the page says first: what is built, what it costs and saves, the CO2, and how far to trust it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from sidestream.design.guesses import RESTING
from sidestream.design.worlds import guesses_together
from sidestream.errors import Fault
from sidestream.report.bars import strip
from sidestream.report.tables import Head, table
from sidestream.report.text import counted, figure, in_words, listed, percent, safe, share
from sidestream.report.told import BUILT, Told

NAMED = 6
"""Names in a sentence; more of them are counted."""
CHECKED = 8
RESTS = {"measured": "measured", "quoted": "quoted", "estimated": "estimated", "assumed": "assumed", "": "not judged"}


def section(told: Told, warnings: Sequence[Fault]) -> str:
    """Return the first section of the page."""
    sentences = "".join(f"<p>{safe(sentence)}</p>" for sentence in sentences_of(told))
    return f'<ul class="cards">{"".join(_cards(told))}</ul><div class="lead">{sentences}</div>{_trust(told, warnings)}'


def _cards(told: Told) -> Iterator[str]:
    money = told.currency
    invested, saving, less = (
        told.summary("investment"),
        told.summary("total cost", "saving"),
        told.summary("CO2", "saving"),
    )
    yield _card("To invest", in_words(invested, money) if math.isfinite(invested) else "nothing", "paid once")
    if math.isfinite(saving):
        word = "Saved" if saving >= 0 else "Dearer by"
        part = share(abs(saving), told.summary("total cost", "today"))
        yield _card(f"{word} a year", in_words(abs(saving), money), f"{part} of today's cost" if part else "")
    else:
        yield _card("Cost a year", in_words(told.summary("total cost"), money), "a saving is not defined")
    if math.isfinite(less):
        part = share(abs(less), told.summary("CO2", "today"))
        yield _card(
            "Less CO2" if less >= 0 else "More CO2",
            in_words(abs(less), "t a year"),
            f"{part} of today's" if part else "",
        )
    rests = told.summary(RESTING["assumed"])
    if math.isfinite(rests):
        yield _card("Rests on assumptions", percent(rests), "of the saving")


def _card(title: str, amount: str, below: str) -> str:
    return f"<li><span>{safe(title)}</span><strong>{safe(amount)}</strong><span>{safe(below)}</span></li>"


def sentences_of(told: Told) -> Iterator[str]:
    """Say what matters, for somebody who reads nothing else."""
    yield _built(told)
    yield _cost(told)
    yield _proof(told)
    yield from _co2(told)
    yield from _who(told)


def _built(told: Told) -> str:
    money = told.currency
    links = [link for link in told.views[0].links if link.state == BUILT]
    pipes = sum(link.kind == "pipeline" for link in links)
    plants = told.summary("facilities built")
    things = [
        counted(number, one) for number, one in ((pipes, "pipeline"), (len(links) - pipes, "truck route")) if number
    ]
    if plants > 0:
        things.append(counted(plants, "plant, storage or other facility", "plants, storages and other facilities"))
    if not things:
        return "The design builds nothing: no exchange that could be built is worth its cost."
    invested = told.summary("investment")
    paid = f", for {in_words(invested, money)} paid once" if invested > 0 else ", without any investment"
    return f"The design builds {listed(things)}{paid}."


def _cost(told: Told) -> str:
    money, cost = told.currency, told.summary("total cost")
    today, saving = told.summary("total cost", "today"), told.summary("total cost", "saving")
    if not math.isfinite(saving):
        return f"The park then costs {in_words(cost, money)} a year. Today's park cannot do all that must be done, so there is no saving to state."
    less = f"{in_words(abs(saving), money)}{_part(saving, today)} {'less' if saving >= 0 else 'more'} than the {in_words(today, money)} of today's park"
    over = ", over all years and scenarios" if len(told.views) + told.left_out > 1 else ""
    return f"All participants together then pay {in_words(cost, money)} a year{over}, investments included: {less}."


def _part(part: float, whole: float) -> str:
    shown = share(abs(part), whole)
    return f" ({shown})" if shown else ""


def _proof(told: Told) -> str:
    gap, of_saving = told.summary("gap"), told.summary("gap of saving")
    if not gap > 0:
        return "It is proven that no other design of this park costs less."
    part = f", {percent(of_saving)} of the saving" if math.isfinite(of_saving) else ""
    return f"Another design could be cheaper by {in_words(gap, told.currency)} a year at the most{part}: so much is not proven."


def _co2(told: Told) -> Iterator[str]:
    today, design = told.summary("CO2", "today"), told.summary("CO2")
    if not math.isfinite(design):
        return
    if not math.isfinite(today):
        yield f"The park then causes {figure(design)} t of CO2 a year."
        return
    less = today - design
    way = "falls" if less > 0 else "rises"
    if not less:
        yield f"CO2 stays at {figure(design, 0)} t a year."
    else:
        yield f"CO2 {way} from {figure(today, 0)} to {figure(design, 0)} t a year, by {figure(abs(less), 0)} t{_part(less, today)}."


def _who(told: Told) -> Iterator[str]:
    rows = told.participants
    saving = rows["saving"].astype(float)
    small = 1e-6 * rows["cost_today"].astype(float).abs().clip(lower=1.0)
    gain, lose = rows[saving > small], rows[saving < -small]
    if len(gain):
        losers = [str(name) for name in lose.sort_values("saving")["participant"]]
        named = losers[:NAMED] + ([f"{len(losers) - NAMED} more"] if len(losers) > NAMED else [])
        paid = len(told.design["Payments"]) > 0
        worse = f"; {listed(named)} {'pays' if len(losers) == 1 else 'pay'} more" if losers else "; nobody pays more"
        before = ", before what firms pay each other" if paid or losers else ""
        yield f"{counted(len(gain), 'participant pays', 'participants pay')} less than today{worse}{before}."


def _trust(told: Told, warnings: Sequence[Fault]) -> str:
    """How far to trust it: how well the figures are known, which to check first, and what is worth a look."""
    rows = guesses_together(told.design)
    parts = []
    if len(rows):
        parts.append("<h3>How well the figures are known</h3>" + _known(rows) + _first(rows, told))
    notes = list(_warnings(told, warnings))
    if notes:
        told_of = "".join(f"<li>{safe(note)}</li>" for note in notes)
        parts.append(f'<div class="warning"><h3>Mind this</h3><ul>{told_of}</ul></div>')
    return "".join(parts)


def _known(rows: pd.DataFrame) -> str:
    size = rows["amount"].astype(float).abs()
    known = rows["quality"].fillna("")
    shares = [
        (word, float(size[known == quality].sum()), f"q{place}") for place, (quality, word) in enumerate(RESTS.items())
    ]
    shown = strip([one for one in shares if one[1] > 0], "What the saving rests on", "known")
    return f'<p>So much of the saving rests on figures that are</p><div class="picture-box">{shown}</div>'


def _first(rows: pd.DataFrame, told: Told) -> str:
    doubtful = rows[rows["quality"].fillna("").isin(list(RESTING)) & (rows["place"] != "")].head(CHECKED)
    if doubtful.empty:
        return ""
    heads = [
        Head("where"),
        Head("figure"),
        Head("of"),
        Head("quality"),
        Head("part of the saving", f"{told.currency}/a", True),
    ]
    lines = [
        (
            row["place"],
            told.unit(str(row["figure"])).replace("_", " "),
            row["of"],
            row["quality"] or "not judged",
            float(row["amount"]),
        )
        for row in doubtful.to_dict("records")
    ]
    return table("The doubtful figures that weigh most: check these first", heads, lines)


def _warnings(told: Told, warnings: Sequence[Fault]) -> Iterator[str]:
    status = told.run("status")
    if status.startswith("stopped"):
        yield "The search was stopped early: the gap is larger than what was asked for."
    for row in told.design["Run"].to_dict("records"):
        item = str(row["item"])
        if item.startswith(("today's park cannot", "change ", "repair ")):
            word = item if item.startswith("today's") else "Differs from the workbook"
            yield f"{word}: {row['value']}"
    for fault in warnings:
        yield f"{fault.place}{f' {fault.column}' if fault.column else ''}: {fault.message}"
    if told.left_out:
        yield f"{told.left_out} of the stages and scenarios are not drawn; the tables have all of them."
