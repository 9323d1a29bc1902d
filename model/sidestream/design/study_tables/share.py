"""The sheets of sharing: what each firm and each coalition gains, by which rule it is shared, and what each exchange is worth."""

from __future__ import annotations

from sidestream.design.tables import LINK_KINDS, Run
from sidestream.tables import Choice, Name, Number, Table, Text

STABLE, OBJECTED, OPEN = "nobody does better alone", "some do better alone", "not decided"
GAINS, EMPTY, UNKNOWN = "both gain", "no price suits both", "not defined"
WORKS, NO_DESIGN, NOT_FOUND = "a design", "there is none", "none was found"


class Shares(Table, result=True):
    """Each firm: what it gains by itself, what the others would lack without it, and what it gets by each rule."""

    key = ("company",)
    company = Name("which firm; a company with several sites is one")
    alone = Number("what it gains with what it can build alone", unit="EUR/a")
    adds = Number("what all gain less what all others gain without it", unit="EUR/a")
    gains = Number("what it gains by the design before anybody pays anybody", unit="EUR/a")
    equal = Number("its share where all get the same", unit="EUR/a")
    proportional = Number("its share where all get as they paid today", unit="EUR/a")
    shapley = Number(
        "its Shapley value: what it adds, on average over all orders in which firms can come", unit="EUR/a"
    )
    shapley_error = Number("half of a 95 % interval around it, where orders were drawn by lot", unit="EUR/a")
    least_core = Number("its share in the least core: the largest objection as small as can be", unit="EUR/a")
    nucleolus = Number("its share in the nucleolus: objections as small as can be, from the largest on", unit="EUR/a")
    receives = Number("what it is paid by the rule that was asked for; below 0: what it pays", unit="EUR/a")


class Rules(Table, result=True):
    """Each rule: whether some firms would do better by themselves."""

    key = ("rule",)
    rule = Name("how the gain is shared")
    verdict = Choice("whether a coalition gains more by itself than its share", choices=(STABLE, OBJECTED, OPEN))
    objection = Number("what the coalition that objects most gains by leaving; below 0: loses", unit="EUR/a")
    at_most = Number("no coalition gains more than this by leaving", unit="EUR/a")
    coalition = Text("which one objects most")
    note = Text("what to know about it")


class Coalitions(Table, result=True):
    """Coalitions, and what each gains with what it can build by itself."""

    key = ("coalition",)
    coalition = Text("who belongs to it")
    firms = Number("how many", unit="1")
    gains = Number("what it gains by itself, as found", unit="EUR/a")
    at_most = Number("no design of its own gains more", unit="EUR/a")
    share = Number("what it gets by the rule that was asked for", unit="EUR/a")


class Exchanges(Table, result=True):
    """Each exchange of the design: the prices that suit both sides, and the one by which the gain is shared.

    Prices are changes against what is paid today, for each unit that arrives; below 0 the giver pays the taker.
    """

    key = ("link", "commodity", "from", "to")
    link = Name("by which link")
    commodity = Name("what")
    from_ = Name("who gives")
    to = Name("who takes")
    quantity = Number("what arrives a year")
    unit = Text("its unit, a year")
    least_price = Number("least that the giver accepts", unit="EUR/unit")
    most_price = Number("most that the taker pays", unit="EUR/unit")
    band = Choice("whether there are prices that suit both", choices=(GAINS, EMPTY, UNKNOWN))
    price = Number("what the taker pays where the gain is shared as asked", unit="EUR/unit")
    amount = Number("the same a year", unit="EUR/a")
    worth = Number("what all firms lose without it, everything else kept", unit="EUR/a")
    note = Text("what to know about it")


class Returns(Table, result=True):
    """What investments bring: of each new link by itself, and of each firm with what it is paid."""

    key = ("who",)
    who = Name("which link or firm")
    kind = Choice("a link, or a firm", choices=(*LINK_KINDS, "firm"))
    investment = Number("paid once", unit="EUR")
    surplus = Number("what it brings a year before the cost of the investment", unit="EUR/a")
    npv = Number("present value of surplus less investment, over the longest life", unit="EUR")
    irr = Number("rate at which that is 0; blank where it is below 0", unit="%/a")
    payback = Number("investment / surplus; blank where there is none", unit="a")
    rate = Number("discount rate it is judged at", unit="%/a")


class Guarantee(Table, result=True):
    """Designs in which no firm is worse off than today, by how firms can pay each other, and what that costs all together."""

    key = ("payments",)
    payments = Text("how firms can pay each other; blank: nobody is asked")
    found = Choice("whether there is such a design", choices=(WORKS, NO_DESIGN, NOT_FOUND))
    cost = Number("total cost", unit="EUR/a")
    proven_cost = Number("no such design costs less", unit="EUR/a")
    price = Number("cost more than where nobody is asked", unit="EUR/a")
    least_price = Number("what is proven of that", unit="EUR/a")
    builds = Number("links, plants, storages and expansions built", unit="1")
    lacks = Text("what is built where nobody is asked, and not here")
    has = Text("what is built here, and not there")


RESULTS: tuple[type[Table], ...] = (Shares, Rules, Coalitions, Exchanges, Returns, Guarantee, Run)
