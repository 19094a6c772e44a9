"""The page of a Warehouse, new Warehouses and new Stages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import access, services
from kargoui.pipelines.models import Project
from kargoui.pipelines.state import ProjectState
from tests.editor.conftest import As, People
from tests.editor.test_stage_requested_freight import HTMX, changed_lines

PAGE = reverse("warehouse", args=["acme-pay", "images"])
NEW = reverse("new_warehouse", args=["acme-pay"])
NEW_STAGE = reverse("new_stage", args=["acme-pay"])


def filled(client: Client, page: str = PAGE) -> dict[str, str]:
    """What the page's form would send if nobody touched it."""
    work = client.get(page).context["work"]
    posted: dict[str, str] = {}
    for form in work.forms:
        for field in form:
            value = field.value()
            if field.widget_type == "checkbox":
                posted.update({field.html_name: "on"} if value else {})
            else:
                posted[field.html_name] = "" if value is None else str(value)
    return posted


def test_an_untouched_form_is_no_edit(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    assert client.post(PAGE, filled(client)).status_code == 302
    assert changed_lines(project, people) == []


@pytest.mark.parametrize(
    ("field", "value", "lines"),
    [
        ("w-interval", "10m", ["+  interval: 10m"]),
        ("w-freightCreationPolicy", "Manual", ["+  freightCreationPolicy: Manual"]),
        (
            "s0-repoURL",
            "ghcr.io/acme/web",
            ["-      repoURL: ghcr.io/acme/api", "+      repoURL: ghcr.io/acme/web"],
        ),
        ("s0-discoveryLimit", "5", ["+      discoveryLimit: 5"]),
        ("s0-imageSelectionStrategy", "NewestBuild", ["+      imageSelectionStrategy: NewestBuild"]),
        ("s0-constraint", "^2", ["-      constraint: ^1.0.0", "+      constraint: ^2"]),
    ],
)
def test_one_field_changes_one_line(
    field: str, value: str, lines: list[str], project: Project, people: People, as_: As
) -> None:
    client = as_("editor")
    answer = client.post(PAGE, {**filled(client), field: value}, headers=HTMX)
    assert answer.status_code == 200, answer.content.decode()
    assert changed_lines(project, people) == lines


def test_a_checkbox_without_a_value_shows_the_default(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    posted = filled(client)
    assert posted.pop("s0-strictSemvers") == "on"
    client.post(PAGE, posted)
    assert changed_lines(project, people) == ["+      strictSemvers: false"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("w-interval", "soon"),
        ("s0-repoURL", ""),
        ("s0-repoURL", "not an image <script>"),
        ("s0-discoveryLimit", "1000"),
        ("s0-discoveryLimit", "many"),
        ("s0-imageSelectionStrategy", "Luck"),
    ],
)
def test_what_kargo_would_not_take_is_said_and_kept(
    field: str, value: str, project: Project, people: People, as_: As
) -> None:
    client = as_("editor")
    answer = client.post(PAGE, {**filled(client), field: value}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f"id_{field}_error" in text or 'role="alert"' in text
    assert "<script>" not in text
    assert changed_lines(project, people) == []


def test_a_form_left_open_takes_no_later_edit_back(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    opened = {**filled(client), "seen": client.get(PAGE).context["work"].seen}
    assert client.post(PAGE, {**opened, "s0-constraint": "^2"}).status_code == 302
    late = client.post(PAGE, {**opened, "w-interval": "10m"}, headers=HTMX)
    assert late.status_code == 409
    assert "was changed after this form was opened" in late.content.decode()
    assert 'value="10m"' in late.content.decode()
    assert changed_lines(project, people) == ["-      constraint: ^1.0.0", "+      constraint: ^2"]


def test_viewers_may_only_look(project: Project, as_: As) -> None:
    viewer = as_("viewer")
    assert "Save the changes" not in viewer.get(PAGE).content.decode()
    for address in (PAGE, NEW, NEW_STAGE):
        assert viewer.post(address, {"name": "x"}).status_code == 403
    assert viewer.get(NEW).status_code == 403


def test_subscriptions_of_other_kinds_are_kept(project: Project, people: People, as_: As) -> None:
    text = (
        "apiVersion: kargo.akuity.io/v1alpha1\nkind: Warehouse\nmetadata:\n  name: odd\nspec:\n"
        "  subscriptions:\n  - maven:\n      name: api\n      <b>: [x]\n"
    )
    services.import_files(
        project=project, files=[SourceFile("odd.yaml", text.encode())], acting_user=people["admin"]
    )
    page = as_("editor").get(reverse("warehouse", args=["acme-pay", "odd"])).content.decode()
    assert "does not ship with Kargo" in page
    assert "<b>:" not in page


def drafted(project: Project, people: People, kind: str, name: str) -> str:
    state = ProjectState(project, access.current_draft(project, people["editor"])).manifest(kind, name)
    return state.text if state else ""


@pytest.mark.parametrize(
    ("kind", "repository", "chart"),
    [
        ("image", "ghcr.io/acme/web", ""),
        ("chart", "https://charts.acme.io", "web"),
        ("chart", "oci://ghcr.io/acme/charts/web", ""),
        ("git", "https://github.com/acme/web.git", ""),
    ],
)
def test_a_new_warehouse_is_valid(
    kind: str, repository: str, chart: str, project: Project, people: People, as_: As
) -> None:
    posted = {"name": "web", "kind": kind, "repository": repository, "chart": chart}
    answer = as_("editor").post(NEW, posted)
    assert answer["Location"] == reverse("warehouse", args=["acme-pay", "web"])
    text = drafted(project, people, "Warehouse", "web")
    assert f"- {kind}:\n      repoURL: {repository}" in text
    assert "namespace: acme-pay" in text


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "Not A Label"}, {"name": "images"}, {"repository": "<script>"}, {"kind": "x"}],
)
def test_a_new_warehouse_that_cannot_be_is_refused(wrong: dict[str, str], project: Project, as_: As) -> None:
    posted = {"name": "web", "kind": "image", "repository": "ghcr.io/acme/web", **wrong}
    answer = as_("editor").post(NEW, posted)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "errorlist" in text or 'role="alert"' in text
    assert "<script>" not in text.split("<main")[1]


def test_a_new_stage_is_valid(project: Project, people: People, as_: As) -> None:
    posted = {"name": "qa", "warehouses": ["images", "charts"], "upstream": "", "task": "promote"}
    answer = as_("editor").post(NEW_STAGE, posted)
    assert answer["Location"] == reverse("stage", args=["acme-pay", "qa"])
    text = drafted(project, people, "Stage", "qa")
    assert text.count("direct: true") == 2
    assert "name: promote" in text


def test_a_new_stage_follows_another(project: Project, people: People, as_: As) -> None:
    as_("editor").post(NEW_STAGE, {"name": "qa", "warehouses": ["images"], "upstream": "testnet", "task": ""})
    text = drafted(project, people, "Stage", "qa")
    assert "stages:\n      - testnet" in text
    assert "promotionTemplate" not in text


def test_a_new_stage_needs_a_warehouse(project: Project, as_: As) -> None:
    assert as_("editor").post(NEW_STAGE, {"name": "qa"}).status_code == 422


@pytest.mark.parametrize("page", [NEW, NEW_STAGE])
def test_the_name_of_what_is_missing_is_filled_in(page: str, project: Project, as_: As) -> None:
    text = as_("editor").get(page, {"name": 'no"where'}).content.decode()
    assert 'name="name" value="no&quot;where"' in text
