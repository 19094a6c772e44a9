"""The job that kargoui is for: from an empty database to manifests that Kargo accepts; by mouse, by keys."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.editor.samples import PIPELINE
from tests.shared import SHARED

GUARD = 'chartFrom("https://charts.acme.io", "api") != nil'
CHART = """\
  - uses: helm-update-chart
    as: chart
    config:
      path: ./src/chart # the umbrella chart
      charts:
      - repository: https://charts.acme.io
        name: api
        version: ${{ chartFrom("https://charts.acme.io", "api").Version }}
"""
SOURCE = PIPELINE.replace("  - uses: yaml-update\n", CHART + "  - uses: yaml-update\n", 1)
CHARTS, IMAGES = (
    f"  - origin:\n      kind: Warehouse\n      name: {name}\n    sources:\n      direct: true\n"
    for name in ("charts", "images")
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "pipeline.yaml"
    file.write_text(SOURCE)
    return file


def _download(page: Page, folder: Path) -> Path:
    page.goto("/projects/acme-pay/export/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download YAML").click()
    file = folder / "export.yaml"
    download.value.save_as(file)
    return file


def _assert_only_the_two_edits(exported: Path) -> None:
    lines = exported.read_text().splitlines(keepends=True)
    guards = [line for line in lines if line.startswith("    if: ")]
    assert guards == [f"    if: ${{{{ {GUARD} }}}}\n"]
    assert lines[lines.index(guards[0]) - 1] == "  - uses: helm-update-chart\n"
    lines.remove(guards[0])
    assert "".join(lines) == SOURCE.replace(CHARTS + IMAGES, IMAGES + CHARTS)


def _assert_kargo_accepts(exported: Path) -> None:
    checker = SHARED / "tools" / "check_manifests.py"
    if not checker.exists():
        pytest.skip("reference material is absent: ../shared/tools/check_manifests.py")
    checked = subprocess.run(
        [sys.executable, checker, "--closed", exported], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_import_swap_guard_export(page: Page, source: Path, tmp_path: Path) -> None:
    page.goto("/new/")
    page.get_by_label("YAML files, or a zip of them").set_input_files(source)
    page.get_by_role("button", name="Create the project").click()
    page.get_by_role("heading", name="Imported as revision 1").wait_for()
    page.goto("/projects/acme-pay/stages/previewnet/")
    entries = page.locator("#requested-freight ol > li")
    handle = entries.nth(1).locator("[data-handle] summary")
    with page.expect_response("**/requested-freight/"):
        handle.drag_to(entries.nth(0), target_position={"x": 30, "y": 4})
    expect(entries.first).to_have_attribute("data-name", "images")
    page.goto("/projects/acme-pay/tasks/promote/")
    page.locator("#steps li:nth-child(2)").get_by_role("link", name="Attach a guard (if)").click()
    page.get_by_label("Run this step only if").fill(GUARD)
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.locator("#steps")).to_contain_text(GUARD)
    expect(page.locator("#yaml")).to_contain_text(f"if: ${{{{ {GUARD} }}}}")
    exported = _download(page, tmp_path)
    _assert_only_the_two_edits(exported)
    _assert_kargo_accepts(exported)


def _tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until what matches the selector has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


def test_the_same_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    _tab_to(page, "a[href='/new/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/new/")
    _tab_to(page, "#id_text")
    page.keyboard.insert_text(SOURCE)
    _tab_to(page, "#import-form .btn.primary")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Imported as revision 1").wait_for()
    _tab_to(page, "#side a[href$='/stages/previewnet/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stages/previewnet/")
    _tab_to(page, "#requested-freight ol > li:nth-child(2) summary")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(page.locator("#requested-freight ol > li").first).to_have_attribute("data-name", "images")
    _tab_to(page, "#steps a[href$='/tasks/promote/'], .side a[href$='/tasks/promote/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/promote/**")
    _tab_to(page, "#steps li:nth-child(2) a[href*='/guard/']")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Run this step only if")).to_be_focused()
    page.keyboard.type(GUARD)
    page.keyboard.press("Enter")
    expect(page.locator("#steps")).to_contain_text(GUARD)
    _tab_to(page, "a[href$='/export/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/export/")
    _tab_to(page, "a[download]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    exported = tmp_path / "export.yaml"
    download.value.save_as(exported)
    _assert_only_the_two_edits(exported)
    _assert_kargo_accepts(exported)
