"""`kargoui upgrade`: says what must change before manifests run under a later Kargo, and changes it."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from kargoui.commands.edit import replace_file
from kargoui.commands.report import BAD_INPUT, OK, PROBLEMS
from kargoui.commands.validate import documents_of
from kargoui.core.catalog import VERSIONS
from kargoui.core.lint.outcomes import OutcomeChange
from kargoui.core.lint.upgrade import Change, Upgrade, earliest, upgrade, upgraded
from kargoui.core.manifest.archive import SourceFile, is_zip
from kargoui.core.manifest.bundle import NO_KARGO
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.path import format_path
from kargoui.core.sentence import Sentence, gettext_noop

_BACKWARDS = gettext_noop("Kargo %(source)s is later than %(target)s. Name the later one with --to.")
_NOT_WRITTEN = gettext_noop("--fix writes neither standard input nor zips. Give files and directories.")
_LISTED = 10
_NATURES = {
    "removed": "no longer works",
    "refused": "is refused",
    "behaviour": "behaves otherwise",
    "deprecated": "is deprecated",
}


def run(arguments: Namespace) -> int:
    """Prints the report; 0 where nothing must change, 1 where something must, 2 for bad input."""
    errors: list[ManifestError] = []
    try:
        documents = list(documents_of(arguments.paths, errors))
        if errors:
            sys.stderr.write("".join(f"{error}\n" for error in errors))
            return BAD_INPUT
        source = _source(arguments, documents)
        if arguments.fix:
            documents = _fixed(documents, source, arguments)
    except (ManifestError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    report = upgrade(documents, source, arguments.to, arguments.namespace)
    assumed = not arguments.source
    sys.stdout.write(as_json(report) if arguments.format == "json" else as_text(report, assumed=assumed))
    return PROBLEMS if report.must else OK


def _source(arguments: Namespace, documents: Sequence[Document]) -> str:
    """The version to come from. Raises ManifestError."""
    if not any(member.is_kargo for document in documents for _, member in document.members()):
        raise ManifestError(Sentence(NO_KARGO))
    source = arguments.source or earliest(documents, arguments.to, arguments.namespace)
    if VERSIONS.index(source) > VERSIONS.index(arguments.to):
        raise ManifestError(Sentence(_BACKWARDS, {"source": source, "target": arguments.to}))
    return str(source)


def _fixed(documents: Sequence[Document], source: str, arguments: Namespace) -> list[Document]:
    """The documents after all fixes, which the files then hold. Raises ManifestError and OSError."""
    for file in dict.fromkeys(document.file for document in documents):
        if file == "-" or not Path(file).is_file() or is_zip(SourceFile(file, Path(file).read_bytes()[:4])):
            raise ManifestError(Sentence(_NOT_WRITTEN))
    after = upgraded(documents, source, arguments.to, arguments.namespace)
    texts: dict[str, list[tuple[str, str]]] = {}
    for one, other in zip(documents, after, strict=True):
        texts.setdefault(one.file, []).append((one.text, other.text))
    for file, parts in texts.items():
        if any(before != now for before, now in parts):
            replace_file(Path(file), "".join(now for _, now in parts).encode("utf-8"))
    return after


def as_text(report: Upgrade, *, assumed: bool = False) -> str:
    """Version by version what it brings, then the promotions that end otherwise, then the sums."""
    lines = [f"From Kargo {report.source} to {report.target}"]
    if assumed:
        lines.append("(the earliest version that knows all that is written here; --from says another)")
    for version, changes in groupby(report.changes, key=lambda change: change.version):
        lines += ["", f"Kargo {version}"]
        for change in changes:
            lines += _change_lines(change)
    if report.outcomes:
        lines += ["", "Promotions that end otherwise", *map(_outcome_line, report.outcomes)]
    lines += ["", _sums(report)]
    return "".join(f"{line}\n" for line in lines)


def _change_lines(change: Change) -> Iterator[str]:
    mark = "!" if change.must else "-"
    yield f"  {mark} {_NATURES[change.nature]} ({change.name}): {change.sentence}"
    for place in change.places[:_LISTED]:
        path = format_path(place.path)
        fixable = " (can be fixed)" if place.fix is not None else ""
        yield f"      {place.file}:{place.line}:{place.column}: {place.kind}/{place.name}: {path}{fixable}"
    if len(change.places) > _LISTED:
        yield f"      and {len(change.places) - _LISTED} more"


def _outcome_line(change: OutcomeChange) -> str:
    mark = "!" if change.worse else "-"
    filled = "+".join(sorted(change.smallest.filled))
    case = f"{filled}, promoting {change.smallest.target}"
    reach = "" if change.reachable else ", to which no Freight gets by itself"
    step = f"; {change.step}: {change.message}" if change.step else f"; {change.message}"
    return (
        f"  {mark} Kargo {change.version}: Stage/{change.stage}: {change.before} becomes {change.after} in "
        f"{change.count} cases, the smallest {case}{reach}{step}"
    )


def _sums(report: Upgrade) -> str:
    """Places count once, whatever is said of them."""
    listed = [(change.must, place) for change in report.changes for place in change.places]
    must = {(place.kind, place.name, place.path) for must, place in listed if must}
    every = {(place.kind, place.name, place.path) for _, place in listed}
    fixable = {(place.kind, place.name, place.path) for _, place in listed if place.fix is not None}
    worse = {change.stage for change in report.outcomes if change.worse}
    return (
        f"{len(must)} must change, {len(every - must)} to look at, {len(fixable)} can be fixed, "
        f"{len(worse)} Stages promote worse than before"
    )


def as_json(report: Upgrade) -> str:
    """The report as data; docs/cli.md names the fields."""
    found = {
        "from": report.source,
        "to": report.target,
        "must": report.must,
        "changes": [_change(change) for change in report.changes],
        "outcomes": [_outcome(change) for change in report.outcomes],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _change(change: Change) -> dict[str, object]:
    return {
        "version": change.version,
        "nature": change.nature,
        "name": change.name,
        "must": change.must,
        "message": str(change.sentence),
        "places": [
            {
                "file": place.file,
                "line": place.line,
                "column": place.column,
                "kind": place.kind,
                "name": place.name,
                "path": format_path(place.path),
                "fixable": place.fix is not None,
            }
            for place in change.places
        ],
    }


def _outcome(change: OutcomeChange) -> dict[str, object]:
    return {
        "version": change.version,
        "stage": change.stage,
        "before": change.before,
        "after": change.after,
        "cases": change.count,
        "smallest": {"filled": sorted(change.smallest.filled), "target": change.smallest.target},
        "reachable": change.reachable,
        "must": change.worse,
        "step": change.step,
        "message": change.message,
    }
