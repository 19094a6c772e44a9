"""A Warehouse whose Freight no Stage requests."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import INFO, Context, Finding, rule
from kargoui.core.sentence import Sentence, gettext_noop

_ORPHAN = gettext_noop(
    "No Stage requests Freight from this Warehouse, which asks its repositories for new versions all the "
    "same. Request it, or remove the Warehouse."
)


@rule("orphan-warehouse", on="project", severity=INFO, reach="project")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """Nothing where there are no Stages at all: they are somewhere else then."""
    requested = {request.origin for stage in context.graph.stages.values() for request in stage.requests}
    for warehouse in context.of_kind("Warehouse") if context.of_kind("Stage") else ():
        if warehouse.name not in requested:
            yield Finding(("metadata", "name"), Sentence(_ORPHAN), kind="Warehouse", name=warehouse.name)
