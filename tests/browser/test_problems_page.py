"""The page of problems in the browser: by keyboard from a finding to its fix and back; narrow and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Edit, Project
from tests.browser.conftest import NARROW, NewPage
from tests.editor.findings import task_with_findings
from tests.editor.samples import FLAWED

PROBLEMS = "/projects/acme-pay/problems/"
FIX = "Run it only while nothing has failed: PromotionTask push-0"


@pytest.fixture
def flawed(project: Project, user: User) -> Project:
    """Errors of a Stage, and a warning that can be fixed of each of two tasks."""
    files = [
        SourceFile("flawed.yaml", FLAWED.encode()),
        SourceFile("tasks.yaml", task_with_findings(2).encode()),
    ]
    services.import_files(project=project, files=files, acting_user=user)
    return project


def press(page: Page, name: str) -> None:
    page.locator("summary", has_text=name).first.focus()
    page.keyboard.press("Enter")


def test_by_keyboard_alone_a_finding_is_explained_previewed_fixed_and_undone(
    flawed: Project, page: Page
) -> None:
    page.goto(PROBLEMS)
    press(page, "Why it matters: guard-without-status")
    expect(page.locator(".rule-page")).to_contain_text("replaces that: a step whose")
    press(page, FIX)
    expect(page.locator(".mend-preview ins")).to_contain_text("success() &&")
    page.get_by_role("button", name="Apply").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("applied to PromotionTask push-0")).to_be_visible()
    expect(page.locator("summary", has_text=FIX)).to_have_count(0)
    assert Edit.objects.get().name == "push-0"
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("summary", has_text=FIX)).to_have_count(1)


def test_the_filter_keeps_its_caret_and_its_place_in_the_address(flawed: Project, page: Page) -> None:
    page.goto(PROBLEMS)
    page.get_by_label("Filter").press_sequentially("push-1")
    expect(page.locator(".problem")).to_have_count(2)  # its guard, and that nobody uses the task
    expect(page.get_by_label("Filter")).to_be_focused()
    assert "q=push-1" in page.url
    page.get_by_label("Severity").select_option("error")
    expect(page.get_by_text("Nothing matches.")).to_be_visible()


def test_all_of_a_rule_are_fixed_after_a_question(flawed: Project, page: Page) -> None:
    page.goto(PROBLEMS)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Fix all 2 guard-without-status").click()
    expect(page.get_by_text("Fixed in 2 manifests, an edit each.")).to_be_visible()
    assert Edit.objects.count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_and_open_it_has_no_faults(
    flawed: Project, user: User, new_page: NewPage, axe: Callable[[Page], None], scheme: str
) -> None:
    page = new_page(user, viewport=NARROW, color_scheme=scheme, has_touch=True)
    page.goto(PROBLEMS)
    press(page, "Why it matters: guard-without-status")
    press(page, FIX)
    expect(page.get_by_role("button", name="Apply")).to_be_visible()
    expect(page.locator(".rule-page pre").first).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
