"""The variables of a Stage, its template and a task: changed in place, and worked out where they stand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.test_stage_requested_freight import HTMX

MANIFESTS = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: PromotionTask
metadata: {name: tagged, namespace: acme-pay}
spec:
  vars:
  - name: tag # of the image
    value: ${{ imageFrom("ghcr.io/acme/api").Tag }}
  - name: branch
  steps:
  - uses: copy
    config: {inPath: "${{ vars.tag }}", outPath: b}
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata: {name: own, namespace: acme-pay}
spec:
  vars:
  - name: env
    value: test # not production
  requestedFreight:
  - origin: {kind: Warehouse, name: images}
    sources: {direct: true}
  promotionTemplate:
    spec:
      vars:
      - name: full
        value: ${{ vars.env }}-${{ ctx.stage }}
      steps:
      - task: {name: tagged}
        vars:
        - {name: branch, value: main}
"""
STAGE = reverse("stage", args=["acme-pay", "own"])
OF_STAGE = reverse("stage_variable", args=["acme-pay", "own"])
OF_TASK = reverse("task_variable", args=["acme-pay", "tagged"])
TEMPLATE_VAR = "spec.promotionTemplate.spec.vars[0].value"


@pytest.fixture
def client(project: Project, people: People, as_: As) -> Client:
    files = [SourceFile("own.yaml", MANIFESTS.encode())]
    services.import_files(project=project, files=files, acting_user=people["admin"])
    return as_("editor")


def form_of(client: Client, page: str, label: str, **more: str) -> dict[str, str]:
    """Key and path of the variable of that name, as its link on the page says them."""
    text = client.get(page).content.decode()
    link = re.search(
        rf'<dt><code>{label}</code></dt>\s*<dd><a class="value"[^>]*\?key=([\w-]+)&amp;path=([^"]+)"', text
    )
    assert link is not None
    return {"key": link[1], "path": link[2].replace("%5B", "[").replace("%5D", "]"), **more}


def exported(client: Client) -> str:
    return client.get(reverse("download", args=["acme-pay", "yaml"])).content.decode()


def test_a_variable_of_the_stage_is_one_line(client: Client) -> None:
    form = form_of(client, STAGE, "env")
    assert form["path"] == "spec.vars[0].value"
    assert 'value="test"' in client.get(OF_STAGE, form, headers=HTMX).content.decode()
    answer = client.post(OF_STAGE, {**form, "value": "${{ ctx.stage }}"}, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="variables"' in answer.content.decode()
    assert "autofocus" in answer.content.decode()
    assert MANIFESTS.replace("value: test #", "value: ${{ ctx.stage }} #") in exported(client)


def test_a_default_of_a_task_is_one_line(client: Client) -> None:
    page = reverse("task", args=["acme-pay", "tagged"])
    answer = client.post(OF_TASK, form_of(client, page, "tag", value="latest"))
    assert (answer.status_code, answer["Location"]) == (302, page)
    changed = MANIFESTS.replace('value: ${{ imageFrom("ghcr.io/acme/api").Tag }}', "value: latest")
    assert changed in exported(client)
    assert "to be given" in client.get(page).content.decode()


def test_a_variable_that_changed_meanwhile_is_not_overwritten(client: Client) -> None:
    form = form_of(client, STAGE, "env")
    client.post(OF_STAGE, {**form, "value": "one"}, headers=HTMX)
    answer = client.post(OF_STAGE, {**form, "value": "two"}, headers=HTMX)
    assert answer.status_code == 409
    assert "no longer there" in answer.content.decode()
    assert "value: one" in exported(client)
    assert client.post(OF_STAGE, {**form, "path": "spec.shard", "value": "x"}).status_code == 409
    assert client.get(OF_STAGE)["Location"] == STAGE


def test_what_is_too_long_is_refused_and_kept(client: Client) -> None:
    form = form_of(client, STAGE, "env", value="y" * 20_001)
    answer = client.post(OF_STAGE, form, headers=HTMX)
    assert answer.status_code == 422
    assert "at most 20000 characters" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "name", "path", "typed", "value"),
    [
        ("stage", "own", TEMPLATE_VAR, "${{ vars.env }}-x", '"test-x"'),
        ("stage", "own", TEMPLATE_VAR, "${{ vars.full }}", "nil"),
        ("stage", "own", "spec.vars[0].value", "${{ vars.full == nil }}", "true"),
        ("stage", "own", "spec.vars[9].value", "${{ vars.env }}", '"test"'),
        ("task", "tagged", "spec.vars[0].value", "${{ vars.full }}", '"test-own"'),
        ("task", "tagged", "spec.vars[0].value", "${{ vars.tag }}", "nil"),
    ],
)
def test_a_variable_is_worked_out_where_it_stands(
    kind: str, name: str, path: str, typed: str, value: str, client: Client
) -> None:
    address = reverse(f"{kind}_evaluation", args=["acme-pay", name])
    form: dict[str, Any] = {"key": "any", "path": path, "text": typed, "cursor": "0"}
    answer = client.post(address, form)
    assert answer.status_code == 200
    assert answer.json()["value"] == value
