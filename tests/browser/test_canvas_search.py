"""Finding nodes: on the canvas, and in the list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kargoui.pipelines.models import Project
from tests.browser.test_canvas import HERE, focused, node, view


@pytest.fixture
def canvas(page: Page, project: Project) -> Page:
    page.goto(HERE)
    expect(page.locator("#canvas.live")).to_be_visible()
    return page


def test_slash_finds_and_enter_goes_there(canvas: Page) -> None:
    canvas.keyboard.press("/")
    canvas.keyboard.type("main")
    options = canvas.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options.first).to_have_attribute("aria-selected", "true")
    canvas.keyboard.press("Enter")
    assert focused(canvas) == "stage/mainnet"
    view(canvas)
    whole, box = canvas.locator("#canvas").bounding_box(), node(canvas, "stage/mainnet").bounding_box()
    assert whole is not None
    assert box is not None
    for start, length in (("x", "width"), ("y", "height")):
        middle = whole[start] + whole[length] / 2  # type: ignore[literal-required]
        assert box[start] + box[length] / 2 == pytest.approx(middle, abs=2)  # type: ignore[literal-required]


def test_it_finds_by_task_and_by_repository(canvas: Page) -> None:
    search = canvas.get_by_role("combobox")
    search.fill("task promote")
    expect(canvas.get_by_role("option")).to_have_count(3)
    search.fill("ghcr.io")
    expect(canvas.get_by_role("option")).to_have_count(1)
    expect(canvas.get_by_role("option")).to_contain_text("images")


def test_arrows_choose_among_the_matches(canvas: Page) -> None:
    search = canvas.get_by_role("combobox")
    search.fill("net")
    options = canvas.get_by_role("option")
    expect(options).to_have_count(3)
    canvas.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(search).to_have_attribute("aria-activedescendant", "match-1")
    name = options.nth(1).locator("b").inner_text()
    canvas.keyboard.press("Enter")
    assert focused(canvas) == f"stage/{name}"


def test_no_match_says_so_and_escape_closes(canvas: Page) -> None:
    search = canvas.get_by_role("combobox")
    search.fill("zzz")
    expect(canvas.get_by_text("Nothing on the canvas matches.").first).to_be_visible()
    canvas.keyboard.press("Escape")
    expect(search).to_have_attribute("aria-expanded", "false")


def test_a_click_on_a_match_goes_there(canvas: Page) -> None:
    canvas.get_by_role("combobox").fill("charts")
    canvas.get_by_role("option").first.click()
    assert focused(canvas) == "warehouse/charts"


def test_the_list_filters_while_typing(canvas: Page) -> None:
    canvas.get_by_role("link", name="List").click()
    stages = canvas.get_by_role("table").last.locator("tbody tr")
    expect(stages).to_have_count(3)
    canvas.keyboard.press("/")
    canvas.keyboard.type("mainnet")
    expect(stages).to_have_count(1)
    assert focused(canvas) == "filter"
    assert "q=mainnet" in canvas.url
    canvas.get_by_role("link", name="mainnet").last.click()
    canvas.wait_for_url("**/stages/mainnet/")


def test_the_list_is_sorted_by_a_click(canvas: Page) -> None:
    canvas.goto(f"{HERE}?view=list")
    canvas.get_by_role("link", name="Upstream").click()
    header = canvas.get_by_role("columnheader", name="Upstream")
    expect(header).to_have_attribute("aria-sort", "ascending")
    canvas.get_by_role("link", name="Upstream").click()
    expect(header).to_have_attribute("aria-sort", "descending")
