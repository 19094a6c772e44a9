"""Two Warehouses subscribe to the same repository, and a Stage requests Freight from both."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import INFO, Context, Finding, rule
from kargoui.core.lint.listing import listed
from kargoui.core.lint.provided import Provider, brought_twice
from kargoui.core.sentence import Sentence, gettext_noop

_TWICE = gettext_noop(
    "The Warehouse %(other)s subscribes to %(repo)s too, and %(stages)s requests Freight from both: there, "
    "a step has to say with warehouse(...) which of them it means."
)


@rule("subscribed-twice", on="project", severity=INFO, reach="project")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """At the later of two subscriptions; twice in one Warehouse is refused by Kargo."""
    order = {warehouse.name: place for place, warehouse in enumerate(context.of_kind("Warehouse"))}
    stages: dict[tuple[str, Provider, str], list[str]] = {}
    for stage, several in brought_twice(context.graph).items():
        for sought, providers in several.items():
            first, *others = sorted(providers, key=lambda each: (order[each.warehouse], each.index))
            for other in others:
                if other.warehouse != first.warehouse:
                    stages.setdefault((first.warehouse, other, sought.repo), []).append(stage)
    for (first_name, other, repo), names in stages.items():
        params = {"other": first_name, "repo": repo, "stages": listed(names)}
        path = ("spec", "subscriptions", other.index)
        yield Finding(path, Sentence(_TWICE, params), kind="Warehouse", name=other.warehouse)
