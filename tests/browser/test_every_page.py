"""What holds on every page, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.core.manifest.edits import Set
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.browser.conftest import NARROW, WIDE, NewPage
from tests.editor.samples import FLAWED

PAGES = {
    "projects": "/",
    "new project": "/new/",
    "pipeline": "/projects/acme-pay/",
    "import": "/projects/acme-pay/import/",
    "export": "/projects/acme-pay/export/",
    "what-if": "/projects/acme-pay/what-if/",
    "first rollout": "/projects/acme-pay/what-if/rollout/",
    "problems": "/projects/acme-pay/problems/",
    "history": "/projects/acme-pay/history/",
    "revision": "/projects/acme-pay/history/1/",
    "publish": "/projects/acme-pay/publish/",
    "settings": "/projects/acme-pay/settings/",
    "Stage": "/projects/acme-pay/stages/previewnet/",
    "Warehouse": "/projects/acme-pay/warehouses/images/",
    "PromotionTask": "/projects/acme-pay/tasks/promote/",
    "new Stage": "/projects/acme-pay/new/stage/",
    "new Warehouse": "/projects/acme-pay/new/warehouse/",
    "not found": "/projects/no-such-project/",
}
LOOKS: dict[str, dict[str, Any]] = {
    "wide light": {"viewport": WIDE, "color_scheme": "light"},
    "narrow dark": {"viewport": NARROW, "color_scheme": "dark", "has_touch": True},
}
FRONT = ["/accounts/sign-in/", "/accounts/sign-up/", "/accounts/sign-in/spent/"]
SMALL_TARGETS = """() => {
    const all = document.querySelectorAll("a, button, input:not([type=hidden]), select, summary, textarea");
    const isTick = (e) => e.matches("input[type=checkbox], input[type=radio]") && e.labels.length;
    return [...all]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }))
        .filter((e) => !e.matches(".skip-link") && !isTick(e))
        .map((e) => [e, e.getBoundingClientRect()])
        .filter(([e, box]) => box.width > 0 && box.height < 24 && getComputedStyle(e).display !== "inline")
        .map(([e, box]) => `${e.outerHTML.slice(0, 90)} is ${box.height} high`);
}"""


@pytest.fixture
def busy(project: Project, user: User) -> Project:
    """The project with problems and an edit that is not published."""
    services.import_files(
        project=project, files=[SourceFile("flawed.yaml", FLAWED.encode())], acting_user=user
    )
    draft = services.open_draft(project=project, acting_user=user)
    services.edit_manifest(
        draft=draft,
        kind="Warehouse",
        name="images",
        operations=[Set(("spec", "freightCreationPolicy"), "Manual")],
        acting_user=user,
    )
    return project


def assert_good(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0, "the page scrolls sideways"
    assert page.locator("h1").count() == 1
    assert page.locator(".btn.primary:visible").count() <= 1
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_in_order(
    name: str, look: str, busy: Project, user: User, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    page = new_page(user, **LOOKS[look])
    page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")
    assert_good(page, axe)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("address", FRONT)
def test_a_page_in_front_of_the_door_is_in_order(
    address: str, look: str, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    page = new_page(**LOOKS[look])
    page.goto(address)
    assert_good(page, axe)


def test_the_chosen_theme_wins_over_the_system(
    user: User, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    page = new_page(user, color_scheme="light")
    page.goto("/")
    page.get_by_label("Appearance, language and account").click()
    page.get_by_role("button", name="Dark").click()
    page.wait_for_url("**/")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    axe(page)
