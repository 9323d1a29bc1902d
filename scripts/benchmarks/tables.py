"""Reading a workbook of 100,000 rows beside bare python-calamine, and writing a table of as many beside bare xlsxwriter.

read            the sheets as tables, every fault of a row found
read, checked   and what one row cannot see
write           the workbook of a design whose Flows have so many rows

Each in a process of its own, imports left out. Bare reading makes lists of cells of all sheets; bare writing writes the same
cells with `write_row`.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.clock import peak
from benchmarks.fresh import tell

ROWS = 100_000
TARGET = 1.5
"""What ours may take beside the bare way."""


def synthetic(path: Path, rows: int) -> Path:
    """Write a park's workbook: a twentieth of the rows participants, three tenths supplies and demands each, the rest truck routes."""
    import xlsxwriter

    draw, sites, streams = random.Random(1), rows // 20, 3 * rows // 10
    book = xlsxwriter.Workbook(str(path))

    def sheet(name: str, header: str, cells: Iterable[list[object]]) -> None:
        sheet = book.add_worksheet(name)
        for number, row in enumerate([header.split(), *cells]):
            sheet.write_row(number, 0, row)

    def stream(site: int, place: int, word: str) -> list[object]:
        numbers = [draw.random() * 1000, "t/a", word, draw.random() * 30]
        return [f"site {site % sites}", f"stuff {place % 50}", f"n{place}", *numbers, "measured"]

    def route(place: int) -> list[object]:
        ends = [f"site {place % sites}", f"site {(7 * place + 1) % sites}", f"stuff {place % 50}"]
        return [*ends, f"l{place}", "optional", 150 + 20 * draw.random(), "truck"]

    places = ([f"site {place}", "industry", 100 * draw.random(), 100 * draw.random()] for place in range(sites))
    sheet("Settings", "setting value", [["discount_rate", 5]])
    sheet("Participants", "participant kind x y", places)
    sheet("Commodities", "commodity unit medium", ([f"stuff {place}", "t", "solid"] for place in range(50)))
    beside = "participant commodity name quantity unit"
    sheet("Supplies", f"{beside} if_not_taken disposal_cost quality", (stream(i, i, "dispose") for i in range(streams)))
    sheet(
        "Demands", f"{beside} if_not_served virgin_price quality", (stream(7 * i + 1, i, "buy") for i in range(streams))
    )
    sheet("Vehicles", "vehicle payload km_cost km_co2 empty_return", [["truck", 25, 1.5, 0.9, 100]])
    routes = (route(place) for place in range(rows - sites - 2 * streams))
    sheet("TruckRoutes", "from to commodity link status distance vehicle", routes)
    book.close()
    return path


def flows(rows: int, seed: int = 1) -> dict[str, list[object]]:
    """Flows of a design: one period after the other of links from site to site."""
    draw, periods = random.Random(seed), 10
    links = rows // periods

    def each(name: Callable[[int], str]) -> list[object]:
        return [name(place // periods) for place in range(rows)]

    sent = [round(1000 * draw.random(), 3) for _ in range(rows)]
    return {
        "case": ["design"] * rows,
        "link": each(lambda link: f"link {link}"),
        "kind": ["pipeline"] * rows,
        "from": each(lambda link: f"site {link % 500}"),
        "to": each(lambda link: f"site {(7 * link + 1) % (links // 2 + 1)}"),
        "commodity": each(lambda link: f"stuff {link % 50}"),
        "size": each(lambda link: f"DN {50 * (link % 8 + 1)}"),
        "period": [f"month {place % periods + 1}" for place in range(rows)],
        "sent": list(sent),
        "delivered": [0.99 * amount for amount in sent],
        "loads": [None] * rows,
        "unit": ["t"] * rows,
    }


def bare_read(path: Path) -> Callable[[], object]:
    """Every cell of every sheet."""
    from python_calamine import CalamineWorkbook

    def run() -> object:
        book = CalamineWorkbook.from_path(str(path))
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]

    return run


def read(path: Path) -> Callable[[], object]:
    """The tables of a park."""
    from sidestream.workbook.reading import read_sheets

    import_module("sidestream.workbook.excel")  # which is imported late
    return lambda: read_sheets(path)


def read_checked(path: Path) -> Callable[[], object]:
    """The tables, and every fault in them."""
    from sidestream.errors import InputError
    from sidestream.park.checks import checked

    reading: Any = read(path)

    def run() -> object:
        try:
            return checked(*reading(), "park")
        except InputError as error:
            return error

    return run


def bare_write(path: Path) -> Callable[[], object]:
    """The same cells, row by row."""
    import xlsxwriter

    columns = flows(ROWS)

    def run() -> object:
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet("Flows")
        for number, row in enumerate([list(columns), *zip(*columns.values(), strict=True)]):
            sheet.write_row(number, 0, row)
        book.close()
        return None

    return run


def write(path: Path) -> Callable[[], object]:
    """A design as we write it."""
    import pandas as pd

    from sidestream.design.design import Design
    from sidestream.workbook.writing import write_design

    design = Design.of({"Flows": pd.DataFrame(flows(ROWS))})
    return lambda: write_design(design, path)


WAYS = {"bare read": bare_read, "read": read, "read, checked": read_checked, "bare write": bare_write, "write": write}


def main() -> None:
    """Tell what one way takes: way, path."""
    way, path = sys.argv[1], Path(sys.argv[2])
    try:
        run = WAYS[way](path)
    except ModuleNotFoundError as error:
        tell(missing=error.name)
        return
    gc.collect()
    held, began = peak(), time.process_time()
    run()
    tell(cpu=time.process_time() - began, peak=peak(), more=peak() - held)


if __name__ == "__main__":
    main()
