"""The frame of the pages: undo keys, the drawer and the sheet at narrow widths, menus, messages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kargoui.accounts.models import User
from kargoui.core.manifest.edits import Set
from kargoui.pipelines import services
from kargoui.pipelines.models import Edit, Project


@pytest.fixture
def edited(project: Project, user: User) -> Project:
    """The project with one edit in the user's draft."""
    draft = services.open_draft(project=project, acting_user=user)
    services.edit_manifest(
        draft=draft,
        kind="Warehouse",
        name="images",
        operations=[Set(("spec", "freightCreationPolicy"), "Manual")],
        acting_user=user,
    )
    return project


def undone() -> bool:
    return Edit.objects.get().undone


def test_ctrl_z_undoes_and_ctrl_shift_z_redoes(page: Page, edited: Project) -> None:
    page.goto("/projects/acme-pay/history/")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert undone()
    page.keyboard.press("Control+Shift+Z")
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()
    assert not undone()


def test_in_a_text_field_ctrl_z_is_the_field_s(page: Page, edited: Project) -> None:
    page.goto("/projects/acme-pay/publish/")
    message = page.get_by_label("What changes, and why")
    message.press_sequentially("abc")
    message.press("Control+z")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    assert not undone()


def test_undo_keeps_the_place_on_the_page(page: Page, edited: Project) -> None:
    page.set_viewport_size({"width": 1440, "height": 420})
    page.goto("/projects/acme-pay/import/")
    page.evaluate("document.getElementById('main').scrollTo(0, 60)")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.wait_for_function("document.getElementById('main').scrollTop === 60")


def test_the_drawer_opens_takes_focus_and_closes(
    narrow_page: Page, project: Project, axe: Callable[[Page], None]
) -> None:
    page = narrow_page
    page.goto("/projects/acme-pay/history/")
    side = page.locator("#side")
    toggle = page.get_by_role("button", name="Contents of the project")
    expect(side).to_be_hidden()
    toggle.click()
    expect(side).to_be_visible()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(side.get_by_role("link", name="Pipeline")).to_be_focused()
    axe(page)
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(toggle).to_be_focused()
    toggle.click()
    page.mouse.click(380, 500)
    expect(side).to_be_hidden()


def test_the_panel_is_a_sheet_when_narrow(
    narrow_page: Page, edited: Project, axe: Callable[[Page], None]
) -> None:
    page = narrow_page
    page.goto("/projects/acme-pay/publish/")
    message = page.get_by_label("What changes, and why")
    expect(message).to_be_hidden()
    page.get_by_role("button", name="Message and publishing").click()
    axe(page)
    message.fill("Promote by hand")
    page.locator("#publish-form").get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Revision 2")).to_be_visible()
    expect(page.locator("#notices")).to_contain_text("Published as revision 2")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("#notices")).to_have_text("")


def test_the_sheet_is_open_where_it_says_what_was_refused(narrow_page: Page, edited: Project) -> None:
    page = narrow_page
    page.goto("/projects/acme-pay/publish/")
    page.get_by_role("button", name="Message and publishing").click()
    page.get_by_label("What changes, and why").fill("   ")
    page.locator("#publish-form").get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in a few words")
    expect(page.get_by_label("What changes, and why")).to_be_visible()


def test_escape_closes_a_menu_and_gives_focus_back(page: Page, project: Project) -> None:
    page.goto("/")
    opener = page.get_by_label("Appearance, language and account")
    opener.click()
    page.get_by_role("button", name="Dark").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Dark")).to_be_hidden()
    expect(opener).to_be_focused()


def test_without_edits_the_way_to_publishing_is_closed(page: Page, project: Project) -> None:
    page.goto("/projects/acme-pay/history/")
    page.get_by_role("link", name="Publish").click(force=True)
    page.wait_for_timeout(100)
    assert page.url.endswith("/history/")


def test_the_skip_link_leads_past_the_navigation(page: Page, project: Project) -> None:
    page.goto("/projects/acme-pay/history/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
