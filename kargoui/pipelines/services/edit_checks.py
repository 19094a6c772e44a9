"""What makes an edit wrong: problems that it adds, in the manifest itself and in those that name it."""

from __future__ import annotations

from kargoui.core.manifest.document import Document
from kargoui.core.manifest.problems import introduced
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.pipelines import targets
from kargoui.pipelines.errors import EditRefused
from kargoui.pipelines.kinds import stored_kind
from kargoui.pipelines.models import Draft
from kargoui.pipelines.stored import Named, Reading, problem_from_json, references_from_json
from kargoui.pipelines.targets import Target

_IDENTITY = gettext_noop("The kind and apiVersion of a manifest stay as they are: create another one.")
_NO_NAME = gettext_noop("A manifest needs a name.")
_NAMESPACE = gettext_noop(
    "namespace is %(namespace)s, but the project is %(project)s. Leave it out, or give it that name."
)
_TAKEN = gettext_noop("There is a %(kind)s %(name)s already. Choose another name.")
_NAMED = gettext_noop("%(kind)s %(name)s is named by %(referrers)s. Change that first.")
_SHOWN = 5  # of those that name a manifest, the sentence gives so many


def check(draft: Draft, target: Target, found: Reading) -> str:
    """The manifest's name after the edit. Raises EditRefused when the edit would add a problem."""
    document = Document(found.text, found.document)
    _check_identity(draft, target, document)
    before = [problem_from_json(problem) for problem in target.problems]
    added = introduced(before, found.problems)
    if added:
        raise EditRefused(*(problem.sentence for problem in added))
    new_name = document.name
    known = {reference.target for reference in references_from_json(target.references)}
    if new_name != target.name:
        check_name_free(draft, target.kind, new_name)
        _check_unnamed(draft, target)
        known.discard((target.kind, target.name))
    _check_references(draft, found, known, renamed=(target.kind, target.name, new_name))
    return new_name


def check_deletion(draft: Draft, target: Target) -> None:
    """Raise EditRefused while other manifests name this one."""
    _check_unnamed(draft, target)


def check_restoration(draft: Draft, target: Target, name: str, found: Reading) -> None:
    """Raise EditRefused where the published manifest no longer fits with the rest of the draft.

    Problems that were published are no reason: nothing adds them.
    """
    if target.name != name:
        check_name_free(draft, target.kind, name)
        _check_unnamed(draft, target)
    for reference in found.references:
        former = targets.find_deleted(draft, *reference.target)
        if former is not None and former.name != reference.name and former.key != target.key:
            raise EditRefused(reference.sentence())


def _check_identity(draft: Draft, target: Target, document: Document) -> None:
    if stored_kind(document) != target.kind:
        raise EditRefused(Sentence(_IDENTITY))
    if not document.name:
        raise EditRefused(Sentence(_NO_NAME))
    if document.is_kargo and document.namespace not in ("", draft.project.name):
        params = {"namespace": document.namespace, "project": draft.project.name}
        raise EditRefused(Sentence(_NAMESPACE, params))


def check_name_free(draft: Draft, kind: str, name: str) -> None:
    """Raise EditRefused where the draft has a manifest of that kind and name."""
    if targets.there(draft, [(kind, name)]):
        raise EditRefused(Sentence(_TAKEN, {"kind": kind, "name": name}))


def _check_unnamed(draft: Draft, target: Target) -> None:
    """Nobody else may name what is going to lose its name."""
    if not target.name:
        return
    own = (target.kind, target.name)
    others = [f"{kind} {name}" for kind, name in targets.referrers(draft, own) if (kind, name) != own]
    if others:
        shown = ", ".join(others[:_SHOWN]) + (" …" if len(others) > _SHOWN else "")
        params = {"kind": target.kind, "name": target.name, "referrers": shown}
        raise EditRefused(Sentence(_NAMED, params))


def _check_references(draft: Draft, found: Reading, known: set[Named], renamed: tuple[str, str, str]) -> None:
    """What the manifest names for the first time must be there."""
    kind, _, new_name = renamed
    wanted = {one.target for one in found.references if one.target not in known}
    there = targets.there(draft, wanted) if wanted else set()
    there.add((kind, new_name))
    if renamed[1] != new_name:
        there.discard((kind, renamed[1]))
    missing = [one for one in found.references if one.target in wanted and one.missing_from(there)]
    if missing:
        raise EditRefused(*(one.sentence() for one in missing))
