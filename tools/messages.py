"""Collect the strings of templates and code into the translations and compile them, in Python alone.

    python tools/messages.py

Python files name their strings in gettext calls, the core in `gettext_noop`; templates in translate tags.
Of the catalog come the summaries of steps, functions and names, and the notes on outputs and subscriptions.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from kargoui.core.catalog import VERSIONS, Field, catalog

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "kargoui" / "locale"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "ngettext_noop": (1, 2),
}
LITERAL = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(gettext|ngettext|_)\({LITERAL}(?:, *{LITERAL})?")
Message = str | tuple[str, str]
# What Django and allauth say on our pages, where their translations are clumsy or address people otherwise.
BORROWED: tuple[Message, ...] = (
    "A user with that username already exists.",
    "Enter a whole number.",
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    "Ensure this value is greater than or equal to %(limit_value)s.",
    "Null characters are not allowed.",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "The username and/or password you specified are not correct.",
    "This field is required.",
)
HEADER = """# What kargoui says, in another language. make messages keeps the list of strings.
msgid ""
msgstr ""
"Project-Id-Version: kargoui\\n"
"Language: %s\\n"
"Plural-Forms: %s\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def collected() -> dict[Message, set[str]]:
    """Every string that a person may see, with the files that hold it."""
    found: dict[Message, set[str]] = {message: {"kargoui/core/catalog"} for message in _of_catalog()}
    found |= {message: {"tools/messages.py"} for message in BORROWED}
    for path in sorted((ROOT / "kargoui").rglob("*.py")):
        for message in _of_python(path):
            found.setdefault(message, set()).add(str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for message in _of_template(path):
            found.setdefault(message, set()).add(str(path.relative_to(ROOT)))
    return found


def _of_catalog() -> Iterator[Message]:
    """What pages show of the catalog's own words, of every version of Kargo."""
    for known in map(catalog, VERSIONS):
        yield from (step.summary for step in known.steps.values() if step.summary)
        yield from (each.summary for each in known.functions.values())
        yield from (each.summary for each in known.names.values())
        for step in known.steps.values():
            yield from _notes(step.outputs)
        for subscription in known.subscriptions.values():
            yield from (field.note for field in subscription.fields.values() if field.note)


def _notes(fields: Mapping[str, Field]) -> Iterator[str]:
    for field in fields.values():
        if field.note:
            yield field.note
        yield from _notes(field.fields)


def _of_python(path: Path) -> Iterator[Message]:
    for _, message, _, _ in extract("python", io.BytesIO(path.read_bytes()), keywords=KEYWORDS):
        yield message if isinstance(message, str) else (message[0], message[1])


def _of_template(path: Path) -> Iterator[Message]:
    for function, first, second in CALL.findall(templatize(path.read_text(), origin=str(path))):
        single = ast.literal_eval(first)
        yield (single, ast.literal_eval(second)) if function == "ngettext" else single


def translations() -> Iterator[Path]:
    """The catalogues that exist."""
    yield from sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """One catalogue of translations."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as Django loads it: the same bytes whenever it is made."""
    catalog.creation_date = datetime(2000, 1, 1, tzinfo=UTC)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update(path: Path) -> None:
    """Bring one catalogue up to what the sources hold: new strings empty, gone ones dropped."""
    old = read(path)
    fresh = Catalog(locale=old.locale, charset="utf-8", fuzzy=False)
    for message, files in collected().items():
        known = old.get(message[0] if isinstance(message, tuple) else message)
        plural = isinstance(message, tuple)
        kept = known.string if known is not None and known.pluralizable == plural else None
        fresh.add(message, kept or (("",) if plural else ""), [(name, 0) for name in sorted(files)])
    buffer = io.BytesIO()
    write_po(buffer, fresh, sort_output=True, include_lineno=False, width=110, omit_header=True)
    path.write_bytes((HEADER % (path.parent.parent.name, fresh.plural_forms)).encode() + buffer.getvalue())
    path.with_suffix(".mo").write_bytes(compiled(read(path)))
    missing = sum(not all(m.string if isinstance(m.string, tuple) else (m.string,)) for m in fresh if m.id)
    print(f"{path.relative_to(ROOT)}: {len(fresh)} strings, {missing} without translation")


if __name__ == "__main__":
    for po in translations():
        update(po)
