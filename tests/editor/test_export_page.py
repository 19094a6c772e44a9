"""What there is to download, of the draft and of the published state."""

from __future__ import annotations

import io
import zipfile

from django.urls import reverse

from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.samples import FLAWED, PIPELINE
from tests.editor.test_draft_pages import edit


def address(form: str, of: str = "draft") -> str:
    return f"{reverse('download', args=['acme-pay', form])}?of={of}"


def test_the_page_explains_each_download(project: Project, as_: As) -> None:
    page = as_("viewer").get(reverse("export", args=["acme-pay"])).content.decode()
    for form in ("yaml", "zip", "kustomize"):
        assert reverse("download", args=["acme-pay", form]) in page
    assert "problems" not in page.split('<main class="main"')[1]


def test_a_stream_is_the_import_to_the_byte(project: Project, as_: As) -> None:
    answer = as_("viewer").get(address("yaml"))
    assert answer.content == PIPELINE.encode()
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "acme-pay" in answer["Content-Disposition"]


def test_a_zip_has_the_original_files(project: Project, as_: As) -> None:
    answer = as_("viewer").get(address("zip"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["pipeline.yaml"]
        assert archive.read("pipeline.yaml") == PIPELINE.encode()


def test_the_other_zip_has_a_kustomization(project: Project, as_: As) -> None:
    with zipfile.ZipFile(io.BytesIO(as_("viewer").get(address("kustomize")).content)) as archive:
        assert "kustomization.yaml" in archive.namelist()


def test_draft_and_published_state_are_told_apart(project: Project, people: People, as_: As) -> None:
    edit(project, people)
    editor = as_("editor")
    assert b"freightCreationPolicy" in editor.get(address("yaml")).content
    assert editor.get(address("yaml", "published")).content == PIPELINE.encode()
    assert as_("admin").get(address("yaml")).content == PIPELINE.encode()
    page = editor.get(reverse("export", args=["acme-pay"])).content.decode()
    assert "With my edits" in page
    assert "With my edits" not in as_("admin").get(reverse("export", args=["acme-pay"])).content.decode()


def test_problems_are_noted_but_block_nothing(project: Project, as_: As) -> None:
    as_("editor").post(reverse("import", args=["acme-pay"]), {"text": FLAWED})
    page = as_("viewer").get(reverse("export", args=["acme-pay"])).content.decode()
    assert "download it all the same" in page
    assert b"dirrect" in as_("viewer").get(address("yaml")).content


def test_an_empty_project_says_how_to_fill_it(people: People, as_: As) -> None:
    as_("admin").post(reverse("new_project"), {"name": "shop", "kargo_version": "1.11"})
    page = as_("admin").get(reverse("export", args=["shop"])).content.decode()
    assert "no manifests to download" in page
    assert reverse("import", args=["shop"]) in page


def test_a_form_that_nobody_knows_is_not_found(project: Project, as_: As) -> None:
    assert as_("viewer").get(reverse("download", args=["acme-pay", "tar"])).status_code == 404
