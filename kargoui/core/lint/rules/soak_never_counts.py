"""A soak time where Freight comes directly from its Warehouse: Kargo does not look at it then."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Edit, Finding, Fix, Manifest, rule
from kargoui.core.lint.requests import asks_for_soak, requests_of
from kargoui.core.manifest.operations import Remove
from kargoui.core.sentence import Sentence, gettext_noop

_IGNORED = gettext_noop(
    "This soak time counts for nothing: Freight that comes directly from its Warehouse is available at once."
)
_DIRECT_TOO = gettext_noop(
    "This soak time counts for nothing: direct makes Freight available at once, whatever the upstream "
    "Stages have seen of it. Remove direct, or the soak time."
)
_REMOVE = gettext_noop("Remove the soak time")


@rule("soak-never-counts", on="stage", severity=WARNING, reach="manifest")
def check(stage: Manifest, context: Context) -> Iterator[Finding]:
    """Mended where nothing but the Warehouse is a source, so that the soak time cannot have been meant."""
    for sources, request in requests_of(stage, context):
        if not request.direct or not asks_for_soak(request):
            continue
        path = (*sources, "requiredSoakTime")
        if request.stages:
            yield Finding(path, Sentence(_DIRECT_TOO))
        else:
            fix = Fix(Sentence(_REMOVE), (Edit(stage.kind, stage.name, Remove(path)),))
            yield Finding(path, Sentence(_IGNORED), fix)
