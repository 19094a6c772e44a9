"""Whatever people type into names, files, messages and manifests, it is shown as text."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kargoui.accounts.models import User
from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.samples import stage
from tests.editor.test_addresses import OF_A_PROJECT
from tests.editor.test_draft_pages import PUBLISH, edit

EVIL = "<script>alert('x')</script>"
MANIFEST = f"""\
# {EVIL}
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: qa
  namespace: acme-pay
  annotations:
    note: "{EVIL}"
    "{EVIL}": x
spec:
  "{EVIL}": 1
  requestedFreight:
  - origin:
      kind: Warehouse
      name: "{EVIL}"
    sources:
      stages: ["{EVIL}"]
  promotionTemplate:
    spec:
      vars:
      - name: v
        value: "{EVIL}"
      steps:
      - uses: "{EVIL}"
        as: "{EVIL}"
        if: ${{{{ "{EVIL}" == "" }}}}
        config:
          path: "{EVIL}"
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: "{EVIL}"
data:
  a: "{EVIL}"
"""


@pytest.fixture
def hostile(project: Project, people: People, as_: As) -> Project:
    """The project after somebody has put scripts wherever there is room."""
    User.objects.filter(pk=people["editor"].pk).update(username=EVIL)
    file = SimpleUploadedFile(f"{EVIL}.yaml".replace("/", "∕"), MANIFEST.encode())
    as_("editor").post(reverse("import", args=["acme-pay"]), {"files": [file]})
    edit(project, people)
    as_("editor").post(PUBLISH, {"message": EVIL, "override": EVIL})
    edit(project, people, name="charts")
    return project


def assert_harmless(html: str) -> None:
    assert "<script>alert" not in html
    assert "alert('x')</script>" not in html


OF_THE_STAGE = {
    "stage": ("qa",),
    "inspect": ("stage", "qa"),
    "stage_what_if": ("qa",),
    "stage_what_if_step": ("qa",),
}
SHOWN = [name for name, row in OF_A_PROJECT.items() if row.get in (200, 302) and name != "download"]


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("name", SHOWN)
def test_no_page_of_a_project_runs_what_was_typed(name: str, live: bool, hostile: Project, as_: As) -> None:
    args = OF_THE_STAGE.get(name, OF_A_PROJECT[name].args)
    headers = {"HX-Request": "true"} if live else {}
    answer = as_("editor").get(reverse(name, args=["acme-pay", *args]), follow=True, headers=headers)
    assert answer.status_code == 200
    assert_harmless(answer.content.decode())


@pytest.mark.parametrize("number", [1, 2, 3])
def test_no_revision_runs_what_was_typed(number: int, hostile: Project, as_: As) -> None:
    assert_harmless(as_("editor").get(reverse("revision", args=["acme-pay", number])).content.decode())


@pytest.mark.parametrize("name", ["publish", "import"])
def test_no_page_of_an_editor_runs_what_was_typed(name: str, hostile: Project, as_: As) -> None:
    assert_harmless(as_("editor").get(reverse(name, args=["acme-pay"])).content.decode())


def test_what_a_refused_form_keeps_is_text(project: Project, as_: As) -> None:
    admin = as_("admin")
    for address, form in (
        ("new_project", {"name": EVIL, "kargo_version": EVIL, "text": EVIL}),
        ("new_project", {"name": EVIL, "kargo_version": "1.11", "text": stage(EVIL)}),
    ):
        assert_harmless(admin.post(reverse(address), form).content.decode())
    for address, form in (
        ("import", {"text": stage(EVIL)}),
        ("import", {"text": f"{EVIL}: [1"}),
        ("publish", {"message": EVIL}),
        ("project_settings", {"change": "member", "username": EVIL, "role": EVIL}),
        ("project_settings", {"change": "version", "kargo_version": EVIL}),
    ):
        assert_harmless(admin.post(reverse(address, args=["acme-pay"]), form).content.decode())


def test_error_pages_do_not_repeat_the_address(project: Project, as_: As) -> None:
    html = as_("admin").get(f"/projects/acme-pay/stages/{EVIL}/").content.decode()
    assert_harmless(html)
