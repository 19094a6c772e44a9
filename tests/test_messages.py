"""Both languages hold every string: what pages and core say is collected, translated and compiled."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from tools import messages

# What a translation keeps as it is: places of parameters, and HTML.
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}|</?\w+>")
TEMPLATES = sorted((messages.ROOT / "templates").rglob("*.html"))
PAGES = [
    path
    for app in ("accounts", "editor", "pipelines")
    for path in sorted((messages.ROOT / "kargoui" / app).rglob("*.py"))
    if "migrations" not in path.parts
]
CORE = sorted((messages.ROOT / "kargoui" / "core").rglob("*.py"))
SEEN = {"alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "title"}
# Names, which no language translates, and the two halves of one.
NAMES = {"ClusterPromotionTask", "Esc", "Kargo", "MatchUpstream", "PromotionTask", "Stage", "Warehouse"}
NAMES |= {"YAML", "if", "kargo", "kargoui", "ui", "vars"}
SAMPLES = {"apiVersion: kargo.akuity.io/v1alpha1\nkind: Stage\nmetadata:\n  name: previewnet"}
WORD = re.compile(r"[^\W\d_]{2,}")
PROSE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
CODE = re.compile(r"<|\b(SELECT|FROM|WHERE|CAST)\b")
TRANSLATING = {"gettext", "gettext_lazy", "gettext_noop", "_", "ngettext", "ngettext_lazy", "ngettext_noop"}


@pytest.fixture(params=list(messages.translations()), ids=lambda path: path.parent.parent.name)
def po(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_there_is_a_chinese_catalogue() -> None:
    assert [path.parent.parent.name for path in messages.translations()] == ["zh_Hans"]


def test_every_string_is_in_the_catalogue(po: Path) -> None:
    catalog = messages.read(po)
    known = {tuple(m.id) if isinstance(m.id, (list, tuple)) else m.id for m in catalog if m.id}
    assert set(messages.collected()) - known == set(), "run make messages"


def test_every_string_is_translated(po: Path) -> None:
    for message in messages.read(po):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), message.id
        assert not message.fuzzy or not message.id, message.id


def _several(strings: object) -> tuple[str, ...]:
    return tuple(map(str, strings)) if isinstance(strings, (tuple, list)) else (str(strings),)


def test_translations_keep_the_places_of_parameters(po: Path) -> None:
    for message in messages.read(po):
        wanted = {place for part in _several(message.id) for place in PLACE.findall(part)}
        for string in _several(message.string) if message.id else ():
            assert set(PLACE.findall(string)) == wanted, message.id


def test_chinese_addresses_nobody() -> None:
    for message in messages.read(next(messages.translations())):
        assert not set("你您") & set(str(message.string)), message.id


def test_the_compiled_catalogue_is_fresh(po: Path) -> None:
    assert po.with_suffix(".mo").read_bytes() == messages.compiled(messages.read(po)), "run make messages"


class Visible(HTMLParser):
    """Collects what a person sees or hears of a page: its text, and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and name in SEEN]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _plain(text: str) -> str:
    """A template without its tags, comments, what it translates, and the names of classes in blocks."""
    kept: list[str] = []
    until = ""
    for token in Lexer(text).tokenize():
        name, _, rest = token.contents.partition(" ") if token.token_type == TokenType.BLOCK else ("", "", "")
        if until:
            until = "" if name == until else until
        elif name in ("blocktranslate", "comment") or (name == "block" and rest.endswith("_class")):
            until = f"end{name}"
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
    # A template may be attributes alone, for others to include.
    return re.sub(r'^(?:[\w-]+=""\s*)+$', "", "".join(kept))


def test_templates_name_no_contexts_which_are_not_collected() -> None:
    named = [path for path in TEMPLATES if "pgettext(" in templatize(path.read_text(), origin=str(path))]
    assert named == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(messages.ROOT)))
def test_templates_say_nothing_outside_translate_tags(path: Path) -> None:
    parser = Visible()
    parser.feed(_plain(path.read_text()))
    parser.close()
    words = {word for said in parser.found if said not in SAMPLES for word in WORD.findall(said)}
    assert words - NAMES == set()


def _prose(path: Path) -> Iterator[str]:
    """The strings of several words that no gettext call holds; docstrings, HTML and SQL are none."""
    tree = ast.parse(path.read_text())
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        name = called.id if isinstance(called, ast.Name) else ""
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        represents = isinstance(node, ast.FunctionDef) and node.name in ("__str__", "__repr__")
        if docstring or represents or name in TRANSLATING:
            passed.update(ast.walk(node))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node in passed:
            continue
        if PROSE.search(node.value) and not CODE.search(node.value):
            yield f"line {node.lineno}: {node.value}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(messages.ROOT)))
def test_pages_and_services_say_nothing_outside_gettext(path: Path) -> None:
    assert list(_prose(path)) == []


def test_sentences_of_the_core_are_marked_for_translation() -> None:
    for path in CORE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Sentence":
                assert not isinstance(node.args[0], ast.Constant), f"{path}, line {node.lineno}"
