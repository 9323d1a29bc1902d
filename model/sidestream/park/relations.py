"""Between whom there may be links, must be, or may not be, and what it costs two to begin with each other."""

from __future__ import annotations

from sidestream.money import SHORTEST
from sidestream.tables import Choice, Number, Ref, Table, YesNo

RELATIONS = ("allowed", "forbidden", "required")


class Relations(Table):
    """Pairs of which links between them, either way, are more than a matter of pipes; all others may have links at no cost."""

    key = ("a", "b")
    a = Ref("one of the two, in any order", needed=True, to="Participants")
    b = Ref("the other; a link through a junction is between the junction and each", needed=True, to="Participants")
    status = Choice(
        "forbidden: no link between them is laid or carries; required: one is there, existing or laid",
        needed=True,
        choices=RELATIONS,
    )
    set_up_cost = Number(
        "contracts, meters, permits: paid once, half by each, with the first new link where none exists",
        unit="EUR",
        default=0,
        least=0,
    )
    life = Number("how long that lasts; needed beside a set_up_cost", unit="a", least=SHORTEST)
    same_owner = YesNo("whether both belong to one owner, who pays no set_up_cost", default=False)
