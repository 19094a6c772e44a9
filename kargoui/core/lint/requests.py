"""What rules ask of an entry of requestedFreight."""

from __future__ import annotations

import re

from kargoui.core.pipeline import Request

_NO_TIME = re.compile(r"[0.smh]*")


def asks_for_soak(request: Request) -> bool:
    """Whether Freight has to soak for any time at all."""
    return _NO_TIME.fullmatch(request.soak) is None
