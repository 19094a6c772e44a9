"""The checker of ../shared as a module, and its verdict on one manifest."""

from __future__ import annotations

import contextlib
import copy
import importlib.util
import io
import re
import sys
from collections.abc import Iterable
from functools import cache
from types import ModuleType
from typing import Any

from tests.shared import shared

# Kargo 1.7 and 1.8 fill the strategy's default in before they evaluate the rule; the checker stops instead.
NO_VERDICT = re.compile(r"stopped: CELEvalError: .*imageSelectionStrategy")


@cache
def checker() -> ModuleType:
    """../shared/tools/check_manifests.py; skips the calling test where it is absent."""
    path = shared("tools", "check_manifests.py")
    spec = importlib.util.spec_from_file_location("check_manifests", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def complaints(version: str, data: dict[str, Any]) -> list[str]:
    """What the checker says of one manifest; that it stopped with an error counts as one complaint.

    It does not look at manifests of others.
    """
    if not str(data.get("apiVersion", "")).startswith("kargo.akuity.io/"):
        return []
    data = checker().without_nulls(copy.deepcopy(data))
    found: list[str] = []
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            for where, message in checker().check(f"v{version}", data, [data]):
                found.append(f"{where}: {message}")
    except Exception as error:
        found.append(f"stopped: {type(error).__name__}: {error}")
    return found


def missing_references(documents: Iterable[dict[str, Any]]) -> list[str]:
    """What the checker says of references between manifests (--closed)."""
    return list(checker().check_references([checker().without_nulls(document) for document in documents]))
