"""What README and docs refer to is there, and what can be configured is written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
VARIABLE = re.compile(r"(?:KARGOUI_[A-Z_]+|DATABASE_URL)")
TARGET = re.compile(r"\bmake ((?:[a-z]+ ?)+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_variable_is_documented() -> None:
    read = set(VARIABLE.findall((ROOT / "kargoui" / "settings.py").read_text()))
    rows = (ROOT / "docs" / "configuration.md").read_text()
    assert set(re.findall(r"^\| `(\w+)`", rows, re.MULTILINE)) == read


def test_the_targets_of_make_that_documents_name_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    indented = "\n".join(
        line.split("#")[0]
        for document in DOCUMENTS
        for line in document.read_text().splitlines()
        if line.startswith("    make ")
    )
    named = {word for words in TARGET.findall(indented) for word in words.split()}
    assert named
    assert named <= targets
