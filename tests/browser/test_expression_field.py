"""The field of an expression: completion by keyboard alone, its value as one types, errors, one edit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from kargoui.accounts.models import User
from kargoui.pipelines.models import Project
from tests.browser.conftest import NARROW, NewPage, Watch
from tests.browser.test_task_page import GUARD, TASK, tab_to

VALUE = "config.updates[0].value"


@pytest.fixture
def task(project: Project, page: Page) -> Page:
    page.goto(TASK)
    return page


def open_guard(page: Page) -> Locator:
    page.get_by_role("link", name="Attach a guard (if) to yaml-update image").click()
    field = page.get_by_label("Run this step only if")
    expect(field).to_be_focused()
    return field


def open_value(page: Page) -> Locator:
    page.locator("[data-name='yaml-update image'] .values > summary").click()
    page.locator("[data-name='yaml-update image'] a.value").click()
    field = page.get_by_label(VALUE)
    expect(field).to_be_focused()
    return field


def options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def said(page: Page) -> Locator:
    return page.locator(".expression-value .said")


def test_an_expression_is_completed_valued_and_saved_by_keyboard_alone(task: Page) -> None:
    tab_to(task, "Attach a guard (if) to yaml-update image")
    task.keyboard.press("Enter")
    field = task.get_by_label("Run this step only if")
    expect(field).to_be_focused()
    task.keyboard.type("imag")
    expect(options(task).first).to_have_text("imageFrom(repoURL, origin?) Image")
    task.wait_for_timeout(100)  # CodeMirror takes an Enter that comes at once for one to the text
    task.keyboard.press("Enter")
    expect(options(task).first).to_have_text("ghcr.io/acme/apiimages")
    task.wait_for_timeout(100)
    task.keyboard.press("Enter")
    expect(field).to_have_text('imageFrom("ghcr.io/acme/api")')
    expect(said(task)).to_contain_text("expression must evaluate to a boolean")
    task.keyboard.type(" != nil && success()")
    expect(said(task)).to_have_text("true bool", use_inner_text=True)
    expect(task.locator(".expression-value .case")).to_contain_text("when charts is promoted")
    task.keyboard.press("Enter")
    expect(task.locator("a.guard")).to_be_focused()
    expect(task.locator("#yaml-code ins")).to_have_text(f"    if: ${{{{ {GUARD} }}}}\n", use_inner_text=False)
    expect(task.locator("#yaml-changes")).to_contain_text("+1 −0")


def test_an_error_is_shown_in_place_and_blocks_nothing(task: Page) -> None:
    open_guard(task)
    task.keyboard.type('imageFrom("ghcr.io/acme/api").Tagg == 1')
    expect(said(task)).to_contain_text("type v1alpha1.Image has no field Tagg (1:32)")
    expect(task.locator(".x-failure")).to_have_text("T")
    task.get_by_role("button", name="Attach", exact=True).click()
    expect(task.locator("a.guard")).to_contain_text(".Tagg")


def test_a_value_of_the_config_is_changed_in_its_line_alone(task: Page) -> None:
    field = open_value(task)
    expect(field).to_have_text('${{ imageFrom("ghcr.io/acme/api").Tag }}')
    expect(said(task)).to_have_text('"1.0.0" string', use_inner_text=True)
    for _ in range(3):
        task.keyboard.press("ArrowLeft")
    task.keyboard.type(" + ctx.st")
    expect(options(task).first).to_have_text('stage"previewnet"')
    task.wait_for_timeout(100)
    task.keyboard.press("Enter")
    expect(said(task)).to_have_text('"1.0.0previewnet" string', use_inner_text=True)
    task.keyboard.press("Enter")
    changed = '        value: ${{ imageFrom("ghcr.io/acme/api").Tag + ctx.stage }}\n'
    expect(task.locator("#yaml-code ins")).to_have_text(changed, use_inner_text=False)
    expect(task.locator("#yaml-changes")).to_contain_text("+1 −1")
    expect(task.locator("[data-name='yaml-update image'] a.value")).to_be_focused()


def test_another_stage_and_the_case_of_the_page(project: Project, page: Page) -> None:
    page.goto(f"{TASK}?target=charts")
    open_guard(page)
    page.keyboard.type('imageFrom("ghcr.io/acme/api") != nil')
    expect(said(page)).to_have_text("false bool", use_inner_text=True)
    page.get_by_label("in Stage").select_option("mainnet")
    expect(said(page)).to_have_text("true bool", use_inner_text=True)


def test_escape_closes_what_is_offered_and_only_then_the_form(task: Page) -> None:
    open_guard(task)
    task.keyboard.type("ct")
    expect(options(task).first).to_be_visible()
    task.keyboard.press("Escape")
    expect(options(task)).to_have_count(0)
    expect(task.get_by_label("Run this step only if")).to_be_focused()
    task.keyboard.press("Escape")
    expect(task.locator(".guard-form")).to_have_count(0)
    expect(task.get_by_role("link", name="Attach a guard (if) to yaml-update image")).to_be_focused()


def test_tab_leaves_the_field(task: Page) -> None:
    open_guard(task)
    task.keyboard.type("ct")
    expect(options(task).first).to_be_visible()
    task.keyboard.press("Tab")
    assert task.evaluate("document.activeElement.closest('.cm-editor')") is None
    expect(options(task)).to_have_count(0)
    task.keyboard.press("Shift+Tab")
    expect(task.get_by_label("Run this step only if")).to_be_focused()


def test_undo_keys_in_the_field_undo_what_was_typed(task: Page) -> None:
    field = open_guard(task)
    task.keyboard.type("always()")
    task.keyboard.press("Control+z")
    expect(field).to_have_text("")
    assert task.url.endswith(TASK)


def test_lines_that_are_pasted_become_one(project: Project, new_page: NewPage, user: User) -> None:
    page = new_page(user, permissions=["clipboard-read", "clipboard-write"])
    page.goto(TASK)
    field = open_guard(page)
    page.evaluate("navigator.clipboard.writeText('success()\\n  && true\\n')")
    page.keyboard.press("Control+v")
    expect(field).to_have_text("success() && true")


def test_a_server_that_does_not_answer_leaves_what_was_typed(task: Page, watch: Watch) -> None:
    field = open_guard(task)
    task.route("**/value/", lambda route: route.abort())
    task.keyboard.type("always()")
    expect(said(task)).to_contain_text("cannot be worked out just now")
    expect(field).to_have_text("always()")
    task.unroute("**/value/")
    task.keyboard.type(" ")
    expect(said(task)).to_have_text("true bool", use_inner_text=True)
    expect(field).to_have_text("always()")
    watch.faults.clear()  # the browser's own notes of the failed requests


def test_without_scripts_a_value_is_changed(project: Project, new_page: NewPage, user: User) -> None:
    page = new_page(user, java_script_enabled=False)
    page.goto(TASK)
    page.locator("[data-name='yaml-update image'] .values > summary").click()
    page.locator("[data-name='yaml-update image'] a.value").click()
    page.get_by_label(VALUE).fill("${{ ctx.stage }}")
    page.get_by_role("button", name="Change", exact=True).click()
    assert page.url.endswith(TASK)
    expect(page.locator("#yaml-code ins")).to_have_text("        value: ${{ ctx.stage }}\n")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_axe_finds_nothing(
    width: str, scheme: str, project: Project, new_page: NewPage, user: User, axe: Callable[[Page], None]
) -> None:
    size = {"viewport": NARROW, "has_touch": True} if width == "narrow" else {}
    page = new_page(user, color_scheme=scheme, **size)
    page.goto(TASK)
    open_value(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("${{ imageFrom(1) }}")
    expect(said(page)).to_contain_text("(1:")
    axe(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("${{ ctx.")
    expect(options(page).first).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
