"""A Stage in the browser: its slots put in order by dragging, menu and keyboard; sources in place; undo."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kargoui.accounts.models import User
from kargoui.pipelines.models import Project
from tests.browser.conftest import NARROW, NewPage, Watch

STAGE = "/projects/acme-pay/stages/previewnet/"
SLOTS = "#requested-freight li"


@pytest.fixture
def stage(project: Project, page: Page) -> Page:
    page.goto(STAGE)
    return page


def slots(page: Page) -> list[str]:
    found: list[str] = page.locator(SLOTS).evaluate_all("items => items.map(item => item.dataset.name)")
    return found


def handle(page: Page, name: str) -> str:
    """The selector of a slot's handle; its id goes by content, so moving keeps it."""
    found = page.locator(f'{SLOTS}[data-name="{name}"] summary.grip').get_attribute("id")
    return f"#{found}"


def test_dragging_changes_the_order(stage: Page) -> None:
    stage.locator(handle(stage, "images")).drag_to(stage.locator(SLOTS).first)
    expect(stage.locator("#yaml-code ins")).not_to_have_count(0)
    assert slots(stage) == ["images", "charts"]
    stage.reload()
    assert slots(stage) == ["images", "charts"]


def test_the_keyboard_changes_the_order_and_says_so(stage: Page) -> None:
    said = stage.locator("#announcer")
    charts = handle(stage, "charts")
    stage.locator(charts).focus()
    stage.keyboard.press("Space")
    expect(said).to_have_text("charts picked up, 1 of 2.")
    stage.keyboard.press("ArrowDown")
    expect(said).to_have_text("charts is now 2 of 2.")
    stage.keyboard.press("Escape")
    expect(said).to_have_text("Put back: charts is 1 of 2.")
    assert slots(stage) == ["charts", "images"]
    stage.keyboard.press("Space")
    stage.keyboard.press("ArrowDown")
    stage.keyboard.press("Enter")
    expect(said).to_have_text("charts dropped at 2 of 2.")
    expect(stage.locator("#yaml-changes")).to_contain_text("+2 −2")
    expect(stage.locator(charts)).to_be_focused()
    assert slots(stage) == ["images", "charts"]


def test_the_handle_is_a_button_with_a_menu(stage: Page) -> None:
    charts = handle(stage, "charts")
    stage.locator(charts).click()
    stage.get_by_role("button", name="To the bottom").locator("visible=true").click()
    expect(stage.locator("#yaml-changes")).to_contain_text("+2 −2")
    assert slots(stage) == ["images", "charts"]
    expect(stage.locator(charts)).to_be_focused()


def test_a_move_that_fails_leaves_the_list_as_it_was(stage: Page, watch: Watch) -> None:
    stage.route("**/requested-freight/", lambda route: route.abort())
    stage.locator(handle(stage, "charts")).focus()
    for key in ("Space", "ArrowDown", "Space"):
        stage.keyboard.press(key)
    expect(stage.locator("#notices").get_by_role("button", name="Try again")).to_be_visible()
    assert slots(stage) == ["charts", "images"]
    expect(stage.locator(handle(stage, "charts"))).to_be_focused()
    watch.faults.clear()  # the browser's own note of the failed request


def test_sources_are_edited_in_place(stage: Page) -> None:
    stage.get_by_role("link", name="Change the sources of charts").click()
    form = stage.locator(".sources-form")
    form.get_by_label("testnet").check()
    form.get_by_label("requiredSoakTime").fill("an hour")
    form.get_by_role("button", name="Save the sources").click()
    expect(form.locator(".errorlist")).to_be_visible()
    soak = form.get_by_label("requiredSoakTime")
    expect(soak).to_have_value("an hour")
    expect(soak).to_be_focused()
    soak.fill("1h")
    soak.press("Enter")
    expect(form).to_have_count(0)
    expect(stage.locator(f'{SLOTS}[data-name="charts"]')).to_contain_text("soak 1h")
    expect(stage.get_by_role("link", name="Change the sources of charts")).to_be_focused()


def test_an_open_form_keeps_what_was_typed_while_others_move(stage: Page) -> None:
    stage.get_by_role("link", name="Change the sources of images").click()
    stage.get_by_label("requiredSoakTime").fill("7h")
    stage.locator(handle(stage, "charts")).focus()
    for key in ("Space", "ArrowDown", "Space"):
        stage.keyboard.press(key)
    expect(stage.locator("#yaml-changes")).to_contain_text("+2 −2")
    expect(stage.get_by_label("requiredSoakTime")).to_have_value("7h")
    stage.get_by_role("button", name="Save the sources").click()
    expect(stage.locator(f'{SLOTS}[data-name="images"]')).to_contain_text("soak 7h")


def test_what_was_removed_comes_back_with_undo(stage: Page) -> None:
    stage.get_by_role("button", name="Remove charts").click()
    expect(stage.locator(SLOTS)).to_have_count(1)
    stage.locator("#notices").get_by_role("button", name="Undo").click()
    expect(stage.locator(SLOTS)).to_have_count(2)
    expect(stage).to_have_url(re.compile(re.escape(STAGE)))
    stage.locator("#draft-bar").get_by_role("button", name="Redo").click()
    expect(stage.locator(SLOTS)).to_have_count(1)


def test_the_offer_to_take_a_removal_back_ends_with_the_next_edit(stage: Page) -> None:
    stage.get_by_role("button", name="Remove charts").click()
    expect(stage.locator("#notices")).to_contain_text("Removed charts")
    stage.locator("#add-request").click()
    stage.locator("button[name=origin]").click()
    expect(stage.locator(SLOTS)).to_have_count(2)
    expect(stage.locator("#notices")).to_be_empty()


def test_a_page_that_outlives_its_session_keeps_what_was_typed_and_says_where_to_sign_in(stage: Page) -> None:
    stage.get_by_role("link", name="Change the sources of charts").press("Enter")
    expect(stage.get_by_label("Directly from the Warehouse")).to_be_focused()
    stage.get_by_label("requiredSoakTime").fill("7h")
    stage.context.clear_cookies(name=re.compile("session"))
    stage.get_by_role("button", name="Save the sources").click()
    sign_in = stage.locator("#notices").get_by_role("link", name="Sign in")
    expect(sign_in).to_have_attribute("href", re.compile("next=%2Fprojects%2Facme-pay%2Fstages%2Fpreviewnet"))
    expect(stage.get_by_label("requiredSoakTime")).to_have_value("7h")


def test_a_page_that_outlives_its_token_says_to_reload(stage: Page) -> None:
    stage.wait_for_load_state("networkidle")  # an answer on its way would bring the cookie back
    stage.context.clear_cookies(name=re.compile("csrf"))
    stage.get_by_role("button", name="Remove charts").click()
    expect(stage.locator("#notices")).to_contain_text("nothing was stored")
    expect(stage.locator("#notices").get_by_role("link", name="Reload")).to_be_visible()
    expect(stage.locator(SLOTS)).to_have_count(2)


def test_undo_and_redo_give_the_focus_back(stage: Page) -> None:
    stage.get_by_role("button", name="Remove charts").click()
    expect(stage.locator(SLOTS)).to_have_count(1)
    link = stage.get_by_role("link", name="Change the sources of images")
    link.focus()
    stage.keyboard.press("Control+z")
    expect(stage.locator(SLOTS)).to_have_count(2)
    expect(link).to_be_focused()


def test_an_added_warehouse_is_the_last_slot(project: Project, page: Page) -> None:
    page.goto("/projects/acme-pay/stages/testnet/")
    page.locator("#add-request").click()
    page.get_by_role("button", name="charts").click()
    expect(page.locator(SLOTS)).to_have_count(2)
    assert slots(page) == ["images", "charts"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "where", [STAGE, f"{STAGE}?tab=verification", "/projects/acme-pay/warehouses/images/"]
)
def test_axe_finds_nothing(
    where: str, scheme: str, project: Project, new_page: NewPage, user: User, axe: Callable[[Page], None]
) -> None:
    page = new_page(user, color_scheme=scheme)
    page.goto(where)
    if where == STAGE:
        page.get_by_role("link", name="Change the sources of images").click()
        expect(page.locator(".sources-form")).to_be_visible()
    axe(page)


def test_at_390_pixels_nothing_is_wider_and_the_right_is_a_sheet(project: Project, narrow_page: Page) -> None:
    narrow_page.goto(STAGE)
    width = narrow_page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"]
    expect(narrow_page.locator("#yaml-code")).not_to_be_visible()
    narrow_page.get_by_role("button", name="Show what-if and YAML").click()
    expect(narrow_page.get_by_role("group", name="Slots")).to_be_visible()
    narrow_page.get_by_role("tab", name="YAML").click()
    expect(narrow_page.locator("#yaml-code")).to_be_visible()
    expect(narrow_page.get_by_role("group", name="Slots")).not_to_be_visible()
