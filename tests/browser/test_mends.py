"""Mends in the browser: preview, apply and undo by keyboard; narrow, dark, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kargoui.accounts.models import User
from kargoui.pipelines.models import Edit, Project
from tests.browser.conftest import NARROW, NewPage

STAGE = "/projects/acme-pay/stages/previewnet/"
TASK = "/projects/acme-pay/tasks/promote/"
BEST = "Run only when there is an image"


@pytest.fixture
def stage(project: Project, page: Page) -> Page:
    page.goto(STAGE)
    return page


def test_by_keyboard_alone_a_guard_is_previewed_applied_and_undone(stage: Page) -> None:
    button = stage.get_by_role("button", name=BEST)
    button.focus()
    stage.keyboard.press("Enter")
    preview = stage.locator(".mend-preview:visible")
    expect(preview.locator("ins")).to_contain_text("!= nil && success()")
    expect(preview.get_by_role("row").filter(has_text="errored at image")).to_contain_text(
        "succeeds, 1 skipped"
    )
    while not stage.evaluate("document.activeElement.matches('.mend-preview .btn.best')"):
        stage.keyboard.press("Tab")
    stage.keyboard.press("Enter")
    expect(stage.locator("#notices")).to_contain_text(BEST)
    expect(stage.locator(".lead > header")).to_be_focused()
    expect(stage.locator(".guard")).to_contain_text('imageFrom("ghcr.io/acme/api") != nil && success()')
    expect(button).to_have_count(0)
    stage.keyboard.press("Control+z")
    expect(button).to_be_visible()
    expect(stage.locator(".guard")).to_have_count(0)
    assert Edit.objects.filter(undone=True).count() == 1


def test_one_preview_is_open_at_a_time_and_escape_closes_it(stage: Page) -> None:
    first, second = (
        stage.get_by_role("button", name=name) for name in (BEST, "Only when images is promoted")
    )
    first.click()
    second.click()
    expect(stage.locator(".mend-preview:visible")).to_have_count(1)
    expect(first).to_have_attribute("aria-expanded", "false")
    stage.keyboard.press("Escape")
    expect(stage.locator(".mend-preview:visible")).to_have_count(0)
    expect(second).to_be_focused()


def test_a_default_value_is_tried_as_it_is_typed(stage: Page) -> None:
    stage.get_by_role("button", name="Use a default value").click()
    field = stage.get_by_label("Where there is nothing, use")
    field.fill("")
    field.press_sequentially("none")
    expect(stage.locator(".mend-preview:visible ins")).to_contain_text('?? "none"')
    expect(field).to_be_focused()
    expect(field).to_have_value("none")


def test_an_edit_of_the_task_takes_what_is_mended_off_its_page(project: Project, page: Page) -> None:
    page.goto(TASK)
    failing = page.locator("#failing")
    expect(failing.get_by_role("link", name="previewnet")).to_be_visible()
    expect(failing.get_by_role("button", name=BEST)).to_be_visible()
    page.get_by_role("link", name="Attach a guard (if) to yaml-update image").click()
    page.locator(".guard-form").get_by_role("button", name=BEST).click()
    expect(page.locator("a.guard")).to_be_visible()
    expect(failing.get_by_role("button", name=BEST)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [STAGE, TASK])
def test_axe_finds_nothing(
    address: str, scheme: str, project: Project, new_page: NewPage, user: User, axe: Callable[[Page], None]
) -> None:
    page = new_page(user, color_scheme=scheme)
    page.goto(address)
    page.get_by_role("button", name="Use a default value").click()
    expect(page.locator(".mend-preview:visible")).to_be_visible()
    axe(page)


def test_at_390_pixels_nothing_is_wider_than_the_page(project: Project, narrow_page: Page) -> None:
    narrow_page.goto(STAGE)
    narrow_page.get_by_role("button", name=BEST).tap()
    expect(narrow_page.locator(".mend-preview:visible")).to_be_visible()
    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    narrow_page.get_by_role("button", name="Apply").locator("visible=true").tap()
    expect(narrow_page.locator("#notices")).to_contain_text(BEST)


def test_without_scripts_previews_are_open_and_apply(project: Project, new_page: NewPage, user: User) -> None:
    page = new_page(user, java_script_enabled=False)
    page.goto(f"{STAGE}mends/task-1::image/")
    expect(page.locator(".mend-preview").first.locator("ins")).to_be_visible()
    page.get_by_role("button", name="Apply").first.click()
    assert page.url.endswith(STAGE)
    expect(page.locator("#notices")).to_contain_text(BEST)
