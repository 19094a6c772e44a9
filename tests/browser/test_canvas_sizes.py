"""The canvas of large projects, on small screens, in the dark, and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.bench.projects import project_text
from tests.browser.conftest import NARROW, NewPage
from tests.browser.test_canvas import HERE, node, view


def imported(user: User, stages: int, warehouses: int) -> None:
    project = services.create_project(name="acme-pay", kargo_version="1.11", acting_user=user)
    files = [SourceFile("all.yaml", project_text(stages, warehouses).encode())]
    services.import_files(project=project, files=files, acting_user=user)


def opened(page: Page) -> Page:
    page.goto(HERE)
    expect(page.locator("#canvas.live")).to_be_visible()
    return page


def test_over_50_nodes_a_minimap_shows_where_one_is(page: Page, user: User) -> None:
    imported(user, 60, 4)
    opened(page)
    before = view(page)
    box = page.locator("#minimap").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + box["height"] - 20, steps=3)
    page.mouse.up()
    after = view(page)
    assert after["x"] < before["x"]
    assert after["y"] < before["y"]
    assert after["k"] == before["k"]
    seen = page.locator("#minimap .seen")
    place = float(seen.get_attribute("y") or 0)
    page.keyboard.press("Home")
    page.mouse.move(640, 500)
    page.mouse.wheel(0, -500)
    view(page)
    assert float(seen.get_attribute("y") or 0) < place


def test_up_to_50_nodes_there_is_none(page: Page, project: Project) -> None:
    expect(opened(page).locator("#minimap")).to_be_hidden()


def test_a_thousand_stages_are_drawn_found_and_walked(
    page: Page, user: User, axe: Callable[[Page], None]
) -> None:
    imported(user, 1000, 20)
    opened(page)
    expect(page.locator(".n")).to_have_count(1020)
    page.keyboard.press("/")
    page.keyboard.type("settle-3-mainnet-canary")
    page.keyboard.press("Enter")
    view(page)
    found = node(page, "stage/settle-3-mainnet-canary")
    expect(found).to_be_in_viewport()
    expect(found).to_be_focused()
    page.keyboard.press("ArrowLeft")
    view(page)
    expect(node(page, "stage/settle-3-mainnet-gate")).to_be_focused()
    page.keyboard.press("0")
    expect(page.locator("#canvas.farthest")).to_have_count(1)
    axe(page)


def test_on_a_phone_a_tap_opens_a_sheet_and_the_tools_stay_apart(
    narrow_page: Page, project: Project, axe: Callable[[Page], None]
) -> None:
    page = opened(narrow_page)
    boxes = [page.locator(name).bounding_box() for name in ("#find", ".tools", "#legend")]
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            assert one is not None
            assert other is not None
            assert one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    node(page, "warehouse/images").tap()
    panel = page.locator("#inspector")
    expect(panel).to_be_visible()
    view(page)
    box, sheet = node(page, "warehouse/images").bounding_box(), panel.bounding_box()
    assert box is not None
    assert sheet is not None
    assert box["y"] + box["height"] <= sheet["y"]
    axe(page)


def test_a_node_that_the_address_names_is_seen_above_its_sheet(narrow_page: Page, project: Project) -> None:
    page = narrow_page
    page.goto(f"{HERE}?node=stage/mainnet")
    expect(page.locator("#canvas.live")).to_be_visible()
    view(page)
    box, sheet = node(page, "stage/mainnet").bounding_box(), page.locator("#inspector").bounding_box()
    assert box is not None
    assert sheet is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    assert box["y"] + box["height"] <= sheet["y"]


def test_two_fingers_zoom(narrow_page: Page, project: Project) -> None:
    page = opened(narrow_page)
    before = view(page)
    session = page.context.new_cdp_session(page)
    for kind, gap in (("touchStart", 20), ("touchMove", 40), ("touchMove", 80), ("touchEnd", 0)):
        points = [{"x": 200 - gap, "y": 600}, {"x": 200 + gap, "y": 600}] if gap else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert view(page)["k"] > before["k"] * 2


@pytest.mark.parametrize("look", [{}, {"viewport": NARROW, "has_touch": True}])
def test_the_list_is_in_order(
    look: dict[str, object],
    new_page: NewPage,
    user: User,
    project: Project,
    axe: Callable[[Page], None],
) -> None:
    page = new_page(user, color_scheme="dark", **look)
    page.goto(f"{HERE}?view=list")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_empty_project_is_in_order(page: Page, user: User, axe: Callable[[Page], None]) -> None:
    services.create_project(name="acme-pay", kargo_version="1.11", acting_user=user)
    page.goto(HERE)
    expect(page.get_by_role("link", name="Import manifests")).to_be_visible()
    axe(page)


def test_without_scripts_the_drawing_is_there_and_its_nodes_are_links(
    new_page: NewPage, user: User, project: Project
) -> None:
    page = new_page(user, java_script_enabled=False)
    page.goto(HERE)
    node(page, "stage/testnet").click()
    page.wait_for_url("**/stages/testnet/")
