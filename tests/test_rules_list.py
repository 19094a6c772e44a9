"""docs/rules.md lists every rule as it is now."""

from __future__ import annotations

from pathlib import Path

from kargoui.core.lint import all_rules
from tools.rules import LIST, listed


def test_the_list_is_what_the_rules_say() -> None:
    text = LIST.read_text(encoding="utf-8")
    assert [name for name in all_rules() if f"| [{name}](" not in text] == []
    assert text == listed(), "run make rules"


def test_each_rule_says_in_one_sentence_what_it_finds() -> None:
    rows = [
        line.split(" | ") for line in LIST.read_text(encoding="utf-8").splitlines() if line.startswith("| [")
    ]
    assert [row[0] for row in rows if not row[3].removesuffix(" |").endswith(".")] == []


def test_each_link_leads_to_a_page() -> None:
    links = [
        line.split("](")[1].split(")")[0] for line in LIST.read_text().splitlines() if line.startswith("| [")
    ]
    assert [link for link in links if not Path(LIST.parent, link).exists()] == []
