"""The entries of a Stage's requestedFreight, and what rules ask of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kargoui.core.lint.context import Context
from kargoui.core.lint.subjects import Manifest
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline import Request

_NO_TIME = re.compile(r"[0.smh]*")


def requests_of(stage: Manifest, context: Context) -> Iterator[tuple[Path, Request]]:
    """Each entry with the path of its sources; none for a Stage without a name."""
    node = context.graph.stages.get(stage.name)
    for index, request in enumerate(node.requests if node is not None else ()):
        yield ("spec", "requestedFreight", index, "sources"), request


def asks_for_soak(request: Request) -> bool:
    """Whether Freight has to soak for any time at all."""
    return _NO_TIME.fullmatch(request.soak) is None
