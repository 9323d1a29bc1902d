"""What designs build, told apart by kind, name, participant and size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from sidestream.design.design import Design


class Built(NamedTuple):
    """A link, conversion, storage, expansion, corridor or fleet that a design builds."""

    kind: str
    name: str
    participant: str
    size: str

    def __str__(self) -> str:
        whose = f"{self.name} at {self.participant}" if self.participant else self.name
        return f"{whose} ({self.size})" if self.size else whose


def builds_of(design: Design | Mapping[str, pd.DataFrame]) -> list[Built]:
    """Return what a design builds, in the order of its sheets; what several stages or scenarios have counts once."""
    links, facilities = design["Build list"], design["Facilities"]
    links, facilities = links[links["status"] == "built"], facilities[facilities["status"] == "built"]
    found = [Built(kind, link, "", size or "") for kind, link, size in links[["kind", "link", "size"]].to_numpy(object)]
    columns = ["kind", "facility", "participant", "size"]
    found += [Built(*(part or "" for part in row)) for row in facilities[columns].to_numpy(object).tolist()]
    return list(dict.fromkeys(found))


def in_words(builds: Iterable[Built]) -> str:
    """Return builds as they stand in a cell."""
    return "; ".join(map(str, builds))
