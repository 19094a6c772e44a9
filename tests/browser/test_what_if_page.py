"""What-if in the browser: filter, versions, rows that open in place, and the first rollout."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.browser.conftest import NARROW, NewPage
from tests.editor.test_failing_stages import FAILS

URL = "/projects/acme-pay/what-if/"


@pytest.fixture
def many(project: Project, user: User) -> Project:
    """The project with 120 more Stages that fail as previewnet does."""
    text = "---\n".join(FAILS % (f"stage-{number:03}", "promote") for number in range(120))
    files = [SourceFile("many.yaml", text.encode())]
    services.import_files(project=project, files=files, acting_user=user)
    return project


def test_a_failing_stage_leads_to_its_case(page: Page, project: Project) -> None:
    page.goto(URL)
    row = page.get_by_role("article", name="1 Stage fails at task-1::image")
    expect(row).to_contain_text("charts is promoted while images is empty")
    row.get_by_role("link", name="previewnet").click()
    expect(page).to_have_url(re.compile(r"/stages/previewnet/\?filled=charts&target=charts$"))


def test_the_filter_and_the_version_change_the_page_in_place(page: Page, project: Project) -> None:
    page.goto(URL)
    page.get_by_label("Filter").press_sequentially("testnet")
    expect(page.get_by_text("1 of 3 Stages match")).to_be_visible()
    expect(page.get_by_label("Filter")).to_be_focused()
    page.get_by_label("Filter").fill("")
    page.get_by_label("As in Kargo").select_option("1.4")
    expect(page.locator("#what-if")).to_contain_text("not found in referenced Freight")
    expect(page).to_have_url(re.compile(r"kargo=1\.4"))
    page.reload()
    expect(page.get_by_label("As in Kargo")).to_have_value("1.4")


def test_a_large_project_shows_that_it_works_and_opens_rows_by_keyboard(
    page: Page, many: Project, axe: Callable[[Page], None]
) -> None:
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held or "hx-request" not in route.request.headers:
            route.continue_()
        else:
            held.append(route)

    page.route("**/what-if/", hold_first)
    page.goto(URL)
    expect(page.locator("#what-if")).to_contain_text("Trying every case of 123 Stages")
    expect(page.get_by_role("progressbar", name="Stages tried")).to_be_visible()
    axe(page)
    held[0].fulfill(status=429, body="busy")
    page.get_by_role("button", name="Try again").click()
    row = page.get_by_role("article", name="121 Stages fail")
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_role("listitem")).to_have_count(101)
    row.get_by_role("link", name="Show more").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_role("listitem")).to_have_count(121)
    expect(row.get_by_role("listitem").nth(100).get_by_role("link")).to_be_focused()
    axe(page)


def test_phases_are_compared_by_a_tick(page: Page, project: Project) -> None:
    page.goto(f"{URL}rollout/")
    phases = page.get_by_role("region", name="In phases")
    phases.get_by_role("checkbox", name="images").check()
    expect(phases).to_contain_text("0 of 4 fail")
    expect(page.get_by_role("checkbox", name="images")).to_be_focused()
    expect(page.get_by_role("row", name="Then all other Freight")).to_be_visible()
    page.get_by_label("As in Kargo").select_option("1.6")
    expect(page).to_have_url(re.compile(r"view=phases.*base=images.*kargo=1\.6|kargo=1\.6.*base=images"))
    expect(page.get_by_role("checkbox", name="images")).to_be_checked()


def test_the_message_of_a_promotion_opens_in_place(page: Page, project: Project) -> None:
    page.goto(f"{URL}rollout/")
    outcome = page.get_by_role("row").filter(has_text="errored at task-1::image")
    expect(outcome.locator(".said")).to_be_hidden()
    outcome.locator("summary").focus()
    page.keyboard.press("Space")
    expect(outcome.locator(".said")).to_contain_text("reflect: call of reflect.Value.Field on zero Value")


def test_a_better_order_is_applied_and_undone(
    page: Page, project: Project, axe: Callable[[Page], None]
) -> None:
    page.goto(f"{URL}rollout/")
    order = page.get_by_role("region", name="In another order")
    expect(order).to_contain_text("0 of 4 fail")
    order.get_by_role("button", name="Put 1 Stage into this order").click()
    expect(page.locator("#notices")).to_contain_text("Put requestedFreight of 1 Stage into a better order")
    expect(page.get_by_role("region", name="As it is")).to_contain_text("0 of 4 fail")
    expect(order).to_contain_text("nothing that another order could spare")
    axe(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("region", name="As it is")).to_contain_text("1 of 4 fails")


def test_the_rollout_fits_on_a_telephone(user: User, project: Project, new_page: NewPage) -> None:
    page = new_page(user, viewport=NARROW, has_touch=True)
    page.goto(f"{URL}rollout/?view=phases&base=images")
    page.get_by_role("row").filter(has_text="previewnet").first.scroll_into_view_if_needed()
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0
