"""A small world for expressions: a Warehouse of images and one of charts."""

from __future__ import annotations

from typing import Any

import pytest

from kargoui.core.expr import ExpressionError, FreightPiece, Origin, Scope, evaluate, render

IMAGE, CHART, GIT = "ghcr.io/acme/api", "https://charts.acme.io", "https://github.com/acme/config.git"
WAREHOUSES: dict[str, dict[str, object]] = {
    "images": {"spec": {"subscriptions": [{"image": {"repoURL": IMAGE}}]}},
    "charts": {"spec": {"subscriptions": [{"chart": {"repoURL": CHART, "name": "api"}}]}},
    "config": {"spec": {"subscriptions": [{"git": {"repoURL": GIT}}]}},
}
FREIGHT = {
    "images": FreightPiece(Origin("Warehouse", "images"), "f1", images=({"repoURL": IMAGE, "tag": "1.4.0"},)),
    "charts": FreightPiece(
        Origin("Warehouse", "charts"), "f2", charts=({"repoURL": CHART, "name": "api", "version": "0.9.1"},)
    ),
    "config": FreightPiece(
        Origin("Warehouse", "config"), "f3", commits=({"repoURL": GIT, "id": "beef", "branch": "main"},)
    ),
}
NOW = 1_700_000_000_123_456_789


def scope(*filled: str, **given: Any) -> Scope:
    """A Stage `test` of project demo that requests all three Warehouses; `filled` names its full slots."""
    variables = {"vars": {"env": "prod", "n": 3.0, "list": [3.0, 1.0, 2.0], "none": None, "obj": {"a": "x"}}}
    given = {"variables": variables, "requests": tuple(WAREHOUSES), "warehouses": WAREHOUSES} | given
    freight = {name: FREIGHT[name] for name in filled}
    return Scope(project="demo", freight=freight, now=lambda: NOW, **given)


def value(source: str, *filled: str, **given: Any) -> object:
    return evaluate(source, scope(*filled, **given))


def failure(source: str, *filled: str, template: bool = False, **given: Any) -> str:
    """The first line of the error, position included."""
    with pytest.raises(ExpressionError) as caught:
        (render if template else evaluate)(source, scope(*filled, **given))
    return str(caught.value).splitlines()[0]
