"""How many arguments a function takes when it runs: the checker does not look into calls of unknown names."""

from __future__ import annotations

from kargoui.core.expr.signatures import SIGNATURES

# Kargo's functions: least, most, and how their own check puts it.
_KARGO: dict[str, tuple[int, int, str]] = {
    **dict.fromkeys(("failure", "success"), (0, 0, "0 arguments")),
    **dict.fromkeys(
        (
            "warehouse",
            "freightMetadata",
            "stageMetadata",
            "configMap",
            "secret",
            "sharedConfigMap",
            "sharedSecret",
            "semverParse",
            "status",
        ),
        (1, 1, "1 argument"),
    ),
    **dict.fromkeys(("commitFrom", "imageFrom", "artifactFrom"), (1, 2, "1-2 arguments")),
    "chartFrom": (1, 3, "1-3 arguments"),
    "semverDiff": (2, 2, "2 arguments"),
}
_FIRST_ONLY = frozenset({"quote", "unsafeQuote", "asYAML", "asJSON"})
_ONE_OF_TWO = {"trim": (1, 2), "split": (2, 3), "splitAfter": (2, 3), "replace": (3, 4), "sort": (1, 2)}
_PLAIN = {"take": (2, 2), "get": (2, 2), "concat": (1, 10_000), "date": (1, 4), "now": (0, 1)}
_AGGREGATES = frozenset({"max", "min", "mean", "median"})


def kept_arguments(name: str, count: int) -> int:
    """How many of the arguments are read: some functions look at the first alone."""
    if name == "always":
        return 0
    return min(count, 1) if name in _FIRST_ONLY else count


def wrong_count(name: str, count: int) -> str:
    """What Go says where a function cannot run with that many arguments; "" where it can."""
    if name in _KARGO:
        least, most, wanted = _KARGO[name]
        if name == "freightMetadata" and count == 2:
            return ""
        return "" if least <= count <= most else f"expected {wanted}, got {count}"
    if name in _FIRST_ONLY:
        return "" if count else _out_of_range(0)
    if name == "always" or name in _AGGREGATES:
        return ""
    if name in _ONE_OF_TWO:
        least, most = _ONE_OF_TWO[name]
        scope = "" if name == "sort" else f" for {name}"
        wanted = f"{scope} (expected {least} or {most}, got {count})"
        return "" if least <= count <= most else f"invalid number of arguments{wanted}"
    if name in _PLAIN or name not in SIGNATURES:
        least, most = _PLAIN.get(name, (1, 1))
        wanted = f"at least {least}" if most != least else str(least)
        return (
            "" if least <= count <= most else f"invalid number of arguments (expected {wanted}, got {count})"
        )
    lengths = {len(signature.parameters) for signature in SIGNATURES[name]}
    if name.startswith("bit"):
        wanted = f"(expected {min(lengths)}, got {count})"
        return "" if count in lengths else f"invalid number of arguments for {name} {wanted}"
    return "" if min(lengths) <= count <= max(lengths) else _out_of_range(count)


def _out_of_range(count: int) -> str:
    return f"runtime error: index out of range [{count}] with length {count}"
