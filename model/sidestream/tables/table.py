"""A sheet as it is declared: its columns, and by which of them rows are told apart."""

from __future__ import annotations

from typing import ClassVar

from sidestream.tables.choices import Choice
from sidestream.tables.column import Column
from sidestream.tables.texts import Text

QUALITIES = ("measured", "quoted", "estimated", "assumed")


class Table:
    """A declared sheet. Subclasses list their columns; rows are told apart by `key`."""

    columns: ClassVar[dict[str, Column]] = {}
    key: ClassVar[tuple[str, ...]] = ()
    extra: ClassVar[Column | None] = None
    twice: ClassVar[str] = "delete one"
    """What to do where two rows have the same key."""
    sheet: ClassVar[str] = ""

    def __init_subclass__(cls, *, sheet: str = "", traced: bool = True, result: bool = False) -> None:
        """Declare a sheet: `traced` where each row says where it comes from, `result` where sidestream writes it."""
        own = {
            column.name: column
            for column in vars(cls).values()
            if isinstance(column, Column) and column.name != "extra"
        }
        cls.sheet = sheet or cls.__name__
        for column in own.values():
            column.result = result
        cls.columns = own | (_traces() if traced and not result else {})

    @classmethod
    def summary(cls) -> str:
        """Return the first line of the docstring."""
        return (cls.__doc__ or "").strip().splitlines()[0]


def _traces() -> dict[str, Column]:
    """Return the columns every input sheet ends with."""
    made: dict[str, Column] = {
        "quality": Choice("how well the row is known", choices=QUALITIES),
        "note": Text("anything worth remembering"),
        "source": Text("where the figures come from"),
    }
    for name, column in made.items():
        column.name = name
    return made
