"""Parks and designs that pages are made of: made once, as none of these tests changes them."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from typing import Any

from park_from import make_park, tidy
from parks import two_sites
from parks.apart import pipes_apart
from parks.rows import halves
from sidestream.design.design import Design
from sidestream.park import Park
from sidestream.report.page import page
from sidestream.report.told import Told
from sidestream.studies.one_design import Options, design_network

NASTY = "</script><b onclick=\"x()\">=1+1 & 'Søn'"
VOID = {"meta", "input", "br"}


def designed(park: Park) -> Design:
    return design_network(park, Options(gap=0.0))


@cache
def small() -> Told:
    """40 of 50 t of gypsum go through a pipe of 2 km: 2,500 EUR/a today, 2,300 as designed; see `parks/does_it_pay.py`."""
    park = make_park(**two_sites(pipe_cost=10))
    return Told.of(park, designed(park), "design.xlsx")


@cache
def staged() -> Told:
    """The same in two stages, in the second of which the mill needs 30 t, with a summer in which it needs half of what it does in winter."""
    sheets: dict[str, Any] = two_sites(pipe_cost=9) | halves(half=(4 / 3, 2 / 3))
    sheets["Demands"] = [row | {"profile": "half"} for row in sheets["Demands"]]
    sheets["Stages"] = [
        {"stage": "now", "start_year": 2030, "years": 5},
        {"stage": "later", "start_year": 2035, "years": 10},
    ]
    sheets["Changes"] = [
        {"when": "later", "sheet": "Demands", "key": "mill, gypsum", "column": "quantity", "value": "30 t/a"}
    ]
    park = make_park(**sheets)
    return Told.of(park, designed(park), "design.xlsx")


@cache
def full() -> Told:
    """A park that uses every sheet."""
    park = make_park(**tidy())
    return Told.of(park, designed(park), "design.xlsx")


@cache
def many() -> Told:
    """Eight pipes of which seven pay: what costs less a year than the 100 EUR that are bought without it."""
    park = pipes_apart([(10 + 14 * place, 100, 0) for place in range(8)])
    return Told.of(park, designed(park), "design.xlsx")


@cache
def page_of(which: str) -> str:
    """The page about one of them, by name."""
    return page([{"small": small, "staged": staged, "full": full, "many": many}[which]()])


class Elements(HTMLParser):
    """A page as its elements: (name, attributes), and the texts of those that were asked for. Fails where one is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.append((self.open[-1], data))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.seen if name == tag]

    def words(self, *tags: str) -> list[str]:
        return [text.strip() for tag, text in self.texts if tag in tags and text.strip()]
