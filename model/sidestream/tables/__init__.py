"""What a sheet is: a class is a sheet, a field is a column, and everything else follows from that.

Reader, template, dropdowns, complaints, result sheets and the column reference are all made from one declaration:

    class Vehicles(Table):
        "What a truck carries and costs."
        key = ("vehicle",)
        vehicle = Name("what the routes call it", needed=True)
        payload = Number("what it carries", unit="t", needed=True, above=0)

Cells are converted on the way in and back on the way out: a percentage is a fraction inside, `kg` of CO2 are tonnes,
`EUR/m` are `EUR/km`. A class attribute cannot be called `from`, so it is written `from_` and means `from`.
"""

from sidestream.tables.cells import Percent, column_letter, is_blank, is_error_cell
from sidestream.tables.choices import Choice, Choices, YesNo
from sidestream.tables.column import Column
from sidestream.tables.contents import EXACT, Contents, Floats, Ints, Mask, columns_of, objects, said_again, together
from sidestream.tables.loaded import LAST_ROW, Loaded
from sidestream.tables.numbers import INSIDE, LARGEST, Number
from sidestream.tables.reading import empty_table, read_columns, read_table
from sidestream.tables.references import Ref, Refs
from sidestream.tables.table import QUALITIES, Table
from sidestream.tables.texts import Anything, Label, Name, Text, Unit, WasteCode
from sidestream.tables.wording import few, shown, suggest

__all__ = [
    "EXACT",
    "INSIDE",
    "LARGEST",
    "LAST_ROW",
    "QUALITIES",
    "Anything",
    "Choice",
    "Choices",
    "Column",
    "Contents",
    "Floats",
    "Ints",
    "Label",
    "Loaded",
    "Mask",
    "Name",
    "Number",
    "Percent",
    "Ref",
    "Refs",
    "Table",
    "Text",
    "Unit",
    "WasteCode",
    "YesNo",
    "column_letter",
    "columns_of",
    "empty_table",
    "few",
    "is_blank",
    "is_error_cell",
    "objects",
    "read_columns",
    "read_table",
    "said_again",
    "shown",
    "suggest",
    "together",
]
