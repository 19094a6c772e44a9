"""Everything that one evaluation sees, and how Kargo's functions find Freight in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kargoui.core.expr.errors import Fault
from kargoui.core.expr.values import StringMap, Unknown

Resolver = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Origin:
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class FreightPiece:
    """What one slot holds: artifacts are mappings by the names of Freight's own JSON (repoURL, tag, ...)."""

    origin: Origin
    name: str
    alias: str = ""
    commits: Sequence[Mapping[str, object]] = ()
    images: Sequence[Mapping[str, object]] = ()
    charts: Sequence[Mapping[str, object]] = ()
    artifacts: Sequence[Mapping[str, object]] = ()


class StepMeta(NamedTuple):
    """How a step before the running one ended; without a status it is the running one."""

    alias: str
    status: str = ""
    continue_on_error: bool = False
    message: str = ""


def _not_known(function: str) -> Resolver:
    return lambda name: Unknown(f'{function}("{name}")')


_RESOLVED = ("configMap", "secret", "sharedConfigMap", "sharedSecret", "freightMetadata", "stageMetadata")


@dataclass(slots=True, eq=False)
class Scope:
    """`requests` are the requested origins in order, `warehouses` documents by name, `freight` by origin.

    `variables` are the names an expression reads; their numbers are Go's: int is an int, float a float64.
    `resolvers` answer configMap, secret, sharedConfigMap, sharedSecret, freightMetadata and stageMetadata by
    name; where one is missing the answer is Unknown. `now` gives nanoseconds since 1970. `found` and
    `subscribed` remember what was looked up: scopes that see the same may share them.
    """

    variables: Mapping[str, object] = field(default_factory=dict)
    version: str = "1.11"
    project: str = ""
    requests: tuple[str, ...] = ()
    warehouses: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    freight: Mapping[str, FreightPiece] = field(default_factory=dict)
    resolvers: Mapping[str, Resolver] = field(default_factory=dict)
    alias: str = ""
    metas: tuple[StepMeta, ...] = ()
    now: Callable[[], int] = time.time_ns
    found: dict[object, object] = field(default_factory=dict)
    subscribed: dict[str, list[Mapping[str, object]]] = field(default_factory=dict)
    _failed: bool | None = None

    def failed(self) -> bool:
        """Whether a step before has failed or errored; those that may continue on error do not count."""
        if self._failed is None:
            self._failed = any(
                meta.status in {"Errored", "Failed"} and not meta.continue_on_error for meta in self.metas
            )
        return self._failed

    def decide_failed(self, failed: bool) -> None:
        """Say whether a step before has failed, for those who keep no list of the steps."""
        self._failed = failed

    def status(self, alias: str) -> str | Unknown:
        """How the step of an alias ended, looked up in the running step's own task."""
        namespace = _namespace(self.alias)
        for meta in self.metas:
            parts = meta.alias.split("::")
            short = parts[1] if len(parts) == 2 else meta.alias
            if _namespace(meta.alias) == namespace and short == alias:
                return Unknown(f'status("{alias}")') if meta.status == "Unknown" else meta.status
        return ""

    def resolve(self, function: str, name: str) -> object:
        """The data that configMap and its like look up."""
        found = self.resolvers.get(function, _not_known(function))(name)
        if isinstance(found, Unknown) or function.endswith("Metadata"):
            return found
        return StringMap(found) if isinstance(found, dict) else StringMap()

    def subscriptions(self, origin: str) -> list[Mapping[str, object]]:
        """A Warehouse's subscriptions. Raises Fault where there is no such Warehouse."""
        known = self.subscribed.get(origin)
        if known is None:
            document = self.warehouses.get(origin)
            if document is None:
                raise Fault(f'Warehouse "{origin}" not found in namespace "{self.project}"')
            spec = document.get("spec")
            given = spec.get("subscriptions") if isinstance(spec, Mapping) else None
            entries = given if isinstance(given, list) else []
            known = [entry for entry in entries if isinstance(entry, Mapping)]
            self.subscribed[origin] = known
        return known


def _namespace(alias: str) -> str:
    parts = alias.split("::")
    return parts[0] if len(parts) == 2 else ""
