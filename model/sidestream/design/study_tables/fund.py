"""The sheets of funding: which links deserve public money, how much of it, and what comes of it."""

from __future__ import annotations

from sidestream.design.tables import Run
from sidestream.tables import Choice, Name, Number, Table, Text

YES, NO, OPEN = "yes", "no", "not decided"
DECIDED = (YES, NO, OPEN)
PROVEN = "proven"
BETWEEN = "between bounds"
FIRM, FUNDER, SOCIETY = "firm", "funder", "society"


class Funders(Table, result=True):
    """Who could pay, each by itself, and on which terms; where they come from, and how firms are taken to respond."""

    key = ("funder",)
    funder = Name("who pays")
    kind = Text("grant, or loan")
    budget = Number("most that is granted or lent in all; blank: no limit", unit="EUR")
    most_share = Number("most of what a link costs once", unit="%")
    eligible = Text("which links")
    discount_rate = Number("the rate it reckons with", unit="%/a")
    loan_rate = Number("interest on a loan", unit="%/a")
    loan_years = Number("years in which it is paid back", unit="a")
    links = Number("links that it could pay towards", unit="1")
    anyway = Number("of those, links that firms build without it", unit="1")
    terms = Text("where these terms come from")
    note = Text("what firms are taken to do")


class FundingByLink(Table, sheet="Funding by link", result=True):
    """What it takes to have each link, and bundles of them: whole makes nobody worse off than today, response makes the network
    with it the firms' cheapest. Of a loan the amounts are what is lent.
    """

    key = ("funder", "links")
    funder = Name("who pays")
    links = Text("which link; of a bundle all, separated by semicolons")
    investment = Number("what building them costs once", unit="EUR")
    life = Number("how long they last; of several, the longest", unit="a")
    anyway = Choice("whether firms build them without us", choices=DECIDED)
    whole = Number(
        "least that leaves nobody worse off than today, with payments along links; blank: none does", unit="EUR"
    )
    whole_share = Number("the same, of the investment", unit="%")
    response = Number(
        "least with which firms have nothing cheaper than a network with them; between bounds: enough for that, though less may do; "
        "blank: none does",
        unit="EUR",
    )
    response_least = Number("no less than that will do: proven", unit="EUR")
    response_share = Number("the response grant, of the investment", unit="%")
    within_cap = Choice("whether the response grant keeps to most_share", choices=DECIDED)
    co2_less = Number("CO2 that the park then causes less than without us", unit="t/a")
    price = Number("annuity of what the response grant costs the funder, for each tonne", unit="EUR/t")
    public_npv = Number(
        "present value to society over the life, at the funder's rate: cost saved, taxes left aside, carbon value in",
        unit="EUR",
    )
    private_npv = Number("present value to all firms over the life, at their own rates, without any grant", unit="EUR")
    brings = Text("other links that firms then build and do not without us")
    drops = Text("links that firms build without us and then do not")
    dearer_least = Number(
        "what firms pay more with them than without, before any grant: proven no less; below 0 they pay less",
        unit="EUR/a",
    )
    dearer_most = Number("the same: proven no more; blank: not asked, as it is proven what firms do", unit="EUR/a")
    verdict = Choice(
        "whether the figures are proven; between bounds: the response grant is proven to lie between response_least and response, the "
        "other figures are of the best design known with the links",
        choices=(PROVEN, BETWEEN, OPEN),
    )
    note = Text("what to know about it")


class BudgetCurve(Table, sheet="Budget curve", result=True):
    """The most CO2 for so much money: uses of money of which none has another beside it that takes as little and spares as much."""

    key = ("funder", "point")
    funder = Name("who pays")
    point = Number("its place along the curve; 0: nothing is given", unit="1")
    given = Number("all that is given", unit="EUR")
    given_yearly = Number(
        "annuity of what that costs the funder, at its rate over the lives of the links", unit="EUR/a"
    )
    co2_less = Number("CO2 that the park causes less than without us", unit="t/a")
    most_less = Number("no use of as much money spares more: proven", unit="t/a")
    step_price = Number(
        "cost of the step from the point before, for each tonne: the marginal abatement cost", unit="EUR/t"
    )
    mean_price = Number("cost of all, for each tonne", unit="EUR/t")
    links = Text("links that are paid towards")
    within_budget = Choice("whether the budget is enough", choices=(YES, NO))
    verdict = Choice("whether it is proven that no use of as much money spares more", choices=(PROVEN, OPEN))


class BestUse(Table, sheet="Best use of the budget", result=True):
    """What to give for which link, to spare most CO2 within the budget and the cap."""

    key = ("funder", "link")
    funder = Name("who pays")
    link = Name("which link")
    payer = Text("who builds it, and is given the money as the investment is split")
    given = Number("what is granted or lent", unit="EUR")
    share = Number("the same, of the investment", unit="%")
    investment = Number("what building it costs once", unit="EUR")
    life = Number("how long it lasts", unit="a")
    worth = Number("what that is worth a year to those who build", unit="EUR/a")


class WhoGains(Table, sheet="Who gains", result=True):
    """What the best use of the budget does for each: cash a year, before any payments between firms beside price_today."""

    key = ("funder", "role", "who")
    funder = Name("who pays")
    role = Choice("a firm, the funder, or society: all of them, at the funder's rate", choices=(FIRM, FUNDER, SOCIETY))
    who = Name("which of them")
    today = Number("cost as the park stands", unit="EUR/a")
    without = Number("cost as firms would build without us", unit="EUR/a")
    with_ = Number("cost with the links that are paid towards, what is given left aside", unit="EUR/a")
    given = Number("granted or lent to it, once; of the funder, what it gives, below 0", unit="EUR")
    given_yearly = Number("what that is worth to it a year, at its own rate", unit="EUR/a")
    gain = Number("without less with, and what is given; before payments between firms", unit="EUR/a")


class Bills(Table, result=True):
    """What each need costs that is served by a new link with the best use of the budget: before, and then."""

    key = ("funder", "participant", "commodity", "name")
    funder = Name("who pays towards the links")
    participant = Text("whose need")
    commodity = Text("what is needed")
    name = Text("which row of Demands")
    needed = Number("how much a year", unit="unit/a")
    served = Number("what of it by-products serve then", unit="unit/a")
    unit = Text("the commodity's unit")
    before = Number("what is bought as the park stands, at the virgin price", unit="EUR/a")
    bought = Number("what is still bought then, at the virgin price", unit="EUR/a")
    links_cost = Number(
        "its part of the new links: annuity at its own rate, upkeep, carrying, price_today", unit="EUR/a"
    )
    given = Number("what of that is given, by the year", unit="EUR/a")
    after = Number("bought and links, less what is given", unit="EUR/a")
    saving = Number("before less after", unit="EUR/a")
    links = Text("by which new links")


class Loans(Table, result=True):
    """Loan against grant, for the same effect: where the funder has terms of a loan."""

    key = ("funder", "links")
    funder = Name("who pays")
    links = Text("which link, or bundle")
    grant = Number("the grant: the grant equivalent of the loan", unit="EUR")
    loan = Number("the loan that is worth as much to those who build; blank: no loan on these terms is", unit="EUR")
    loan_share = Number("the loan, of the investment", unit="%")
    within_cap = Choice("whether the loan keeps to most_share of each link", choices=(YES, NO))
    loan_cost = Number("what the loan costs the funder, present value at its rate; below 0 it earns", unit="EUR")
    cheaper = Text("which of the two costs the funder less")


RESULTS: tuple[type[Table], ...] = (Funders, FundingByLink, BudgetCurve, BestUse, WhoGains, Bills, Loans, Run)
