"""The form in which a person attaches, changes or removes a step's `if`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from kargoui.core.catalog import Catalog
from kargoui.core.manifest.operations import Operation, Remove, Set
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import mapping
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.editor.guards import Suggestion, needs_newer, suggestions, wrapped
from kargoui.editor.steps import guard_of

MAX_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class GuardForm:
    """The form of one step; `text` is what was typed, or the guard that the step has."""

    url: str
    key: str
    text: str
    had: bool
    hint: str
    suggestions: tuple[Suggestion, ...]
    too_old: bool
    refused: Sequence[Sentence] = ()

    @property
    def field_id(self) -> str:
        return f"if-{self.key}"

    @property
    def refused_id(self) -> str:
        return f"{self.field_id}-refused"

    @property
    def described(self) -> str:
        """The ids of what is said about the field."""
        return f"{self.field_id}-hint {self.refused_id if self.refused else ''}".strip()


def guard_form(
    step: object,
    *,
    url: str,
    key: str,
    origins: Iterable[str],
    catalog: Catalog,
    typed: str | None = None,
    refused: Sequence[Sentence] = (),
) -> GuardForm:
    """The form for a step as the manifest has it."""
    body = mapping(step)
    return GuardForm(
        url=url,
        key=key,
        text=guard_of(step) if typed is None else typed,
        had=body.get("if") is not None,
        hint=_hint(catalog),
        suggestions=suggestions(body.get("config"), origins, catalog),
        too_old=needs_newer(body.get("config"), catalog),
        refused=refused,
    )


def typed_guard(posted: QueryDict) -> str:
    """The guard that a posted form asks for; "" for none."""
    if posted.get("action") == "remove":
        return ""
    return wrapped(posted.get("suggestion") or posted.get("guard", ""))


def guard_edits(path: Path, step: Mapping[object, object], guard: str) -> list[Operation]:
    """The edit that gives the step at `path` this guard, "" for none; nothing where it has it already."""
    has = step.get("if")
    if not guard:
        return [] if "if" not in step else [Remove((*path, "if"))]
    return [] if has == guard else [Set((*path, "if"), guard, after="uses")]


def why_not(step: Mapping[object, object], guard: str) -> Sequence[Sentence]:
    """What keeps a step from having this guard, before the manifest is asked."""
    if step.get("task") is not None:
        return [
            Sentence(
                gettext_noop("Kargo takes no guard on a step that references a task; it belongs inside it.")
            )
        ]
    if len(guard) > MAX_LENGTH:
        return [Sentence(gettext_noop("A guard has at most %(count)s characters."), {"count": MAX_LENGTH})]
    return []


def _hint(catalog: Catalog) -> str:
    if "success" not in catalog.functions:
        return _("An expression that gives true or false. An error in it ends the promotion.")
    return _(
        "An expression that gives true or false. Without success() in it the step runs after a failure, too."
    )
