"""What a counted tonne of CO2 costs: a tax in cash to whoever causes it, and a value that nobody pays.

Reads                     impacts: CO2, each tonne entered once by who causes it

Entered in the books
    costs                 carbon_tax * CO2, payer: the causer
                          carbon_value * CO2, payer: society (valued, in no participant's cost)
"""

from __future__ import annotations

from sidestream.formulation.accounts import CO2, COST
from sidestream.formulation.draft import Draft


def write(draft: Draft) -> None:
    """Enter tax and value of every entry of CO2."""
    settings, entries = draft.park.settings, draft.books.impacts.read()
    carbon = entries["impact"] == CO2
    if not carbon.all():
        entries = {name: values[carbon] for name, values in entries.items()}
    for account, price, payer in (
        ("carbon tax", settings.carbon_tax, entries["causer"]),
        ("carbon value", settings.carbon_value, draft.parties.society),
    ):
        draft.books.costs.enter(
            payer=payer,
            account=COST[account],
            moment=entries["moment"],
            column=entries["column"],
            value=price * entries["value"],
        )
