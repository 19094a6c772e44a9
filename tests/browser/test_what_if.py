"""What-if on the page of a Stage: the strip by mouse and keyboard, all cases, values, suppositions, edits."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.browser.conftest import NARROW, NewPage
from tests.browser.parts import card, pill, slot
from tests.editor.promotions import bring_in, push, reads, stage, warehouses

STAGE = "/projects/acme-pay/stages/previewnet/"
SIXTEEN = [f"origin-{number}" for number in range(16)]


@pytest.fixture
def shown(demo: Project, page: Page) -> Page:
    page.goto(STAGE)
    return page


def _slowly(route: Route) -> None:
    time.sleep(0.3)
    route.continue_()


def test_the_first_thing_to_see_is_what_fails_and_why(shown: Page) -> None:
    expect(pill(shown)).to_have_text("2 of 4 cases fail")
    expect(shown.locator("#side-cases")).to_have_text("2 of 4")
    failing = card(shown, "yaml-update")
    expect(failing).to_contain_text("errored")
    expect(failing).to_contain_text("Nothing in slot images in this case, so imageFrom(vars.image) is nil")
    expect(failing).to_be_in_viewport()
    expect(card(shown, "copy")).to_contain_text("skipped after an error")


def test_slots_are_filled_and_aimed_at_by_mouse(shown: Page) -> None:
    slot(shown, "images").click()
    expect(slot(shown, "images")).to_have_attribute("aria-pressed", "true")
    expect(card(shown, "yaml-update")).not_to_contain_text("errored")
    expect(shown.locator("tr.on")).to_contain_text("charts")
    shown.get_by_role("button", name="promote images").click()
    expect(shown).to_have_url(re.compile(r"\?filled=charts&filled=images&target=images$"))
    expect(shown.locator("tr.on")).to_contain_text("images")
    slot(shown, "images").click()
    expect(shown).to_have_url(re.compile(r"\?filled=charts&target=charts$"))
    expect(card(shown, "yaml-update")).to_contain_text("errored")
    shown.reload()
    expect(slot(shown, "images")).to_have_attribute("aria-pressed", "false")


def test_slots_are_filled_and_aimed_at_by_keyboard_alone(shown: Page) -> None:
    slot(shown, "charts").focus()
    shown.keyboard.press("Enter")
    expect(slot(shown, "charts")).to_have_attribute("aria-disabled", "true")
    shown.keyboard.press("Tab")
    expect(slot(shown, "images")).to_be_focused()
    shown.keyboard.press("Space")
    expect(slot(shown, "images")).to_have_attribute("aria-pressed", "true")
    expect(slot(shown, "images")).to_be_focused()
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    expect(shown.locator(".slot.aimed")).to_contain_text("images")
    expect(shown.locator("#target-2")).to_be_focused()
    expect(shown.locator("#case-said")).to_have_text("promoting images, with charts: succeeds")


def test_every_row_shows_its_case(shown: Page) -> None:
    rows = shown.locator(".cases tbody tr")
    expect(rows).to_have_count(4)
    shown.get_by_role("link", name="promoting images alone").focus()
    shown.keyboard.press("Enter")
    expect(rows.nth(1)).to_have_class(re.compile("on"))
    expect(shown.get_by_role("link", name="promoting images alone")).to_be_focused()
    expect(card(shown, "helm-update-chart")).to_contain_text("Nothing in slot charts")
    rows.nth(3).click()
    expect(rows.nth(3)).to_have_class(re.compile("on"))
    expect(shown.locator(".why .msg")).to_have_count(0)


def test_the_first_version_fails_in_its_own_words(shown: Page) -> None:
    failing = card(shown, "yaml-update")
    expect(failing).to_contain_text("reflect: call of reflect.Value.Field on zero Value")
    shown.get_by_label("Kargo version").select_option("1.4")
    expect(failing).to_contain_text("not found in referenced Freight")
    expect(card(shown, "copy")).to_contain_text("not reached")
    expect(shown).to_have_url(re.compile("kargo=1.4"))


def test_an_edit_is_simulated_in_the_same_case(shown: Page) -> None:
    slot(shown, "images").click()
    expect(shown).to_have_url(re.compile("filled=images"))
    shown.get_by_role("button", name="Remove images").click()
    expect(shown.locator(".slot")).to_have_count(1)
    expect(pill(shown)).to_have_text("1 of 1 cases fails")
    expect(card(shown, "yaml-update")).to_contain_text("No Warehouse that this Stage requests provides")
    shown.locator("#draft-bar").get_by_role("button", name="Undo").click()
    expect(shown.locator(".slot")).to_have_count(2)
    expect(shown).to_have_url(re.compile("filled=charts"))


def test_undo_leads_back_to_the_case_that_is_shown(shown: Page) -> None:
    shown.get_by_role("button", name="Remove images").click()
    expect(pill(shown)).to_have_text("1 of 1 cases fails")
    shown.get_by_label("Kargo version").select_option("1.9")
    expect(shown).to_have_url(re.compile("kargo=1.9"))
    shown.keyboard.press("Control+z")
    expect(shown.locator(".slot")).to_have_count(2)
    expect(shown.get_by_label("Kargo version")).to_have_value("1.9")


def test_own_steps_are_simulated_again_after_they_move(project: Project, user: User, page: Page) -> None:
    bring_in(project, user, *warehouses(["api", "web"]), stage("qa", ["api", "web"], reads("web"), push()))
    page.goto("/projects/acme-pay/stages/qa/?filled=api&target=api")
    steps = page.locator("#steps > ol > li")
    expect(steps.nth(1)).to_contain_text("skipped after an error")
    page.locator("#steps summary.grip").first.focus()
    for key in ("Space", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(steps.nth(1)).to_contain_text("Nothing in slot web")
    expect(steps.nth(0)).not_to_contain_text("skipped")


def test_the_yaml_is_the_tab_beside_and_stays_chosen(shown: Page) -> None:
    shown.get_by_role("tab", name="What-if").focus()
    shown.keyboard.press("ArrowRight")
    expect(shown.get_by_role("tab", name="YAML")).to_be_focused()
    expect(shown.locator("#yaml-code")).to_be_visible()
    shown.reload()
    expect(shown.locator("#yaml-code")).to_be_visible()
    expect(pill(shown)).to_be_visible()


def test_a_problem_leads_to_its_line_in_the_yaml(project: Project, user: User, page: Page) -> None:
    flawed = stage("qa", ["nowhere"], push())
    services.import_files(
        project=project, files=[SourceFile("qa.yaml", str(flawed).encode())], acting_user=user
    )
    page.goto("/projects/acme-pay/stages/qa/")
    page.locator("#manifest-problems a").first.click()
    expect(page.locator("#yaml-code")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("options", [{}, {"viewport": NARROW, "has_touch": True}], ids=["wide", "narrow"])
def test_axe_finds_nothing(
    scheme: str,
    options: dict[str, object],
    demo: Project,
    user: User,
    new_page: NewPage,
    axe: Callable[[Page], None],
) -> None:
    bring_in(demo, user, *warehouses(SIXTEEN), stage("wide", SIXTEEN, reads("origin-3"), push()))
    bring_in(demo, user, stage("never", ["gone", "images"], push()))
    page = new_page(user, color_scheme=scheme, **options)
    for name in ("previewnet", "wide", "never"):
        page.goto(f"/projects/acme-pay/stages/{name}/")
        page.locator(".evaluate").first.click()
        expect(page.locator(".evaluated-values")).to_be_visible()
        if options:
            page.get_by_role("button", name="Show what-if and YAML").click()
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        axe(page)


def test_sixteen_slots_are_one_screen(project: Project, user: User, page: Page) -> None:
    bring_in(
        project, user, *warehouses(SIXTEEN), stage("wide", SIXTEEN, reads("origin-3"), reads("origin-9"))
    )
    page.goto("/projects/acme-pay/stages/wide/")
    expect(page.locator(".groups > li")).to_have_count(3)
    expect(page.locator(".groups > li").last).to_be_in_viewport(ratio=1)


def test_what_is_pressed_while_an_answer_is_awaited_counts_too(
    project: Project, user: User, page: Page
) -> None:
    names = ["api", "web", "auth"]
    bring_in(project, user, *warehouses(names), stage("qa", names, reads("api")))
    page.goto("/projects/acme-pay/stages/qa/?filled=api&target=api")
    page.route("**/what-if/*", _slowly)
    slot(page, "web").click()
    slot(page, "auth").click()
    expect(page).to_have_url(re.compile(r"\?filled=api&filled=web&filled=auth&target=api$"))
