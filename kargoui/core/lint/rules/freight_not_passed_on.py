"""A Stage requests Freight from an upstream Stage that does not request it itself."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.requests import requests_of
from kargoui.core.sentence import Sentence, gettext_noop

_NOT_PASSED = gettext_noop(
    "%(upstream)s requests no Freight from %(origin)s, so none of it is ever verified there and none comes "
    "from it. Request it there too, or name another Stage."
)


@rule("freight-not-passed-on", on="stage", severity=WARNING, reach="neighbours")
def check(stage: Manifest, context: Context) -> Iterator[Finding]:
    """Upstream Stages that are there. Where all of them are needed, all-of-different-origins says so."""
    flow = context.flow
    for sources, request in requests_of(stage, context):
        lacking = [
            (number, upstream)
            for number, upstream in enumerate(request.stages)
            if upstream in flow.stages and (upstream, request.origin) not in flow.requests
        ]
        if request.availability == "All" and len(lacking) < len(request.stages):
            continue
        for number, upstream in lacking:
            path = (*sources, "stages", number)
            yield Finding(path, Sentence(_NOT_PASSED, {"upstream": upstream, "origin": request.origin}))
