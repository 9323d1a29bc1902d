import pytest

from candidates.small import drawn
from sidestream.candidates import offered, with_links
from sidestream.park import Park
from sidestream.solver.highs import INFINITY
from sidestream.solver.search import Orders
from sidestream.studies.offering import Offering, offer, screen
from sidestream.studies.one_design import Options, design_network
from sidestream.studies.opening import open_park
from sidestream.workbook.template import write_park
from sidestream.workbook.typed import typed_rows
from studies.many import many_sites


def test_of_a_large_park_a_tenth_of_the_pairs_is_offered_and_the_best_design_kept():
    park = many_sites(60)
    offers = offered(park)
    found = screen(Offering(park, [], offers), offers.compatible // 10, Orders(gap=0.0, deadline=INFINITY))
    assert found.screened

    assert offers.compatible >= 1_000
    assert 0 < found.offers.pairs <= offers.compatible / 10 < offers.pairs
    assert found.screened.loss == 0
    everything, some = (Park(with_links(park, one)) for one in (offers, found.offers))
    assert design_network(some, Options(gap=0)).facts["cost"] == pytest.approx(
        design_network(everything, Options(gap=0)).facts["cost"], rel=1e-9
    )


def test_stopped_early_the_most_that_can_be_lost_is_said():
    park = many_sites(60)
    offers = offered(park)
    found = screen(Offering(park, [], offers), 300, Orders(gap=0.0, deadline=INFINITY, wish=lambda: True))
    if found.screened:
        assert found.screened.loss >= 0


@pytest.fixture
def workbook(tmp_path):
    return write_park(tmp_path / "park.xlsx", typed_rows(drawn(3).typed))


def test_rows_that_were_written_are_designed_as_if_they_were_generated(workbook, tmp_path):
    offering = offer(workbook)
    more = offering.write(tmp_path / "more.xlsx")
    generated, _ = open_park(workbook)
    written, _ = open_park(more)

    assert written["TruckRoutes"]["link"].tolist() == generated["TruckRoutes"]["link"].tolist()
    assert design_network(written, Options(gap=0)).facts["cost"] == pytest.approx(
        design_network(generated, Options(gap=0)).facts["cost"], rel=1e-9
    )


def test_struck_rows_are_not_offered_again(workbook, tmp_path):
    offering = offer(workbook)
    offering.offers.judged["offered"] = False
    park, _ = open_park(offering.write(tmp_path / "none.xlsx"))

    assert park["TruckRoutes"].empty
    assert park["Pipelines"].empty
