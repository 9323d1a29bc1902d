import pytest

from candidates.small import drawn
from sidestream.errors import InputError, UsageError
from sidestream.park.changes import parse
from sidestream.studies.one_design import Options, design_network
from sidestream.studies.opening import WhatIf, open_park
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows


@pytest.fixture
def workbook(tmp_path):
    return write_park(tmp_path / "park.xlsx", typed_rows(drawn(3).typed))


def test_a_park_without_links_is_offered_some(workbook):
    park, _ = open_park(workbook)

    assert len(park["Pipelines"]) + len(park["TruckRoutes"]) > 0
    assert (park["TruckRoutes"]["source"] == "sidestream candidates").all()


def test_whoever_wants_none_gets_none(workbook):
    park, warnings = open_park(workbook, WhatIf([parse("Settings: generate_candidates = no")]))

    assert park["Pipelines"].empty
    assert park["TruckRoutes"].empty
    assert any("nobody can take it" in warning.message for warning in warnings)


def test_offered_links_can_be_forced_and_forbidden_and_found_again(workbook):
    park, _ = open_park(workbook)
    free = design_network(park, Options(gap=0))
    link = free["Build list"]["link"].iloc[0]

    without, _ = open_park(workbook, WhatIf(forbid=[link]))
    (change,) = without.changes
    dearer = design_network(without, Options(gap=0))
    again, _ = open_park(workbook, WhatIf([parse(str(change))]))

    assert link not in set(dearer["Build list"]["link"])
    assert dearer.facts["cost"] >= free.facts["cost"]
    assert again["TruckRoutes"]["status"].tolist() == without["TruckRoutes"]["status"].tolist()


def test_a_change_can_mend_a_fault(tmp_path):
    rows = typed_rows(drawn(3).typed)
    rows["Supplies"][0]["quantity"] = "plenty"
    path = write_park(tmp_path / "park.xlsx", rows)
    row = rows["Supplies"][0]
    mended = f"Supplies: {row['participant']}, {row['commodity']}: quantity = 80"

    with pytest.raises(InputError):
        open_park(path)
    park, _ = open_park(path, WhatIf([parse(mended)]))

    assert park["Supplies"]["quantity"].iloc[0] == 80


def test_the_workbook_is_left_alone(workbook):
    before = workbook.read_bytes()
    open_park(workbook, WhatIf([parse("Settings: carbon_tax = 50")]))
    assert workbook.read_bytes() == before


def test_changes_that_do_not_fit_are_no_fault_of_the_workbook(workbook):
    with pytest.raises(UsageError):
        open_park(workbook, WhatIf([parse("Settings: carbon_tex = 50")]))
