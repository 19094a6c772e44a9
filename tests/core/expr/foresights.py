"""What the checker that looks ahead says in a small Stage: a few variables, and steps that leave outputs."""

from __future__ import annotations

from typing import Any

from kargoui.core.catalog import Field
from kargoui.core.expr.foresight import Foresight, foresee
from kargoui.core.expr.names import Names, described, names_of, output_of

VARS: dict[str, object] = {"env": "test", "flag": True, "n": 3.0, "app-name": "api", "obj": {"a": {"b": "x"}}}


def names(version: str = "1.11", where: str = "if", **given: Any) -> Names:
    outputs = {
        "push": output_of(version, "git-push"),
        "update-image": output_of(version, "yaml-update"),
        "ask": output_of(
            version, "http", {"outputs": [{"name": "token", "fromExpression": "response.body"}]}
        ),
        "custom": output_of(version, "acme-deploy"),
    }
    known = {name: described(value) for name, value in VARS.items()} | {"any": Field("any")}
    given = {"vars": known, "outputs": outputs, "metas": ["push"]} | given
    return names_of(version, where, **given)


def foreseen(source: str, version: str = "1.11", where: str = "config", **given: Any) -> list[Foresight]:
    """What is said of one expression in a template."""
    return list(foresee(f"${{{{ {source} }}}}", names(version, where, **given), version, where))


def codes(source: str, version: str = "1.11", where: str = "config", **given: Any) -> list[tuple[str, str]]:
    return [(one.severity, one.code) for one in foreseen(source, version, where, **given)]


def sentences(source: str, version: str = "1.11", where: str = "config", **given: Any) -> list[str]:
    return [str(one.sentence) for one in foreseen(source, version, where, **given)]
