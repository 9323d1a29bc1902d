"""Who may not be joined by any link, and who must be, as Relations says."""

from __future__ import annotations

from sidestream.park import Park


def kept_apart(park: Park) -> list[tuple[str, str]]:
    """Pairs between which no link may be."""
    frame = park["Relations"]
    banned = frame[frame["status"] == "forbidden"]
    return list(zip(banned["a"], banned["b"], strict=True))


def brought_together(park: Park) -> set[frozenset[str]]:
    """Pairs between which a link must be."""
    frame = park["Relations"]
    asked = frame[frame["status"] == "required"]
    return {frozenset(pair) for pair in zip(asked["a"], asked["b"], strict=True)}
