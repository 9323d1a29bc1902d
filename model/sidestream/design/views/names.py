"""Where names stand in a text: whole words, the longest name first, without trying every name at every place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

END = ""
"""Key under which a name ends in the tree of its letters."""


class Names:
    """Names to be found in texts, each with what to write instead. `any_case` finds them in other capitals too."""

    def __init__(self, instead: Mapping[str, str], *, any_case: bool = False) -> None:
        self.any_case = any_case
        self.tree: dict[str, Any] = {}
        for name, word in instead.items():
            at = self.tree
            for letter in name:
                at = at.setdefault(self._folded(letter), {})
            if name:
                at.setdefault(END, word)

    def clean(self, text: str) -> str:
        """Return the text with every name replaced."""
        made, begin = [], 0
        for first, last, word in self._found(text):
            made += [text[begin:first], word]
            begin = last
        return "".join([*made, text[begin:]])

    def in_text(self, text: str) -> bool:
        """Whether any name stands in the text."""
        return next(self._found(text), None) is not None

    def _folded(self, letter: str) -> str:
        return letter.lower() if self.any_case else letter

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each name begins and ends, and its word."""
        place = 0
        while place < len(text):
            found = self._longest(text, place) if _apart(text, place) else None
            if found:
                yield place, *found
            place = found[0] if found else place + 1

    def _longest(self, text: str, place: int) -> tuple[int, str] | None:
        found, at, last = None, self.tree, place
        while last < len(text) and (at := at.get(self._folded(text[last]), {})):
            last += 1
            if END in at and _apart(text, last):
                found = last, str(at[END])
        return found


def _apart(text: str, place: int) -> bool:
    """Whether no word goes on across a place."""
    return place in (0, len(text)) or not (_in_word(text[place - 1]) and _in_word(text[place]))


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
