"""A Stage's requestedFreight as the page shows it, and the edits of its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kargoui.core.catalog import Catalog, Field
from kargoui.core.manifest.operations import Insert, Operation, Remove, Set
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline import Subscription, origin_colour, pipeline
from kargoui.core.pipeline.reading import items, mapping, text, texts
from kargoui.editor.steps import at, keys

PATH: Path = ("spec", "requestedFreight")
SHOWN_STAGES = 3


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """One slot of a Stage. `key` names it by its content, `brings` says what its Warehouse watches."""

    index: int
    key: str
    origin: str
    colour: int
    missing: bool
    brings: tuple[Subscription, ...]
    direct: bool
    stages: tuple[str, ...]
    soak: str
    availability: str
    selection: str

    @property
    def brings_text(self) -> str:
        """What its Warehouse watches, in a few words."""
        return ", ".join(map(_watched, self.brings))

    @property
    def more_stages(self) -> int:
        """How many upstream Stages the line does not show."""
        return max(0, len(self.stages) - SHOWN_STAGES)


@dataclass(frozen=True, slots=True)
class Sources:
    """What the form of an entry's sources holds; "" where the field stays away."""

    direct: bool
    stages: tuple[str, ...]
    availability: str = ""
    soak: str = ""
    selection: str = ""


def request_entries(
    stage: object, warehouses: Mapping[str, object], names: list[str]
) -> tuple[RequestEntry, ...]:
    """The slots of a Stage; `warehouses` are the documents it requests from, `names` all the project has."""
    entries = items(at(stage, PATH))
    nodes = pipeline(document for document in warehouses.values() if isinstance(document, Mapping)).warehouses
    found = []
    for index, (key, entry) in enumerate(zip(keys(entries), entries, strict=True)):
        origin = text(mapping(entry, "origin").get("name"))
        sources = sources_of(entry)
        found.append(
            RequestEntry(
                index,
                key,
                origin,
                origin_colour(origin, names),
                missing=origin not in names,
                brings=nodes[origin].subscriptions if origin in nodes else (),
                direct=sources.direct,
                stages=sources.stages,
                soak=sources.soak,
                availability=sources.availability,
                selection=sources.selection,
            )
        )
    return tuple(found)


def _watched(subscription: Subscription) -> str:
    if subscription.kind == "chart" and subscription.name:
        repo = subscription.repo.partition("://")[2] or subscription.repo
        return _("chart %(name)s from %(repo)s") % {"name": subscription.name, "repo": repo}
    return subscription.repo or subscription.name or subscription.kind


def origins_of(stage: object) -> list[str]:
    """The Warehouses that a Stage requests Freight from, each once, in order."""
    names = (text(mapping(entry, "origin").get("name")) for entry in items(at(stage, PATH)))
    return [name for name in dict.fromkeys(names) if name]


def sources_of(entry: object) -> Sources:
    """The sources of one entry as the manifest has them."""
    sources = mapping(entry, "sources")
    return Sources(
        direct=sources.get("direct") is True,
        stages=texts(sources.get("stages")),
        availability=text(sources.get("availabilityStrategy")),
        soak=text(sources.get("requiredSoakTime")),
        selection=text(mapping(sources, "autoPromotionOptions").get("selectionPolicy")),
    )


def sources_schema(catalog: Catalog) -> Mapping[str, Field]:
    """The fields that a Kargo version knows of an entry's sources."""
    entry = catalog.kinds["Stage"].schema.fields["spec"].fields["requestedFreight"].items
    return entry.fields["sources"].fields if entry else {}


def new_request(origin: str) -> dict[str, object]:
    """An entry that takes a Warehouse's Freight directly."""
    return {"origin": {"kind": "Warehouse", "name": origin}, "sources": {"direct": True}}


def source_edits(index: int, entry: object, wanted: Sources) -> list[Operation]:
    """The operations that bring the sources of the entry at `index` to what is wanted, and no others."""
    path = (*PATH, index, "sources")
    has = sources_of(entry)
    edits: list[Operation] = []
    if wanted.direct != has.direct:
        edits.append(Set((*path, "direct"), True) if wanted.direct else Remove((*path, "direct")))
    edits += _stage_edits((*path, "stages"), at(entry, ("sources", "stages")), wanted.stages)
    edits += _scalar_edits((*path, "availabilityStrategy"), has.availability, wanted.availability, "OneOf")
    edits += _scalar_edits((*path, "requiredSoakTime"), has.soak, wanted.soak, "")
    options = (*path, "autoPromotionOptions")
    edits += _scalar_edits((*options, "selectionPolicy"), has.selection, wanted.selection, "NewestFreight")
    # What is added comes first: a mapping or list that is never empty keeps its form.
    return sorted(edits, key=lambda edit: isinstance(edit, Remove))


def _scalar_edits(path: Path, has: str, wanted: str, default: str) -> list[Operation]:
    if wanted == has or (not has and wanted == default):
        return []
    return [Set(path, wanted)] if wanted else [Remove(path)]


def _stage_edits(path: Path, has: object, wanted: tuple[str, ...]) -> list[Operation]:
    """Stages that stay keep their place and their lines; new ones come after them."""
    now = items(has)
    if now and not wanted:
        return [Remove(path)]
    added = [name for name in wanted if name not in now]
    gone = [index for index, name in enumerate(now) if name not in wanted]
    inserts = [Insert((*path, len(now) + offset), name) for offset, name in enumerate(added)]
    return [*inserts, *(Remove((*path, index)) for index in reversed(gone))]
