"""Functions by version and place, and what is no call of one."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import page_of

PAGE = page_of("function-unknown-to-version")
SETTINGS = Settings(select=frozenset({"function-unknown-to-version"}))


def said(expression: str, version: str = "1.11", where: str = "config") -> str:
    body = f'"${{{{ {expression} }}}}"'
    text = PAGE.good.partition("      body:")[0]
    text += f"      body: {body}\n" if where == "config" else f"    {where}: {body}\n"
    return " ".join(str(each.sentence) for each in audit(read(text), version, SETTINGS))


@pytest.mark.parametrize(
    ("expression", "version", "words"),
    [
        ("asYAML(vars)", "1.10", "no function asYAML yet: it came with 1.11"),
        ("secret('a').b", "1.4", "no function secret yet: it came with 1.5"),
        ("quoted(vars.a)", "1.11", "Did you mean quote?"),
        ("frobnicate(vars.a)", "1.11", "Kargo has no function frobnicate."),
        ("success()", "1.7", "no function success in this place, only in: if"),
    ],
)
def test_what_is_called_and_not_there(expression: str, version: str, words: str) -> None:
    assert words in said(expression, version)


@pytest.mark.parametrize(
    "expression",
    [
        "filter([1], # > len('a'))",
        "vars.frobnicate(1)",
        "'frobnicate(1)' + asYAML(1)",
        "success() && true",
        "1 in [1] and (2 or 3)",
        "not (vars.a)",
        "semverParse('1.2.3').Major()",
    ],
)
def test_what_is_there_or_no_call(expression: str) -> None:
    assert said(expression) == ""


def test_an_if_has_what_a_config_has_not() -> None:
    assert said("success()", "1.7", "if") == ""
