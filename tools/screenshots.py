"""Take the pictures of README.md and docs/guide.md from the running product with its demo project.

    python tools/screenshots.py [FOLDER]

Chromium is needed: `KARGOUI_CHROMIUM` or `chromium` on the path.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PORT = 8791
BASE = f"http://127.0.0.1:{PORT}"
GUARD = 'imageFrom("ghcr.io/acme/api") != nil && success()'


@contextmanager
def served() -> Iterator[str]:
    """The product on a database of its own; gives the link that signs in."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).parent / "kargoui"), "serve", "--port", str(PORT)]
        environment = {**os.environ, "KARGOUI_DATA_DIR": folder}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
            assert server.stdout is not None
            link = next(filter(None, (re.search(r"http\S+/sign-in/\S+", line) for line in server.stdout)))
            try:
                yield link.group()
            finally:
                server.terminate()


def take(page: Page, folder: Path) -> None:
    """The pictures, in the order of the guide."""
    page.goto(f"{BASE}/projects/acme-pay/")
    page.screenshot(path=folder / "pipeline.png")
    page.goto(f"{BASE}/projects/acme-pay/tasks/promote/")
    step = page.locator("#steps li").filter(has_text="imageFrom")
    step.get_by_role("link", name="Attach a guard (if)").first.click()
    page.get_by_label("Run this step only if").fill(GUARD)
    page.screenshot(path=folder / "guard.png")
    page.get_by_role("button", name="Attach", exact=True).click()
    page.locator("#steps .guard", has_text="imageFrom").wait_for()
    page.goto(f"{BASE}/projects/acme-pay/stages/previewnet/")
    page.locator("#requested-freight ol > li:nth-child(2) summary").focus()
    with page.expect_response("**/requested-freight/"):
        for key in ("Space", "ArrowUp", "Space"):
            page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / "stage.png")
    page.goto(f"{BASE}/projects/acme-pay/publish/")
    page.screenshot(path=folder / "publish.png")
    page.goto(f"{BASE}/projects/acme-pay/export/")
    page.screenshot(path=folder / "export.png")


def main(folder: Path) -> None:
    """Serve, sign in, take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("KARGOUI_CHROMIUM") or shutil.which("chromium")
    with served() as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
        page.goto(link)
        take(page, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
