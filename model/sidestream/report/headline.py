"""What the page says first: what is built, what it costs and saves, what is proven of it, the CO2, and who pays more."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sidestream.design.accounts import least_figures
from sidestream.design.guesses import RESTING
from sidestream.design.tables import CO2
from sidestream.errors import Fault
from sidestream.park.sites import COST
from sidestream.report import trust
from sidestream.report.text import counted, figure, in_words, listed, percent, safe, share
from sidestream.report.told import BUILT, Told

CASH = "cash cost"
ROUNDING = 1e-6
NAMED = 6
"""Names in a sentence; more of them are counted."""


def section(told: Told, warnings: Sequence[Fault]) -> str:
    """Return the first section of the page."""
    sentences = "".join(f"<p>{safe(sentence)}</p>" for sentence in sentences_of(told))
    return f'<ul class="cards">{"".join(_cards(told))}</ul><div class="lead">{sentences}</div>{trust.section(told, warnings)}'


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
        part = share(abs(saving), told.summary(CASH, "today"))
        yield _card(f"{word} a year", in_words(abs(saving), money), f"{part} of today's cost" if part else "")
    else:
        yield _card("Cost a year", in_words(told.summary(CASH), money), "a saving is not defined")
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
    yield from _valued(told)
    yield from _proof(told)
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
    money, cost = told.currency, told.summary(CASH)
    today, saving = told.summary(CASH, "today"), told.summary(CASH, "saving")
    over = ", all years and scenarios weighed together" if len(told.views) + told.left_out > 1 else ""
    first = f"All participants together then pay {in_words(cost, money)} a year, investments included{over}"
    if not math.isfinite(saving):
        return f"{first}. Today's park cannot do all that must be done, so there is no saving to state."
    word = "less" if saving >= 0 else "more"
    less = (
        f"{in_words(abs(saving), money)}{_part(saving, today)} {word} than the {in_words(today, money)} of today's park"
    )
    return f"{first}: {less}."


def _valued(told: Told) -> Iterator[str]:
    """What is weighed in the design and paid by nobody."""
    total, cash = told.summary("total cost"), told.summary(CASH)
    if abs(total - cash) > ROUNDING * abs(total):
        before = told.summary("total cost", "today")
        instead = f" instead of {in_words(before, told.currency)}" if math.isfinite(before) else ""
        yield (
            "The design also weighs what CO2 and other impacts are held worth, which nobody pays: with that it comes to "
            f"{in_words(total, told.currency)} a year{instead}."
        )


def _part(part: float, whole: float) -> str:
    shown = share(abs(part), whole)
    return f" ({shown})" if shown else ""


def _proof(told: Told) -> Iterator[str]:
    """What is proven of it, and what is not."""
    objective = str(told.park.settings.objective)
    if objective != COST:
        name, gap_name = least_figures(objective)
        gap, least = told.summary(gap_name), told.summary(name)
        what = "CO2" if objective == CO2 else objective
        unit = f"{told.park.impacts.get(objective, '')} of {what} a year"
        yield f"It is made for the least {what}; of all designs with the least of it, it is the cheapest that was found."
        if math.isfinite(least):
            less = f"{figure(gap)} {unit} less at the most" if gap > 0 else "none of it less"
            yield f"Another design could cause {less}: that is proven."
    gap, of_saving = told.summary("gap"), told.summary("gap of saving")
    if not math.isfinite(gap):
        yield "How much cheaper another design could be is not known."
    elif not gap > 0:
        yield "It is proven that no other design that does the same costs less."
    else:
        part = f", {percent(of_saving)} of the saving" if math.isfinite(of_saving) else ""
        yield f"Another design could be cheaper by {in_words(gap, told.currency)} a year at the most{part}: so much is not proven."


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
