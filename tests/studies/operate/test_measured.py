"""What was measured is read as it was meant, or complained of with its line."""

from __future__ import annotations

import pytest

from park_from import make_park
from parks.rows import commodity, demand, pipe, sites, supply
from sidestream.errors import InputError, UsageError
from sidestream.studies.operate.measured import Stream, read_measured

HEAD = "time,participant,commodity,kind,quantity,unit\n"


@pytest.fixture(scope="module")
def park():
    return make_park(
        Settings={"discount_rate": 0},
        Participants=sites("Mühle", "mill"),
        Commodities=[commodity("gypsum")],
        Supplies=[supply("Mühle", "gypsum", 8760)],
        Demands=[demand("mill", "gypsum", 8760, 30)],
        Pipelines=[pipe("Mühle", "mill", "gypsum")],
    )


def rows(*lines: str) -> str:
    return HEAD + "".join(f"2026-11-23 {line}\n" for line in lines)


def read(tmp_path, park, text, hours=None, encoding="utf-8"):
    path = tmp_path / "measured.csv"
    path.write_bytes(text.encode(encoding))
    return read_measured(path, park, hours)


def test_rates_and_amounts_become_amounts_of_the_step(tmp_path, park):
    # Steps of 2 h: 1,500 kg/h are 3 t; 4 t stay 4 t.
    text = rows("07:00,Mühle,gypsum,supply,1500,kg/h", "09:00,Mühle,gypsum,supply,4,t")
    seen = read(tmp_path, park, text)

    assert seen.hours == 2
    assert seen.amounts[Stream("supply", "Mühle", "gypsum", "")].tolist() == pytest.approx([3, 4])
    assert seen.as_planned == [Stream("demand", "mill", "gypsum", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_semicolons_and_decimal_commas_in_any_encoding(tmp_path, park, encoding):
    text = rows("07:00;Mühle;gypsum;supply;1,5;t/h").replace(",", ";", 5)
    seen = read(tmp_path, park, text, hours=1, encoding=encoding)

    assert next(iter(seen.amounts.values())).tolist() == [1.5]


@pytest.mark.parametrize(
    ("line", "place", "column", "said"),
    [
        ("07:00,Mühl,gypsum,supply,1,t/h", ":2", "participant", "did you mean 'Mühle'?"),
        ("07:00,Mühle,gypsm,supply,1,t/h", ":2", "commodity", "did you mean 'gypsum'?"),
        ("07:00,Mühle,gypsum,suppl,1,t/h", ":2", "kind", "did you mean 'supply'?"),
        ("7 o'clock,Mühle,gypsum,supply,1,t/h", ":2", "time", "expected a time such as"),
        ("07:00,Mühle,gypsum,supply,,t/h", ":2", "quantity", "is blank"),
        ("07:00,Mühle,gypsum,supply,-1,t/h", ":2", "quantity", "must not be negative"),
        ("07:00,Mühle,gypsum,supply,nan,t/h", ":2", "quantity", "expected a number"),
        ("07:00,Mühle,gypsum,supply,1,MW", ":2", "unit", "gypsum is counted in t: write t/h or t"),
        ("07:00,Mühle,gypsum,supply,12,5,t/h", ":2", "", "a decimal comma"),
    ],
)
def test_each_fault_has_its_line_and_column(tmp_path, park, line, place, column, said):
    with pytest.raises(InputError) as told:
        read(tmp_path, park, rows(line), hours=1)

    (fault,) = told.value.faults
    assert (fault.place, fault.column) == (f"measured.csv{place}", column)
    assert said in fault.message


def test_every_fault_at_once(tmp_path, park):
    with pytest.raises(InputError) as told:
        read(tmp_path, park, rows("07:00,Mühl,gypsum,supply,x,t/h", "08:00,Mühle,gypsum,supply,1,xx"))

    assert [(fault.place, fault.column) for fault in told.value.faults] == [
        ("measured.csv:2", "quantity"),
        ("measured.csv:2", "participant"),
        ("measured.csv:3", "unit"),
    ]


def test_gaps_doubles_and_missing_steps(tmp_path, park):
    supplied = [f"{hour}:00,Mühle,gypsum,supply,1,t/h" for hour in ("07", "08", "10", "10")]
    with pytest.raises(InputError) as told:
        read(tmp_path, park, rows(*supplied, "07:00,mill,gypsum,demand,1,t/h"))

    words = [f"{fault.place} {fault.message}" for fault in told.value.faults]
    assert "2 h after 2026-11-23 08:00" in words[0]
    assert "stands there already for 2026-11-23 10:00, in line 4" in words[-1]


def test_a_stream_without_one_of_the_steps(tmp_path, park):
    lines = ["07:00,Mühle,gypsum,supply,1,t/h", "08:00,Mühle,gypsum,supply,1,t/h", "07:00,mill,gypsum,demand,1,t/h"]
    with pytest.raises(InputError, match="demand of gypsum at mill has no row for 2026-11-23 08:00"):
        read(tmp_path, park, rows(*lines))


def test_header_empty_file_and_one_step(tmp_path, park):
    with pytest.raises(InputError, match="did you mean 'quantity'"):
        read(tmp_path, park, rows().replace("quantity", "quantty"))
    with pytest.raises(InputError, match="nothing was measured"):
        read(tmp_path, park, HEAD)
    with pytest.raises(InputError, match="no column is called 'time'"):
        read(tmp_path, park, "")
    with pytest.raises(UsageError, match="--step-hours"):
        read(tmp_path, park, rows("07:00,Mühle,gypsum,supply,1,t/h"))
    with pytest.raises(UsageError, match="cannot be read"):
        read_measured(tmp_path / "none.csv", park)
