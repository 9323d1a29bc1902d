"""What a participant can dispose of, buy, or let in: today's capacity and the steps that enlarge it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from oracle.facilities import Facility
from oracle.programme import Programme
from oracle.site import Moment


def hold(
    programme: Programme, facilities: Sequence[Facility], moment: Moment, missed: Callable[[], int] | None
) -> None:
    """Hold what goes through each gate within all its capacities there are; `missed` makes a column for what is too much."""
    for of, what, who in moment.known.facilities:
        if of in ("conversion", "storage"):
            continue
        steps = [one for one in facilities if one.place == (of, what, who)]
        measure = moment.known.measures.get((of, what, who))
        terms = {
            column: factor * (moment.known.content[commodity][measure] if measure else 1.0)
            for (way, at, commodity), columns in moment.through.items()
            if (way, at) == (of, who) and what in ("all", commodity)
            for column, factor in columns.items()
        }
        if missed is not None:
            terms[missed()] = -1.0
        programme.row(terms, high=sum(one.capacity[moment.number] for one in steps))
