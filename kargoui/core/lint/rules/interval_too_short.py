"""An interval below the minimum that Kargo's chart sets, or that hammers a registry where nothing does."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.intervals import HOUR, LEAST, has_minimum, interval
from kargoui.core.sentence import Sentence, gettext_noop

_BELOW = gettext_noop(
    "interval is %(interval)s, but Kargo's chart allows no less than 5m0s, so that it does not count. Where "
    "an operator has lowered that minimum, each repository is asked %(times)s times an hour. Raise it, and "
    "let a webhook receiver tell Kargo of what is new."
)
_HAMMERS = gettext_noop(
    "interval is %(interval)s: each repository is asked %(times)s times an hour, and registries limit that. "
    "The default is 5m0s."
)
_ENDLESS = gettext_noop(
    "interval is %(interval)s: one discovery follows upon the other without a pause. The default is 5m0s."
)


@rule("interval-too-short", on="warehouse", severity=WARNING)
def check(warehouse: Manifest, context: Context) -> Iterator[Finding]:
    """Less than five minutes.

    https://github.com/akuity/kargo/blob/v1.11.2/api/v1alpha1/warehouse_types.go (GetInterval); the minimum
    came with 1.6 (controller.reconcilers.warehouses.minReconciliationInterval).
    """
    written = interval(warehouse)
    if written is None or written >= LEAST:
        return
    path = ("spec", "interval")
    params: dict[str, object] = {"interval": warehouse.at(path)}
    if written > 0:
        template = _BELOW if has_minimum(context.version) else _HAMMERS
        yield Finding(path, Sentence(template, {**params, "times": HOUR // written}))
    else:
        yield Finding(path, Sentence(_ENDLESS, params))
