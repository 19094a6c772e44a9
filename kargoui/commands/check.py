"""`kargoui check`: audits the manifests of files, directories and zips, and makes fixes where asked to."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kargoui.commands.report import BAD_INPUT, OK, PROBLEMS
from kargoui.commands.settings import FileSettings, named_rules, settings_for
from kargoui.commands.validate import documents_of
from kargoui.core.catalog import VERSIONS
from kargoui.core.lint import Finding, Settings, audit
from kargoui.core.lint.reports import Report
from kargoui.core.manifest.archive import SourceFile, is_zip
from kargoui.core.manifest.bundle import NO_KARGO, read_limited
from kargoui.core.manifest.document import KARGO_GROUP, Document
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.sentence import Sentence, gettext_noop

_NOT_WRITTEN = gettext_noop(
    "--fix writes no standard input and no zip. Give files and directories, or leave --fix out."
)
_NOT_FIXED = "Nothing was fixed, since not everything could be read."


def run(arguments: Namespace) -> int:
    """Prints what the rules find; 0 without errors and warnings, 1 with some, 2 for bad input.

    Where something cannot be read, only rules are asked that look at one manifest, and nothing is fixed.
    """
    errors: list[ManifestError] = []
    try:
        if arguments.fix:
            _refuse_unwritable(arguments.paths)
        given = settings_for(arguments.paths)
        documents = [_shown(each) for each in documents_of(arguments.paths, errors)]
        errors = [error for error in errors if error.file in arguments.paths or _may_be_kargos(error.file)]
        settings = _settings(arguments, given, partial=bool(errors))
        report = _report(arguments, given, settings, documents, errors)
    except ManifestError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    if report.manifests or arguments.format != "text":
        sys.stdout.write(_written(report, arguments.format))
    sys.stdout.flush()
    sys.stderr.write("".join(f"{error}\n" for error in report.errors))
    if report.errors:
        sys.stderr.write(f"{_NOT_FIXED}\n" if arguments.fix else "")
        return BAD_INPUT
    return PROBLEMS if any(each.severity != "info" for each in report.findings) else OK


def _may_be_kargos(file: str) -> bool:
    """Whether a file of a directory may hold Kargo's manifests; Helm templates and the like lie there too."""
    try:
        with open(file, "rb") as stream:
            return KARGO_GROUP.encode() in read_limited(stream)
    except OSError:
        return True


def _shown(document: Document) -> Document:
    """With the file's path as programs compare it: from the working directory, if it is below that."""
    return replace(document, file=_place(document.file))


def _place(file: str) -> str:
    if not os.path.isabs(file):
        return os.path.normpath(file)
    below = os.path.relpath(file)
    return file if below.startswith("..") else below


def _refuse_unwritable(paths: Iterable[str]) -> None:
    for path in paths:
        if path == "-" or (os.path.isfile(path) and _is_zip(path)):
            raise ManifestError(Sentence(_NOT_WRITTEN), file=path)


def _is_zip(path: str) -> bool:
    try:
        with open(path, "rb") as stream:
            return is_zip(SourceFile(path, stream.read(4)))
    except OSError:
        return False  # whoever reads it says so


def _settings(arguments: Namespace, given: FileSettings, *, partial: bool) -> Settings:
    """Those of the command line, and those of the file for what it leaves open."""
    select = named_rules(arguments.select or ())
    ignore = named_rules(arguments.ignore or ())
    return Settings(
        select=select or given.select,
        ignore=ignore or given.ignore - select,
        severities=given.severities,
        ignored_in=given.ignored_in,
        partial=partial,
    )


def _report(
    arguments: Namespace,
    given: FileSettings,
    settings: Settings,
    documents: Sequence[Document],
    errors: Iterable[ManifestError],
) -> Report:
    version = arguments.kargo or given.kargo or VERSIONS[-1]
    namespace = arguments.namespace or given.namespace

    def ask(documents: Sequence[Document]) -> list[Finding]:
        return audit(documents, version, settings, namespace)

    rules = settings.chosen(version)
    unread = [error.moved(file=_place(error.file), lines=0) for error in errors]
    if not unread and not any(member.is_kargo for each in documents for _, member in each.members()):
        unread.append(ManifestError(Sentence(NO_KARGO)))
    if arguments.fix and not unread:
        from kargoui.commands.fixing import fix_files

        done = fix_files(documents, ask)
        return Report(done.waiting, done.documents, rules, version, len(done.mended))
    return Report(ask(documents), documents, rules, version, errors=unread)


def _written(report: Report, format_: str) -> str:
    if format_ == "json":
        from kargoui.core.lint.reports.json import as_json

        return as_json(report)
    if format_ == "sarif":
        from kargoui.core.lint.reports.sarif import as_sarif

        return as_sarif(report, _version())
    if format_ == "github":
        from kargoui.core.lint.reports.github import as_github

        return as_github(report)
    from kargoui.core.lint.reports.text import as_text

    return as_text(report)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("kargoui")
    except PackageNotFoundError:
        return ""
