"""A step that the target version does not ship, and another version does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kargoui.core.lint import ERROR, Context, Edit, Finding, Fix, Step, rule
from kargoui.core.lint.lifetimes import lifetime
from kargoui.core.manifest.operations import Set
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.sentence import Sentence, gettext_noop

_NOT_YET = gettext_noop("Kargo %(version)s has no step %(step)s yet: it came with %(since)s.")
_REMOVED = gettext_noop("Kargo has no step %(step)s any more, since 1.3. Use yaml-update.")
_UPDATE = gettext_noop("Write the same values with yaml-update")
_HELM: Final = "helm-update-image"
_VALUES: Final[Mapping[str, str]] = {  # what the step wrote, by the value that was asked for
    "Tag": "${{{{ quote(imageFrom({0}).Tag) }}}}",
    "Digest": "${{{{ imageFrom({0}).Digest }}}}",
    "ImageAndTag": "${{{{ imageFrom({0}).RepoURL }}}}:${{{{ imageFrom({0}).Tag }}}}",
    "ImageAndDigest": "${{{{ imageFrom({0}).RepoURL }}}}@${{{{ imageFrom({0}).Digest }}}}",
}


@rule("step-unknown-to-version", on="step", severity=ERROR)
def check(step: Step, context: Context) -> Iterator[Finding]:
    """What runs an unknown step is Errored. A step that no version ships may be somebody's own."""
    if not step.uses or step.uses in context.catalog.steps:
        return
    path = (*step.path, "uses")
    found = lifetime("steps", step.uses)
    if found is not None:
        params = {"step": step.uses, "version": context.version, "since": found.since}
        yield Finding(path, Sentence(_NOT_YET, params))
    elif step.uses == _HELM:
        yield Finding(path, Sentence(_REMOVED, {"step": step.uses}), _fix(step))


def _fix(step: Step) -> Fix | None:
    """It wrote strings, whatever they looked like.

    https://github.com/akuity/kargo/blob/v1.2.3/internal/directives/helm_image_updater.go
    """
    config = mapping(step.body.get("config"))
    images = [mapping(image) for image in items(config.get("images"))]
    known = all(text(each.get("value")) in _VALUES and text(each.get("key")) for each in images)
    if not images or not known or set(config) != {"path", "images"} or any(map(_elsewhere, images)):
        return None
    updates = [{"key": text(each.get("key")), "value": _value(each)} for each in images]
    new = {"path": config.get("path"), "updates": updates}
    owner = step.manifest
    operations = (Set((*step.path, "uses"), "yaml-update"), Set((*step.path, "config"), new))
    return Fix(Sentence(_UPDATE), tuple(Edit(owner.kind, owner.name, each) for each in operations))


def _elsewhere(image: Mapping[object, object]) -> bool:
    """Whether it says more than an expression written from it would."""
    origin = mapping(image.get("fromOrigin"))
    given = text(image.get("image"))
    return bool(set(image) - {"image", "key", "value", "fromOrigin"}) or (
        not given or '"' in given or "{" in given or ("fromOrigin" in image and not text(origin.get("name")))
    )


def _value(image: Mapping[object, object]) -> str:
    wanted = f'"{text(image.get("image"))}"'
    if "fromOrigin" in image:
        wanted += f', warehouse("{text(mapping(image.get("fromOrigin")).get("name"))}")'
    return _VALUES[text(image.get("value"))].format(wanted)
