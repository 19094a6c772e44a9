"""Parts of the page of a Stage, as a person finds them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page


def slot(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Slots").get_by_role("button", name=re.compile(f"^{name}"))


def pill(page: Page) -> Locator:
    return page.locator("#cases-pill")


def card(page: Page, kind: str) -> Locator:
    return page.locator(".step .step .card").filter(has=page.locator(f".step-row > b:text-is('{kind}')"))
