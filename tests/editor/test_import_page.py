"""Importing into a project: the report, and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from kargoui.pipelines.models import Project, Revision, Stage
from tests.editor.conftest import As
from tests.editor.samples import PIPELINE, SECRET, stage

CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: acme-pay\n"


def upload(name: str, text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def send(as_: As, *, htmx: bool = False, **form: object) -> HttpResponse:
    headers = {"HX-Request": "true"} if htmx else {}
    answer = as_("editor").post(reverse("import", args=["acme-pay"]), form, headers=headers)
    assert isinstance(answer, HttpResponse)
    return answer


def zipped(**files: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def state() -> tuple[int, int]:
    return Stage.objects.count(), Revision.objects.count()


def test_the_report_says_per_document_what_happened(project: Project, as_: As) -> None:
    changed = PIPELINE.replace("^1.0.0", "^2.0.0")
    answer = send(
        as_, files=[upload("pipeline.yaml", changed), upload("more.yaml", stage("qa") + "---\n" + CONFIG_MAP)]
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Imported as revision 2" in page
    for word in ("created", "changed", "unchanged", "kept verbatim"):
        assert word in page
    assert reverse("stage", args=["acme-pay", "qa"]) in page
    assert "more.yaml" in page


def test_importing_the_same_again_changes_nothing(project: Project, as_: As) -> None:
    page = send(as_, files=[upload("pipeline.yaml", PIPELINE)]).content.decode()
    assert "Nothing to change" in page
    assert Revision.objects.count() == 1


def test_pasted_text_is_imported(project: Project, as_: As) -> None:
    assert send(as_, text=stage("qa")).status_code == 200
    assert Stage.objects.filter(project=project, name="qa").exists()


def test_a_zip_is_imported_with_its_paths(project: Project, as_: As) -> None:
    page = send(as_, files=[upload("repo.zip", zipped(**{"stages/qa.yaml": stage("qa")}))]).content.decode()
    assert "stages/qa.yaml" in page


def test_with_htmx_only_the_result_and_what_it_changes_come_back(project: Project, as_: As) -> None:
    page = send(as_, htmx=True, text=stage("qa")).content.decode()
    assert "<html" not in page
    assert 'id="draft-bar" hx-swap-oob="true"' in page
    assert 'id="side"' in page


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("", 400, "nothing to import"),
        ("   \n", 400, "nothing to import"),
        ("a: [1", 422, "pasted.yaml:1"),
        ("a: 1\na: 2\n", 422, "pasted.yaml:2"),
        ("\tapiVersion: v1", 422, "pasted.yaml:1"),
        ("replicas: {{ .Values.replicas }}", 422, "Helm"),
        ("a: \0", 422, "pasted.yaml:1"),
        (CONFIG_MAP, 422, "no Kargo manifest"),
        (stage("qa") + "---\n" + stage("qa"), 422, "qa"),
        (stage("qa") + "---\n" + SECRET, 422, "Secret"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_bad_input_is_refused_and_kept_in_the_form(
    text: str, status: int, says: str, project: Project, as_: As
) -> None:
    before = state()
    answer = send(as_, text=text)
    page = answer.content.decode()
    assert (answer.status_code, state()) == (status, before)
    assert "Nothing was imported" in page
    assert says.lower() in page.lower()
    if text.strip() and "\0" not in text:
        assert text.strip().splitlines()[0] in page.replace("&#x27;", "'")
    assert "hunter2" not in page.replace(text, "") or text.endswith(SECRET)


def test_bad_zips_are_refused(project: Project, as_: As) -> None:
    before = state()
    for content in (zipped(**{"../out.yaml": stage("qa")}), b"PK\x03\x04 not a zip"):
        assert send(as_, files=[upload("repo.zip", content)]).status_code == 422
    assert state() == before


@pytest.mark.parametrize("htmx", [False, True])
def test_an_upload_that_is_too_large_is_refused_unread(htmx: bool, project: Project, as_: As) -> None:
    before = state()
    answer = send(as_, htmx=htmx, files=[upload("large.yaml", b"#" * (34 * 1024 * 1024))])
    page = answer.content.decode()
    assert (answer.status_code, state()) == (413, before)
    assert "larger than 32 MB" in page
    assert ("<html" in page) is not htmx


def test_secrets_can_be_left_out(project: Project, as_: As) -> None:
    answer = send(as_, text=stage("qa") + "---\n" + SECRET, leave_out_secrets="on")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "left out" in page
    assert "hunter2" not in page
    assert Stage.objects.filter(name="qa").exists()


def test_a_refusal_with_htmx_has_the_same_status(project: Project, as_: As) -> None:
    answer = send(as_, htmx=True, text="a: [1")
    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()
