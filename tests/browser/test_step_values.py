"""What a step gets in a case, and what is supposed of what it gives."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from kargoui.pipelines.models import Project
from tests.browser.parts import card, slot

STAGE = "/projects/acme-pay/stages/previewnet/"


@pytest.fixture
def shown(demo: Project, page: Page) -> Page:
    page.goto(STAGE)
    return page


def test_a_step_shows_what_it_gets_and_follows_the_case(shown: Page) -> None:
    image = card(shown, "yaml-update")
    (open_it := image.get_by_role("link", name="What promote::image gets in this case")).click()
    values = image.locator(".evaluated-values")
    expect(values).to_contain_text("repoURL: https://github.com/acme/pay-config.git")
    expect(values).not_to_contain_text("1.0.0")
    slot(shown, "images").click()
    expect(values).to_contain_text("value: 1.0.0")
    expect(open_it).to_have_attribute("aria-expanded", "true")
    open_it.focus()
    shown.keyboard.press("Enter")
    expect(image.locator(".evaluated-values")).to_have_count(0)


def test_what_a_step_gets_is_asked_for_again_when_another_case_came_first(shown: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    shown.route("**/what-if/step/**", hold_the_first)
    image = card(shown, "yaml-update")
    image.get_by_role("link", name="What promote::image gets in this case").click()
    slot(shown, "images").click()
    expect(slot(shown, "images")).to_have_attribute("aria-pressed", "true")
    expect(card(shown, "helm-update-chart")).not_to_contain_text("Nothing in slot")
    held[0].continue_()
    expect(image.locator(".evaluated-values")).to_contain_text("value: 1.0.0")


def test_what_a_step_gives_can_be_supposed_and_forgotten(shown: Page) -> None:
    slot(shown, "images").click()
    push_card, argo = card(shown, "git-push"), card(shown, "argocd-update")
    for each in (argo, push_card):
        each.get_by_role("link", name="gets in this case").click()
    expect(argo.locator(".evaluated-values")).to_contain_text("depends on outputs.promote::push.commit")
    push_card.get_by_label("commit", exact=True).fill("abc1234")
    shown.keyboard.press("Tab")
    expect(argo.locator(".evaluated-values")).to_contain_text("desiredRevision: abc1234")
    expect(push_card.get_by_label("branch")).to_be_focused()
    shown.reload()
    expect(shown.locator(".pins")).to_contain_text("promote::push")
    push_card.get_by_role("link", name="gets in this case").click()
    expect(push_card.get_by_label("commit", exact=True)).to_have_value("abc1234")
    push_card.get_by_role("radio", name="fails").check()
    expect(argo).to_contain_text("skipped after a failure")
    expect(push_card).to_contain_text("It fails because you suppose so.")
    push_card.get_by_role("button", name="Forget").click()
    expect(argo).not_to_contain_text("skipped")
    expect(push_card.get_by_role("radio", name="succeeds")).to_be_checked()
    expect(push_card.get_by_label("commit", exact=True)).to_have_value("")
    expect(shown.locator(".pins")).to_have_count(0)
