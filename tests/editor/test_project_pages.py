"""The list of projects, a new one, and its settings."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kargoui.pipelines import access
from kargoui.pipelines.models import Membership, Project, Stage
from tests.editor.conftest import As, People
from tests.editor.samples import FLAWED, PIPELINE, SECRET, stage


def create(client: Client, *, htmx: bool = False, **form: object) -> tuple[int, str]:
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.post(reverse("new_project"), {"kargo_version": "1.11", **form}, headers=headers)
    return answer.status_code, answer.get("Location") or answer.content.decode()


def test_without_projects_the_list_says_what_to_do(people: People, as_: As) -> None:
    page = as_("admin").get(reverse("projects")).content.decode()
    assert "No projects yet" in page
    assert reverse("new_project") in page


def test_the_demo_is_a_click_away(people: People, as_: As) -> None:
    assert reverse("demo") in as_("admin").get(reverse("projects")).content.decode()
    assert as_("admin").post(reverse("demo"))["Location"] == reverse("canvas", args=["acme-pay"])
    page = as_("outsider").post(reverse("demo"), follow=True).content.decode()
    assert "There is a project acme-pay already" in page


def test_the_list_has_ones_own_projects_alone(project: Project, as_: As) -> None:
    assert "acme-pay" in as_("viewer").get(reverse("projects")).content.decode()
    assert "acme-pay" not in as_("outsider").get(reverse("projects")).content.decode()


def test_a_row_says_what_is_in_the_project(project: Project, as_: As) -> None:
    page = " ".join(as_("viewer").get(reverse("projects")).content.decode().split())
    for fact in ("3 Stages", "2 Warehouses", "Kargo 1.11", "by admin"):
        assert fact in page
    assert "problems in" not in page


def test_a_row_says_that_there_are_problems(project: Project, as_: As) -> None:
    as_("editor").post(reverse("import", args=["acme-pay"]), {"text": FLAWED})
    page = as_("viewer").get(reverse("projects")).content.decode()
    assert "problems in 1 manifest" in page


def test_an_empty_project_is_made_by_name(people: People, as_: As) -> None:
    assert create(as_("admin"), name="shop") == (302, reverse("canvas", args=["shop"]))
    made = Project.objects.get()
    assert (made.name, made.kargo_version) == ("shop", "1.11")
    assert access.role_in(people["admin"], made) == access.ADMIN


def test_the_newest_version_is_chosen_beforehand(people: People, as_: As) -> None:
    page = as_("admin").get(reverse("new_project")).content.decode()
    assert '<option value="1.11" selected>' in page
    assert page.count("<option") == 8


def test_a_project_can_begin_with_manifests_and_take_their_namespace(people: People, as_: As) -> None:
    files = [SimpleUploadedFile("pipeline.yaml", PIPELINE.encode())]
    status, page = create(as_("admin"), name="", files=files)
    assert status == 200
    assert "Imported as revision 1" in page
    assert Project.objects.get().name == "acme-pay"
    assert Stage.objects.count() == 3


def test_with_htmx_the_new_project_takes_the_place_of_the_form(people: People, as_: As) -> None:
    form = {"name": "shop", "kargo_version": "1.11"}
    answer = as_("admin").post(reverse("new_project"), form, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("canvas", args=["shop"])


def test_a_name_that_is_no_dns_label_is_refused_and_kept(people: People, as_: As) -> None:
    status, page = create(as_("admin"), name="Not A Label", text=stage("qa"))
    assert status == 422
    assert 'value="Not A Label"' in page
    assert "kind: Stage" in page
    assert not Project.objects.exists()


def test_a_name_that_is_taken_is_refused(project: Project, as_: As) -> None:
    assert create(as_("outsider"), name="acme-pay")[0] == 422
    assert Project.objects.count() == 1


def test_without_a_name_anywhere_one_is_asked_for(people: People, as_: As) -> None:
    status, page = create(as_("admin"), name="", text=stage("qa").replace("  namespace: acme-pay\n", ""))
    assert status == 422
    assert "Give the project a name" in page


def test_when_the_manifests_are_refused_there_is_no_project(people: People, as_: As) -> None:
    for text in ("a: [1", stage("qa") + "---\n" + SECRET):
        assert create(as_("admin"), name="shop", text=text)[0] == 422
    assert not Project.objects.exists()


def test_a_version_that_nobody_knows_is_refused(people: People, as_: As) -> None:
    assert create(as_("admin"), name="shop", kargo_version="0.9")[0] == 400
    assert not Project.objects.exists()


def test_an_editor_retargets_the_project(project: Project, as_: As) -> None:
    address = reverse("project_settings", args=["acme-pay"])
    form = {"change": "version", "kargo_version": "1.4"}
    assert as_("editor").post(address, form).status_code == 302
    project.refresh_from_db()
    assert project.kargo_version == "1.4"


def test_an_admin_says_who_is_a_member(project: Project, people: People, as_: As) -> None:
    address = reverse("project_settings", args=["acme-pay"])
    admin = as_("admin")
    added = {"change": "member", "username": "outsider", "role": "viewer"}
    assert admin.post(address, added).status_code == 302
    assert access.role_in(people["outsider"], project) == access.VIEWER
    assert admin.post(address, {**added, "role": "editor"}).status_code == 302
    assert access.role_in(people["outsider"], project) == access.EDITOR
    assert admin.post(address, {"change": "remove", "username": "outsider"}).status_code == 302
    assert access.role_in(people["outsider"], project) is None


def test_somebody_whom_nobody_knows_cannot_be_added(project: Project, as_: As) -> None:
    form = {"change": "member", "username": "<script>x", "role": "viewer"}
    answer = as_("admin").post(reverse("project_settings", args=["acme-pay"]), form)
    assert answer.status_code == 422
    assert "&lt;script&gt;x" in answer.content.decode()


def test_the_last_admin_stays(project: Project, as_: As) -> None:
    form = {"change": "remove", "username": "admin"}
    assert as_("admin").post(reverse("project_settings", args=["acme-pay"]), form).status_code == 422
    assert Membership.objects.filter(project=project, role="admin").count() == 1


def test_an_editor_does_not_say_who_is_a_member(project: Project, as_: As) -> None:
    address = reverse("project_settings", args=["acme-pay"])
    form = {"change": "member", "username": "outsider", "role": "viewer"}
    assert as_("editor").post(address, form).status_code == 403
    assert 'name="username"' not in as_("editor").get(address).content.decode()
