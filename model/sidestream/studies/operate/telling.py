"""What two dispatches of the same steps say, as planned and as measured: the sheets of an operation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sidestream.design.study_tables.operation import DEVIATES
from sidestream.design.tables import CO2
from sidestream.park import Park
from sidestream.studies.operate.dispatch import Dispatch

NOTHING, NO_DIFFERENCE = 1e-6, 1e-7
"""Share of what there is in a step that is no amount, and share of an amount by which another is the same."""
ONCE = ("building",)
"""Accounts of impacts that no step causes."""
LINK = ["link", "from", "commodity"]
STREAM = ["participant", "commodity", "name"]
PLANT = ["conversion", "participant", "size"]
STORE = ["storage", "participant", "size", "commodity"]


def sheets(planned: Dispatch, measured: Dispatch, tolerance: float) -> dict[str, pd.DataFrame]:
    """Return the sheets of an operation but Run. `tolerance` is the share of what was planned from which on it is told."""
    made = {
        "Dispatch": _links(planned, measured),
        "Streams": _streams(planned, measured),
        "Plants run": _plants(planned, measured),
        "Stocks": _stocks(planned, measured),
        "Cash by step": _cash(planned, measured),
    }
    made["Deviations"] = pd.DataFrame(list(_deviations(made, tolerance)))
    if len(made["Deviations"]):
        order = made["Deviations"]["what"].map(DEVIATES.index)
        by = (
            made["Deviations"]
            .assign(order=order)
            .sort_values(["order", "share"], ascending=[True, False], kind="stable")
        )
        made["Deviations"] = by.drop(columns="order").reset_index(drop=True)
    made["Operation"] = pd.DataFrame(_summary(planned, measured, made))
    return made


def _run(dispatch: Dispatch, sheet: str) -> pd.DataFrame:
    """What a sheet says of the steps as they are run."""
    frame = dispatch.design[sheet]
    return frame[frame["case"] == "design"].rename(columns={"period": "time"})


def _more(now: Any, planned: Any) -> Any:
    """What was measured less what was planned; what solvers leave is nothing."""
    apart = now - planned
    return apart * (np.abs(apart) > NO_DIFFERENCE * np.maximum(np.abs(now), np.abs(planned)))


def _both(
    planned: pd.DataFrame, measured: pd.DataFrame, key: Sequence[str], columns: Sequence[str], text: Sequence[str]
) -> pd.DataFrame:
    """Rows of either, by key: the columns of what was measured, and those of what was planned with `_planned` behind."""
    on = ["time", *key]
    frame = measured[[*on, *columns, *text]].merge(
        planned[[*on, *columns, *text]], "outer", on, suffixes=("", "_planned")
    )
    for name in text:
        frame[name] = frame[name].where(frame[name].notna(), frame[f"{name}_planned"])
    for name in columns:
        frame[[name, f"{name}_planned"]] = frame[[name, f"{name}_planned"]].astype(float).fillna(0.0)
    return frame


def _links(planned: Dispatch, measured: Dispatch) -> pd.DataFrame:
    plan, now = _run(planned, "Flows"), _run(measured, "Flows")
    frame = _both(plan, now, LINK, ["sent", "delivered", "loads"], ["kind", "to", "unit"])
    frame = frame.assign(planned=frame["sent_planned"], more=_more(frame["sent"], frame["sent_planned"]))
    most = frame.groupby(["link", "commodity"])[["sent", "planned"]].transform("max").max(axis=1)
    frame = frame[(frame["sent"] > NOTHING * most) | (frame["planned"] > NOTHING * most)]
    return frame.sort_values(["time", *LINK], kind="stable", ignore_index=True)


def _streams(planned: Dispatch, measured: Dispatch) -> pd.DataFrame:
    supplies = _both(
        _run(planned, "Supplies used"),
        _run(measured, "Supplies used"),
        STREAM,
        ["available", "used", "disposed", "left"],
        ["unit"],
    )
    needs = _both(
        _run(planned, "Needs met"),
        _run(measured, "Needs met"),
        STREAM,
        ["needed", "by_products", "bought", "short"],
        ["unit"],
    )
    supplies = supplies.rename(columns=_named({"available": "amount", "used": "exchanged", "left": "rest"}))
    needs = needs.rename(columns=_named({"needed": "amount", "by_products": "exchanged", "short": "rest"}))
    frame = pd.concat([supplies.assign(kind="supply"), needs.assign(kind="demand")], ignore_index=True)
    frame["planned"] = frame["amount_planned"]
    return frame.sort_values(
        ["time", "kind", *STREAM], ascending=[True, False, True, True, True], kind="stable", ignore_index=True
    )


def _named(names: dict[str, str]) -> dict[str, str]:
    return names | {f"{old}_planned": f"{new}_planned" for old, new in names.items()}


def _plants(planned: Dispatch, measured: Dispatch) -> pd.DataFrame:
    frame = _both(_run(planned, "Conversions run"), _run(measured, "Conversions run"), PLANT, ["activity"], ["unit"])
    frame = frame.assign(planned=frame["activity_planned"], more=_more(frame["activity"], frame["activity_planned"]))
    return frame.sort_values(["time", *PLANT], kind="stable", ignore_index=True)


def _stocks(planned: Dispatch, measured: Dispatch) -> pd.DataFrame:
    columns = ["put_in", "taken_out", "start", "end"]
    frame = _both(_run(planned, "Storage levels"), _run(measured, "Storage levels"), STORE, columns, ["unit"])
    frame = frame.assign(planned_end=frame["end_planned"])
    return frame.sort_values(["time", *STORE], kind="stable", ignore_index=True)


def _cash(planned: Dispatch, measured: Dispatch) -> pd.DataFrame:
    """Participants x steps, as rows."""
    who = planned.cash.index.union(measured.cash.index)
    both = [
        one.cash.reindex(who, fill_value=0.0).rename_axis("participant").rename_axis("time", axis=1).stack()
        for one in (planned, measured)
    ]
    frame = pd.DataFrame({"planned": both[0], "measured": both[1]}).reset_index()
    frame["more"] = _more(frame["measured"], frame["planned"])
    return frame.sort_values(["time", "participant"], kind="stable", ignore_index=True)


def _deviations(made: dict[str, pd.DataFrame], tolerance: float) -> Iterator[dict[str, Any]]:
    streams = made["Streams"]
    supplies, needs = streams[streams["kind"] == "supply"], streams[streams["kind"] == "demand"]
    yield from _off("goes unmet", needs, STREAM, "rest", tolerance, of_whole="amount")
    yield from _off("is given", supplies, STREAM, "amount", tolerance)
    yield from _off("is needed", needs, STREAM, "amount", tolerance)
    links = made["Dispatch"].rename(columns={"link": "participant"}).assign(name="")
    yield from _off("is carried", links, STREAM, "sent", tolerance)
    yield from _off("is bought", needs, STREAM, "bought", tolerance, of_whole="amount")
    yield from _off("is disposed of", supplies, STREAM, "disposed", tolerance, of_whole="amount")
    yield from _off("is left", supplies, STREAM, "rest", tolerance, of_whole="amount")
    plants = (
        made["Plants run"].assign(commodity="").rename(columns={"participant": "name", "conversion": "participant"})
    )
    yield from _off("is run", plants, STREAM, "activity", tolerance)


def _off(
    what: str, frame: pd.DataFrame, key: list[str], column: str, tolerance: float, of_whole: str = ""
) -> Iterator[dict[str, Any]]:
    """What is off by more than a share of what was planned; of a whole, where there is one."""
    for (of, commodity, name), rows in frame.groupby(key, sort=False):
        now, plan = rows[column].to_numpy(float), rows[f"{column}_planned"].to_numpy(float)
        whole = rows[f"{of_whole or column}_planned"].to_numpy(float)
        scale = float(whole.sum()) or float(np.abs(now).sum())
        apart = np.abs(now - plan)
        if not apart.sum() > tolerance * scale:
            continue
        there = np.flatnonzero(apart > tolerance * scale / len(apart))
        times = rows["time"].to_numpy(object)
        row = {
            "what": what,
            "of": of,
            "commodity": commodity,
            "name": name,
            "planned": float(plan.sum()),
            "measured": float(now.sum()),
            "more": float((now - plan).sum()),
            "unit": rows["unit"].iloc[0],
            "share": float(apart.sum()) / scale,
            "steps": len(there),
            "first": times[there[0]] if len(there) else "",
            "last": times[there[-1]] if len(there) else "",
        }
        yield row | {"words": _words(row, len(apart))}


def _words(row: dict[str, Any], steps: int) -> str:
    of, commodity, unit = row["of"], row["commodity"], row["unit"]
    stream = f"{commodity} ({row['name']})" if row["name"] and commodity else commodity
    much, as_planned = f"{abs(row['more']):,.4g} {unit} {'more' if row['more'] > 0 else 'less'}", "than planned"
    if abs(row["more"]) <= 0.01 * row["share"] * max(abs(row["planned"]), abs(row["measured"])):
        much, as_planned = "as much", "in all as planned, at other times"
    when = (
        "all the time"
        if row["steps"] == steps
        else f"between {row['first']} and {row['last']}, in {row['steps']} steps"
    )
    sentence = {
        "goes unmet": f"{of} goes without {much} {stream}",
        "is given": f"{of} gives {much} {stream}",
        "is needed": f"{of} needs {much} {stream}",
        "is carried": f"{of} carries {much} {stream}",
        "is bought": f"{of} buys {much} {stream}",
        "is disposed of": f"{of} disposes of {much} {stream}",
        "is left": f"{of} leaves {much} {stream} where it is",
        "is run": f"{of} at {row['name']} runs {much}",
    }[row["what"]]
    return f"{' '.join(sentence.split())} {as_planned}, {when}"


def _summary(planned: Dispatch, measured: Dispatch, made: dict[str, pd.DataFrame]) -> Iterator[dict[str, Any]]:
    park: Park = measured.park
    currency = park.settings.currency

    def line(figure: str, unit: object, plan: float, now: float, note: str = "") -> dict[str, Any]:
        return {
            "figure": figure,
            "unit": unit,
            "planned": plan,
            "measured": now,
            "more": float(_more(now, plan)),
            "note": note,
        }

    cash = made["Cash by step"]
    beside = "without annuities, upkeep and yearly costs, which are paid whatever flows"
    yield line("what everybody pays", currency, cash["planned"].sum(), cash["measured"].sum(), beside)
    for who, rows in cash.groupby("participant", sort=True):
        if rows[["planned", "measured"]].abs().to_numpy(float).max() > NOTHING:
            yield line(f"what {who} pays", currency, rows["planned"].sum(), rows["measured"].sum())
    yield line("CO2", "t", _co2(planned), _co2(measured), "without building")
    needs = made["Streams"][made["Streams"]["kind"] == "demand"]
    for (commodity, unit), rows in needs.groupby(["commodity", "unit"], sort=True):
        yield line(f"{commodity}: met by by-products", unit, rows["exchanged_planned"].sum(), rows["exchanged"].sum())
        if rows[["rest", "rest_planned"]].to_numpy(float).sum() > NOTHING * rows["amount"].sum():
            yield line(f"{commodity}: goes unmet", unit, rows["rest_planned"].sum(), rows["rest"].sum())


def _co2(dispatch: Dispatch) -> float:
    frame = dispatch.design["Impacts"]
    mine = (frame["case"] == "design") & (frame["impact"] == CO2) & ~frame["account"].isin(ONCE)
    return float(frame.loc[mine, "amount"].sum())
