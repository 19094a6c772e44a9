"""A variable that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import INFO, Context, Edit, Finding, Fix, Manifest, rule
from kargoui.core.lint.usage import read_variables
from kargoui.core.lint.variables import placed
from kargoui.core.manifest.operations import Remove
from kargoui.core.sentence import Sentence, gettext_noop

_UNUSED = gettext_noop("Nothing reads the variable %(name)s.")
_REMOVE = gettext_noop("Remove the variable")


@rule("variable-unused", on="manifest", severity=INFO, reach="neighbours")
def check(manifest: Manifest, context: Context) -> Iterator[Finding]:
    """The variables of a Stage or a task that no expression reads that can see them."""
    listed = list(placed(manifest))
    read = read_variables(manifest, context) if listed else None
    if read is None:
        return
    for path, name, _ in listed:
        if name in read:
            continue
        fix = None
        if manifest.kind == "Stage":
            fix = Fix(Sentence(_REMOVE), (Edit(manifest.kind, manifest.name, Remove(path)),))
        yield Finding((*path, "name"), Sentence(_UNUSED, {"name": name}), fix)
