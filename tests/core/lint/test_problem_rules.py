"""Every problem that validation finds is a rule, and the rules find what validation finds."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kargoui.core.lint import ERROR, Settings, all_rules, audit
from kargoui.core.manifest import validate
from kargoui.core.manifest.document import Document, read
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import decode
from kargoui.core.manifest.validate import check

DATA = Path(__file__).resolve().parents[2] / "data"
FILES = sorted(DATA.glob("*.yaml"))


def problem_names() -> set[str]:
    """The names with which kargoui.core.manifest makes problems, in its code."""
    calls = [
        node
        for path in Path(validate.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Problem", "_refuse")
    ]
    first = [part for call in calls for part in ast.walk(call.args[0])]
    return {part.value for part in first if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def documents_of(path: Path) -> list[Document]:
    errors: list[ManifestError] = []
    return read(decode(path.read_bytes()), path.name, errors)


def test_every_problem_has_a_rule_of_severity_error() -> None:
    names = problem_names()
    assert len(names) > 20
    assert {name for name in names if name not in all_rules() or all_rules()[name].severity != ERROR} == set()


@pytest.mark.parametrize("version", ["1.4", "1.11"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_rules_find_what_validation_finds(path: Path, version: str) -> None:
    documents = documents_of(path)
    settings = Settings(select=frozenset(problem_names()))
    problems = check(documents, version, closed=True)
    assert {
        (each.line, each.column, each.rule, str(each.sentence))
        for each in audit(documents, version, settings)
    } == {(each.line, each.column, each.rule, str(each.sentence)) for each in problems}


def test_manifests_of_one_name_have_their_own_problems() -> None:
    text = (DATA / "previewnet.yaml").read_text()
    stage = next(document.text for document in read(text) if document.kind == "Stage")
    wrong = stage.replace("  name:", "  labels: {build: 42}\n  name:", 1)
    settings = Settings(select=frozenset({"wrong-type"}))
    for documents in (read(f"{wrong}---\n{stage}"), read(f"{stage}---\n{wrong}")):
        expected = [each.line for each in check(documents, "1.11") if each.rule == "wrong-type"]
        assert [each.line for each in audit(documents, "1.11", settings)] == expected
        assert len(expected) == 1


def test_items_of_a_list_have_their_own_problems() -> None:
    item = "{apiVersion: kargo.akuity.io/v1alpha1, kind: Stage, metadata: {namespace: a}, spec: {a: 1}}"
    text = f"apiVersion: v1\nkind: List\nitems:\n- {item}\n- {item}\n"
    found = audit(read(text), "1.11", Settings(select=frozenset({"unknown-field"})))
    assert [(each.line, each.path) for each in found] == [(4, ("spec", "a")), (5, ("spec", "a"))]
