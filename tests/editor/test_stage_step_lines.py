"""One line for each step: what it does, by its config."""

from __future__ import annotations

import pytest

from kargoui.core.catalog import catalog
from kargoui.editor.step_lines import short, step_line
from kargoui.editor.steps import find, keys, step_cards

TAG = '${{ imageFrom("ghcr.io/acme/api", warehouse("w")).Tag }}'


@pytest.mark.parametrize(
    ("uses", "config", "line"),
    [
        (
            "git-clone",
            {
                "repoURL": "https://github.com/acme/config.git",
                "checkout": [{"branch": "main", "path": "./src"}],
            },
            "config.git main → ./src",
        ),
        ("git-clone", {"repoURL": "${{ vars.repo }}", "checkout": [{"path": "./src"}]}, "vars.repo ./src"),
        ("yaml-update", {"updates": [{"key": "image.tag", "value": TAG}]}, "image.tag ← imageFrom(…).Tag"),
        ("yaml-update", {"updates": [{"key": k, "value": 1} for k in "abcd"]}, "a ← 1, b ← 1, c ← 1, …"),
        ("helm-update-chart", {"path": "./c", "charts": [{"name": "api", "version": "1"}]}, "api → 1"),
        ("helm-update-chart", {"path": "./c"}, "./c"),
        ("kustomize-set-image", {"images": [{"image": "a/b", "digest": "sha256:1"}]}, "a/b ← sha256:1"),
        ("argocd-update", {"apps": [{"name": "api-${{ ctx.stage }}"}]}, "api-ctx.stage"),
        ("git-push", {"path": "./out", "targetBranch": "stage/x"}, "./out → stage/x"),
        ("git-commit", {"path": "./out", "message": "two\nlines\n"}, "two …"),
        ("http", {"url": "https://hooks.acme.io"}, "GET https://hooks.acme.io"),
        ("compose-output", {"a": "${{ outputs.x.y }}"}, "a ← outputs.x.y"),
        ("acme-notify", {"channel": "#ops", "retries": 3, "more": {}}, "channel: #ops, retries: 3"),
    ],
)
def test_a_line_says_what_matters(uses: str, config: object, line: str) -> None:
    assert step_line(uses, config) == line


@pytest.mark.parametrize("uses", list(catalog("1.11").steps))
@pytest.mark.parametrize(
    "config", [None, {}, [], "x", {"apps": "x", "updates": [1], "checkout": {}, "charts": [None]}]
)
def test_no_config_is_too_odd(uses: str, config: object) -> None:
    assert isinstance(step_line(uses, config), str)


def test_arguments_are_left_out() -> None:
    assert short("v${{ quote(imageFrom('a)b').Tag) }}") == "vquote(imageFrom(…).Tag)"
    assert short(True) == "true"


def test_equal_steps_have_keys_of_their_own() -> None:
    entries: list[object] = [{"uses": "a"}, {"uses": "b"}, {"uses": "a"}]
    known = keys(entries)
    assert len(set(known)) == 3
    assert [find(entries, 9, key) for key in known] == [0, 1, 2]
    assert find(entries, 1, "") == 1
    assert find(entries, 3, "") is None
    assert find(entries, 0, "gone") is None


@pytest.mark.parametrize(
    "steps", [None, "x", [None, 1, "x", [], {}], [{"task": {"name": 1}}], [{"uses": {}, "if": 1}]]
)
def test_steps_that_are_none_are_shown_all_the_same(steps: object) -> None:
    for card in step_cards(steps, catalog("1.11"), {}):
        assert isinstance(card.name, str)


def test_a_guard_that_is_no_text_is_shown_as_it_is() -> None:
    (card,) = step_cards([{"uses": "a", "if": True}], catalog("1.11"), {})
    assert card.guard == "true"
