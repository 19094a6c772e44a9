"""Parsed manifests as JSON that both SQLite and PostgreSQL take."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

# What neither database stores in JSON, although YAML can say it.
_NOT_STORABLE = "\\u0000"


class DocumentEncoder(json.JSONEncoder):
    """JSON of a parsed manifest. The text is the truth; this copy serves queries.

    So what JSON cannot hold is replaced by something near: infinity and NaN by their YAML names, the NUL
    character by U+FFFD, whatever else by its string.
    """

    def encode(self, o: Any) -> str:
        try:
            text = json.dumps(o, allow_nan=False, separators=(",", ":"))
        except (TypeError, ValueError):
            return json.dumps(storable(o))
        return json.dumps(storable(o)) if _NOT_STORABLE in text else text


def storable(value: object) -> object:
    """A copy that `json.dumps` takes and every database stores."""
    if isinstance(value, Mapping):
        return {str(storable(key)): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value).replace("\0", "\ufffd")
