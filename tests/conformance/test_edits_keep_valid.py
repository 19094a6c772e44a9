"""No edit of the command line turns a file that ../shared/tools/check_manifests.py accepts into another."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kargoui.core.catalog import LATEST
from kargoui.core.manifest.bundle import SourceFile, read_file
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.edits import Insert, Move, Operation, Remove, Set
from kargoui.core.manifest.errors import EditError, ManifestError
from kargoui.core.manifest.guarded import edit
from kargoui.core.manifest.path import Path as FieldPath
from tests.conformance.reference import NO_VERDICT, complaints, missing_references

pytestmark = pytest.mark.conformance

DATA = Path(__file__).resolve().parents[1] / "data"
EDITS = 3_000
VALUES: tuple[Any, ...] = (
    *(
        "",
        "main",
        "testnet",
        "other",
        "${{ chartFrom(vars.repo) != nil }}",
        "1.10",
        "on",
        "2025-01-01",
        "a: b",
    ),
    *("x\ny\n", 0, 1, 7, -1, 2.5, True, False, None, [], {}, ["testnet"], {"name": "x"}, [None]),
    {"uses": "fail"},
    {"task": {"name": "promote"}},
    {"uses": "git-clear", "config": {"path": "./out"}},
    {"origin": {"kind": "Warehouse", "name": "images"}, "sources": {"direct": True}},
    {"image": {"repoURL": "ghcr.io/acme/other"}},
    {"name": "x", "value": "y"},
)
KEYS = ("if", "as", "vars", "config", "shard", "direct", "stages", "task", "uses", "retry", "nothing", "kind")


def accepted_files() -> Iterator[tuple[str, str, str]]:
    """Name, Kargo version and text of the files that the checker accepts."""
    for path in sorted(DATA.glob("**/*.yaml")):
        content = path.read_bytes()
        try:
            text = "".join(document.text for document in read_file(SourceFile(path.name, content)))
        except ManifestError:
            continue
        said = re.match(r"\ufeff?# kargo: (1\.\d+)", text)
        version = said[1] if said else LATEST
        if text.encode() == content and kargo_documents(text) and not refused(text, version):
            yield path.name, version, text


def kargo_documents(text: str) -> list[dict[str, Any]]:
    loaded = yaml.load_all(text, yaml.CSafeLoader)
    return [one for one in loaded if isinstance(one, dict) and is_kargo(one)]


def is_kargo(data: dict[str, Any]) -> bool:
    return str(data.get("apiVersion", "")).startswith("kargo.akuity.io/")


def refused(text: str, version: str) -> list[str]:
    """What the checker says of a whole file; its references count apart."""
    documents = kargo_documents(text)
    found = [complaint for data in documents for complaint in complaints(version, data)]
    return [complaint for complaint in found if not NO_VERDICT.match(complaint)] + (
        [] if documents else ["0 documents"]
    )


def is_closed(text: str) -> bool:
    documents = kargo_documents(text)
    return any(one["kind"] == "Stage" for one in documents) and not missing_references(documents)


class Edits:
    """Edits by chance, the same ones each time: of places that are there, and of keys that are not."""

    def __init__(self, name: str) -> None:
        self.random = random.Random(name)  # noqa: S311

    def operation(self, data: Any) -> Operation:
        path = self.random.choice(list(paths(data)) or [()])
        here: Any = data
        for part in path:
            here = here[part]
        action = self.random.randrange(5)
        if isinstance(here, list) and action == 0:
            return Insert((*path, self.random.randint(0, len(here))), self.random.choice(VALUES))
        if isinstance(here, list) and len(here) > 1 and action == 1:
            return Move((*path, self.random.randrange(len(here))), self.random.randrange(len(here)))
        if isinstance(here, dict) and action < 3:
            return Set((*path, self.random.choice(KEYS)), self.random.choice(VALUES))
        if action == 3:
            return Remove(path)
        return Set(path, self.random.choice((*VALUES, self.elsewhere(data))))

    def elsewhere(self, data: Any) -> Any:
        here: Any = data
        for part in self.random.choice(list(paths(data)) or [()]):
            here = here[part]
        return here


def paths(data: Any, above: FieldPath = ()) -> Iterator[FieldPath]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, value in items:
        yield (*above, part)
        yield from paths(value, (*above, part))


def test_a_file_that_is_accepted_stays_accepted_whatever_is_edited() -> None:
    files = list(accepted_files())
    assert files
    each = EDITS // len(files) + 1
    outcomes: Counter[str] = Counter()
    for name, version, text in files:
        outcomes += edited_by_chance(name, version, text, each)
    assert outcomes["made"] > EDITS / 10, outcomes
    assert outcomes["refused"] > EDITS / 10, outcomes


def edited_by_chance(name: str, version: str, text: str, count: int) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    edits, closed = Edits(name), is_closed(text)
    documents = read_file(SourceFile(name, text.encode()))
    for _ in range(count):
        index = edits.random.randrange(len(documents))
        operation = edits.operation(documents[index].data)
        try:
            edited = edit(documents, index, operation, version)
        except EditError:
            outcomes["impossible"] += 1
            continue
        if edited.problems:
            outcomes["refused"] += 1
            continue
        outcomes["made"] += 1
        assert_accepted(edited.documents, index, version, closed, (name, operation))
        if edits.random.random() < 0.5:  # go on from here, now and then
            documents = edited.documents
    return outcomes


def assert_accepted(
    documents: list[Document], index: int, version: str, closed: bool, context: tuple[str, Operation]
) -> None:
    """The checker is asked about the edited document alone: the others are as they were."""
    text = documents[index].text
    before = documents[index]
    if before.is_kargo:
        assert refused(text, version) == [], (*context, text)
    whole = "".join(document.text for document in documents)
    if closed:
        assert missing_references(kargo_documents(whole)) == [], context
