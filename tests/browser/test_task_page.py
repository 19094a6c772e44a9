"""A PromotionTask in the browser: guards attached by keyboard alone, steps in order, undo and redo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kargoui.accounts.models import User
from kargoui.pipelines.models import Project
from tests.browser.conftest import NARROW, NewPage
from tests.editor.samples import PIPELINE

TASK = "/projects/acme-pay/tasks/promote/"
GUARD = 'imageFrom("ghcr.io/acme/api") != nil && success()'


@pytest.fixture
def task(project: Project, page: Page) -> Page:
    page.goto(TASK)
    return page


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the focus is on what has this label."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == label:
            return
    raise AssertionError(f"Tab never reaches {label}")


def test_a_guard_is_attached_by_keyboard_alone(task: Page) -> None:
    tab_to(task, "Attach a guard (if) to yaml-update image")
    task.keyboard.press("Enter")
    expect(task.get_by_label("Run this step only if")).to_be_focused()
    task.keyboard.type(GUARD)
    task.keyboard.press("Enter")
    guard = task.locator("a.guard")
    expect(guard).to_contain_text(GUARD)
    expect(guard).to_be_focused()
    expect(task.locator("#yaml-code ins")).to_have_text(f"    if: ${{{{ {GUARD} }}}}\n", use_inner_text=False)
    task.keyboard.press("Enter")
    expect(task.get_by_label("Run this step only if")).to_have_text(GUARD)
    task.keyboard.press("Escape")
    expect(guard).to_be_focused()


def test_a_suggested_guard_takes_one_click(task: Page) -> None:
    task.get_by_role("link", name="Attach a guard (if) to yaml-update image").click()
    task.locator(".guard-form").get_by_role("button", name="Run only when there is an image").click()
    expect(task.locator("a.guard")).to_contain_text(GUARD)


def test_undo_and_redo_walk_the_guard(task: Page) -> None:
    task.get_by_role("link", name="Attach a guard (if) to yaml-update image").click()
    task.locator(".guard-form").get_by_role("button", name="Run only when there is an image").click()
    expect(task.locator("a.guard")).to_have_count(1)
    bar = task.locator("#draft-bar")
    task.set_viewport_size({"width": 1000, "height": 420})
    task.locator("#main").evaluate("main => { main.scrollTop = 90 }")
    bar.get_by_role("button", name="Undo").click()
    expect(task.locator("a.guard")).to_have_count(0)
    expect(task.locator("#yaml-code ins")).to_have_count(0)
    bar.get_by_role("button", name="Redo").click()
    expect(task.locator("a.guard")).to_contain_text(GUARD)
    assert task.url.endswith(TASK)
    task.wait_for_function("document.getElementById('main').scrollTop === 90")


def test_a_guard_is_removed(task: Page) -> None:
    task.get_by_role("link", name="Attach a guard (if) to git-clone").click()
    task.get_by_label("Run this step only if").fill("always()")
    task.get_by_role("button", name="Attach", exact=True).click()
    task.locator("a.guard").click()
    task.locator(".guard-form").get_by_role("button", name="Remove").click()
    expect(task.locator("a.guard")).to_have_count(0)


def test_steps_change_places_by_keyboard(task: Page) -> None:
    task.locator("[data-name='git-clone'] summary.grip").focus()
    for key in ("Space", "ArrowDown", "Space"):
        task.keyboard.press(key)
    expect(task.locator("#yaml-code ins")).not_to_have_count(0)
    names = task.locator(".step").evaluate_all("items => items.map(item => item.dataset.name)")
    assert names == ["yaml-update image", "git-clone"]
    expect(task.locator("[data-name='git-clone'] summary.grip")).to_be_focused()


def test_the_yaml_can_be_copied(project: Project, new_page: NewPage, user: User) -> None:
    page = new_page(user, permissions=["clipboard-read", "clipboard-write"])
    page.goto(TASK)
    page.get_by_role("button", name="Copy the YAML").click()
    expect(page.locator("#announcer")).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text in PIPELINE
    assert "kind: PromotionTask" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    scheme: str, project: Project, new_page: NewPage, user: User, axe: Callable[[Page], None]
) -> None:
    page = new_page(user, color_scheme=scheme)
    page.goto(TASK)
    page.get_by_role("link", name="Attach a guard (if) to yaml-update image").click()
    expect(page.locator(".guard-form")).to_be_visible()
    axe(page)


def test_at_390_pixels_a_guard_is_attached(project: Project, narrow_page: Page) -> None:
    narrow_page.goto(TASK)
    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    narrow_page.get_by_role("link", name="Attach a guard (if) to yaml-update image").tap()
    narrow_page.locator(".guard-form").get_by_role("button", name="Run only when there is an image").tap()
    expect(narrow_page.locator("a.guard")).to_contain_text(GUARD)


def test_without_scripts_forms_post_and_lead_back(project: Project, new_page: NewPage, user: User) -> None:
    page = new_page(user, java_script_enabled=False)
    page.goto(TASK)
    page.get_by_role("link", name="Attach a guard (if) to yaml-update image").click()
    page.get_by_label("Run this step only if").fill("always()")
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.locator("a.guard")).to_contain_text("always()")
    assert page.url.endswith(TASK)
    page.locator("summary.grip").first.click()
    page.get_by_role("button", name="To the bottom").locator("visible=true").click()
    expect(page.locator(".step").first).to_have_attribute("data-name", "yaml-update image")
