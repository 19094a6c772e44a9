"""Every page in Simplified Chinese: nothing is left in English, nothing runs out of the window."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page, expect

from kargoui.accounts.models import User
from kargoui.accounts.urls import urlpatterns as account_urls
from kargoui.core.manifest.bundle import SourceFile
from kargoui.core.manifest.edits import Set
from kargoui.editor.urls import urlpatterns as editor_urls
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.browser.conftest import NARROW, WIDE, NewPage
from tests.editor.samples import FLAWED, PIPELINE
from tools import messages

WIDTHS = {"wide": WIDE, "narrow": NARROW}
VARIED = Path(__file__).parent / "varied.yaml"
CHINESE: dict[str, Any] = {"locale": "zh-CN"}
P: dict[str, object] = {"project": "acme-pay"}
# The pages by the names of their addresses, each with what its address takes and a query.
GROUPS: dict[str, list[tuple[str, dict[str, object], str]]] = {
    "front": [
        ("account_login", {}, ""),
        ("account_signup", {}, ""),
        ("sign_in_by_link", {"token": "spent"}, ""),
        ("account_inactive", {}, ""),
    ],
    "projects": [
        ("projects", {}, ""),
        ("new_project", {}, ""),
        ("account_logout", {}, ""),
        ("project_settings", P, ""),
        ("import", P, ""),
        ("canvas", {"project": "hollow"}, ""),
    ],
    "state": [
        ("problems", P, ""),
        ("rule", {**P, "name": "guard-without-status"}, ""),
        ("history", P, ""),
        ("revision", {**P, "number": 1}, ""),
        ("publish", P, ""),
        ("export", P, ""),
    ],
    "pipeline": [
        ("canvas", P, ""),
        ("canvas", P, "view=list"),
        ("inspect", {**P, "kind": "stage", "name": "varied"}, ""),
        ("inspect", {**P, "kind": "warehouse", "name": "varied"}, ""),
        ("inspect", {**P, "kind": "warehouse", "name": "nowhere"}, ""),
        ("canvas", {"project": "no-such-project"}, ""),
    ],
    "manifests": [
        ("stage", {**P, "name": "varied"}, ""),
        ("stage", {**P, "name": "varied"}, "tab=verification"),
        ("stage", {**P, "name": "automatic"}, "tab=verification"),
        ("stage", {**P, "name": "flawed"}, "tab=details"),
        ("stage", {**P, "name": "previewnet"}, ""),
        ("task", {**P, "name": "promote"}, ""),
        ("warehouse", {**P, "name": "varied"}, ""),
        ("mends", {**P, "name": "previewnet", "alias": "task-1::image"}, ""),
    ],
    "simulation": [
        ("what_if", P, ""),
        ("what_if", P, "kargo=1.4"),
        ("rollout", P, ""),
        ("rollout", P, "view=phases&base=images"),
        ("what_if", {"project": "hollow"}, ""),
        ("rollout", {"project": "hollow"}, ""),
    ],
    "forms": [("new_stage", P, ""), ("new_warehouse", P, "")],
}
# Forms that open in a page, which links to them.
OPENED = {
    "sources": ("stage", "varied", "a[id^=sources-]"),
    "stage_guard": ("stage", "varied", "a[id^=attach-]"),
    "task_guard": ("task", "promote", "a[id^=attach-]"),
    "stage_what_if_step": ("stage", "previewnet", "a[id^=evaluate-]"),
    "stage_value": ("stage", "varied", "a[href*='/values/']"),
    "stage_variable": ("stage", "varied", "a[href*='/variable/']"),
    "task_value": ("task", "promote", "a[href*='/values/']"),
    "task_variable": ("task", "with-vars", "a[href*='/variable/']"),
}
NO_PAGES = {"set_theme", "demo", "download", "undo", "redo", "discard", "requested_freight", "reorder"}
NO_PAGES |= {"fix", "fix_all"}
NO_PAGES |= {"stage_cases", "stage_what_if", "stage_evaluation", "task_evaluation", "task_failing"}
NO_PAGES |= {"warehouse_tags"}
NAMES = {"promote"}  # of the samples, which are words of the pages, too
SAID = """() => {
    const found = [document.title];
    const chinese = (e) => e.closest("[lang]").lang.startsWith("zh") && !e.closest("code, pre, td.text");
    const seen = (e) => e.checkVisibility() && chinese(e);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (seen(walker.currentNode.parentElement)) found.push(walker.currentNode.data);
    for (const name of ["aria-label", "title", "placeholder", "alt"])
        for (const e of document.querySelectorAll(`[${name}]`)) if (seen(e)) found.push(e.getAttribute(name));
    return found.map((said) => said.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
# Words in small boxes: none may be wider than its box, or end outside the window.
CUT = """() => [...document.querySelectorAll(".btn, .pill, .tabs a, h1, h2, h3, label, legend, summary, th")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".visually-hidden, .side"))
    .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline"
        || e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => e.outerHTML.slice(0, 120))"""


@cache
def english() -> re.Pattern[str]:
    """What the pages say in English and should not say in Chinese, with whatever names in its places."""
    said: set[str] = set()
    for message in messages.read(next(messages.translations())):
        forms = message.id if isinstance(message.id, tuple) else (str(message.id),)
        said.update(form for form in forms if form and form != message.string and form not in NAMES)
    places = re.compile(r"%\\\(\w+\\\)[sd]|\\\{\w+\\\}")
    return re.compile("|".join(places.sub(r"[^\\u4e00-\\u9fff]+", re.escape(form)) for form in sorted(said)))


def assert_chinese(page: Page) -> None:
    assert page.locator("html").get_attribute("lang") == "zh-hans"
    left = [
        said
        for said in page.evaluate(SAID)
        if any(map(english().fullmatch, [said, *re.split(r" · |: |, ", said)]))
    ]
    assert left == [], page.url


def assert_fits(page: Page) -> None:
    wider = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(wider) <= 0, f"{page.url} scrolls sideways"
    assert page.evaluate(CUT) == [], page.url


@pytest.fixture
def varied(user: User) -> Project:
    """A project with something of everything, with problems, and with an edit that is not published."""
    given = {
        "pipeline.yaml": PIPELINE.encode(),
        "flawed.yaml": FLAWED.encode(),
        VARIED.name: VARIED.read_bytes(),
    }
    files = [SourceFile(name, content) for name, content in given.items()]
    with override("zh-hans"):
        project = services.create_project(name="acme-pay", kargo_version="1.11", acting_user=user)
        services.import_files(project=project, files=files, acting_user=user)
    draft = services.open_draft(project=project, acting_user=user)
    edit = Set(("spec", "freightCreationPolicy"), "Manual")
    services.edit_manifest(draft=draft, kind="Warehouse", name="images", operations=[edit], acting_user=user)
    services.create_project(name="hollow", kargo_version="1.4", acting_user=user)
    return project


def test_every_address_is_looked_at() -> None:
    looked_at = {name for group in GROUPS.values() for name, _, _ in group} | OPENED.keys() | NO_PAGES
    assert looked_at == {pattern.name for pattern in [*editor_urls, *account_urls]}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("group", GROUPS)
def test_pages_are_chinese_and_fit(
    group: str, width: str, varied: Project, user: User, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    page = new_page(None if group == "front" else user, viewport=WIDTHS[width], **CHINESE)
    for name, takes, query in GROUPS[group]:
        page.goto(f"{reverse(name, kwargs=takes)}?{query}")
        page.wait_for_load_state()
        assert_chinese(page)
        assert_fits(page)
        axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_forms_in_pages_are_chinese_and_fit(
    width: str, varied: Project, user: User, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    page = new_page(user, viewport=WIDTHS[width], **CHINESE)
    for route, name, link in OPENED.values():
        page.goto(reverse(route, args=[varied.name, name]))
        page.goto(page.locator(link).first.get_attribute("href") or "")
        expect(page.locator(".panel form")).to_be_visible()
        assert_chinese(page)
        assert_fits(page)
        axe(page)


def test_what_goes_wrong_is_said_in_chinese(varied: Project, user: User, new_page: NewPage) -> None:
    page = new_page(None, **CHINESE)
    page.goto(reverse("account_login"))
    page.get_by_label("用户名").fill("ann")
    page.get_by_label("密码").fill("not her passphrase")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("用户名或密码不正确。")).to_be_visible()
    assert_chinese(page)
    page = new_page(user, **CHINESE)
    page.goto(reverse("import", args=[varied.name]))
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("请选择文件或粘贴 YAML。")
    assert_chinese(page)
    page.goto(reverse("warehouse", args=[varied.name, "varied"]))
    page.get_by_label("interval").fill("soon")
    page.get_by_label("repoURL").first.fill("")
    page.get_by_role("button", name="保存更改").click()
    expect(page.get_by_text("此字段必填。")).to_be_visible()
    expect(page.get_by_text("时长，例如 90s、5m 或 1h30m。")).to_be_visible()
    assert_chinese(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_tried_is_said_in_chinese(
    width: str, varied: Project, user: User, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    page = new_page(user, viewport=WIDTHS[width], **CHINESE)
    page.goto(reverse("warehouse", args=[varied.name, "images"]))
    page.locator("summary", has_text="测试标签").click()
    page.get_by_label("标签，每行一个").fill("1.1.0\n2.0.0\nlatest")
    page.get_by_role("button", name="查看会发现什么").click()
    expect(page.get_by_role("heading", name="已发现，从新到旧")).to_be_visible()
    assert_chinese(page)
    assert_fits(page)
    page.goto(reverse("task", args=[varied.name, "promote"]))
    page.locator("[data-mend]").first.click()
    expect(page.get_by_role("button", name="应用")).to_be_visible()
    assert_chinese(page)
    assert_fits(page)
    axe(page)


def test_the_menu_changes_the_language(user: User, new_page: NewPage) -> None:
    page = new_page(user)
    page.goto(reverse("projects"))
    page.get_by_label("Appearance, language and account").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.get_by_role("heading", name="还没有项目")).to_be_visible()
    assert_chinese(page)
    page.get_by_label("外观、语言和账号").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="No projects yet")).to_be_visible()
