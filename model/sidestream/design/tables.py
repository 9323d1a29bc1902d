"""The sheets of an answer, declared like the sheets of a question.

Build list, Flows, Supplies used, Needs met and By-products used say what was decided; Participants, Costs, Impacts and
Summary say what follows from it. `case` tells today's park (the baseline) from the design.
"""

from __future__ import annotations

from sidestream.park.accounts import COST_ACCOUNTS as COST_ACCOUNTS
from sidestream.park.accounts import VALUED_ACCOUNTS as VALUED_ACCOUNTS
from sidestream.tables import Choice, Name, Number, Refs, Table, Text

CASES = ("today", "design")
LINK_KINDS = ("pipeline", "truck route")
FACILITY_KINDS = ("conversion", "storage", "disposal", "virgin", "throughput", "corridor", "fleet")
MISSED = ("by-product", "need")
PAYMENTS = "payments"
"""Account that moves money and costs the park nothing."""
SOCIETY = "society"
CO2 = "co2"
"""The impact that has columns of its own, and is counted in t."""
ORIGINS = ("supply", "bought", "made", "stock")
ENDS = (
    "need",
    "disposed",
    "left",
    "lost on the way",
    "lost in storage",
    "used up",
    "in store at the end",
)
IMPACT_ACCOUNTS = ("provision", "disposal", "virgin", "conversion", "carrying", "electricity", "building", "losses")


class Summary(Table, result=True):
    """The design against the park as it stands."""

    key = ("figure",)
    figure = Name("what is counted")
    unit = Text("its unit")
    today = Number("the park as it stands")
    design = Number("the park as designed")
    saving = Number("today less design")
    note = Text("what to know about it")


class BuildList(Table, sheet="Build list", result=True):
    """Every link of the design: what to build, and what is there already."""

    key = ("link",)
    link = Name("which link")
    kind = Choice("pipe or truck", choices=LINK_KINDS)
    from_ = Text("where it begins")
    to = Text("where it ends")
    commodity = Refs("what it carries", to="Commodities")
    status = Choice("existing: it stands today; built: this design builds it", choices=("existing", "built"))
    size = Text("size from the catalogue, or the vehicle; blank: own offer")
    length = Number("how long it is", unit="km")
    capacity = Number("what it can carry")
    capacity_unit = Text("unit of the capacity")
    investment = Number("paid once", unit="EUR")
    life = Number("over how long", unit="a")
    annuity = Number("what the investment costs a year", unit="EUR/a")
    yearly_cost = Number("upkeep, used or not", unit="EUR/a")
    building_co2 = Number("CO2 of building it, in all", unit="t")
    payer = Text("who pays for it: a name, or half")
    used = Number("busiest period, as a share of capacity", unit="%")
    carried = Number("what enters it in a year; blank where it carries commodities of several units")
    carried_unit = Text("unit of what is carried")


class Facilities(Table, result=True):
    """Every conversion, storage, expansion, corridor and fleet of the design: what to build, and what is there already."""

    key = ("kind", "facility", "participant", "size")
    kind = Choice("a conversion, a storage, or an expansion of what", choices=FACILITY_KINDS)
    facility = Name("which conversion or storage; of an expansion, the commodity, or 'all'")
    participant = Text("whose")
    size = Text("which size")
    status = Choice("existing: it stands today; built: this design builds it", choices=("existing", "built"))
    capacity = Number("what it can do, hold or let through; where continuous: the size chosen")
    capacity_unit = Text("unit of the capacity")
    investment = Number("paid once", unit="EUR")
    life = Number("over how long", unit="a")
    annuity = Number("what the investment costs a year", unit="EUR/a")
    yearly_cost = Number("upkeep, used or not", unit="EUR/a")
    payer = Text("who pays for it")
    used = Number("busiest period, as a share of capacity; of an expansion, of all steps there are", unit="%")


class RelationsSetUp(Table, sheet="Relations set up", result=True):
    """Pairs that begin with each other in the design, where that costs something."""

    key = ("a", "b")
    a = Text("one of the two")
    b = Text("the other")
    set_up_cost = Number("paid once, half by each", unit="EUR")
    life = Number("over how long", unit="a")
    annuity = Number("what it costs a year, half to each", unit="EUR/a")
    links = Number("new links between them", unit="1")


class Flows(Table, result=True):
    """What flows through each link in each period."""

    key = ("case", "link", "from", "commodity", "size", "period")
    case = Choice("today or design", choices=CASES)
    link = Name("which link")
    kind = Choice("pipe or truck", choices=LINK_KINDS)
    from_ = Text("where this flow enters")
    to = Text("where it arrives")
    commodity = Text("what flows")
    size = Text("in which size")
    period = Text("when")
    sent = Number("what enters, in the period", unit="unit")
    delivered = Number("what arrives", unit="unit")
    loads = Number("truck loads")
    unit = Text("the commodity's unit")


class SuppliesUsed(Table, sheet="Supplies used", result=True):
    """What becomes of each supply in each period: used + disposed + left = available."""

    key = ("case", "participant", "commodity", "name", "period")
    case = Choice("today or design", choices=CASES)
    participant = Text("whose")
    commodity = Text("what")
    name = Text("which row of Supplies")
    period = Text("when")
    available = Number("what there is", unit="unit")
    used = Number("what somebody uses", unit="unit")
    disposed = Number("what is disposed of", unit="unit")
    left = Number("what is left where it is", unit="unit")
    unit = Text("the commodity's unit")


class NeedsMet(Table, sheet="Needs met", result=True):
    """How each need is met in each period: by_products + bought + short = needed."""

    key = ("case", "participant", "commodity", "name", "period")
    case = Choice("today or design", choices=CASES)
    participant = Text("whose")
    commodity = Text("what is needed")
    name = Text("which row of Demands")
    period = Text("when")
    needed = Number("the need", unit="unit")
    by_products = Number("met by by-products, own ones included", unit="unit")
    bought = Number("met by virgin goods", unit="unit")
    short = Number("not met", unit="unit")
    unit = Text("the commodity's unit")


class ByProductsUsed(Table, sheet="By-products used", result=True):
    """Which by-product meets which need: `amount` of the by-product meets `meets` of the need."""

    key = ("case", "participant", "commodity", "name", "by_product", "period")
    case = Choice("today or design", choices=CASES)
    participant = Text("whose need")
    commodity = Text("what is needed")
    name = Text("which row of Demands")
    by_product = Text("what stands in")
    period = Text("when")
    amount = Number("how much of the by-product", unit="unit")
    unit = Text("the by-product's unit")
    meets = Number("how much of the need that meets", unit="unit")


class ConversionsRun(Table, sheet="Conversions run", result=True):
    """How much each conversion runs in each period, size by size; no rows where it stands still."""

    key = ("case", "conversion", "participant", "size", "period")
    case = Choice("today or design", choices=CASES)
    conversion = Text("which conversion")
    participant = Text("whose")
    size = Text("in which size")
    period = Text("when")
    activity = Number("how much it runs, in the period")
    unit = Text("what activity is counted in")


class MadeAndUsed(Table, sheet="Made and used", result=True):
    """What conversions take and make in each period: amount = bought + from links, own goods and storage, or disposed + left +
    what somebody uses; no rows where a conversion stands still.
    """

    key = ("case", "conversion", "participant", "commodity", "period")
    case = Choice("today or design", choices=CASES)
    conversion = Text("which conversion")
    participant = Text("whose")
    commodity = Text("what it takes or makes")
    period = Text("when")
    way = Choice("taken in or given out", choices=("in", "out"))
    amount = Number("how much, in the period", unit="unit")
    bought = Number("of what it takes, what is bought", unit="unit")
    disposed = Number("of what it makes, what is disposed of", unit="unit")
    left = Number("of what it makes, what is left where it is", unit="unit")
    unit = Text("the commodity's unit")


class StorageLevels(Table, sheet="Storage levels", result=True):
    """What goes into each storage, comes out and is in it, in every period of each storage that is there."""

    key = ("case", "storage", "participant", "size", "period")
    case = Choice("today or design", choices=CASES)
    storage = Text("which storage")
    participant = Text("whose")
    size = Text("in which size")
    period = Text("when")
    commodity = Text("what it keeps")
    put_in = Number("what is put in, in the period", unit="unit")
    taken_out = Number("what comes out, in the period", unit="unit")
    lost = Number("what is lost by putting in, taking out and standing, in the period", unit="unit")
    start = Number("what is in it at the beginning of the period (of one repetition)", unit="unit")
    end = Number("what is in it at the end of the period (of one repetition)", unit="unit")
    unit = Text("the commodity's unit")


class QualitiesMet(Table, sheet="Qualities met", result=True):
    """How good what comes to each use is, in every period, where QualityLimits asks for it."""

    key = ("case", "participant", "commodity", "property", "period")
    case = Choice("today or design", choices=CASES)
    participant = Text("who uses it")
    commodity = Text("what")
    property = Text("which property")
    period = Text("when")
    value = Number(
        "by quantity: the mean of what comes; grade: its worst part; blank where nothing comes, and where streams stay apart"
    )
    least = Number("least that is asked for")
    most = Number("most that is asked for")


class Ledger(Table, result=True):
    """Every flow of the design from its origin to its final user in a year, in proportion where streams mix: the rows of an origin
    add up to what it gives, those of a user to what it uses, disposes of or loses. By periods, and with the links: `ledger`.
    """

    key = ("origin", "stream", "name", "source", "user", "commodity", "use", "need", "need_name")
    origin = Text("who gives it, or buys it")
    stream = Text("what it is there")
    name = Text("which row of Supplies; of what was in store, which storage")
    source = Choice(
        "a supply, bought, made by a conversion that takes nothing, or in store at the beginning", choices=ORIGINS
    )
    user = Text("who uses it last, or loses it")
    commodity = Text("what it is there; something else where a conversion lies between")
    use = Choice("what becomes of it: it meets a need, or ends otherwise", choices=ENDS)
    need = Text("which need it meets")
    need_name = Text("which row of Demands")
    given = Number("what is given for that in a year", unit="unit")
    given_unit = Text("unit of what is given")
    received = Number("what is used of it: as much, unless a conversion makes something else of it", unit="unit")
    unit = Text("unit of what is used")


class ParticipantResults(Table, sheet="Participants", result=True):
    """What each participant pays and emits, before and after, in cash: carbon value is nobody's cost."""

    key = ("participant",)
    participant = Name("who")
    company = Text("its firm")
    cost_today = Number("yearly cost as it stands", unit="EUR/a")
    cost_design = Number("yearly cost as designed", unit="EUR/a")
    saving = Number("today less design", unit="EUR/a")
    co2_today = Number("CO2 as it stands", unit="t/a")
    co2_design = Number("CO2 as designed", unit="t/a")
    co2_saving = Number("today less design", unit="t/a")
    investment = Number("paid once", unit="EUR")
    gives = Number("exchanges it gives to", unit="1")
    takes = Number("exchanges it takes from", unit="1")


class CompanyResults(Table, sheet="Companies", result=True):
    """The rows of Participants added up by company: several sites, one purse; and, where Settings has payments, what each
    firm gains by its own reckoning. Without rows where no company is named and no firm is asked. Of several stages and
    scenarios the figures are those of all of them: cash_today to least_gain by what is worth as much a year to the firm.
    """

    key = ("company",)
    company = Name("which firm; a participant without one is its own, by its own name")
    sites = Number("participants that belong to it", unit="1")
    cost_today = Number("yearly cost as it stands", unit="EUR/a")
    cost_design = Number("yearly cost as designed", unit="EUR/a")
    saving = Number("today less design", unit="EUR/a")
    co2_today = Number("CO2 as it stands", unit="t/a")
    co2_design = Number("CO2 as designed", unit="t/a")
    co2_saving = Number("today less design", unit="t/a")
    investment = Number("paid once", unit="EUR")
    gives = Number("exchanges its sites give to", unit="1")
    takes = Number("exchanges its sites take from", unit="1")
    cash_today = Number(
        "what it pays a year as it stands, run at the least cash, over all years at its own discount_rate; blank: not asked",
        unit="EUR/a",
    )
    cash_design = Number(
        "what it pays a year as designed, over all years, these and investments at its own discount_rate", unit="EUR/a"
    )
    received = Number("payments it receives less those it pays, beside price_today", unit="EUR/a")
    gain = Number("cash_today less cash_design, with what it receives", unit="EUR/a")
    least_gain = Number("what it must gain: least_saving of an end or a payer of a new link, else 0", unit="EUR/a")


class Payments(Table, result=True):
    """Who pays whom in the design, as a change against price_today, so that no firm is worse off than today. The same every
    year, over all stages and scenarios.
    """

    key = ("from", "to")
    from_ = Text("which firm pays")
    to = Text("which firm is paid")
    links = Text("over which links, separated by semicolons; blank: payments are free")
    amount = Number("a year, in every year ahead", unit="EUR/a")
    commodity = Text("what these links carry; blank where it is several, or they do not join the two directly")
    per_unit = Number("the same for each unit that arrives, in the mean of all years", unit="EUR/unit")


class Costs(Table, result=True):
    """Who pays what a year: these rows add up to the objective."""

    key = ("case", "payer", "account")
    case = Choice("today or design", choices=CASES)
    payer = Name("who pays")
    account = Choice("for what", choices=COST_ACCOUNTS)
    kind = Choice("cash, or a value that nobody pays", choices=("cash", "valued"))
    amount = Number("a year", unit="EUR/a")


class Impacts(Table, result=True):
    """Who causes what a year, each tonne entered once."""

    key = ("case", "participant", "impact", "account")
    case = Choice("today or design", choices=CASES)
    participant = Name("who causes it")
    impact = Text("which impact")
    account = Choice("by what", choices=IMPACT_ACCOUNTS)
    amount = Number("a year")
    unit = Text("unit of the impact, a year")


class Guesses(Table, result=True):
    """The figures that the saving rests on, the weightiest first, and how well each is known: the amounts add up to it."""

    key = ("place", "figure")
    place = Text("its cell in the park's workbook; blank: what is lost on the way, which has no cell of its own")
    figure = Text("which figure, with its unit")
    of = Text("whose: what tells its row apart")
    value = Number("what stands there, as typed")
    quality = Text("how well it is known: measured, quoted, estimated, assumed; blank: nobody said")
    amount = Number("its part of the saving: price x (quantity today - quantity as designed)", unit="EUR/a")


class Misses(Table, result=True):
    """By-products that nobody takes and needs that nothing serves, and what comes nearest to paying for each by itself."""

    key = ("what", "participant", "commodity", "name")
    what = Choice("by-product or need", choices=MISSED)
    participant = Text("whose")
    commodity = Text("which by-product, or what is needed")
    name = Text("which row of Supplies or Demands")
    quantity = Number("what is disposed of, left, bought or short in the design", unit="unit/a")
    unit = Text("the commodity's unit")
    price = Number("what a unit costs now: its disposal, the bought good, or going without", unit="EUR/unit")
    pays_at = Number("price from which on the nearest link would pay by itself", unit="EUR/unit")
    with_ = Text("who would take it, or give; blank: there is no way")
    by_product = Text("what would be sent")
    kind = Choice("pipe or truck", choices=LINK_KINDS)
    size = Text("size from the catalogue, or the vehicle; blank: own offer")
    length = Number("how far it is, along the link", unit="km")
    link = Text("which link of the park it is; blank: not listed")
    note = Text("the same in words, or why there is no way")


class LeftOut(Table, sheet="Left out", result=True):
    """What is not worth building, whatever else is: it brings less, at the most, than it costs. The search left it out."""

    key = ("kind", "name", "participant", "size")
    kind = Choice("a link, or a conversion, storage or expansion", choices=(*LINK_KINDS, *FACILITY_KINDS))
    name = Text("which link, conversion or storage; of an expansion, the commodity, or 'all'")
    participant = Text("whose; blank for a link")
    size = Text("in which size; the vehicle; blank: own offer")
    cost = Number("what it costs a year to have it", unit="EUR/a")
    brings = Number(
        "what it can bring a year at the most, if nothing else is built that competes with it", unit="EUR/a"
    )


class Assumptions(Table, result=True):
    """Every value that the design stands on and that nobody typed."""

    place = Text("where it would stand in the workbook")
    what = Text("which value")
    value = Text("what was taken")
    why = Text("where it comes from")


class Run(Table, result=True):
    """How the design was found: versions, input, options, gap, log."""

    item = Name("what")
    value = Text("its value")


RESULTS: tuple[type[Table], ...] = (
    Summary,
    BuildList,
    Facilities,
    RelationsSetUp,
    Flows,
    SuppliesUsed,
    NeedsMet,
    ByProductsUsed,
    ConversionsRun,
    MadeAndUsed,
    StorageLevels,
    QualitiesMet,
    Ledger,
    ParticipantResults,
    CompanyResults,
    Payments,
    Costs,
    Impacts,
    Guesses,
    Misses,
    LeftOut,
    Assumptions,
    Run,
)
"""Every sheet of an answer, in the order a workbook has them."""

AT_TIMES = (
    "Facilities",
    "Relations set up",
    "Conversions run",
    "Made and used",
    "Storage levels",
    "Qualities met",
    "Companies",
    "Payments",
    "Misses",
    "Left out",
    "When to build",
    "Cash flow",
)
"""Sheets that a workbook does not have where they have no rows."""
