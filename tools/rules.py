"""Write docs/rules.md, the list of all rules of `kargoui check`, from the rules themselves.

python tools/rules.py
"""

from __future__ import annotations

from pathlib import Path

from kargoui.core.lint import Rule, all_rules, page, summary

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "rules.md"
PAGES = "../kargoui/core/lint/rules"
HEAD = """\
# Rules

What `kargoui check` asks; `make rules` writes this page, `kargoui explain RULE` prints that of a rule.
An *error* is refused by Kargo, or a promotion surely fails; a *warning* fails in some case, or is not what it
reads like; *info* could be better.

| rule | severity | | what it finds |
|---|---|---|---|
"""


def listed() -> str:
    """The list as Markdown."""
    return HEAD + "".join(map(_row, all_rules().values()))


def _row(rule: Rule) -> str:
    link = f"[{rule.name}]({PAGES}/{rule.module.rpartition('.')[2]}.md)"
    facts = page(rule).split("\n")[2].split(" · ")[1:]
    more = ", ".join(fact for fact in facts if fact != "since Kargo 1.4")
    return f"| {link} | {rule.severity} | {more} | {summary(rule).replace('|', chr(92) + '|')} |\n"


if __name__ == "__main__":
    LIST.write_text(listed(), encoding="utf-8")
