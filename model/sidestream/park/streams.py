"""What flows: commodities, who gives them off, who needs them, and what can stand in for what."""

from __future__ import annotations

from sidestream.tables import Choice, Choices, Label, Name, Number, Ref, Table, Unit, WasteCode, YesNo

MEDIA = ("steam", "hot water", "water", "gas", "slurry", "solid", "power", "abstract")
CARRIED_BY = ("pipe", "truck")
TWICE = "give each a name, add the amounts up, or delete one"


class Commodities(Table):
    """What can flow."""

    key = ("commodity",)
    commodity = Name("what every other sheet calls it", needed=True)
    unit = Unit("what it is counted in; every price is per this unit", needed=True, per_time=False)
    medium = Choice("which kind of pipe it needs", needed=True, choices=MEDIA)
    mass = Number("what one unit weighs; needed on trucks unless the unit is a weight", unit="t/unit", above=0)
    volume = Number("what room one unit takes", unit="m3/unit", above=0)
    energy = Number("what one unit holds in energy", unit="MWh/unit", above=0)
    goes_by = Choices("how it may travel; blank: both", choices=CARRIED_BY)
    vanishes = YesNo("whether what is lost on the way is simply gone, as heat is", default=False)
    waste_code = WasteCode("its code in the European List of Waste, where it is waste; shown in the ledger")


class Supplies(Table):
    """What a participant gives off, and what happens to it when nobody takes it."""

    key = ("participant", "commodity", "name")
    twice = TWICE
    participant = Ref("who gives it off", needed=True, to="Participants")
    commodity = Ref("what", needed=True, to="Commodities")
    name = Label("tells two rows of one participant and commodity apart")
    quantity = Number("average rate while the year runs", needed=True, least=0)
    unit = Unit("unit of the quantity, with its time", needed=True)
    profile = Ref("how the rate varies over the periods; blank: even", to="Profiles")
    provision_cost = Number("cost of making it ready for use", unit="EUR/unit", default=0)
    provision_co2 = Number(
        "CO2 of making it ready for use; needed for steam, hot water, gas, power", unit="kg/unit", default=0
    )
    if_not_taken = Choice("what becomes of the rest", default="dispose", choices=("dispose", "leave", "must go"))
    disposal_cost = Number("cost of disposing of it; needed where it is disposed of", unit="EUR/unit")
    disposal_co2 = Number("CO2 of disposing of it", unit="kg/unit", default=0)


class Demands(Table):
    """What a participant needs, and what it does when no by-product comes."""

    key = ("participant", "commodity", "name")
    twice = TWICE
    participant = Ref("who needs it", needed=True, to="Participants")
    commodity = Ref("what", needed=True, to="Commodities")
    name = Label("tells two rows of one participant and commodity apart")
    quantity = Number("average rate while the year runs", needed=True, least=0)
    unit = Unit("unit of the quantity, with its time", needed=True)
    profile = Ref("how the rate varies over the periods; blank: even", to="Profiles")
    if_not_served = Choice("what it does for the rest", default="buy", choices=("buy", "go without", "must serve"))
    virgin_price = Number("price of the bought good; needed where it buys", unit="EUR/unit")
    virgin_co2 = Number("CO2 of the bought good", unit="kg/unit", default=0)
    shortage_cost = Number("cost of going without; needed where it may", unit="EUR/unit")
    most_by_product = Number("share that by-products may serve in any period", unit="%", default=100, least=0, most=100)
    backup = Number("share that the old plant can still carry in an outage", unit="%", default=100, least=0, most=100)


class Substitutions(Table):
    """Which by-product can stand in for which need."""

    key = ("by_product", "need", "participant")
    by_product = Ref("what stands in", needed=True, to="Commodities")
    need = Ref("for what", needed=True, to="Commodities")
    ratio = Number("units of the need met by one unit of the by-product", needed=True, above=0)
    participant = Ref("where this holds; blank: everywhere", to="Participants")
