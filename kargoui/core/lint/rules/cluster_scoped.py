"""A manifest of the whole cluster that is put into a namespace."""

from __future__ import annotations

from kargoui.core.lint.finding import Edit, Fix
from kargoui.core.lint.problem_rules import problem_rule
from kargoui.core.lint.subjects import Manifest
from kargoui.core.manifest.operations import Remove
from kargoui.core.sentence import Sentence, gettext_noop

_REMOVE = gettext_noop("Remove the namespace")


def _without_namespace(manifest: Manifest) -> Fix:
    edit = Edit(manifest.kind, manifest.name, Remove(("metadata", "namespace")))
    return Fix(Sentence(_REMOVE), (edit,))


problem_rule("cluster-scoped", mend=_without_namespace)
