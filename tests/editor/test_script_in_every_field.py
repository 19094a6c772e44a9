"""A manifest with a script wherever a text can stand is refused nothing, and shown as text on every page."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from kargoui.pipelines.models import Project
from tests.editor.conftest import As
from tests.editor.samples import PIPELINE
from tests.editor.test_addresses import OF_A_PROJECT

CLOSED = "\"'><script>alert('x')</script>"  # fits into no address, because of its slash
OPEN = "\"'><script>alert('x')"
KEPT = ("apiVersion", "kind", "namespace")
MORE = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: ProjectConfig
metadata: {name: a}
spec:
  promotionPolicies: [{stage: a}, {stageSelector: {name: "glob:a", matchLabels: {a: b}}}]
  webhookReceivers: [{name: a, github: {secretRef: {name: a}}}]
---
apiVersion: v1
kind: a
metadata: {name: a}
data: {a: b}
"""
STAGE = """\
metadata: {labels: {a: b}, annotations: {kargo.akuity.io/color: a}}
spec:
  shard: a
  vars: [{name: a, value: b}]
  requestedFreight:
  - origin: {kind: a, name: a}
    sources:
      stages: [a, b]
      requiredSoakTime: a
      availabilityStrategy: a
      autoPromotionOptions: {selectionPolicy: a}
  promotionTemplate:
    spec:
      vars: [{name: a, value: b}]
      steps:
      - {uses: a, as: a, if: a, retry: {timeout: a}, vars: [{name: a, value: b}], config: {a: b, c: [d]}}
      - {uses: yaml-update, config: {path: a, updates: [{key: a, value: "${{ imageFrom(a).Tag }}"}]}}
      - {task: {name: a, kind: a}, vars: [{name: a, value: b}]}
  verification: {analysisTemplates: [{name: a, kind: a}], args: [{name: a, value: b}]}
"""


def scripted(value: Any, script: str) -> Any:
    """The same with a script in every key that people choose and in every text."""
    if isinstance(value, dict):
        return {
            script if len(key) == 1 else key: item if key in KEPT else scripted(item, script)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [scripted(item, script) for item in value]
    return f"{value}{script}" if isinstance(value, str) and "${{" in value else script


def manifests(script: str) -> str:
    documents = [*yaml.safe_load_all(PIPELINE), *yaml.safe_load_all(MORE)]
    stage = next(one for one in documents if one["kind"] == "Stage")
    stage["metadata"] |= yaml.safe_load(STAGE)["metadata"]
    stage["spec"] = yaml.safe_load(STAGE)["spec"]
    once = {one["kind"]: one for one in reversed(documents)}
    return "---\n".join(
        f"# {script}\n{json.dumps(scripted(one, script), indent=1)}\n" for one in once.values()
    )


@pytest.fixture(params=[OPEN, CLOSED], ids=["with addresses", "without"])
def script(request: pytest.FixtureRequest, project: Project, as_: As) -> str:
    """The script, after manifests full of it have been imported."""
    made = str(request.param)
    answer = as_("editor").post(reverse("import", args=["acme-pay"]), {"text": manifests(made)})
    assert answer.status_code == 200
    assert_harmless(answer.content.decode())
    return made


def assert_harmless(html: str) -> None:
    assert "<script>alert" not in html
    assert "alert('x')</script>" not in html
    assert "\"'>" not in html


def addresses(script: str) -> list[str]:
    own = {"stage": "Stage", "task": "PromotionTask", "warehouse": "Warehouse"}
    found = []
    for name, row in OF_A_PROJECT.items():
        args: tuple[object, ...] = row.args
        if row.get == 405 or name == "download":
            continue
        if args and isinstance(args[0], str):
            if script == CLOSED:
                continue
            args = ("stage", script) if name == "inspect" else (script, *args[1:])
        query = "?key=" if name in ("sources", "stage_guard", "task_guard") else ""  # opens the form
        found.append(reverse(name, args=["acme-pay", *args]) + query)
        if name in own and script == OPEN:
            found += [f"{found[-1]}?tab={tab}" for tab in ("verification", "details", "%22%3E")]
    return found


@pytest.mark.parametrize("live", [False, True], ids=["page", "part"])
def test_every_page_shows_it_as_text(script: str, live: bool, as_: As) -> None:
    client = as_("admin")
    headers = {"HX-Request": "true"} if live else {}
    shown = 0
    for address in addresses(script):
        answer = client.get(address, follow=True, headers=headers)
        known = (404,) if "/problems/rules/" in address else (200, 409)  # no rule has such a name
        assert answer.status_code in known, address
        assert_harmless(answer.content.decode())
        shown += "&lt;script&gt;alert" in answer.content.decode()
    assert shown > 5


FORMS: tuple[tuple[str, tuple[object, ...], dict[str, object]], ...] = (
    ("stage", (), {"move": "0 1"}),
    ("requested_freight", (), {"action": "add", "origin": CLOSED}),
    ("requested_freight", (), {"action": CLOSED, "move": CLOSED}),
    ("requested_freight", (), {"action": "remove", "index": 0}),
    ("sources", (0,), {"stages": [CLOSED], "availability": CLOSED, "selection": CLOSED, "soak": CLOSED}),
    ("stage_guard", (0,), {"guard": CLOSED}),
    ("stage_guard", (1,), {"suggestion": CLOSED + "\n"}),
    ("task", (), {"move": "0 0"}),
    ("task_guard", (0,), {"guard": CLOSED}),
    ("warehouse", (), {"w-interval": CLOSED, "s0-repoURL": CLOSED, "s0-constraint": CLOSED}),
)


@pytest.mark.parametrize("live", [False, True], ids=["page", "part"])
def test_every_form_says_it_as_text(live: bool, project: Project, as_: As) -> None:
    client = as_("editor")
    client.post(reverse("import", args=["acme-pay"]), {"text": manifests(OPEN)})
    for name, args, form in FORMS:
        send(client, reverse(name, args=["acme-pay", OPEN, *args]), form, live)
    for name in ("new_stage", "new_warehouse"):
        form = {"name": CLOSED, "warehouses": [CLOSED], "upstream": CLOSED, "task": CLOSED, "kind": CLOSED}
        send(client, reverse(name, args=["acme-pay"]), {**form, "repository": CLOSED, "chart": CLOSED}, live)
    discarded: dict[str, object] = {"kind": CLOSED, "name": CLOSED}
    send(client, reverse("discard", args=["acme-pay"]), discarded, live)


def send(client: Client, address: str, form: dict[str, object], live: bool) -> None:
    headers = {"HX-Request": "true"} if live else {}
    answer = client.post(address, form, headers=headers, follow=True)
    assert answer.status_code < 500
    assert_harmless(answer.content.decode())
