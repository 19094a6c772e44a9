"""Why a service refuses: each error carries the sentences that a person is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from kargoui.core.sentence import Sentence, gettext_noop

if TYPE_CHECKING:
    from kargoui.core.manifest.problems import Problem


class NotFound(Http404):
    """There is no such thing, as far as this user may know."""

    def __init__(self) -> None:
        self.sentence = Sentence(gettext_noop("There is no such page, or you are no member of its project."))
        super().__init__(str(self.sentence))


class Forbidden(PermissionDenied):
    """The user is a member of the project, in a role that may not do this."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


class Refused(Exception):  # noqa: N818 (an answer to a person, not a fault)
    """What was asked for cannot be done, for reasons that `sentences` give. Nothing was stored."""

    def __init__(self, *sentences: Sentence) -> None:
        self.sentences = sentences
        super().__init__(" ".join(map(str, sentences)))


class EditRefused(Refused):
    """An edit would add a problem, or cannot be made on this text."""


class HasProblems(Refused):
    """The project as the draft would leave it has problems, and no reason was given to publish it anyway."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__(
            Sentence(
                gettext_noop("There are problems (%(count)s): mend them, or say why to publish anyway."),
                {"count": len(problems)},
            )
        )


class Conflict(Refused):
    """Somebody else published changes of the same manifests meanwhile; `names` are (kind, name) pairs."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        self.names = names
        super().__init__(
            Sentence(
                gettext_noop("Changed by somebody else meanwhile: %(names)s."),
                {"names": ", ".join(f"{kind} {name}" for kind, name in names)},
            )
        )
