"""What `kargoui simulate` is asked, checked against the manifests: every complaint says what to do."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence

from kargoui.core.manifest.errors import ManifestError
from kargoui.core.pipeline.reading import kargo_kind, mapping, name_of, text
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate import Case, Cases, Project

UNNAMED = "default"  # where kubectl puts what names no namespace

_SEVERAL = gettext_noop("These manifests belong to several Projects: %(there)s. Choose one with --namespace.")
_NO_STAGE = gettext_noop("There is no Stage %(name)s here. There are: %(there)s.")
_NEEDS_STAGE = gettext_noop("--filled and --target are about one Stage. Name it with --stage.")
_NOT_BOTH = gettext_noop("--filled and --target ask for one case. Leave out --all, --rollout and --phase.")
_NEEDS_FILLED = gettext_noop("Say with --filled which slots hold Freight, the target's among them.")
_NO_SLOT = gettext_noop("The Stage %(stage)s requests no Freight from %(name)s. It has slots for: %(there)s.")
_NO_TARGET = gettext_noop("Say with --target which of these slots is promoted: %(filled)s.")
_NOT_FILLED = gettext_noop("The target %(name)s is not filled. Add it to --filled, which has: %(filled)s.")
_NO_WAREHOUSE = gettext_noop("There is no Warehouse %(name)s here. There are: %(there)s.")
_TWICE = gettext_noop("The Warehouse %(name)s is in two phases. Name it in one of them.")
_NEEDS_ROLLOUT = gettext_noop("Phases are those of a rollout. Ask for one with --rollout.")
_LISTED = 20


def namespace_of(manifest: Mapping[str, object]) -> str:
    """The manifest's metadata.namespace, "" where it has none."""
    return text(mapping(manifest, "metadata").get("namespace"))


def project_name(manifests: Iterable[Mapping[str, object]]) -> str:
    """The name of the Project that the manifests belong to. Raises ManifestError where that is not one."""
    named = dict.fromkeys(
        name_of(each) if kargo_kind(each) == "Project" else namespace_of(each) for each in manifests
    )
    found = [name for name in named if name]
    if len(found) > 1:
        raise ManifestError(Sentence(_SEVERAL, {"there": _listed(found)}))
    return found[0] if found else UNNAMED


def check(arguments: Namespace, project: Project) -> None:
    """Raise ManifestError where the arguments do not go together, or the Stage is not there."""
    one_case = arguments.filled is not None or arguments.target is not None
    if one_case and (arguments.all or arguments.rollout or arguments.phase):
        raise ManifestError(Sentence(_NOT_BOTH))
    if one_case and not arguments.stage:
        raise ManifestError(Sentence(_NEEDS_STAGE))
    if arguments.target is not None and arguments.filled is None:
        raise ManifestError(Sentence(_NEEDS_FILLED), file="--target")
    if arguments.phase and not arguments.rollout:
        raise ManifestError(Sentence(_NEEDS_ROLLOUT), file="--phase")
    if arguments.stage and arguments.stage not in project.stages:
        params = {"name": arguments.stage, "there": _listed(project.stages)}
        raise ManifestError(Sentence(_NO_STAGE, params), file="--stage")


def case_of(arguments: Namespace, found: Cases) -> Case:
    """The one case that is asked for. Raises ManifestError where the Stage has no such case."""
    filled, target = _names(arguments.filled), arguments.target
    for flag, name in [*(("--filled", name) for name in filled), ("--target", target)]:
        if name is not None and name not in found.origins:
            params = {"stage": found.stage, "name": name, "there": _listed(found.origins)}
            raise ManifestError(Sentence(_NO_SLOT, params), file=flag)
    if not filled:
        raise ManifestError(Sentence(_NEEDS_FILLED), file="--filled")
    if target is None and len(set(filled)) > 1:
        raise ManifestError(Sentence(_NO_TARGET, {"filled": _listed(filled)}), file="--target")
    if target is not None and target not in filled:
        params = {"name": target, "filled": _listed(filled)}
        raise ManifestError(Sentence(_NOT_FILLED, params), file="--target")
    return Case(frozenset(filled), target or filled[0])


def phases_of(given: Sequence[str], project: Project) -> list[frozenset[str]]:
    """The Warehouses of each phase. Raises ManifestError for one that is not there, or in two phases."""
    phases = [frozenset(_names(names)) for names in given]
    seen: set[str] = set()
    for name in (name for phase in phases for name in sorted(phase)):
        if name not in project.warehouses:
            params = {"name": name, "there": _listed(project.warehouses)}
            raise ManifestError(Sentence(_NO_WAREHOUSE, params), file="--phase")
        if name in seen:
            raise ManifestError(Sentence(_TWICE, {"name": name}), file="--phase")
        seen.add(name)
    return phases


def _names(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip()]


def _listed(names: Iterable[str]) -> str:
    listed = list(dict.fromkeys(names))
    return (", ".join(listed[:_LISTED]) or "none") + (", …" if len(listed) > _LISTED else "")
