"""Why a name or a function is not there: another version has it, another place has it, or it is misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from kargoui.core.catalog import VERSIONS, Catalog, Field, catalog
from kargoui.core.expr.functions import functions_of
from kargoui.core.expr.names import is_there
from kargoui.core.expr.signatures import BUILTIN_NAMES
from kargoui.core.sentence import Sentence, gettext_noop

Said = tuple[Sentence, str]  # with what was probably meant

_SINCE: Final = gettext_noop("%(name)s came with Kargo %(since)s; Kargo %(version)s does not have it.")
_UNTIL: Final = gettext_noop("%(name)s was there until Kargo %(until)s; Kargo %(version)s does not have it.")
_ELSEWHERE: Final = gettext_noop("%(name)s is not there in this place, only in %(places)s.")
_HERE_SINCE: Final = gettext_noop(
    "%(name)s is there in this place from Kargo %(since)s on, not in %(version)s."
)
_NAME: Final = gettext_noop("%(name)s is not there: it gives nil.")
_NAME_MEANT: Final = gettext_noop("%(name)s is not there: it gives nil. Did you mean %(meant)s?")
_FIELD: Final = gettext_noop("%(name)s is not there: reading it fails.")
_FIELD_MEANT: Final = gettext_noop("%(name)s is not there: reading it fails. Did you mean %(meant)s?")
_FUNCTION: Final = gettext_noop("There is no function %(name)s.")
_FUNCTION_MEANT: Final = gettext_noop("There is no function %(name)s. Did you mean %(meant)s?")
_TASK: Final = gettext_noop("%(name)s is there only in the steps of a task: here it is nil.")
_SHOWN_PLACES: Final = {"step-vars": "steps[].vars"}


def of_name(path: str, siblings: Mapping[str, Field], version: str, where: str) -> Said:
    """Why nothing is at a dotted path, which gives nil; `siblings` are what is there beside it."""
    elsewhere = _elsewhere(path, version, where, function=False)
    if elsewhere is not None:
        return elsewhere, ""
    if path == "task":
        return Sentence(_TASK, {"name": path}), ""
    name = path.rpartition(".")[2]
    meant = _written(nearest(name, siblings) or _continued(name, siblings))
    if not meant and name == path:
        meant = _inner(name, siblings) or _called(name, version, where)
    if not meant:
        return Sentence(_NAME, {"name": path}), ""
    return Sentence(_NAME_MEANT, {"name": path, "meant": meant}), meant


def of_function(name: str, version: str, where: str) -> Said:
    """Why a function is not there."""
    elsewhere = _elsewhere(name, version, where, function=True)
    if elsewhere is not None:
        return elsewhere, ""
    meant = nearest(name, functions_of(version, where).names | BUILTIN_NAMES)
    if not meant:
        return Sentence(_FUNCTION, {"name": name}), ""
    return Sentence(_FUNCTION_MEANT, {"name": name, "meant": meant}), meant


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that looks most like it; "" where none does."""
    folded = {other.lower(): other for other in sorted(known)}
    found = get_close_matches(name.lower(), folded, n=1)
    return folded[found[0]] if found else ""


def _continued(name: str, siblings: Iterable[str]) -> str:
    """`outputs.update` of `outputs.update-image`, which reads as a subtraction."""
    return min((other for other in siblings if other.startswith(f"{name}-")), default="")


def _written(name: str) -> str:
    """A name as it is read: in brackets where it is no identifier."""
    return name if not name or name.isidentifier() else f'["{name}"]'


def of_field(path: str, siblings: Iterable[str]) -> Said:
    """What is to be said of a field that a struct has not, which is an error."""
    meant = nearest(path.rpartition(".")[2], siblings)
    if not meant:
        return Sentence(_FIELD, {"name": path}), ""
    return Sentence(_FIELD_MEANT, {"name": path, "meant": meant}), meant


def _called(name: str, version: str, where: str) -> str:
    """`success()` where `succes` is written."""
    meant = nearest(name, functions_of(version, where).names)
    return f"{meant}()" if meant else ""


def _inner(name: str, siblings: Mapping[str, Field]) -> str:
    """`vars.env` where `env` is written."""
    found = (f"{outer}.{name}" for outer, known in siblings.items() if name in known.fields)
    return next(found, "")


@lru_cache(maxsize=1024)
def _elsewhere(name: str, version: str, where: str, *, function: bool) -> Sentence | None:
    """What is to be said of what other versions or other places have."""
    find = _function_places if function else _places
    places = {known: found for known in VERSIONS if (found := find(catalog(known), name))}
    if not places or is_there(places.get(version, ""), where):
        return None
    now = VERSIONS.index(version)
    later = [known for known in VERSIONS[now + 1 :] if is_there(places.get(known, ""), where)]
    said: dict[str, object] = {"name": name, "version": version}
    if version in places:
        if later:
            return Sentence(_HERE_SINCE, {**said, "since": later[0]})
        words = [_SHOWN_PLACES.get(place, place) for place in places[version].split()]
        return Sentence(_ELSEWHERE, {"name": name, "places": ", ".join(words)})
    if later:
        return Sentence(_SINCE, {**said, "since": later[0]})
    earlier = [known for known in VERSIONS[:now] if known in places]
    return Sentence(_UNTIL, {**said, "until": earlier[-1]}) if earlier else None


def _places(known: Catalog, path: str) -> str:
    """Where a version has a name, or what is below it; "" for nowhere."""
    below = f"{path}."
    found = (name.where for dotted, name in known.names.items() if f"{dotted}.".startswith(below))
    return next(found, "")


def _function_places(known: Catalog, name: str) -> str:
    function = known.functions.get(name)
    return function.where if function is not None else ""
