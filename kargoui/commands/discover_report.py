"""`kargoui discover --report`: what every Warehouse discovers, at what cost, and what the rules say of it."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence

from kargoui.commands.report import BAD_INPUT, OK, PROBLEMS
from kargoui.commands.validate import documents_of
from kargoui.core.lint.discoveries import Subscription, Warehouse, discoveries
from kargoui.core.lint.finding import INFO, SEVERITIES, Finding
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.path import format_path
from kargoui.core.sentence import Sentence, gettext_noop

_NO_WAREHOUSE = gettext_noop("There is no Warehouse here.")


def run(arguments: Namespace) -> int:
    """Prints the report; 1 where a rule has more to say than how it could be better, 2 for bad input."""
    errors: list[ManifestError] = []
    documents = list(documents_of(arguments.paths, errors))
    warehouses = discoveries(documents, arguments.kargo, arguments.namespace)
    if not warehouses and not errors:
        errors.append(ManifestError(Sentence(_NO_WAREHOUSE)))
    if errors:
        sys.stderr.write("".join(f"{error}\n" for error in errors))
        return BAD_INPUT
    sys.stdout.write(as_json(warehouses) if arguments.json else as_text(warehouses))
    findings = [each for warehouse in warehouses for each in warehouse.all_findings]
    return PROBLEMS if any(each.severity != INFO for each in findings) else OK


def as_text(warehouses: Sequence[Warehouse]) -> str:
    """A paragraph for each Warehouse, and a line for the sums."""
    lines = [line for warehouse in warehouses for line in _lines(warehouse)]
    findings = [each for warehouse in warehouses for each in warehouse.all_findings]
    count = sum(len(warehouse.subscriptions) for warehouse in warehouses)
    by_severity = ", ".join(f"{sum(each.severity == one for each in findings)} {one}s" for one in SEVERITIES)
    lines.append(f"{len(warehouses)} Warehouses, {count} subscriptions: {by_severity}")
    return "".join(f"{line}\n" for line in lines)


def _lines(warehouse: Warehouse) -> Iterator[str]:
    manifest = warehouse.manifest
    place = f"{manifest.document.file}:{manifest.document.line + 1}"
    yield f"{manifest.name} ({place}): every {warehouse.interval}, Freight {warehouse.creation}"
    yield from map(_finding_line, warehouse.findings)
    for subscription in warehouse.subscriptions:
        criteria = subscription.criteria
        what = " ".join(part for part in (criteria.kind, criteria.repo, subscription.name) if part)
        yield f"  {subscription.number}. {what}: {_selection(subscription)}"
        yield f"     {subscription.effort}"
        yield from map(_finding_line, subscription.findings)


def _selection(subscription: Subscription) -> str:
    """The strategy with all that decides, and the limit."""
    criteria = subscription.criteria
    allowed = " or ".join(pattern.regex for pattern in criteria.allow)
    ignored = [*(pattern.regex for pattern in criteria.ignore), *criteria.ignored_names]
    parts = [
        " ".join(part for part in (criteria.strategy, criteria.constraint) if part),
        f"allowed {allowed}" if allowed else "",
        f"ignored {' or '.join(ignored)}" if ignored else "",
        f"limit {subscription.limit}{' (default)' if subscription.is_default else ''}"
        if subscription.limit
        else "",
    ]
    return ", ".join(part for part in parts if part)


def _finding_line(finding: Finding) -> str:
    return f"     {finding.line}:{finding.column} {finding.severity} {finding.rule}: {finding.sentence}"


def as_json(warehouses: Sequence[Warehouse]) -> str:
    """The same as data; docs/cli.md names the fields."""
    found = {"warehouses": [_fields(warehouse) for warehouse in warehouses]}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _fields(warehouse: Warehouse) -> dict[str, object]:
    document = warehouse.manifest.document
    return {
        "name": warehouse.manifest.name,
        "file": document.file,
        "line": document.line + 1,
        "interval": warehouse.interval,
        "creation": warehouse.creation,
        "findings": [_finding(finding) for finding in warehouse.findings],
        "subscriptions": [_subscription(each) for each in warehouse.subscriptions],
    }


def _subscription(subscription: Subscription) -> dict[str, object]:
    criteria = subscription.criteria
    return {
        "number": subscription.number,
        "kind": criteria.kind,
        "repo": criteria.repo,
        "name": subscription.name,
        "strategy": criteria.strategy,
        "constraint": criteria.constraint,
        "allow": [pattern.regex for pattern in criteria.allow],
        "ignore": [*(pattern.regex for pattern in criteria.ignore), *criteria.ignored_names],
        "limit": subscription.limit,
        "limit_is_default": subscription.is_default,
        "effort": str(subscription.effort),
        "findings": [_finding(finding) for finding in subscription.findings],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "line": finding.line,
        "column": finding.column,
        "path": format_path(finding.path),
        "message": str(finding.sentence),
        "fixable": finding.fix is not None,
    }
