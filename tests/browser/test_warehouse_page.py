"""A Warehouse in the browser: trying tags on a subscription beside its form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kargoui.accounts.models import User
from kargoui.pipelines.models import Project
from tests.browser.conftest import NewPage
from tests.browser.test_every_page import LOOKS, assert_good

WAREHOUSE = "/projects/acme-pay/warehouses/images/"
TAGS = "1.0.0\n1.2.0\n2.0.0\nlatest\n1.3.0-rc.1\n1.1.0\n" + "\n".join(f"0.9.{patch}" for patch in range(30))


def open_box(page: Page) -> None:
    page.goto(WAREHOUSE)
    page.locator("#try-0 > summary").click()


def names(page: Page) -> list[str]:
    found: list[str] = page.locator("#tried-0 .found + ol code").all_inner_texts()
    return found


@pytest.mark.parametrize("look", LOOKS)
def test_the_answer_is_in_order(
    look: str, project: Project, user: User, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    page = new_page(user, **LOOKS[look])
    open_box(page)
    page.get_by_label("Tags, one a line").fill(TAGS)
    page.get_by_label("constraint", exact=True).fill(">=0")
    page.get_by_role("button", name="See what is discovered").click()
    expect(page.locator("#try-sum-0")).to_have_text("20 discovered, 14 cut off, 2 left out")
    assert names(page)[:3] == ["2.0.0", "1.2.0", "1.1.0"]
    assert_good(page, axe)


def test_the_keyboard_does_it_and_what_is_typed_counts_unsaved(project: Project, page: Page) -> None:
    page.goto(WAREHOUSE)
    page.locator("#try-0 > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("1.0.0\n2.0.0")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#try-sum-0")).to_have_text("1 discovered, 0 cut off, 1 left out")
    assert names(page) == ["1.0.0"]
    expect(page.get_by_role("button", name="See what is discovered")).to_be_focused()
    page.get_by_label("constraint", exact=True).fill("^2")
    page.get_by_role("button", name="See what is discovered").click()
    expect(page.locator("#tried-0 .found + ol")).to_have_text("2.0.0")
    expect(page.locator("#yaml-code ins, #yaml-code .add")).to_have_count(0)


def test_saving_leaves_the_box_as_it_is(project: Project, page: Page) -> None:
    open_box(page)
    page.get_by_label("Tags, one a line").fill("1.0.0\n2.0.0")
    page.get_by_role("button", name="See what is discovered").click()
    expect(page.locator("#tried-0 .found + ol")).to_have_text("1.0.0")
    page.get_by_label("constraint", exact=True).fill("^2")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.locator("#yaml-changes")).to_contain_text("+1 −1")
    expect(page.get_by_label("Tags, one a line")).to_have_value("1.0.0\n2.0.0")
    expect(page.locator("#try-0")).to_have_attribute("open", "")
    page.get_by_role("button", name="See what is discovered").click()
    expect(page.locator("#tried-0 .found + ol")).to_have_text("2.0.0")


def test_what_is_wrong_is_said_where_it_was_asked(project: Project, page: Page) -> None:
    open_box(page)
    page.get_by_role("button", name="See what is discovered").click()
    expect(page.locator("#tried-0").get_by_role("alert")).to_have_text("Paste at least one tag.")
