"""`kargoui discover`: says which tags of a list a subscription would discover, and why not the rest."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence

from kargoui.commands.report import BAD_INPUT, OK, PROBLEMS
from kargoui.commands.validate import documents_of
from kargoui.core.discovery import (
    Criteria,
    Discovery,
    DiscoveryError,
    Tag,
    TagsError,
    Verdict,
    discover,
    read_criteria,
    read_tags,
)
from kargoui.core.manifest.bundle import MAX_UPLOAD, read_limited
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import decode
from kargoui.core.pipeline.reading import items, mapping
from kargoui.core.sentence import Sentence, gettext_noop

_NO_WAREHOUSE = gettext_noop("There is no Warehouse %(name)s here. There are: %(there)s.")
_SEVERAL = gettext_noop("There are several Warehouses %(name)s here. Name the namespace with --namespace.")
_WHICH = gettext_noop("Warehouse %(name)s has %(count)s subscriptions. Say which one with --subscription.")
_NO_SUBSCRIPTION = gettext_noop("Warehouse %(name)s has no subscription %(number)s: it has %(count)s.")
_ONE_INPUT = gettext_noop("Only one of PATH and --tags can be standard input.")
_TOO_LARGE = gettext_noop("The file has more than %(limit)s MB.")
_LISTED = 10


def run(arguments: Namespace) -> int:
    """Prints what is discovered, newest first, and the rest; 1 where nothing is, 2 for bad input."""
    errors: list[ManifestError] = []
    try:
        if arguments.tags == "-" and "-" in arguments.paths:
            raise ManifestError(Sentence(_ONE_INPUT))
        documents = list(documents_of(arguments.paths, errors))
        if errors:
            sys.stderr.write("".join(f"{error}\n" for error in errors))
            return BAD_INPUT
        warehouse = _warehouse(documents, arguments.warehouse, arguments.namespace)
        number, entry = _subscription(warehouse, arguments.subscription)
        tags = _tags(arguments.tags)
    except ManifestError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    except OSError as error:
        sys.stderr.write(f"{arguments.tags}: {error.strerror or error}\n")
        return BAD_INPUT
    return _answer(arguments, number, read_criteria(entry, arguments.kargo), tags)


def _warehouse(documents: Sequence[Document], name: str, namespace: str) -> Document:
    members = [member for document in documents for _, member in document.members()]
    warehouses = [member for member in members if member.is_kargo and member.kind == "Warehouse"]
    found = [member for member in warehouses if member.name == name]
    if len(found) > 1 and namespace:
        found = [member for member in found if (member.namespace or namespace) == namespace]
    if len(found) > 1:
        raise ManifestError(Sentence(_SEVERAL, {"name": name}))
    if not found:
        names = list(dict.fromkeys(member.name for member in warehouses))
        there = (", ".join(names[:_LISTED]) or "none") + (", …" if len(names) > _LISTED else "")
        raise ManifestError(Sentence(_NO_WAREHOUSE, {"name": name, "there": there}))
    return found[0]


def _subscription(warehouse: Document, number: int | None) -> tuple[int, object]:
    """The number, from 1, of the subscription that is meant, and the subscription."""
    entries = items(mapping(warehouse.data, "spec").get("subscriptions"))
    params: dict[str, object] = {"name": warehouse.name, "count": len(entries)}
    if number is None and len(entries) > 1:
        raise ManifestError(Sentence(_WHICH, params), file=warehouse.file)
    number = 1 if number is None else number
    if not 1 <= number <= len(entries):
        sentence = Sentence(_NO_SUBSCRIPTION, {**params, "number": number})
        raise ManifestError(sentence, file=warehouse.file)
    return number, entries[number - 1]


def _tags(path: str) -> tuple[Tag, ...]:
    if path == "-":
        content = read_limited(sys.stdin.buffer)
    else:
        with open(path, "rb") as stream:
            content = read_limited(stream)
    if len(content) > MAX_UPLOAD:
        raise ManifestError(Sentence(_TOO_LARGE, {"limit": MAX_UPLOAD >> 20}), file=path)
    try:
        return read_tags(decode(content))
    except TagsError as error:
        raise ManifestError(error.sentence, file=path, line=error.line) from None
    except ManifestError as error:
        raise error.moved(file=path, lines=0) from None


def _answer(arguments: Namespace, number: int, criteria: Criteria, tags: tuple[Tag, ...]) -> int:
    found: Discovery | None = None
    failure: DiscoveryError | None = None
    try:
        found = discover(criteria, tags)
    except DiscoveryError as error:
        failure = error
    if arguments.json:
        head = {"warehouse": arguments.warehouse, "subscription": number, **_criteria(criteria)}
        answer = {**head, **_verdicts(found), "error": _failure(failure)}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(as_text(found) if found else f"{failure}\n")
    return OK if found and found.discovered else PROBLEMS


def as_text(found: Discovery) -> str:
    """A line for each tag with its place and why it is not discovered, then what the list cannot tell."""
    verdicts = [*found.discovered, *found.cut_off, *found.left_out]
    width = max((len(verdict.name) for verdict in verdicts), default=0)
    lines = [_line(verdict, width) for verdict in verdicts]
    lines += [f"Note: {caveat}" for caveat in found.caveats]
    counts = (len(found.discovered), len(found.cut_off), len(found.left_out))
    lines.append("{} discovered, {} cut off, {} left out".format(*counts))
    return "".join(f"{line}\n" for line in lines)


def _line(verdict: Verdict, width: int) -> str:
    place = str(verdict.rank) if verdict.rank else "-"
    detail = f" ({verdict.detail})" if verdict.detail else ""
    return f"{place:>5}  {verdict.name:{width}}  {verdict.reason or ''}{detail}".rstrip()


def _criteria(criteria: Criteria) -> dict[str, object]:
    names = ("kind", "repo", "strategy", "constraint", "limit")
    return {name: getattr(criteria, name) for name in names}


def _verdicts(found: Discovery | None) -> dict[str, object]:
    if found is None:
        return {"discovered": [], "cut_off": [], "left_out": [], "caveats": []}
    ranked = {"discovered": found.discovered, "cut_off": found.cut_off}
    left_out = [
        {"tag": each.tag.name, "reason": str(each.reason), "detail": each.detail} for each in found.left_out
    ]
    return {
        **{name: [{"rank": each.rank, "tag": each.name} for each in all_] for name, all_ in ranked.items()},
        "left_out": left_out,
        "caveats": [str(caveat) for caveat in found.caveats],
    }


def _failure(failure: DiscoveryError | None) -> dict[str, str] | None:
    return {"message": str(failure.sentence), "said": failure.said} if failure else None
