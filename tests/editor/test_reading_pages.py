"""History and problems: what was, and what is wrong."""

from __future__ import annotations

from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.samples import FLAWED, many_stages
from tests.editor.test_draft_pages import PUBLISH, edit


def test_the_history_names_revisions_with_what_they_touched(
    project: Project, people: People, as_: As
) -> None:
    edit(project, people)
    as_("editor").post(PUBLISH, {"message": "Promote by hand\n\nAs agreed."})
    page = as_("viewer").get(reverse("history", args=["acme-pay"])).content.decode()
    assert page.index("Promote by hand") < page.index(reverse("revision", args=["acme-pay", 1]))
    assert "As agreed." not in page
    assert "Warehouse images" in page
    assert "and 0 more" not in page


def test_of_many_manifests_the_first_are_named_and_the_rest_counted(project: Project, as_: As) -> None:
    as_("editor").post(reverse("import", args=["acme-pay"]), {"text": many_stages(40)})
    page = as_("viewer").get(reverse("history", args=["acme-pay"])).content.decode()
    assert page.count("Stage stage-") == 6
    assert "and 34 more" in page


def test_a_project_without_history_says_what_makes_one(people: People, as_: As) -> None:
    as_("admin").post(reverse("new_project"), {"name": "shop", "kargo_version": "1.11"})
    assert "Nothing was published yet" in as_("admin").get("/projects/shop/history/").content.decode()


def test_a_revision_shows_its_differences_page_by_page(project: Project, as_: As) -> None:
    as_("editor").post(reverse("import", args=["acme-pay"]), {"text": many_stages(40)})
    address = reverse("revision", args=["acme-pay", 2])
    first, second = (as_("viewer").get(f"{address}?page={n}").content.decode() for n in (1, 2))
    assert "40 manifests" in first
    assert (first.count('<details class="card diff"'), second.count('<details class="card diff"')) == (25, 15)


def test_a_revision_that_is_not_there_is_not_found(project: Project, as_: As) -> None:
    assert as_("viewer").get(reverse("revision", args=["acme-pay", 99])).status_code == 404


def test_without_problems_the_page_says_so(people: People, as_: As) -> None:
    calm = services.create_project(name="calm", kargo_version="1.11", acting_user=people["admin"])
    text = "apiVersion: kargo.akuity.io/v1alpha1\nkind: Project\nmetadata:\n  name: calm\n"
    files = [SourceFile("project.yaml", text.encode())]
    services.import_files(project=calm, files=files, acting_user=people["admin"])
    page = as_("admin").get(reverse("problems", args=["calm"])).content.decode()
    assert "Kargo 1.11 would accept every manifest" in page


def test_problems_stand_by_their_manifest_with_place_and_path(project: Project, as_: As) -> None:
    as_("editor").post(reverse("import", args=["acme-pay"]), {"text": "# first\n" + FLAWED})
    page = as_("viewer").get(reverse("problems", args=["acme-pay"])).content.decode()
    assert reverse("stage", args=["acme-pay", "flawed"]) in page
    assert "pasted.yaml:13:7" in page
    assert "spec.requestedFreight[0].sources.dirrect" in page
    assert "nowhere" in page


def test_an_empty_project_has_no_problems_to_speak_of(people: People, as_: As) -> None:
    as_("admin").post(reverse("new_project"), {"name": "shop", "kargo_version": "1.11"})
    assert "no manifests yet" in as_("admin").get("/projects/shop/problems/").content.decode()
