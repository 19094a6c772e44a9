"""The step flow of a Stage: its own steps, a task's steps, third-party steps, and who may guard them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.samples import PIPELINE, many_stages
from tests.editor.test_stage_requested_freight import HTMX, key_of

OWN = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: own
  namespace: acme-pay
  labels: {tier: "<i>gold</i>"}
spec:
  requestedFreight:
  - origin:
      kind: Warehouse
      name: images
    sources:
      direct: true
  promotionTemplate:
    spec:
      vars:
      - name: evil
        value: <script>alert(1)</script>
      steps:
      - uses: acme-<b>notify</b>
        as: tell
        config: {channel: "<script>alert(2)</script>"}
      - task:
          name: promote
        as: shared
      - uses: http
        if: ${{ success() }}
        config: {url: https://hooks.acme.io}
  verification:
    analysisTemplates:
    - name: smoke
"""
PAGE = reverse("stage", args=["acme-pay", "own"])


@pytest.fixture
def client(project: Project, people: People, as_: As) -> Client:
    services.import_files(
        project=project, files=[SourceFile("own.yaml", OWN.encode())], acting_user=people["admin"]
    )
    return as_("editor")


def guard(index: int) -> str:
    return reverse("stage_guard", args=["acme-pay", "own", index])


def test_steps_and_task_are_shown(client: Client) -> None:
    text = client.get(PAGE).content.decode()
    assert "third-party" in text
    assert reverse("task", args=["acme-pay", "promote"]) in text
    assert "image.tag ← imageFrom(…).Tag" in text
    assert "verification" in text


def test_nothing_of_a_manifest_is_markup(client: Client) -> None:
    for query in ("", "?tab=details", "?tab=verification"):
        text = client.get(PAGE + query).content.decode()
        for hostile in ("<script>alert", "<b>notify", "<i>gold"):
            assert hostile not in text


def test_tabs_show_verification_and_details(client: Client) -> None:
    assert "smoke" in client.get(PAGE, {"tab": "verification"}).content.decode()
    details = client.get(PAGE, {"tab": "details"}).content.decode()
    assert "own.yaml" in details
    assert "labels: tier" in details


def test_a_step_that_references_a_task_takes_no_guard(client: Client) -> None:
    key = key_of(client, PAGE, "promote shared")
    answer = client.post(guard(1), {"guard": "success()", "key": key}, headers=HTMX)
    assert answer.status_code == 422
    assert "belongs inside it" in answer.content.decode()
    text = client.get(PAGE).content.decode()
    assert f"attach-{key}" not in text
    assert "Kargo takes no guard on a step that references a task" in text


def test_own_steps_take_guards(client: Client) -> None:
    key = key_of(client, PAGE, "http")
    assert client.post(guard(2), {"action": "remove", "key": key}, headers=HTMX).status_code == 200
    key = key_of(client, PAGE, "http")
    answer = client.post(guard(2), {"guard": "always()", "key": key}, headers=HTMX)
    assert "if: <span" not in answer.content.decode()
    assert "${{ always() }}" in answer.content.decode()


def test_a_stage_without_steps_is_control_flow(project: Project, people: People, as_: As) -> None:
    text = PIPELINE.split("  promotionTemplate:")[0].split("---\n")[-1].replace("previewnet", "gate")
    services.import_files(
        project=project, files=[SourceFile("gate.yaml", text.encode())], acting_user=people["admin"]
    )
    page = as_("viewer").get(reverse("stage", args=["acme-pay", "gate"])).content.decode()
    assert "control flow" in page
    assert "No steps" in page


def queries(client: Client, stage: str, upstream: list[str]) -> tuple[int, int]:
    """How many queries the page takes, and an edit of its sources."""
    with CaptureQueriesContext(connection) as shown:
        assert client.get(reverse("stage", args=["acme-pay", stage])).status_code == 200
    wanted = {"direct": "on", "stages": upstream, "availability": "OneOf", "selection": "NewestFreight"}
    with CaptureQueriesContext(connection) as edited:
        answer = client.post(reverse("sources", args=["acme-pay", stage, 0]), wanted, headers=HTMX)
    assert answer.status_code == 200
    return len(shown), len(edited)


def test_queries_do_not_grow_with_the_stages(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    services.open_draft(project=project, acting_user=people["editor"])
    counts: list[tuple[int, int]] = []
    for number in (10, 200):
        files = [SourceFile("many.yaml", many_stages(number).encode())]
        services.import_files(project=project, files=files, acting_user=people["admin"])
        if not counts:  # from the start the draft holds an edit of an upstream Stage
            queries(client, "stage-0003", ["stage-0002"])
        counts.append(queries(client, f"stage-{number - 3:04}", [f"stage-{number - 4:04}"]))
    assert counts[0] == counts[1]
    assert counts[0] <= (14, 40)
