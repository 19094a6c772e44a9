"""Manifests made from the schemas of ../shared: mostly valid ones, and mutations of them."""

from __future__ import annotations

import copy
import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

from tests.conformance.reference import checker

TEXTS = (
    "main", "stage-1", "10m", "1h30m", "https://github.com/acme/app.git", "https://charts.acme.io",
    "oci://ghcr.io/acme/chart", "ghcr.io/acme/app", "linux/amd64", "2025-06-30T12:00:00Z", "^1.2.0", "v1.2.3",
    "./out", "acme", "0123456789abcdef0123456789abcdef01234567", "sha256:abc", "person@acme.io", "glob:x-*",
)  # fmt: skip
WRONG = ("", "Nothing At All", "-", "${{ vars.x }}", "a" * 300, "a/b", 0, -1, 3, 1.5, 10**6, True, False)
WRONG_SHAPES: tuple[Any, ...] = ([], {}, ["x"], {"x": 1}, None, [None])
OPTIONAL = 0.35
DEEP = 7


class Generator:
    """Makes manifests of one Kargo version, the same ones for the same seed."""

    def __init__(self, version: str, seed: object) -> None:
        self.version = version
        self.random = random.Random(f"{version}:{seed}")  # noqa: S311
        self.root: Path = checker().DATA / f"v{version}"

    def kinds(self) -> list[str]:
        return sorted(checker().crds(f"v{self.version}"))

    def manifest(self, kind: str) -> dict[str, Any]:
        """A manifest of a kind that is valid more often than not."""
        schema = checker().crds(f"v{self.version}")[kind]
        data: dict[str, Any] = self.value(schema, 0)
        name = {"ClusterConfig": "cluster", "ProjectConfig": "demo"}.get(kind, "thing")
        data.update(apiVersion="kargo.akuity.io/v1alpha1", kind=kind, metadata={"name": name})
        if kind not in checker().CLUSTER_SCOPED:
            data["metadata"]["namespace"] = "demo"
        if self.random.random() < 0.9:
            data.pop("status", None)
        if kind == "Warehouse" and "subscriptions" in data.get("spec", {}):
            data["spec"]["subscriptions"] = [self.subscription() for _ in range(self.random.randint(1, 2))]
        self._fill_steps(data)
        return data

    def subscription(self) -> dict[str, Any]:
        """A subscription of one of the three kinds."""
        kind = self.random.choice(("git", "image", "chart"))
        path = self.root / "subscriptions" / f"{kind}.json"
        if path.exists():
            schema = _json(path)
        else:
            crd = checker().crds(f"v{self.version}")["Warehouse"]["properties"]["spec"]["properties"]
            schema = crd["subscriptions"]["items"]["properties"][kind]
        body = self.value(schema, 0)
        if kind == "chart" and self.random.random() < 0.8:
            web = str(body.get("repoURL", "")).startswith("http")
            body.update(name="app") if web else body.pop("name", None)
        for field in ("semverConstraint", "constraint"):
            if field in body:
                body[field] = self.random.choice(("^1.2.0", ">=1 <3", "1.x"))
        if kind == "image" and self.random.random() < 0.7:
            body["imageSelectionStrategy"] = "SemVer"
        return {kind: body}

    def _fill_steps(self, data: Any) -> None:
        if isinstance(data, list):
            for item in data:
                self._fill_steps(item)
        elif isinstance(data, dict):
            if "uses" in data and "task" in data and self.random.random() < 0.9:
                kept = self.random.choice((("task", "vars"), ("uses", "if", "vars", "config", "retry")))
                for key in [key for key in data if key not in ("as", *kept)]:
                    del data[key]
            if "uses" in data:
                known = sorted(checker().known_steps(f"v{self.version}"))
                data["uses"] = self.random.choice((*known, *known, "mine"))
                data["config"] = self.config(data["uses"])
            if "as" in data:
                data["as"] = f"a{self.random.randrange(1000)}"
            for value in data.values():
                self._fill_steps(value)

    def config(self, uses: str) -> Any:
        """A config of one step kind, now and then with expressions."""
        path = self.root / "steps" / f"{uses}-config.json"
        if not path.exists():
            return {"anything": [1]}
        return self.value(_inlined(path), 0, templates=self.random.random() < 0.3)

    def value(self, schema: dict[str, Any], depth: int, templates: bool = False) -> Any:
        """A value of a JSON Schema; which branch of a oneOf holds is left to chance."""
        if templates and depth and self.random.random() < 0.15:
            return "${{ vars.x }}"
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        if "const" in schema:
            return schema["const"]
        match schema.get("type"):
            case "object":
                return self._object(schema, depth, templates)
            case "array":
                if depth > DEEP:
                    return []
                least = schema.get("minItems", 0)
                count = self.random.randint(least, max(least, 2))
                return [self.value(schema.get("items", {}), depth + 1, templates) for _ in range(count)]
            case "integer" | "number":
                return self.random.randint(schema.get("minimum", 0), schema.get("maximum", 9))
            case "boolean":
                return self.random.random() < 0.5
            case "string":
                return self._text(schema)
            case _:
                return self.random.choice(("text", {"any": 1}))

    def _object(self, schema: dict[str, Any], depth: int, templates: bool) -> dict[str, Any]:
        chosen = schema
        for word in ("oneOf", "anyOf"):
            if word in schema and self.random.random() < 0.8:
                branch = self.random.choice(schema[word])
                required = {*schema.get("required", ()), *branch.get("required", ())}
                chosen = {**schema, "required": required}
        properties, required = schema.get("properties", {}), set(chosen.get("required", ()))
        data = {
            name: self.value(child, depth + 1, templates)
            for name, child in properties.items()
            if name in required or (depth < DEEP and self.random.random() < OPTIONAL)
        }
        values = schema.get("additionalProperties")
        if isinstance(values, dict) and self.random.random() < 0.5:
            data["key"] = self.value(values, depth + 1, templates)
        return data

    def _text(self, schema: dict[str, Any]) -> str:
        pattern = schema.get("pattern")
        fitting = [text for text in TEXTS if pattern is None or re.search(pattern, text)]
        return self.random.choice(fitting or TEXTS)

    def mutated(self, data: dict[str, Any]) -> dict[str, Any]:
        """A copy with one or two fields removed, changed, added or repeated somewhere."""
        data = copy.deepcopy(data)
        for _ in range(self.random.randint(1, 2)):
            self._mutate(data)
        return data

    def _mutate(self, data: dict[str, Any]) -> None:
        places = list(_places(data))
        if not places:
            return
        parent, key = self.random.choice(places)
        match self.random.randrange(6):
            case 0:
                del parent[key]
            case 1:
                parent[key] = copy.deepcopy(self.random.choice(WRONG))
            case 2:
                parent[key] = copy.deepcopy(self.random.choice(WRONG_SHAPES))
            case 3 if isinstance(parent, dict):
                parent[f"{key}X"] = parent[key]
            case 4 if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[key]))
            case _:
                parent[key] = self.random.choice(TEXTS)


def _places(data: Any) -> Any:
    for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
        yield data, key
        if isinstance(value, dict | list):
            yield from _places(value)


@cache
def _json(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


@cache
def _inlined(path: Path) -> dict[str, Any]:
    document = _json(path)
    local = checker().resolve_local(document, document)
    inlined: dict[str, Any] = checker().inlined(local, path.parent)
    return inlined
