"""What people might send through the forms of a project: what makes sense of it, and what does not.

Chosen by chance, but the same each time: an address below the project's, and the fields of a POST.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import yaml

from kargoui.core.catalog import catalog
from kargoui.editor.steps import STEPS_OF, at, keys
from kargoui.editor.subscriptions import FieldsForm, settings_form, subscription_forms

Form = dict[str, Any]

NASTY: tuple[str, ...] = (
    *("", " ", "中文", "<script>alert(1)</script>", "a: b", "a #b", "{{ .Values.x }}", "${{", "${{ }}", "}}"),
    *("a\nb", "a\r\nb: c", "- a\n- b", "\t", "a\0b", "\x85\u2028", "\ufeff", "\ufffd", "7", "-1", "1e3"),
    *("on", "null", "~", "'", '"', "[a", "{a: b}", "*a", "&a", "!!x y", "|", ">-", "%", "@", "`", "---"),
    *("x" * 300, "9" * 5000, "Acme", "a.b", "a..b", "-a", "../x", "new", "?", "# no", "😀", "ʼ", "²"),
)
GUARDS = (
    *("chartFrom(vars.repo) != nil", "${{ success() }}", "true", "ctx.stage == 'a' && failure()", "always()"),
    *('ctx.targetFreight.origin.name == "images"', "${{ a }} and ${{ b }}", "x ?? ''", "${% if %}", "a # b"),
)
NAMES = ("qa", "qa.eu", "canary", "x" * 63, "x" * 253, "1", "0x1", "1.10", "true", "null", "new", "undo")
REPOSITORIES: Mapping[str, tuple[str, ...]] = {
    "image": ("ghcr.io/acme/web", "nginx", "ghcr.io/a:1", "localhost:5000/web"),
    "chart": ("https://charts.acme.io", "oci://ghcr.io/acme/web", "http://charts.acme.io/a/"),
    "git": ("https://github.com/acme/web.git", "git@github.com:acme/web.git", "ssh://git@acme.io/web"),
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    "interval": ("5m", "1h30m", "5m0s", "1d", "0s", "-5m", "5"),
    "discoveryLimit": ("1", "20", "100", "101", "0", "2.5"),
    "repoURL": sum(REPOSITORIES.values(), ()),
    "name": ("web", "api"),
    "branch": ("main", "release/1.x", "a..b", "-a"),
    "constraint": ("^1.0.0", ">=1.2, <2", "latest", "v1"),
    "semverConstraint": ("^1.0.0", "*", "no"),
    "platform": ("linux/amd64", "linux/arm64/v8", "linux"),
    "allowTagsRegexes": ("^v", "("),
}
INDEXES = ("0", "1", "2", "3", "-1", "9" * 30, "9" * 5000, "1.0", "x", "", "٣", "²", " 0")


@dataclass(frozen=True)
class Submission:
    """A POST of `form` to `path` below the project's address."""

    path: str
    form: Form

    def __str__(self) -> str:
        shown = {name: value[:90] if isinstance(value, str) else value for name, value in self.form.items()}
        return f"POST {self.path[:90]} {shown!r}"


class Submissions:
    """Submissions for a project as its export says it is."""

    def __init__(self, seed: str, version: str) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.catalog = catalog(version)
        self.manifests: dict[str, dict[str, Any]] = {}

    def look(self, export: str) -> None:
        """Remember what there is, to choose from it."""
        self.manifests = {"Stage": {}, "Warehouse": {}, "PromotionTask": {}}
        for data in yaml.load_all(export, yaml.CSafeLoader):
            if isinstance(data, dict) and "kargo.akuity.io/" in str(data.get("apiVersion")):
                self.manifests.setdefault(str(data["kind"]), {})[data["metadata"]["name"]] = data

    def next(self) -> Submission:
        """One more."""
        weights: dict[Callable[[], Submission], float] = {
            self.requested_freight: 4 if self.manifests["Stage"] else 0.2,
            self.sources: 5 if self.manifests["Stage"] else 0.2,
            self.steps: 2 if self.stepped else 0.2,
            self.guard: 4 if self.stepped else 0.2,
            self.warehouse: 5 if self.manifests["Warehouse"] else 0.2,
            self.new_stage: 2 if self.manifests["Warehouse"] else 0.2,
            self.new_warehouse: 2,
            self.undo_or_redo: 2,
            self.discard_one: 1,
            self.settings: 0.5,
        }
        return self.random.choices(list(weights), list(weights.values()))[0]()

    @property
    def stepped(self) -> list[str]:
        """The kinds of what there is that have steps."""
        return [kind for kind in STEPS_OF if self.manifests[kind]]

    def some(self, *plausible: str, nasty: float = 0.2) -> str:
        """Something that makes sense, mostly."""
        if plausible and self.random.random() > nasty:
            return self.random.choice(plausible)
        return self.random.choice(NASTY)

    def name(self, kind: str, nasty: float = 0.04) -> str:
        return self.some(*self.manifests.get(kind, {}), nasty=nasty)

    def names(self, kind: str) -> list[str]:
        return [self.name(kind) for _ in range(self.random.choice((0, 1, 1, 1, 2, 3)))]

    def manifest(self, kind: str) -> tuple[str, Any]:
        """The path of a manifest's page, and the manifest; None for one that is not there."""
        name = self.name(kind, nasty=0.03)
        page = {"Stage": "stages", "Warehouse": "warehouses", "PromotionTask": "tasks"}[kind]
        return f"{page}/{quote(name, safe='')}/", self.manifests.get(kind, {}).get(name)

    def place(self, entries: object) -> tuple[str, str]:
        """The index and key of an entry, most often of one that is there."""
        known = keys(entries) if isinstance(entries, list) else []
        if known and self.random.random() < 0.85:
            index = self.random.randrange(len(known))
            return str(index), self.random.choice((known[index], known[index], ""))
        return self.random.choice(INDEXES), self.random.choice(("", "0123456789", "\0", *known))

    def move(self, entries: object) -> str:
        index, key = self.place(entries)
        return f"{index} {self.place(entries)[0]} {key}" if self.random.random() < 0.9 else self.some()

    def requested_freight(self) -> Submission:
        page, stage = self.manifest("Stage")
        entries = at(stage, ("spec", "requestedFreight"))
        index, key = self.place(entries)
        forms: list[Form] = [
            {"action": "add", "origin": self.name("Warehouse")},
            {"action": "remove", "index": index, "key": key},
            {"action": "move", "move": self.move(entries)},
            {"action": self.some("move", "", "remove"), "origin": self.some(), "index": index},
        ]
        return Submission(f"{page}requested-freight/", self.random.choices(forms, (3, 2, 3, 1))[0])

    def sources(self) -> Submission:
        page, stage = self.manifest("Stage")
        index, key = self.place(at(stage, ("spec", "requestedFreight")))
        form: Form = {
            "key": key,
            "stages": self.names("Stage"),
            "availability": self.some("OneOf", "All", nasty=0.02),
            "selection": self.some("NewestFreight", "NewestFreight", "MatchUpstream", nasty=0.02),
            "soak": self.some("", "", "1h", "1h30m", "5d", nasty=0.05),
        }
        if self.random.random() < 0.6:
            form["direct"] = "on"
        return Submission(f"{page}sources/{quote(index, safe='')}/", form)

    def steps(self) -> Submission:
        kind = self.random.choice(self.stepped or list(STEPS_OF))
        page, manifest = self.manifest(kind)
        return Submission(page, {"move": self.move(at(manifest, STEPS_OF[kind]))})

    def guard(self) -> Submission:
        kind = self.random.choice(self.stepped or list(STEPS_OF))
        page, manifest = self.manifest(kind)
        index, key = self.place(at(manifest, STEPS_OF[kind]))
        form = {"key": key, "action": self.some("save", "save", "save", "remove", nasty=0.05)}
        form["guard"] = self.some(*GUARDS, nasty=0.4)
        if self.random.random() < 0.2:
            form["suggestion"] = self.some(*GUARDS)
        return Submission(f"{page}guard/{quote(index, safe='')}/", form)

    def warehouse(self) -> Submission:
        """The form as it would be sent untouched, and some of its fields changed."""
        page, warehouse = self.manifest("Warehouse")
        subscriptions = subscription_forms(warehouse, self.catalog)
        forms = [settings_form(warehouse, self.catalog), *(one.form for one in subscriptions)]
        posted: Form = {}
        for form in forms:
            posted |= untouched(form)
        fields = [(form, name) for form in forms for name in form.fields]
        for form, name in self.random.sample(fields, min(len(fields), self.random.choice((1, 1, 2, 3)))):
            html_name = form.add_prefix(name)
            choices = [value for value, _ in getattr(form.fields[name], "choices", [])]
            if self.random.random() < 0.1:
                posted.pop(html_name, None)
            elif name in FIELDS or not choices:
                posted[html_name] = self.some(*FIELDS.get(name, ("", "a", "1")), nasty=0.15)
            else:
                posted[html_name] = self.some(*choices, nasty=0.1)
        return Submission(page, posted)

    def new_stage(self) -> Submission:
        form: Form = {
            "name": self.some(*NAMES, *self.manifests["Stage"]),
            "warehouses": self.names("Warehouse"),
            "upstream": self.random.choice(("", self.name("Stage"))),
            "task": self.random.choice(("", self.name("PromotionTask"))),
        }
        return Submission("new/stage/", form)

    def new_warehouse(self) -> Submission:
        kind = self.random.choice(list(REPOSITORIES))
        form = {
            "name": self.some(*NAMES, *self.manifests["Warehouse"]),
            "kind": self.some(kind, nasty=0.1),
            "repository": self.some(*REPOSITORIES[kind], nasty=0.2),
            "chart": self.some("", "web"),
        }
        return Submission("new/warehouse/", form)

    def undo_or_redo(self) -> Submission:
        path = self.random.choice(("undo/", "undo/", "redo/"))
        return Submission(path, {"next": self.some("/", nasty=0.5)})

    def discard_one(self) -> Submission:
        kind = self.some("Stage", "Warehouse", "PromotionTask", "ProjectConfig", nasty=0.1)
        return Submission("discard/", {"kind": kind or "Stage", "name": self.name(kind)})

    def settings(self) -> Submission:
        """Only what must be refused: a project may well be retargeted to a version that knows less."""
        version = {"change": "version", "kargo_version": self.random.choice((*NASTY, "1.3", "2.0"))}
        change, role = self.some("member", "remove"), self.some("editor")
        member = {"change": change, "username": self.some(), "role": role}
        return Submission("settings/", self.random.choice((version, member)))


def untouched(form: FieldsForm) -> Form:
    """What a form sends if nobody touches it."""
    posted: Form = {}
    for field in form:
        value = field.value()
        if field.widget_type == "checkbox":
            posted |= {field.html_name: "on"} if value else {}
        else:
            posted[field.html_name] = "" if value is None else str(value)
    return posted
