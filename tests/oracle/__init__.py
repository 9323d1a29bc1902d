"""The right answer for a tiny park, found by trying everything: what the model is held against.

Every choice of what to build, times every choice of which link with a least flow and which plant with a least load runs in
which period, leaves a linear programme, and the cheapest of them all is the answer. There is no big-M, no pruning that could be wrong, no tolerance
on integers, and nothing of the model's own code: only the park, its units and the annuity.

Read it beside the text of the model, in this order:

    ledger      what a unit of something costs and causes, by account and by whom it falls to
    factors     what else than CO2 a unit of something causes
    links       what a link costs and carries, in each size it could have
    pairs       who is joined with whom, and which existing links may not carry
    corridors   which trenches a choice of pipes needs, and what they cost
    fleets      how many vehicles there are, how long they can be on the road, and what more of them cost
    facilities  what a conversion, a storage or a step of an expansion costs and can do, in each size
    rates       what a unit of activity of a conversion takes and makes
    loads       how many loads a truck route takes
    losses      what a loss costs: its disposal, at the price of where it comes from
    known       the park as plain rows, looked up once
    programme   a linear programme, put together a quantity and a promise at a time, whole numbers where there are any
    site        the balances and gates of a park at one moment, while they are put together
    conversions what a plant takes and makes
    storages    what is kept from one moment to the next
    gates       what can be disposed of, bought or let in
    asked       how good things have to be and are
    ways        who sends what to whom: sources, pools where streams meet, and uses
    qualities   how good what comes to a use must be
    alike       whether that is linear: a park where it is not is none for the oracle
    dispatch    what flows where, with builds and run patterns given: one linear programme
    runs        the cheapest way of running a given build, over all patterns of which runs when
    builds      what may be built, and what having it costs a year
    trying      all of it: for each build its cheapest run, of all these the cheapest

How `best` goes about it
    1   List the builds: each link absent or in one of its sizes, and at each place of a facility one size or none beside
        what exists, as its status allows, within the Limits on investment; with the trenches that these links share.
    2   Sort them by what having them costs a year.
    3   For each, list the patterns of what has a least and runs in which period, and solve them all. Periods are solved
        one by one, unless a limit on the year, a size that is chosen, a vehicle that could be bought or a storage ties
        them together. A size that is chosen is a quantity of the linear programme; loads and vehicles that are whole
        numbers are found by branching.
    4   Stop where having a build, with the park run for less than is possible, costs more than the best answer so far:
        this leaves out only what could not win.
    5   Where no build can be run, look instead for the least by which the musts are missed.

Answers that differ by less than 1e-8 are equally good; all of their builds are given, so that a test can ask whether the
model's is among them. `least_impact` is the least of an impact that there can be, whatever it costs. `count_cases` says beforehand how many linear programmes there are; `best` refuses a park with
more than MOST_CASES builds.
"""

from oracle.alike import knows
from oracle.builds import MOST_CASES
from oracle.links import Offer, offers
from oracle.losses import loss_prices
from oracle.trying import OracleAnswer, best, count_cases, least_impact

__all__ = [
    "MOST_CASES",
    "Offer",
    "OracleAnswer",
    "best",
    "count_cases",
    "knows",
    "least_impact",
    "loss_prices",
    "offers",
]
