"""What the core says to a person: a sentence that the pages can translate.

The core knows no gettext. It keeps a sentence apart as template and parameters, so that whoever shows it
can look the template up in a catalogue of translations before the parameters go in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gettext_noop(template: str) -> str:
    """Mark a template for extraction; gives it back as it is."""
    return template


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template with `%(name)s` places and what goes into them."""

    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template

    def translated(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language; `translate` maps a template, `gettext` for one."""
        template = translate(self.template)
        return template % self.params if self.params else template
