"""From signing in to a project with manifests, and away with them again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kargoui.accounts.models import User
from kargoui.pipelines.models import Project, Stage
from tests.browser.conftest import NewPage
from tests.editor.samples import PIPELINE, SECRET, stage

DROP = """([name, text]) => {
    const files = new DataTransfer();
    files.items.add(new File([text], name));
    const options = { dataTransfer: files, bubbles: true, cancelable: true };
    for (const type of ["dragenter", "dragover", "drop"])
        document.body.dispatchEvent(new DragEvent(type, options));
}"""


def test_signing_in_and_making_a_project_takes_no_mouse(user: User, new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.get_by_label("Username").focus()
    page.keyboard.type("ann")
    page.keyboard.press("Tab")
    page.keyboard.type("a-long-enough-passphrase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="No projects yet")).to_be_visible()
    page.get_by_role("link", name="New project").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("shop")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/shop/")


def test_a_project_begins_with_an_upload_and_takes_its_namespace(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "pipeline.yaml"
    file.write_text(PIPELINE)
    page.goto("/new/")
    page.get_by_label("YAML files, or a zip of them").set_input_files(file)
    expect(page.locator("[data-chosen]")).to_contain_text("pipeline.yaml")
    page.get_by_role("button", name="Create the project").click()
    expect(page.get_by_role("heading", name="Imported as revision 1")).to_be_visible()
    expect(page).to_have_url(re.compile("/projects/acme-pay/import/$"))
    expect(page.locator("#side")).to_contain_text("previewnet")


def test_a_refused_project_keeps_what_was_typed_and_chosen(
    page: Page, tmp_path: Path, axe: Callable[[Page], None]
) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text(stage("qa") + "---\n" + SECRET)
    page.goto("/new/")
    page.get_by_label("Name", exact=True).fill("acme-pay")
    page.get_by_label("YAML files, or a zip of them").set_input_files(file)
    page.get_by_role("button", name="Create the project").click()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("The project was not created")
    expect(refusal).to_be_focused()
    axe(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value("acme-pay")
    expect(page.locator("[data-chosen]")).to_contain_text("secret.yaml")
    page.get_by_label("Leave out Secrets").check()
    page.get_by_role("button", name="Create the project").click()
    expect(page.get_by_role("heading", name="Imported as revision 1")).to_be_visible()


def test_files_are_dropped_anywhere_on_the_page(
    page: Page, project: Project, axe: Callable[[Page], None]
) -> None:
    page.goto("/projects/acme-pay/import/")
    page.evaluate(DROP, ["one.yaml", stage("one")])
    page.evaluate(DROP, ["two.yaml", stage("two")])
    chosen = page.locator("[data-chosen] li")
    expect(chosen).to_have_count(2)
    page.get_by_role("button", name="Leave one.yaml out").click()
    expect(chosen).to_have_count(1)
    page.get_by_role("button", name="Import", exact=True).click()
    report = page.get_by_role("region", name="Imported as revision 2")
    expect(report).to_be_focused()
    expect(report).to_contain_text("two.yaml")
    expect(page.locator("#side")).to_contain_text("two")
    expect(chosen).to_have_count(0)
    axe(page)
    assert not Stage.objects.filter(name="one").exists()


def test_while_manifests_are_read_the_page_says_so(page: Page, project: Project) -> None:
    page.goto("/projects/acme-pay/import/")
    page.get_by_label("Or paste YAML").fill(stage("slow"))
    held = []
    page.route(
        "**/import/",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("[data-working]")).to_contain_text("Reading the manifests")
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    held[0].continue_()
    expect(page.locator("[data-working]")).to_be_hidden()
    expect(page.get_by_role("heading", name="Imported as revision 2")).to_be_visible()


def test_while_files_go_up_the_page_says_how_far(page: Page, project: Project, tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_text("# filler\n" * 200_000 + stage("large"))
    page.goto("/projects/acme-pay/import/")
    page.get_by_label("YAML files, or a zip of them").set_input_files(file)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 1, "downloadThroughput": 10**8, "uploadThroughput": 100_000}
    network.send("Network.emulateNetworkConditions", slow)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("[data-working]")).to_contain_text(re.compile(r"Uploading: \d\.\d of 1\.7 MB"))
    expect(page.get_by_role("progressbar", name="Progress of the upload")).to_have_attribute(
        "value", re.compile("^0")
    )
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-working]")).to_be_hidden()
    expect(page.locator("[data-chosen]")).to_contain_text("large.yaml")
    assert not Stage.objects.filter(name="large").exists()


def test_a_request_that_fails_can_be_tried_again(page: Page, project: Project, watch: object) -> None:
    page.goto("/projects/acme-pay/import/")
    page.get_by_label("Or paste YAML").fill(stage("again"))
    page.route("**/import/", lambda route: route.fulfill(status=429, body="busy"), times=1)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("#notices")).to_contain_text("What you typed is still here")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Imported as revision 2")).to_be_visible()


def test_the_stream_is_copied(page: Page, project: Project) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/projects/acme-pay/export/")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == PIPELINE


@pytest.mark.parametrize(("link", "suffix"), [("Download YAML", ".yaml"), ("Download zip", ".zip")])
def test_downloads_have_names(link: str, suffix: str, page: Page, project: Project) -> None:
    page.goto("/projects/acme-pay/export/")
    with page.expect_download() as download:
        page.get_by_role("link", name=link).first.click()
    assert download.value.suggested_filename.startswith("acme-pay")
    assert download.value.suggested_filename.endswith(suffix)
