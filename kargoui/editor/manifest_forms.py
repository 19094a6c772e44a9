"""The small forms of the workbench: sources of a request, a new Stage, a new Warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml
from django import forms
from django.utils.translation import gettext_lazy as _

from kargoui.core.catalog import Catalog
from kargoui.core.sentence import Sentence
from kargoui.editor.catalog_fields import form_field
from kargoui.editor.slots import Sources, new_request, sources_schema

NAME_HELP = _("Lower-case letters, digits and hyphens.")


def _name_field() -> forms.CharField:
    attrs = {
        "class": "inp",
        "autocomplete": "off",
        "autocapitalize": "off",
        "spellcheck": "false",
        "autofocus": True,
    }
    return forms.CharField(
        label=_("Name"), max_length=253, help_text=NAME_HELP, widget=forms.TextInput(attrs=attrs)
    )


class SourcesForm(forms.Form):
    """Where a Stage takes the Freight of one origin from."""

    direct = forms.BooleanField(
        label=_("Directly from the Warehouse"),
        help_text=_("New Freight is available at once, without passing another Stage."),
        required=False,
    )
    stages = forms.MultipleChoiceField(label=_("From upstream Stages, once verified there"), required=False)
    availability = forms.ChoiceField(
        label="availabilityStrategy",
        choices=[
            ("OneOf", _("OneOf: verified in one of the Stages")),
            ("All", _("All: verified in all of the Stages")),
        ],
        widget=forms.Select(attrs={"class": "inp"}),
    )
    selection = forms.ChoiceField(
        label="autoPromotionOptions.selectionPolicy",
        choices=[
            ("NewestFreight", _("NewestFreight: the newest that is available")),
            ("MatchUpstream", _("MatchUpstream: what the upstream Stage has now")),
        ],
        widget=forms.Select(attrs={"class": "inp"}),
    )

    def __init__(
        self, has: Sources, names: list[str], stage: str, catalog: Catalog, data: Any, key: str
    ) -> None:
        initial = {
            "direct": has.direct,
            "stages": list(has.stages),
            "availability": has.availability or "OneOf",
            "soak": has.soak,
            "selection": has.selection or "NewestFreight",
        }
        super().__init__(data, initial=initial, auto_id=f"id_{key}_%s")
        if data is None:
            self.fields["direct"].widget.attrs["autofocus"] = True
        self.has = has
        self.key = key
        self.url = ""
        self.refused: Sequence[Sentence] = ()
        self.names = [*has.stages, *(name for name in names if name != stage and name not in has.stages)]
        self.known = frozenset(names)
        schema = sources_schema(catalog)
        self.fields["stages"].choices = [(name, name) for name in self.names]  # type: ignore[attr-defined]
        self.fields["soak"] = form_field("requiredSoakTime", schema["requiredSoakTime"])
        self.fields["soak"].help_text = _("How long Freight stays in an upstream Stage first, such as 1h30m.")
        for name, written in (("availability", has.availability), ("selection", has.selection)):
            choices = self.fields[name].choices  # type: ignore[attr-defined]
            if written and written not in dict(choices):
                self.fields[name].choices = [*choices, (written, written)]  # type: ignore[attr-defined]
        if "autoPromotionOptions" not in schema:
            del self.fields["selection"]

    @property
    def refused_id(self) -> str:
        return f"sources-{self.key}-refused"

    def stage_choices(self) -> list[dict[str, object]]:
        """The Stages to choose from: those chosen first."""
        chosen = self["stages"].value() or []
        return [
            {"name": name, "chosen": name in chosen, "missing": name not in self.known} for name in self.names
        ]

    def sources(self) -> Sources:
        """What was asked for; defaults that the manifest does not spell out stay away."""
        wanted = self.cleaned_data
        return Sources(
            direct=wanted["direct"],
            stages=tuple(name for name in self.names if name in wanted["stages"]),
            availability=wanted["availability"],
            soak=wanted["soak"],
            selection=wanted.get("selection", self.has.selection),
        )


class NewStageForm(forms.Form):
    """A Stage with what it needs to begin with."""

    warehouses = forms.MultipleChoiceField(
        label=_("Warehouses it requests Freight from"), widget=forms.CheckboxSelectMultiple
    )
    upstream = forms.ChoiceField(
        label=_("Freight comes"), required=False, widget=forms.Select(attrs={"class": "inp"})
    )
    task = forms.ChoiceField(label=_("Steps"), required=False, widget=forms.Select(attrs={"class": "inp"}))

    def __init__(self, names: dict[str, list[str]], data: Any = None, name: str = "") -> None:
        super().__init__(data, initial={"name": name})
        self.fields = {"name": _name_field(), **self.fields}
        plain = {kind: [(name, name) for name in names.get(kind, [])] for kind in ("Warehouse", "Stage")}
        self.fields["warehouses"].choices = plain["Warehouse"]  # type: ignore[attr-defined]
        self.fields["upstream"].choices = [  # type: ignore[attr-defined]
            ("", _("directly from the Warehouses")),
            *((name, _("from Stage %(name)s") % {"name": name}) for name in names.get("Stage", [])),
        ]
        self.fields["task"].choices = [  # type: ignore[attr-defined]
            ("", _("none: a control flow Stage, which only passes Freight on")),
            *((name, _("of task %(name)s") % {"name": name}) for name in names.get("PromotionTask", [])),
        ]

    def manifest(self, project: str) -> str:
        """The new Stage as YAML."""
        wanted = self.cleaned_data
        requests = [new_request(origin) for origin in wanted["warehouses"]]
        if wanted["upstream"]:
            requests = [{**request, "sources": {"stages": [wanted["upstream"]]}} for request in requests]
        spec: dict[str, object] = {"requestedFreight": requests}
        if wanted["task"]:
            spec["promotionTemplate"] = {"spec": {"steps": [{"task": {"name": wanted["task"]}}]}}
        return as_yaml("Stage", wanted["name"], project, spec)


class NewWarehouseForm(forms.Form):
    """A Warehouse with its first subscription."""

    kind = forms.ChoiceField(
        label=_("It watches"),
        choices=[
            ("image", _("a container image")),
            ("chart", _("a Helm chart")),
            ("git", _("a Git repository")),
        ],
        widget=forms.Select(attrs={"class": "inp"}),
    )
    repository = forms.CharField(
        label="repoURL",
        help_text=_(
            "ghcr.io/acme/api, https://charts.acme.io or https://github.com/acme/config.git, for example."
        ),
        widget=forms.TextInput(attrs={"class": "inp", "autocomplete": "off", "spellcheck": "false"}),
    )
    chart = forms.CharField(
        label=_("Name of the chart"),
        help_text=_("Only for a chart out of a repository of several; an OCI address names its chart."),
        required=False,
        widget=forms.TextInput(attrs={"class": "inp", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, name: str = "") -> None:
        super().__init__(data, initial={"name": name})
        self.fields = {"name": _name_field(), **self.fields}

    def manifest(self, project: str) -> str:
        """The new Warehouse as YAML."""
        wanted = self.cleaned_data
        body = {"repoURL": wanted["repository"]}
        if wanted["kind"] == "chart" and wanted["chart"]:
            body["name"] = wanted["chart"]
        spec: dict[str, object] = {"interval": "5m0s", "subscriptions": [{wanted["kind"]: body}]}
        return as_yaml("Warehouse", wanted["name"], project, spec)


def as_yaml(kind: str, name: str, project: str, spec: dict[str, object]) -> str:
    """A new manifest of Kargo's, in the order in which people write them."""
    manifest = {
        "apiVersion": "kargo.akuity.io/v1alpha1",
        "kind": kind,
        "metadata": {"name": name, "namespace": project},
        "spec": spec,
    }
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=10_000)
