"""A design as one company may see it: its own figures, the park in sums, and nobody else's prices, volumes or costs.

Summary            as it is: sums over the park
Build list, Flows  links that begin or end at its sites; money and building CO2 of a link: its own share of them
Relations set up   those of its sites
Facilities         those at its sites, trenches that it pays for; the money of one that somebody else pays is not shown
Supplies used, Needs met, By-products used, Conversions run, Made and used, Storage levels, Qualities met, Participants, Companies,
Costs, Impacts     its sites' rows
Ledger             what goes from its sites to themselves, or directly between them and who is at the other end of their links; of
                   others neither which supply nor which need
Payments           what it pays and is paid; by whom, where a link joins the two; over those links that are at its sites
Guesses            figures of its own rows of Supplies, Demands, Conversions, Storages and Expansions; of ConversionRates
                   where nobody else has the conversion
Misses             its own rows, without the other end
Assumptions, Run   what says nothing of anybody else; without the solver's log
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from sidestream.design.accounts import CHANGES, NOT_DEFINED
from sidestream.design.companies import companies_of
from sidestream.design.design import Design
from sidestream.design.tables import MISSED
from sidestream.design.views.names import Names
from sidestream.design.views.worlds import in_each_world
from sidestream.errors import UsageError
from sidestream.park.park import Park
from sidestream.tables import suggest

Rows = set[tuple[str, int]]
"""Sheets and row numbers."""
FACTS = (
    "cost", "cost_today", "bound", "gap", "gap_of_cost", "gap_of_saving", "enough", "status", "parts", "size",
    "today_short", "phases", "seconds", "currency",
)  # fmt: skip
"""What a run has to say of the park as a whole."""
LINKS = ("Pipelines", "TruckRoutes")
OWNED = ("Supplies", "Demands", "Conversions", "Storages", "Expansions")
"""Sheets of the park of which every row is a participant's."""
THEIRS = (
    "Supplies used", "Needs met", "By-products used", "Facilities", "Conversions run", "Made and used", "Storage levels",
    "Qualities met", "Participants", "Impacts",
)  # fmt: skip
"""Sheets of a design of which every row is a participant's; of Facilities also what it alone pays for."""
SHARED = ["investment", "annuity", "yearly_cost", "building_co2"]
OTHERS = "others"
WHY = "its own figures alone, and the park in sums: it cannot be computed again without the rest"
CELL = re.compile(r"(\w+)!(?:[A-Z]+|row )(\d+)")
ALONE = {MISSED[0]: "nobody takes it in this design", MISSED[1]: "no by-product serves it in this design"}


def company_named(park: Park, word: str) -> str:
    """Return a company's name as the park writes it. Raises UsageError where there is none."""
    names = list(dict.fromkeys(companies_of(park).values()))
    found = next((name for name in names if name.casefold() == word.strip().casefold()), None)
    if found is None:
        whose = {site.casefold(): firm for site, firm in companies_of(park).items()}.get(word.strip().casefold())
        if whose:
            raise UsageError(f"'{word}' is a site of '{whose}': name the company")
        listed = f" (companies: {', '.join(names[:20])}{', ...' * (len(names) > 20)})"
        raise UsageError(f"no company is called '{word}'{suggest(word, names, otherwise=listed)}")
    return found


def for_company(park: Park, design: Design, company: str) -> Design:
    """Return the design as a company of the park may see it. Raises UsageError where there is no such company."""
    company = company_named(park, company)
    everybody = companies_of(park)
    sites = {who for who, firm in everybody.items() if firm == company}
    others = {*everybody, *everybody.values()} - sites - {company}
    clean = Names(dict.fromkeys(others, OTHERS), any_case=True).clean
    return in_each_world(park, design, lambda known, one: _for_company(known, one, company), clean)


def _for_company(park: Park, design: Design, company: str) -> Design:
    sites = {who for who, firm in companies_of(park).items() if firm == company}
    tables = dict(design.tables)
    trenches = tables["Facilities"]
    trenches = trenches[(trenches["participant"] == "") & trenches["payer"].isin(sites)]
    for sheet in THEIRS:
        tables[sheet] = _of(tables[sheet], "participant", sites)
    tables["Costs"] = _of(tables["Costs"], "payer", sites)
    tables["Companies"] = _of(tables["Companies"], "company", {company})
    tables["Facilities"] = _facilities(pd.concat([tables["Facilities"], trenches], ignore_index=True), sites)
    tables["Build list"] = _builds(park, _at_ends(tables["Build list"], sites), sites)
    pairs = tables["Relations set up"]
    tables["Relations set up"] = pairs[pairs["a"].isin(sites) | pairs["b"].isin(sites)].reset_index(drop=True)
    for sheet in ("Flows", "Build list"):
        tables[sheet] = _without_strangers(park, _at_ends(tables[sheet], sites), sites)
    tables["Ledger"] = _ledger(tables["Ledger"], tables["Flows"], sites)
    tables["Payments"] = _payments(park, tables["Payments"], tables["Build list"], sites, company)
    tables["Left out"] = tables["Left out"].iloc[:0]  # what others spare by it could be worked out from it
    tables["Misses"] = _misses(_of(tables["Misses"], "participant", sites))
    tables["Summary"] = _summary(tables["Summary"], today_short=bool(design.facts.get("today_short")))
    own = _own_rows(park, sites)
    tables["Guesses"] = _kept(tables["Guesses"], lambda text: bool(_cells(text)) and _cells(text) <= own, "place")
    quiet = _quiet(park, company, sites, own)
    tables["Assumptions"] = _kept(tables["Assumptions"], quiet, *tables["Assumptions"].columns)
    tables["Run"] = _run(park, tables["Run"], company, quiet)
    return Design.of(tables, {name: fact for name, fact in design.facts.items() if name in FACTS})


def _of(frame: pd.DataFrame, column: str, names: set[str]) -> pd.DataFrame:
    return frame[frame[column].isin(names)].reset_index(drop=True)


def _at_ends(frame: pd.DataFrame, sites: set[str]) -> pd.DataFrame:
    return frame[frame["from"].isin(sites) | frame["to"].isin(sites)].reset_index(drop=True)


def _builds(park: Park, builds: pd.DataFrame, sites: set[str]) -> pd.DataFrame:
    """Links with the company's share of what they cost; a payer who is at neither end is not named."""
    payers = park.payers[park.payers["payer"].isin(sites)]
    share = builds["link"].map(payers.groupby("link")["share"].sum()).fillna(0.0).to_numpy(float)
    made = builds.copy()
    made[SHARED] = made[SHARED].to_numpy(float) * share[:, None]
    known = made["payer"].isin([*sites, "half"]) | (made["payer"] == made["from"]) | (made["payer"] == made["to"])
    words = made["payer"].where(known, OTHERS)
    part = share < 1
    made["payer"] = words.where(
        ~part,
        [
            f"{who}; the money is {100 * one:g} % of it, the company's share"
            for who, one in zip(words, share, strict=True)
        ],
    )
    return made


def _facilities(facilities: pd.DataFrame, sites: set[str]) -> pd.DataFrame:
    """Facilities at the company's sites; of one that somebody else pays neither who nor how much."""
    made, other = facilities.copy(), ~facilities["payer"].isin(sites)
    made.loc[other, ["investment", "annuity", "yearly_cost"]] = 0.0
    made["payer"] = made["payer"].mask(other, f"{OTHERS}; the money is 0 % of it, the company's share")
    return made


def _without_strangers(park: Park, frame: pd.DataFrame, sites: set[str]) -> pd.DataFrame:
    """Links at the company's sites, whose names may name others than those at their ends."""
    everybody = companies_of(park)
    near = sites | set(frame["from"]) | set(frame["to"])
    near |= {everybody[name] for name in near}
    names = Names(dict.fromkeys({*everybody, *everybody.values()} - near, OTHERS))
    return frame.assign(link=[names.clean(link) for link in frame["link"]])


def _ledger(ledger: pd.DataFrame, flows: pd.DataFrame, sites: set[str]) -> pd.DataFrame:
    """What the company's sites give and receive, as it is, from and to themselves and those at the other ends of their links."""
    mine, used = ledger["origin"].isin(sites), ledger["user"].isin(sites)
    near = sites | set(flows["from"]) | set(flows["to"])
    direct = ledger["origin"].isin(near) & ledger["user"].isin(near) & (ledger["stream"] == ledger["commodity"])
    kept = ledger[(mine & used) | ((mine | used) & direct)].copy()
    kept["name"] = kept["name"].where(kept["origin"].isin(sites), "")
    kept[["need", "need_name"]] = kept[["need", "need_name"]].where(kept["user"].isin(sites), "")
    told = [name for name in kept.columns if name not in ("given", "received")]
    return kept.groupby(told, as_index=False, sort=False)[["given", "received"]].sum()[list(ledger.columns)]


def _payments(park: Park, payments: pd.DataFrame, builds: pd.DataFrame, sites: set[str], company: str) -> pd.DataFrame:
    """What the company pays and is paid. `builds` are the links at its sites, their names without strangers."""
    made = payments[(payments["from"] == company) | (payments["to"] == company)].reset_index(drop=True)
    everybody = companies_of(park)
    near = {company} | {everybody[name] for side in ("from", "to") for name in builds[side]}
    for end in ("from", "to"):
        made[end] = made[end].where(made[end].isin(near), OTHERS)
    known = pd.concat([park[sheet][["link", "from", "to"]] for sheet in LINKS])
    own = set(_without_strangers(park, _at_ends(known, sites), sites)["link"]) & set(known["link"])
    made["links"] = ["; ".join(name for name in links.split("; ") if name in own) for links in made["links"]]
    return made


def _misses(frame: pd.DataFrame) -> pd.DataFrame:
    """What is left alone; with whom it could be changed, and at which price, would tell of others."""
    blank = dict.fromkeys(("with", "by_product", "kind", "size", "link"), "")
    return frame.assign(**blank, pays_at=np.nan, length=np.nan, note=frame["what"].map(ALONE))


def _summary(frame: pd.DataFrame, *, today_short: bool) -> pd.DataFrame:
    """The sums; where today's park is short, without saying at whom, and without whose figures were changed."""
    first = (np.arange(len(frame)) == 0) & today_short
    note = frame["note"].mask(first, NOT_DEFINED).mask(frame["figure"] == CHANGES, "those of your own: Assumptions")
    return frame.assign(note=note)


def _own_rows(park: Park, sites: set[str]) -> Rows:
    """Rows of the park's workbook that are the company's own."""
    own = {(sheet, int(row)) for sheet in OWNED for row in park[sheet].index[park[sheet]["participant"].isin(sites)]}
    steps, plants, rates = park["Expansions"], park["Conversions"], park["ConversionRates"]
    paid = steps.index[~steps["payer"].isin(["", *sites])]
    shared = set(plants.loc[~plants["participant"].isin(sites), "conversion"])
    mine = set(plants["conversion"]) - shared
    own |= {("ConversionRates", int(row)) for row in rates.index[rates["conversion"].isin(mine)]}
    return own - {("Expansions", int(row)) for row in paid}


def _cells(text: str) -> Rows:
    return {(sheet, int(row)) for sheet, row in CELL.findall(text)}


def _quiet(park: Park, company: str, sites: set[str], own: Rows) -> Callable[[str], bool]:
    """Whether a text says nothing of anybody else: neither a name nor a cell."""
    everybody = companies_of(park)
    links = pd.concat([park[sheet][["link", "from", "to"]] for sheet in LINKS])
    theirs = links.loc[~(links["from"].isin(sites) | links["to"].isin(sites)), "link"]
    for sheet, column in (("Conversions", "conversion"), ("Storages", "storage")):
        here = park[sheet]["participant"].isin(sites)
        names_here, elsewhere = (set(park[sheet].loc[some, column]) for some in (here, ~here))
        theirs = pd.concat([theirs, pd.Series(sorted(elsewhere - names_here), dtype=object)])
    others = {*everybody, *everybody.values(), *theirs} - sites - {company}
    names = Names(dict.fromkeys(others, ""), any_case=True)
    may = own | {("Settings", int(row)) for row in park["Settings"].index}
    return lambda text: _cells(text) <= may and not names.in_text(text)


def _kept(frame: pd.DataFrame, keep: Callable[[str], bool], *columns: str) -> pd.DataFrame:
    """Rows of which every text may stay."""
    texts = zip(*(frame[name] for name in columns), strict=True)
    kept = np.array([all(keep(str(text)) for text in row) for row in texts], bool)
    return frame[kept].reset_index(drop=True)


def _run(park: Park, run: pd.DataFrame, company: str, quiet: Callable[[str], bool]) -> pd.DataFrame:
    """How the design was found; that cells were changed is said, but not which."""
    item = run["item"].astype(str)
    told = run[~item.str.match(r"(?:log|change) \d+$|today's park cannot")]
    rows = [("for", f"{company}: {WHY}")]
    if park.changes:
        rows.append(("changes", f"{len(park.changes)} cells differ from the workbook"))
    head = pd.DataFrame(rows, columns=["item", "value"], dtype=object)
    return pd.concat([head, _kept(told, quiet, "value")], ignore_index=True)
