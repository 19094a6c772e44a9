"""The settings of `kargoui check`: `[tool.kargoui.check]` in pyproject.toml, or the file .kargoui.toml."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, NoReturn

from kargoui.core.catalog import UnknownVersion, catalog
from kargoui.core.lint import Severity, all_rules
from kargoui.core.lint.finding import SEVERITIES
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.sentence import Sentence, gettext_noop

_UNKNOWN_KEY = gettext_noop("%(key)s is no setting of kargoui check. There are: %(known)s.")
_UNKNOWN_RULE = gettext_noop("There is no rule %(rule)s.")
_MISSPELT_RULE = gettext_noop("There is no rule %(rule)s. Did you mean %(suggestion)s?")
_NO_TEXT = gettext_noop("%(key)s must be a text.")
_NO_LIST = gettext_noop("%(key)s must be a list of names of rules.")
_NO_TABLE = gettext_noop("%(key)s must be a table.")
_NO_SEVERITY = gettext_noop("The severity of %(rule)s must be one of these: %(severities)s.")
_NO_TOML = gettext_noop("This is no TOML: %(message)s")
_TEXTS: Final = ("kargo", "namespace")
_LISTS: Final = ("select", "ignore")
_TABLES: Final = ("severity", "per-path-ignores")
_KNOWN: Final = (*_TEXTS, *_LISTS, *_TABLES)


@dataclass(frozen=True, slots=True)
class FileSettings:
    """What a file sets; `folder` is the one that it is in, for the paths of `per_path`."""

    folder: Path = field(default_factory=Path)
    kargo: str = ""
    namespace: str = ""
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    per_path: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def ignored_in(self, file: str) -> frozenset[str]:
        """The rules that do not count in a file, by fnmatch's patterns of its path from the folder."""
        if not self.per_path:
            return frozenset()
        path = Path(os.path.relpath(os.path.abspath(file), self.folder)).as_posix()
        found = (rules for pattern, rules in self.per_path.items() if fnmatchcase(path, pattern))
        return frozenset().union(*found)


def settings_for(paths: Iterable[str]) -> FileSettings:
    """Those of the nearest file with any, from the folder that holds all paths upwards, else the working one.

    Raises ManifestError, which names the file.
    """
    places = [os.path.abspath(path) for path in paths if path != "-"]
    folders = [place if os.path.isdir(place) else os.path.dirname(place) for place in places]
    common = os.path.commonpath(folders) if folders else os.getcwd()
    for start in dict.fromkeys((common, os.getcwd())):
        for folder in (Path(start), *Path(start).parents):
            found = _settings_in(folder)
            if found is not None:
                return found
    return FileSettings()


def named_rules(names: Iterable[str], file: str = "") -> frozenset[str]:
    """The names, which have to be those of rules. Raises ManifestError."""
    known = all_rules()
    found = frozenset(names)
    for name in sorted(found - known.keys()):
        from difflib import get_close_matches

        close = get_close_matches(name, known, 1)
        if close:
            _refuse(_MISSPELT_RULE, file, rule=name, suggestion=close[0])
        _refuse(_UNKNOWN_RULE, file, rule=name)
    return found


def _settings_in(folder: Path) -> FileSettings | None:
    own, project = folder / ".kargoui.toml", folder / "pyproject.toml"
    if own.is_file():
        return _read(_toml(own), own)
    if not project.is_file():
        return None
    tool = _toml(project).get("tool")
    ours = tool.get("kargoui") if isinstance(tool, Mapping) else None
    if ours is None:
        return None
    for key in _table(ours, "tool.kargoui", str(project)):
        if key != "check":
            _refuse(_UNKNOWN_KEY, str(project), key=f"tool.kargoui.{key}", known="tool.kargoui.check")
    return _read(_table(ours.get("check", {}), "tool.kargoui.check", str(project)), project)


def _toml(path: Path) -> Mapping[str, object]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        _refuse("%(message)s", str(path), message=error.strerror or error)
    except ValueError as error:
        _refuse(_NO_TOML, str(path), message=error)


def _read(given: Mapping[str, object], path: Path) -> FileSettings:
    file = str(path)
    for key in given:
        if key not in _KNOWN:
            _refuse(_UNKNOWN_KEY, file, key=key, known=", ".join(_KNOWN))
    kargo, namespace = (_text(given.get(key, ""), key, file) for key in _TEXTS)
    if kargo:
        try:
            kargo = catalog(kargo).version
        except UnknownVersion as error:
            _refuse("%(message)s", file, message=error)
    select, ignore = (_rules(given.get(key, []), key, file) for key in _LISTS)
    return FileSettings(
        folder=path.parent,
        kargo=kargo,
        namespace=namespace,
        select=select,
        ignore=ignore,
        severities=dict(_severities(_table(given.get("severity", {}), "severity", file), file)),
        per_path={
            pattern: _rules(rules, f"per-path-ignores.{pattern}", file)
            for pattern, rules in _table(given.get("per-path-ignores", {}), "per-path-ignores", file).items()
        },
    )


def _severities(given: Mapping[str, object], file: str) -> Iterator[tuple[str, Severity]]:
    named_rules(given, file)
    for name, word in given.items():
        found = next((severity for severity in SEVERITIES if severity == word), None)
        if found is None:
            _refuse(_NO_SEVERITY, file, rule=name, severities=", ".join(SEVERITIES))
        yield name, found


def _text(value: object, key: str, file: str) -> str:
    if not isinstance(value, str):
        _refuse(_NO_TEXT, file, key=key)
    return value


def _rules(value: object, key: str, file: str) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        _refuse(_NO_LIST, file, key=key)
    return named_rules(value, file)


def _table(value: object, key: str, file: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        _refuse(_NO_TABLE, file, key=key)
    return value


def _refuse(template: str, file: str, **params: object) -> NoReturn:
    raise ManifestError(Sentence(template, params), file=file)
