"""Published cases, written as parks: each kind a file with its data and where they are from."""

from published import location, lot_sizing, multicommodity, pooling, produced_water, steiner, transport, water
from published.case import Case

KINDS: dict[str, list[Case]] = {
    "pooling": pooling.CASES,
    "water reuse": water.CASES,
    "produced water": produced_water.CASES,
    "transport": transport.CASES,
    "several goods": multicommodity.CASES,
    "lot sizing": lot_sizing.CASES,
    "location": location.CASES,
    "Steiner trees": steiner.CASES,
}
