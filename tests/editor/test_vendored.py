"""Nothing comes from another host, nothing is inline, and what is vendored is what the list says."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from tools import vendor

ROOT = vendor.ROOT
ELSEWHERE = re.compile(
    r"""(?:src|href|action|poster|from|import|url)\s*[=(]?\s*["'(]?\s*(?:https?:)?//""", re.IGNORECASE
)
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a <style> element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\shx-on", re.IGNORECASE),
    "an expression for htmx": re.compile(
        r"""hx-(?:vals|headers|vars)\s*=\s*["']\s*(?:js|javascript):""", re.IGNORECASE
    ),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
TEMPLATE_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


def files(folder: str, suffix: str) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / folder).rglob(f"*{suffix}"))]


TEMPLATES = files("templates", ".html")
STYLES = files("static/css", ".css")
SCRIPTS = files("static/js", ".js")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b(?=\s*[;,)])|\brgba?\(|\bhsla?\(|light-dark\(")


def test_every_vendored_file_is_listed_with_its_sha256() -> None:
    entries = json.loads((vendor.VENDOR / "manifest.json").read_text())
    listed = {entry["file"]: entry["sha256"] for entry in entries}
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.VENDOR.iterdir()
        if path.name != "manifest.json"
    }
    assert there == listed
    assert all(entry["version"] and entry["licence"] and entry["package"] for entry in entries)


def test_the_sprite_has_every_icon_in_use() -> None:
    sprite = (vendor.VENDOR / "icons.svg").read_text()
    missing = set(vendor.icons_in_use()) - set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    assert not missing, "run tools/vendor.py"


@pytest.mark.parametrize(
    "path", [*files("templates", ".html"), *files("static/css", ".css"), *files("static/js", ".js")], ids=str
)
def test_nothing_is_loaded_from_another_host(path: str) -> None:
    assert not ELSEWHERE.findall((ROOT / path).read_text())


@pytest.mark.parametrize("path", TEMPLATES)
def test_no_template_has_anything_inline(path: str) -> None:
    html = TEMPLATE_TAGS.sub("", (ROOT / path).read_text())
    found = [what for what, pattern in INLINE.items() if pattern.search(html)]
    assert not found


@pytest.mark.parametrize("path", SCRIPTS)
def test_no_script_builds_code_or_markup_from_text(path: str) -> None:
    text = (ROOT / path).read_text()
    found = re.findall(r"\beval\(|new Function\(|\.innerHTML\s*\+?=|insertAdjacentHTML|document\.write", text)
    assert not found


@pytest.mark.parametrize("path", [path for path in STYLES if not path.endswith("tokens.css")])
def test_colours_stand_in_the_tokens_alone(path: str) -> None:
    assert not COLOUR.findall((ROOT / path).read_text())
