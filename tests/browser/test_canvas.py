"""The canvas in the hand: looking about, finding, walking by keyboard, the panel of a node."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from kargoui.pipelines.models import Project

HERE = "/projects/acme-pay/"
View = dict[str, float]
CENTRE = (640, 600)
VIEW = """() => {
    const matrix = new DOMMatrix(document.querySelector(".world").style.transform);
    return {x: matrix.e, y: matrix.f, k: matrix.a};
}"""
MIDDLE_OF_AN_EDGE = """() => {
    const path = document.querySelector("[data-o=charts] [data-e]");
    const middle = path.getPointAtLength(path.getTotalLength() / 2);
    const point = middle.matrixTransform(path.getScreenCTM());
    return [point.x, point.y];
}"""

# However slow the frames are: a movement that began is seen to go on between two of them.
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def view(page: Page) -> View:
    """The shift and the scale of the drawing, once they stand still."""
    before: View = {}
    while True:
        page.wait_for_timeout(60)
        page.evaluate(TWO_FRAMES)
        now: View = page.evaluate(VIEW)
        if now == before:
            return now
        before = now


def node(page: Page, node_id: str) -> Locator:
    return page.locator(f"[id='{node_id}']")


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


@pytest.fixture
def canvas(page: Page, project: Project) -> Page:
    page.goto(HERE)
    expect(page.locator("#canvas.live")).to_be_visible()
    return page


def test_it_is_in_order(canvas: Page, axe: Callable[[Page], None]) -> None:
    axe(canvas)
    node(canvas, "stage/previewnet").click()
    expect(canvas.locator("#inspector")).to_be_visible()
    axe(canvas)
    canvas.get_by_role("combobox").fill("net")
    axe(canvas)


def test_at_first_everything_is_seen(canvas: Page) -> None:
    whole = canvas.locator("#canvas").bounding_box()
    assert whole is not None
    for name in ("warehouse/images", "stage/mainnet"):
        box = node(canvas, name).bounding_box()
        assert box is not None
        assert whole["x"] <= box["x"]
        assert box["x"] + box["width"] <= whole["x"] + whole["width"]


def test_dragging_moves_the_drawing_and_selects_nothing(canvas: Page) -> None:
    before = view(canvas)
    box = node(canvas, "stage/testnet").bounding_box()
    assert box is not None
    canvas.mouse.move(box["x"] + 20, box["y"] + 20)
    canvas.mouse.down()
    canvas.mouse.move(box["x"] + 60, box["y"] - 10, steps=4)
    canvas.mouse.up()
    after = view(canvas)
    assert (after["x"] - before["x"], after["y"] - before["y"]) == (40, -30)
    assert after["k"] == before["k"]
    expect(canvas.locator("#inspector")).to_be_hidden()
    assert canvas.url.endswith(HERE)


def test_the_wheel_moves_and_with_ctrl_zooms_where_the_pointer_is(canvas: Page) -> None:
    before = view(canvas)
    canvas.mouse.move(*CENTRE)
    canvas.mouse.wheel(30, 50)
    moved = view(canvas)
    assert (moved["x"], moved["y"]) == (before["x"] - 30, before["y"] - 50)
    canvas.keyboard.down("Control")
    canvas.mouse.wheel(0, -40)
    canvas.keyboard.up("Control")
    zoomed = view(canvas)
    assert zoomed["k"] > moved["k"]
    corner = canvas.locator("#canvas").bounding_box()
    assert corner is not None
    x = CENTRE[0] - corner["x"]
    assert (x - moved["x"]) / moved["k"] == pytest.approx((x - zoomed["x"]) / zoomed["k"], abs=0.01)


def test_buttons_and_keys_zoom_and_fit(canvas: Page) -> None:
    start = view(canvas)
    canvas.get_by_role("button", name="Zoom in").click()
    assert view(canvas)["k"] > start["k"]
    canvas.keyboard.press("-")
    canvas.keyboard.press("-")
    assert view(canvas)["k"] < start["k"]
    canvas.keyboard.press("1")
    assert view(canvas)["k"] == 1
    canvas.keyboard.press("ArrowDown")
    canvas.keyboard.press("0")
    assert view(canvas) == start
    canvas.get_by_role("button", name="Fit").click()
    expect(canvas.locator("#canvas-status")).to_have_text(re.compile(r"Zoom \d+ percent"))


def test_the_view_outlives_a_reload(canvas: Page) -> None:
    canvas.keyboard.press("+")
    canvas.mouse.move(*CENTRE)
    canvas.mouse.wheel(70, 20)
    before = view(canvas)
    canvas.wait_for_timeout(400)  # what is kept is written a tenth of a second later
    canvas.reload()
    assert view(canvas) == before


def test_the_keyboard_walks_along_the_freight(canvas: Page) -> None:
    node(canvas, "warehouse/charts").focus()
    for key, reached in (
        ("ArrowRight", "stage/previewnet"),
        ("ArrowRight", "stage/testnet"),
        ("ArrowRight", "stage/mainnet"),
        ("ArrowRight", "stage/mainnet"),
        ("ArrowLeft", "stage/testnet"),
        ("ArrowLeft", "stage/previewnet"),
        ("ArrowLeft", "warehouse/charts"),
    ):
        canvas.keyboard.press(key)
        assert focused(canvas) == reached
    canvas.keyboard.press("ArrowDown")
    canvas.keyboard.press("ArrowUp")
    assert focused(canvas).startswith("warehouse/")


def test_the_drawing_is_one_stop_for_tab(canvas: Page) -> None:
    node(canvas, "stage/testnet").focus()
    assert canvas.locator(".n[tabindex='0']").count() == 1
    canvas.keyboard.press("Tab")
    assert not focused(canvas).startswith("stage/")
    canvas.keyboard.press("Shift+Tab")
    assert focused(canvas) == "stage/testnet"


def test_a_node_tells_what_it_is_and_where_its_freight_goes(canvas: Page) -> None:
    testnet = node(canvas, "stage/testnet")
    testnet.focus()
    expect(testnet).to_have_attribute("aria-label", re.compile("^Stage testnet, 1 slot, task promote"))
    expect(testnet).to_have_attribute(
        "aria-description", "Takes Freight from previewnet. Passes Freight on to mainnet."
    )


def test_space_selects_escape_closes_enter_opens(canvas: Page) -> None:
    node(canvas, "stage/testnet").focus()
    canvas.keyboard.press("Space")
    expect(canvas.locator("#inspector h2")).to_have_text("testnet")
    expect(node(canvas, "stage/testnet")).to_have_attribute("aria-current", "true")
    assert canvas.url.endswith("?node=stage%2Ftestnet")
    assert focused(canvas) == "stage/testnet"
    canvas.keyboard.press("Escape")
    expect(canvas.locator("#inspector")).to_be_hidden()
    assert canvas.url.endswith(HERE)
    canvas.keyboard.press("Enter")
    canvas.wait_for_url(f"**{HERE}stages/testnet/")


def test_shift_and_arrows_move_the_drawing(canvas: Page) -> None:
    node(canvas, "stage/testnet").focus()
    before = view(canvas)
    canvas.keyboard.press("Shift+ArrowRight")
    assert view(canvas)["x"] == before["x"] - 80
    assert focused(canvas) == "stage/testnet"


def test_the_panel_shows_freight_and_yaml_and_outlives_a_reload(canvas: Page) -> None:
    node(canvas, "stage/previewnet").click()
    panel = canvas.locator("#inspector")
    expect(panel.locator(".body li")).to_contain_text(["charts", "images"])
    panel.get_by_role("link", name="YAML").click()
    expect(panel.locator("pre")).to_contain_text("requestedFreight:")
    node(canvas, "warehouse/images").click()
    expect(panel.locator("h2")).to_have_text("images")
    expect(panel).to_contain_text("ghcr.io/acme/api")
    canvas.reload()
    expect(panel.locator("h2")).to_have_text("images")
    panel.get_by_role("link", name="Close the panel").click()
    expect(panel).to_be_hidden()
    assert focused(canvas) == "warehouse/images"


def test_an_origin_of_the_legend_can_be_made_to_stand_out(canvas: Page) -> None:
    origin = canvas.locator("#legend").get_by_role("button", name="images")
    origin.click()
    expect(origin).to_have_attribute("aria-pressed", "true")
    expect(canvas.locator(".o.on")).to_have_attribute("data-o", "images")
    origin.click()
    expect(canvas.locator(".o.on")).to_have_count(0)


def test_an_edge_under_the_pointer_says_what_it_carries(canvas: Page) -> None:
    middle = canvas.evaluate(MIDDLE_OF_AN_EDGE)
    canvas.mouse.move(*middle)
    expect(canvas.locator("#edge-tip")).to_have_text(re.compile(r"charts\s*charts → previewnet"))


def test_close_by_edges_bear_their_origin_as_text(canvas: Page) -> None:
    label = canvas.locator(".o[data-o=images] > text").first
    expect(label).to_be_hidden()
    for _ in range(3):
        canvas.keyboard.press("+")
    expect(label).to_be_visible()
    expect(label).to_have_text("images")


def test_a_swapped_drawing_stays_where_it_was(canvas: Page) -> None:
    node(canvas, "stage/testnet").focus()
    canvas.keyboard.press("+")
    canvas.keyboard.press("Shift+ArrowRight")
    before = view(canvas)
    canvas.evaluate(
        """here => htmx.ajax("GET", here, {target: "#drawing", select: "#drawing", swap: "outerHTML"})""",
        HERE,
    )
    canvas.wait_for_function("!document.querySelector('.htmx-swapping, .htmx-request')")
    assert view(canvas) == before
    expect(node(canvas, "stage/testnet")).to_have_attribute("tabindex", "0")
    node(canvas, "stage/testnet").click()
    expect(canvas.locator("#inspector h2")).to_have_text("testnet")
