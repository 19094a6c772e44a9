"""Values out of manifests that may be anything: what has the wrong type counts as absent."""

from __future__ import annotations

from collections.abc import Mapping


def mapping(value: object, *keys: str) -> Mapping[object, object]:
    """The mapping at `keys` below `value`, an empty one where there is none."""
    for key in keys:
        value = value.get(key) if type(value) is dict or isinstance(value, Mapping) else None
    return value if type(value) is dict or isinstance(value, Mapping) else {}


def items(value: object) -> list[object]:
    """The items of a list; none where it is no list."""
    return value if isinstance(value, list) else []


def text(value: object, default: str = "") -> str:
    """A string that is not empty, else `default`."""
    return value if isinstance(value, str) and value else default


def texts(value: object) -> tuple[str, ...]:
    """The strings of a list that are not empty."""
    return tuple(item for item in items(value) if isinstance(item, str) and item)


def name_of(manifest: object) -> str:
    """The manifest's metadata.name, "" where it has none."""
    return text(mapping(manifest, "metadata").get("name"))


def kargo_kind(manifest: object) -> str:
    """The kind of a Kargo manifest, "" for anything else."""
    if not isinstance(manifest, Mapping):
        return ""
    if not text(manifest.get("apiVersion")).startswith("kargo.akuity.io/"):
        return ""
    return text(manifest.get("kind"))
