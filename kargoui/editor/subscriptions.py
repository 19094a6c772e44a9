"""The forms of a Warehouse: its own scalars and those of each subscription, as its Kargo knows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms

from kargoui.core.catalog import Catalog, Field
from kargoui.core.manifest.operations import Operation, Remove, Set
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping
from kargoui.editor.catalog_fields import form_field
from kargoui.editor.steps import at

if TYPE_CHECKING:
    from kargoui.editor.tried_tags import TriedTags

PATH: Path = ("spec", "subscriptions")
# What people set, in the order in which they think of it; other scalars come after these.
_COMMON = (
    "repoURL",
    "name",
    "commitSelectionStrategy",
    "imageSelectionStrategy",
    "branch",
    "constraint",
    "semverConstraint",
    "platform",
    "discoveryLimit",
    "strictSemvers",
)
_SETTINGS = ("interval", "freightCreationPolicy")
_SCALARS = ("string", "integer", "boolean")


class FieldsForm(forms.Form):
    """The scalars of one mapping of the manifest; `operations` are the edits that make what was typed."""

    def __init__(
        self, path: Path, values: object, fields: Mapping[str, Field], data: Any = None, prefix: str = ""
    ) -> None:
        self.path = path
        given = mapping(values)
        super().__init__(
            data, prefix=prefix, initial={name: _initial(given, name, fields[name]) for name in fields}
        )
        for name, field in fields.items():
            self.fields[name] = form_field(name, field, given.get(name))

    def clean(self) -> dict[str, Any]:
        """What was wrong before and was left as it is stops no other edit."""
        for name in [name for name in self.errors if name not in self.changed_data]:
            del self.errors[name]
        return self.cleaned_data

    def operations(self) -> list[Operation]:
        """What has to change in the manifest; nothing for fields that were left as they were."""
        edits: list[Operation] = []
        for name in self.changed_data:
            wanted, path = self.cleaned_data[name], (*self.path, name)
            edits.append(Remove(path) if wanted in ("", None) else Set(path, wanted))
        return edits


def _initial(values: Mapping[object, object], name: str, field: Field) -> object:
    value = values.get(name)
    return field.default is True if value is None and field.type == "boolean" else value


class Subscription:
    """One entry of a Warehouse's subscriptions with its form; kinds the catalog does not know have none."""

    def __init__(self, index: int, entry: object, catalog: Catalog, data: Any = None) -> None:
        self.index = index
        self.tried: TriedTags | None = None
        known = [kind for kind in ("git", "image", "chart") if isinstance(mapping(entry).get(kind), Mapping)]
        self.kind = known[0] if known else next(iter(map(str, mapping(entry))), "")
        body = self._body = mapping(entry, self.kind)
        fields = catalog.subscriptions[self.kind].fields if known else {}
        shown = scalars(fields, body)
        common = [name for name in _COMMON if name in shown]
        ordered = {name: shown[name] for name in [*common, *(name for name in shown if name not in common)]}
        self.form = FieldsForm((*PATH, index, self.kind), body, ordered, data, prefix=f"s{index}")
        self.common = [self.form[name] for name in common]
        self.rest = [self.form[name] for name in ordered if name not in common]
        self.lists = [(str(name), value) for name, value in body.items() if isinstance(value, list)]
        self.known = bool(known)

    @property
    def of_charts(self) -> bool:
        """Whether it discovers versions of a chart, where others discover tags."""
        return self.kind == "chart"

    @property
    def wrong_fields(self) -> list[str]:
        """The labels of the fields in which something is typed that cannot be."""
        return [str(self.form[name].label) for name in self.form.errors]

    def as_typed(self) -> dict[str, object]:
        """The entry with what is typed in place of what the manifest says."""
        values: dict[object, object] = dict(self._body)
        for name in self.form.changed_data if self.form.is_bound else ():
            values[name] = self.form.cleaned_data[name]
        return {self.kind: values}

    @property
    def rest_open(self) -> bool:
        """Whether something is wrong among the fields that are folded away."""
        return any(field.errors for field in self.rest)


def scalars(fields: Mapping[str, Field], values: Mapping[object, object]) -> dict[str, Field]:
    """The fields that hold one value; deprecated ones only where the manifest has them."""
    return {
        name: field
        for name, field in fields.items()
        if field.type in _SCALARS and (field.deprecated is None or name in values)
    }


def settings_form(warehouse: object, catalog: Catalog, data: Any = None) -> FieldsForm:
    """How often a Warehouse looks, and whether it makes Freight by itself."""
    spec = catalog.kinds["Warehouse"].schema.fields["spec"].fields
    fields = {name: spec[name] for name in _SETTINGS if name in spec}
    return FieldsForm(("spec",), at(warehouse, ("spec",)), fields, data, prefix="w")


def subscription_forms(warehouse: object, catalog: Catalog, data: Any = None) -> list[Subscription]:
    """The subscriptions in their order."""
    entries = items(at(warehouse, PATH))
    return [Subscription(index, entry, catalog, data) for index, entry in enumerate(entries)]


def operations(forms_: Iterable[FieldsForm]) -> list[Operation]:
    """All edits of several valid forms."""
    return [edit for form in forms_ for edit in form.operations()]
