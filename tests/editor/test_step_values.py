"""The values of a step: listed with their paths, changed one at a time, and only their lines with them."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.editor.step_values import MAX_LENGTH, values_of
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.test_stage_requested_freight import HTMX, changed_lines, key_of

TASK = reverse("task", args=["acme-pay", "promote"])
VALUE = reverse("task_value", args=["acme-pay", "promote", 1])
PATH = "config.updates[0].value"
OWN = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: own
  namespace: acme-pay
spec:
  requestedFreight:
  - origin: {kind: Warehouse, name: images}
    sources: {direct: true}
  promotionTemplate:
    spec:
      steps:
      - uses: git-commit
        as: commit
        config:
          path: ./out
          message: |
            Promote to ${{ ctx.stage }}

            by ${{ ctx.meta.promotion.actor }}
      - task: {name: promote}
        as: shared
        vars:
        - name: branch # where it goes
          value: main
"""


@pytest.fixture
def own(project: Project, people: People, as_: As) -> Client:
    files = [SourceFile("own.yaml", OWN.encode())]
    services.import_files(project=project, files=files, acting_user=people["admin"])
    return as_("editor")


def test_templates_and_variables_are_listed_with_their_paths() -> None:
    step = {
        "config": {"path": "./x", "updates": [{"value": "${{ 1 }}"}], "a.b": {"c": "${% 2 %}"}, "n": 1},
        "vars": [{"name": "plain", "value": "x"}, {"name": "none"}, {"value": "no name"}, "nonsense"],
    }
    assert [(value.path, value.label, value.text) for value in values_of(step)] == [
        ("config.updates[0].value", "config.updates[0].value", "${{ 1 }}"),
        ('config["a.b"].c', 'config["a.b"].c', "${% 2 %}"),
        ("vars[0].value", "vars.plain", "x"),
    ]
    assert values_of("nonsense") == ()


def test_the_form_shows_the_value(project: Project, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, TASK, "yaml-update image")
    text = client.get(VALUE, {"key": key, "path": PATH}, headers=HTMX).content.decode()
    assert PATH in text
    assert "${{ imageFrom(&quot;ghcr.io/acme/api&quot;).Tag }}" in text
    page = client.get(VALUE, {"key": key, "path": PATH}).content.decode()
    assert "<expression-field" in page
    assert client.get(VALUE)["Location"] == TASK


def test_a_change_is_one_line_and_can_be_undone(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, TASK, "yaml-update image")
    typed = '${{ imageFrom("ghcr.io/acme/api")?.Tag ?? "none" }}'
    answer = client.post(VALUE, {"key": key, "path": PATH, "value": typed}, headers=HTMX)
    assert answer.status_code == 200
    assert changed_lines(project, people) == [
        '-        value: ${{ imageFrom("ghcr.io/acme/api").Tag }}',
        f"+        value: {typed}",
    ]
    shown = answer.content.decode()
    assert re.search(r'<details class="inside values" id="values-[\w-]+" open', shown)
    assert "autofocus" in shown
    client.post(reverse("undo", args=["acme-pay"]))
    assert changed_lines(project, people) == []


def test_without_htmx_the_form_leads_back(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, TASK, "yaml-update image")
    answer = client.post(VALUE, {"key": key, "path": PATH, "value": "${{ 1 }}"})
    assert (answer.status_code, answer["Location"]) == (302, TASK)
    assert len(changed_lines(project, people)) == 2


def test_the_same_text_is_no_edit(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    form = {"key": key_of(client, TASK, "yaml-update image"), "path": PATH}
    form["value"] = '${{ imageFrom("ghcr.io/acme/api").Tag }}'
    assert client.post(VALUE, form, headers=HTMX).status_code == 200
    assert changed_lines(project, people) == []


def test_a_text_of_several_lines_keeps_its_form(own: Client) -> None:
    page = reverse("stage", args=["acme-pay", "own"])
    address = reverse("stage_value", args=["acme-pay", "own", 0])
    form = {"key": key_of(own, page, "git-commit commit"), "path": "config.message"}
    assert "<textarea" in own.get(address, form, headers=HTMX).content.decode()
    typed = "Promote to ${{ ctx.stage }}\r\n\r\nfor ${{ ctx.project }}\r\n"
    assert own.post(address, {**form, "value": typed}, headers=HTMX).status_code == 200
    exported = own.get(reverse("download", args=["acme-pay", "yaml"])).content.decode()
    assert OWN.replace("by ${{ ctx.meta.promotion.actor }}", "for ${{ ctx.project }}") in exported


def test_what_a_step_hands_to_its_task_is_changed_in_the_stage(own: Client) -> None:
    page = reverse("stage", args=["acme-pay", "own"])
    address = reverse("stage_value", args=["acme-pay", "own", 1])
    form = {"key": key_of(own, page, "promote shared"), "path": "vars[0].value", "value": "${{ ctx.stage }}"}
    assert own.post(address, form, headers=HTMX).status_code == 200
    exported = own.get(reverse("download", args=["acme-pay", "yaml"])).content.decode()
    assert OWN.replace("value: main", "value: ${{ ctx.stage }}") in exported


def test_in_a_stage_a_task_s_values_are_shown_with_a_way_to_the_task(own: Client) -> None:
    text = html.unescape(own.get(reverse("stage", args=["acme-pay", "own"])).content.decode())
    inside = text[text.index("Steps of promote") :]
    assert '<code class="value">${{ imageFrom("ghcr.io/acme/api").Tag }}</code>' in inside
    assert re.search(rf'href="{TASK}#step-[\w-]+">Change them in the task', inside)
    assert "stage_value" not in inside
    assert "/values/" not in inside.split("</details>")[0]


@pytest.mark.parametrize("path", ["config.path", "config.nowhere", "uses", "config.updates", "[", ""])
def test_only_what_is_listed_is_changed(path: str, project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    form = {"key": key_of(client, TASK, "yaml-update image"), "path": path, "value": "x"}
    answer = client.post(VALUE, form, headers=HTMX)
    assert answer.status_code == 409
    assert "no longer there" in answer.content.decode()
    assert changed_lines(project, people) == []


def test_what_kargo_would_refuse_is_refused_and_kept_in_the_form(own: Client) -> None:
    address = reverse("stage_value", args=["acme-pay", "own", 0])
    page = reverse("stage", args=["acme-pay", "own"])
    form = {"key": key_of(own, page, "git-commit commit"), "path": "config.message"}
    answer = own.post(address, {**form, "value": ""}, headers=HTMX)
    assert answer.status_code == 422
    assert "Nothing was changed." in answer.content.decode()
    long = own.post(address, {**form, "value": "<b>" + "x" * MAX_LENGTH}, headers=HTMX)
    assert long.status_code == 422
    assert "at most 20000 characters" in long.content.decode()
    assert "&lt;b&gt;x" in long.content.decode()
    assert own.post(address, {**form, "key": "gone", "value": "x"}, headers=HTMX).status_code == 409


def test_who_may_only_look_sees_the_values_and_no_way_to_change_them(project: Project, as_: As) -> None:
    text = as_("viewer").get(TASK).content.decode()
    assert PATH in text
    assert "/values/" not in text
    assert "expression-field" not in text
