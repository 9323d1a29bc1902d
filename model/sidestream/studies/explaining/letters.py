"""What stands in the letter about a link: what it is and costs, who pays, what it spares, what would change the answer."""

from __future__ import annotations

import datetime
import math

import pandas as pd

from sidestream import __version__
from sidestream.design.design import Design
from sidestream.design.study_tables.explained import BUILT, NEED, NO_CHOICE, NOT_BUILT, OPEN, SUPPLY
from sidestream.park.worlds import several
from sidestream.report.letter import Bar, Letter, Scale
from sidestream.studies.explaining.best import Best
from sidestream.studies.explaining.ways import Way
from sidestream.studies.explaining.words import co2, figure

NOUNS = {"pipeline": "pipe", "truck route": "truck route"}


def letter_of(best: Best, way: Way, sentence: str, flips: pd.DataFrame, *, full: bool) -> Letter:
    """Return the letter about a link; `flips` are its rows of the sheet, looked for where `full`."""
    noun, built = NOUNS[way.kind], way.answer == BUILT
    having = best.design if built or way.answer == NO_CHOICE else way.design
    turns = [str(one) for one in flips["sentence"]]
    if not full and way.answer != NO_CHOICE:
        turns = ["This was not asked: it is, where the link is named (--link)."]
    if way.answer == NO_CHOICE:
        question = f"Why is there nothing to decide about this {noun}?"
    else:
        question = f"Why is this {noun} {'built' if built else 'not built'}?"
    scales = [_scale(some) for _, some in flips.groupby(["of", "what"], sort=False)]
    bars = _bars(best, way)
    return Letter(
        way.link,
        f"Exchange network of {_name_of(best)}",
        question,
        f"“{way.link}”, from {way.from_} to {way.to}",
        sentence if way.answer == NO_CHOICE else _answer(best, way, noun),
        _facts(best, way, having),
        bars,
        f"Its own cost, and what it {'spares' if built else 'would spare'} the park elsewhere, a year" if bars else "",
        scales,
        (BUILT, NOT_BUILT),
        turns,
        _rests(best, way),
        f"sidestream {__version__}, {datetime.datetime.now(datetime.UTC):%d %B %Y}, input {best.ready.park.name}"
        + (f" (sha256 {best.ready.park.fingerprint[:16]})" if best.ready.park.fingerprint else "")
        + ". Amounts are those of a year; what is paid once counts by its yearly share over its life.",
    )


def _name_of(best: Best) -> str:
    return best.ready.park.name.rsplit(".", 1)[0]


def _answer(best: Best, way: Way, noun: str) -> str:
    """The answer in a few sentences."""
    currency, built = best.ready.park.settings.currency, way.answer == BUILT
    if way.impossible:
        return f"Because {'without' if built else 'with'} it not all that must be done can be done."
    if not math.isfinite(way.dearer):
        least = f" It is proven to be at least {figure(way.proven)} {currency} a year." if way.proven > 0 else ""
        return f"What the other way costs was not found in the time given.{least}"
    if way.decided == OPEN:
        could = figure(-way.proven)
        return (
            f"It is not decided: the best design found {'has' if built else 'does without'} this {noun}, but the other way could "
            f"be up to {could} {currency} a year cheaper. A longer search, or a smaller gap, would tell."
        )
    if abs(way.dearer) <= best.nothing:
        return f"Either way is as cheap: with this {noun} the park pays as much as without it, and the other way causes {co2(way.co2_more)}."
    reason = (
        f"Because it spares more than it costs. To have it costs {figure(way.own_cost)} {currency} a year; it spares "
        f"{figure(way.spared)} {currency} elsewhere in the park."
        if built
        else f"Because it would cost more than it spares. To have it would cost {figure(way.own_cost)} {currency} a year; it would "
        f"spare {figure(max(way.spared, 0.0))} {currency} elsewhere in the park."
    )
    much = figure(way.dearer)
    if not way.enough:
        much = f"between {figure(max(way.proven, 0.0))} and {much}"
    other = "Without it" if built else "With it"
    return (
        f"{reason} {other} the park as a whole would pay {much} {currency} a year more, and cause {co2(way.co2_more)}."
    )


def _facts(best: Best, way: Way, having: Design | None) -> list[tuple[str, str]]:
    """What the link is, what it costs, who pays and what it carries."""
    park, currency = best.ready.park, best.ready.park.settings.currency
    facts = [("Commodity", ", ".join(way.commodity))]
    builds = having["Build list"] if having is not None else pd.DataFrame(columns=["link"])
    mine = builds[builds["link"] == way.link]
    if len(mine):
        row = mine.iloc[0]
        size = [str(row["size"]) or "own offer"]
        if row["length"] == row["length"]:
            size.append(f"{row['length']:,.2f} km")
        if row["capacity"] == row["capacity"] and math.isfinite(row["capacity"]):
            size.append(f"for up to {figure(row['capacity'])} {row['capacity_unit']}")
        facts.append(("Size", ", ".join(size)))
        if row["investment"] > 0:
            life = f", over {figure(row['life'])} years" if row["life"] == row["life"] else ""
            facts.append(("Capital cost", f"{figure(row['investment'])} {currency}{life}"))
        yearly = row["annuity"] + row["yearly_cost"]
        stands = " once it stands" if several(park) else ""
        facts.append(
            (
                "Yearly cost",
                f"{figure(yearly)} {currency}{stands}: {figure(row['annuity'])} for its capital, {figure(row['yearly_cost'])} for upkeep",
            )
        )
        shares = park.payers[park.payers["link"] == way.link]
        pays = [f"{one.payer} {figure(yearly * one.share)} {currency} a year" for one in shares.itertuples()]
        facts.append(("Who pays", ", ".join(pays)))
    if len(mine) and having is not None:
        facts.append(
            ("Would carry a year" if way.answer == NOT_BUILT else "Carries a year", _carried(having, way.link))
        )
    if way.co2_more == way.co2_more:
        less = way.co2_more if way.answer == BUILT else -way.co2_more
        facts.append(
            (
                "CO2",
                f"with it the park causes {co2(-less)} than without"
                if abs(less) >= 5e-4
                else "as much with it as without",
            )
        )
    return facts


def _carried(design: Design, link: str) -> str:
    """What a link carries in a year, by commodity; the first stage and scenario where there are several."""
    flows = design["Flows"]
    flows = flows[(flows["case"] == "design") & (flows["link"] == link)]
    when: list[str] = []
    for column in ("stage", "scenario"):
        if column in flows and flows[column].astype(bool).any():
            first = str(flows[column].iloc[0])
            flows = flows[flows[column] == first]
            when.append(first)
    sums = flows.groupby(["commodity", "unit"], sort=False)["sent"].sum().reset_index()
    told = ", ".join(f"{figure(amount)} {unit} of {name}" for name, unit, amount in sums.to_numpy(object).tolist())
    then = f" ({', '.join(when)})" if when else ""
    return f"{told or 'nothing'}{then}"


def _scale(rows: pd.DataFrame) -> Scale:
    """A lever of a link as a strip: where the answer is which."""
    first_row = rows.iloc[0]
    stretches: list[tuple[float, float, str]] = []
    at, last = float(first_row["first"]), float(first_row["last"])
    flips = [float(one) for one in rows["flip"].dropna()]
    for row in rows.to_dict("records"):
        end = row["flip"] if row["flip"] == row["flip"] else row["low"] if row["below"] == OPEN else last
        if row["below"] == OPEN:
            stretches.append((float(row["low"]), float(row["high"]), OPEN))
            continue
        stretches.append((at, float(end), str(row["below"])))
        at = float(end)
    if flips:
        stretches.append((at, last, str(rows.loc[rows["flip"].notna(), "above"].iloc[-1])))
    label = f"{first_row['of']}: {first_row['what']}" if first_row["of"] in (SUPPLY, NEED) else str(first_row["of"])
    if flips:
        text = f"{', '.join(map(figure, flips))} {first_row['unit']}"
    else:
        text = "not decided" if (rows["below"] == OPEN).any() else "no change"
    return Scale(label[:30], float(first_row["first"]), last, float(first_row["today"]), stretches, text)


def _bars(best: Best, way: Way) -> list[Bar]:
    """Own cost beside what is spared."""
    if not math.isfinite(way.spared):
        return []
    currency, built = best.ready.park.settings.currency, way.answer == BUILT
    net = way.spared - way.own_cost
    gains = "Left over" if net >= 0 else "Missing"
    return [
        Bar("Spares" if built else "Would spare", way.spared, f"{figure(way.spared)} {currency}", weighty=True),
        Bar("Costs" if built else "Would cost", way.own_cost, f"{figure(way.own_cost)} {currency}"),
        Bar(gains, abs(net), f"{figure(abs(net))} {currency}", weighty=net >= 0),
    ]


def _rests(best: Best, way: Way) -> list[str]:
    """The gap, and how well the figures are known."""
    design, currency = best.design, best.ready.park.settings.currency
    facts, told = design.facts, []
    if facts["gap"] > 0:
        share = facts["gap_of_saving"]
        of = f", {100 * share:.2g} % of the saving" if share is not None and math.isfinite(share) else ""
        told.append(f"The best design is proven to within {figure(facts['gap'])} {currency} a year{of}.")
    else:
        told.append("The best design is proven: there is no cheaper one on these figures.")
    if way.answer != NO_CHOICE and not way.impossible and math.isfinite(way.dearer):
        if way.cost - way.bound <= best.nothing:
            told.append("So is the best design the other way.")
        else:
            told.append(
                f"The other way is proven to cost at least {figure(max(way.proven, 0.0))} {currency} a year more."
            )
    summary = design["Summary"].set_index("figure")["design"]
    shares = [(kind, summary.get(f"rests on {kind} figures")) for kind in ("assumed", "estimated")]
    known = [f"{share:.3g} % rests on {kind} figures" for kind, share in shares if share is not None and share == share]
    if known:
        told.append(f"Of the saving of the whole design, {' and '.join(known)}; its sheet Guesses names them.")
    assumed = len(design["Assumptions"]) if "Assumptions" in design.tables else 0
    if assumed:
        told.append(
            f"{assumed} values were typed by nobody and filled in; the sheet Assumptions of the design lists them."
        )
    changes = best.ready.park.changes
    told += [f"Asked with a change: {change}." for change in changes[:3]]
    if several(best.ready.park):
        told.append("Amounts are level yearly ones over all stages and scenarios.")
    return told
