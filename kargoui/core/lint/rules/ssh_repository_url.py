"""A Git repository by SSH, which Kargo has deprecated and 1.13 removes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.subjects import VARS
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping
from kargoui.core.sentence import Sentence, gettext_noop

_SSH = gettext_noop(
    "Git over SSH is deprecated since Kargo 1.10, and gone with 1.13. Use the HTTPS URL of the repository, "
    "with a token for its credentials."
)
_URL = re.compile(r"ssh://|[\w-]+@[\w-]+(?:\.[\w-]+)*:")


@rule("ssh-repository-url", on="manifest", severity=WARNING, since="1.10")
def check(manifest: Manifest, context: Context) -> Iterator[Finding]:
    """Of subscriptions, of the configs of steps, and of variables. Release notes of 1.10, issue #5858."""
    for path, value in _values(manifest):
        if isinstance(value, str) and _URL.match(value):
            yield Finding(path, Sentence(_SSH))


def _values(manifest: Manifest) -> Iterator[tuple[Path, object]]:
    if manifest.kind == "Warehouse":
        subscriptions: Path = ("spec", "subscriptions")
        for index, entry in enumerate(items(manifest.at(subscriptions))):
            yield (*subscriptions, index, "git", "repoURL"), mapping(entry, "git").get("repoURL")
    for path in VARS.get(manifest.kind, ()):
        yield from _variables(path, manifest.at(path))
    for step in manifest.steps:
        yield (*step.path, "config", "repoURL"), mapping(step.body.get("config")).get("repoURL")
        yield from _variables((*step.path, "vars"), step.body.get("vars"))


def _variables(path: Path, listed: object) -> Iterator[tuple[Path, object]]:
    for index, variable in enumerate(items(listed)):
        yield (*path, index, "value"), mapping(variable).get("value")
