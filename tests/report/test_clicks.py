"""A page in a browser: headings sort, boxes search, the map is read by keys, nothing is asked of any address, and axe has no complaint."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import FOUND, Browser
from report.pages import page_of

pytestmark = pytest.mark.skipif(FOUND is None, reason="Chromium is not installed")
TABLE = "section#build table.data"
AXE = os.environ.get("AXE", "")
"""Where axe.min.js is, of the npm package axe-core."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    one = Browser()
    yield one
    one.close()


@pytest.fixture
def opened(browser, tmp_path) -> Browser:
    """The page of a park with eight pipes, of which seven are built."""
    return show(browser, tmp_path, "many")


def show(browser: Browser, folder: Path, which: str, *, dark: bool = False) -> Browser:
    path = folder / "page.html"
    path.write_text(page_of(which), encoding="utf-8")
    browser.open(path, dark=dark)
    return browser


def column(browser: Browser, place: int) -> list[str]:
    rows = f"Array.from(document.querySelector('{TABLE}').tBodies[0].rows)"
    return list(browser.ask(f"{rows}.filter(r => !r.hidden).map(r => r.cells[{place}].textContent)"))


def place_of(browser: Browser, title: str) -> int:
    heads = f"Array.from(document.querySelector('{TABLE}').tHead.rows[0].cells)"
    return int(browser.ask(f"{heads}.findIndex(h => h.textContent.startsWith('{title}'))"))


def test_a_heading_sorts_by_click_and_by_key(opened):
    place = place_of(opened, "yearly cost")
    head = f"{TABLE} th:nth-child({place + 1})"
    sort = f"document.querySelector('{head}').getAttribute('aria-sort')"
    before = column(opened, place)

    assert opened.ask(sort) is None
    opened.click(f"{head} button")
    down = [float(text.replace(",", "")) for text in column(opened, place)]
    assert opened.ask(sort) == "descending"
    assert down == sorted(down, reverse=True)
    assert sorted(column(opened, place)) == sorted(before)

    opened.press("Enter")
    up = [float(text.replace(",", "")) for text in column(opened, place)]
    assert opened.ask(sort) == "ascending"
    assert up == sorted(up)


def test_the_box_above_a_table_leaves_the_rows_that_have_all_words(opened):
    before = column(opened, 0)
    opened.click("section#build .search input")
    opened.type(before[0].upper())

    assert before[0] in column(opened, 0)
    assert len(column(opened, 0)) < len(before)
    assert opened.ask("document.querySelector('section#build .search output').textContent").endswith(
        f"of {len(before)} rows"
    )


def test_links_that_are_not_built_are_shown_when_asked_for(opened):
    seen = "Array.from(document.querySelectorAll('.map .rejected .link')).filter(l => l.getClientRects().length).length"
    assert opened.ask(seen) == 0
    opened.click(".show-rejected")
    assert opened.ask(seen) == 1


def test_the_map_is_one_stop_and_arrow_keys_go_from_link_to_link(opened):
    told = "document.querySelector('.about-link').textContent"
    opened.ask("document.querySelector('.show-rejected').focus()")
    for _ in range(6):
        opened.press("Tab")
        if opened.ask("document.activeElement.matches('.map .link')"):
            break
    first = opened.ask("document.activeElement.getAttribute('aria-label')")
    assert first
    assert opened.ask(told) == first

    opened.press("ArrowRight")
    second = opened.ask("document.activeElement.getAttribute('aria-label')")
    assert second != first
    assert opened.ask(told) == second

    opened.press("ArrowLeft")
    assert opened.ask(told) == first
    opened.press("Tab")
    assert not opened.ask("document.activeElement.matches('.map .link')")


def test_pointing_at_a_link_tells_about_it(browser, tmp_path):
    page = show(browser, tmp_path, "small")
    box = page.ask(
        "(() => { const l = document.querySelector('.map .link .line'); l.scrollIntoView({block: 'center', behavior: 'instant'}); "
        "const b = l.getBoundingClientRect(); return [b.x + b.width / 3, b.y + b.height / 2] })()"
    )
    page.point(*box)

    assert page.ask("document.querySelector('.about-link').textContent").startswith(
        "plant-mill: pipeline from plant to mill, built; carries 40"
    )


def test_a_stage_that_is_chosen_is_seen_in_every_section(browser, tmp_path):
    page = show(browser, tmp_path, "staged")
    seen = "Array.from(document.querySelectorAll('.view')).filter(v => !v.hidden).map(v => v.dataset.view)"
    assert page.ask(seen) == ["0", "0", "0"]
    page.ask(
        "(() => { const l = document.querySelector('select.views'); l.value = '1'; l.dispatchEvent(new Event('change')) })()"
    )

    assert page.ask(seen) == ["1", "1", "1"]
    assert page.ask("Array.from(document.querySelectorAll('select.views')).map(l => l.value)") == ["1", "1", "1"]


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_asked_for_nothing_is_complained_of_and_axe_is_content(browser, tmp_path, dark):
    page = show(browser, tmp_path, "staged", dark=dark)

    assert [url.partition(":")[0] for url in page.requests()] == ["file"]
    assert page.complaints() == []
    if not AXE:
        pytest.skip("axe-core is not here")
    page.ask("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.ask(Path(AXE).read_text(encoding="utf-8") + ";1")
    found = page.ask(
        "axe.run().then(r => [r.passes.length, r.violations.map(v => [v.id, v.impact, v.nodes.map(n => n.target.join(' '))])])"
    )
    assert found[0] > 20
    assert found[1] == []


def test_the_first_key_skips_to_the_content(opened):
    opened.ask("document.activeElement.blur()")
    opened.press("Tab")
    assert opened.ask("document.activeElement.textContent") == "To the content"
    opened.press("Enter")
    assert opened.ask("document.activeElement.id") == "content"


def test_it_fits_a_telephone_and_a_sheet_of_paper(browser, tmp_path):
    page = show(browser, tmp_path, "staged")
    page.call("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=True)
    assert page.ask("document.documentElement.scrollWidth") <= 390
    page.call("Emulation.clearDeviceMetricsOverride")

    assert page.printed().startswith(b"%PDF")
