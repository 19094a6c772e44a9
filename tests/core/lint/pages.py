"""The pages of rules as tests: what their examples say has to be so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kargoui.core.lint import Rule, Settings, all_rules, audit
from kargoui.core.lint.fixing import fixed
from kargoui.core.lint.registry import page
from kargoui.core.lint.suppressions import suppressions
from kargoui.core.manifest.document import Document, read

_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r" *# <- finding$", re.MULTILINE)
_KARGO = re.compile(r"^Examples are for Kargo (\d+\.\d+)\.$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """`bad` and `good` are the examples without their marks; `lines` are those of bad that are found."""

    rule: Rule
    text: str
    version: str
    bad: str
    good: str
    lines: list[int]

    @property
    def fixable(self) -> bool:
        return "· can be fixed" in self.text


def page_of(name: str) -> Page:
    rule = all_rules()[name]
    text = page(rule)
    version = found[1] if (found := _KARGO.search(text)) else rule.until
    blocks = [_BLOCK.search(part) for part in re.split(r"^## (?:Bad|Good)$", text, flags=re.MULTILINE)[1:]]
    assert len(blocks) == 2, f"{name}: a page has one example under ## Bad and one under ## Good"
    bad, good = (block[1] if block else "" for block in blocks)
    lines = [number for number, line in enumerate(bad.splitlines(), 1) if _MARK.search(line)]
    return Page(rule, text, version, _MARK.sub("", bad), good, lines)


def found_in(page: Page, text: str) -> list[int]:
    """The lines at which the rule finds something in a text; rules that comments name are asked as well."""
    documents = read(text)
    named = {name for document in documents for each in suppressions(document.text) for name in each.rules}
    settings = Settings(select=frozenset({page.rule.name, *named}))
    found = audit(documents, page.version, settings)
    return [finding.line for finding in found if finding.rule == page.rule.name]


def fixed_text(page: Page, text: str) -> str:
    """The text after all fixes of the rule, round by round until nothing waits."""
    settings = Settings(select=frozenset({page.rule.name}))
    documents: list[Document] = read(text)
    while True:
        findings = [each for each in audit(documents, page.version, settings) if each.fix is not None]
        if not findings:
            return "".join(document.text for document in documents)
        done = fixed(documents, findings)
        assert done.mended, f"{page.rule.name}: no fix could be made"
        documents = done.documents


def pages_folder() -> Path:
    return Path(__file__).resolve().parents[3] / "kargoui" / "core" / "lint" / "rules"
