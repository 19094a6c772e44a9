"""The page of the pipeline: who may see it, what it holds, what it costs."""

from __future__ import annotations

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.bench.projects import project_text
from tests.editor.conftest import As, People
from tests.editor.samples import FLAWED, stage

HTMX = {"HX-Request": "true"}


def address(**query: str) -> str:
    return reverse("canvas", args=["acme-pay"], query=query)


def inspect(kind: str, name: str) -> str:
    return reverse("inspect", args=["acme-pay", kind, name])


def add(project: Project, people: People, text: str) -> None:
    services.import_files(
        project=project, files=[SourceFile("more.yaml", text.encode())], acting_user=people["admin"]
    )


def test_an_outsider_finds_nothing(project: Project, as_: As) -> None:
    outsider = as_("outsider")
    for found in (address(), address(view="list"), inspect("stage", "testnet")):
        assert outsider.get(found).status_code == 404
        assert outsider.get(found, headers=HTMX).status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_door(project: Project, client: object) -> None:
    answer = client.get(address())  # type: ignore[attr-defined]
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("who", "may"), [("viewer", False), ("editor", True)])
@pytest.mark.parametrize("view", ["canvas", "list"])
def test_only_editors_are_offered_to_make_something(
    view: str, who: str, may: bool, project: Project, as_: As
) -> None:
    html = as_(who).get(address(view=view)).content.decode()
    for name in ("new_stage", "new_warehouse"):
        assert (reverse(name, args=["acme-pay"]) in html) is may


def test_the_canvas_holds_every_node_and_the_legend(project: Project, as_: As) -> None:
    html = as_("viewer").get(address()).content.decode()
    for node in (
        "warehouse/images",
        "warehouse/charts",
        "stage/previewnet",
        "stage/testnet",
        "stage/mainnet",
    ):
        assert f'id="{node}"' in html
    assert 'data-origin="images"' in html
    assert 'data-origin="charts"' in html


def test_problems_are_counted_on_the_card(project: Project, people: People, as_: As) -> None:
    add(project, people, FLAWED)
    html = as_("viewer").get(address()).content.decode()
    label = re.search(r'id="stage/flawed"[^>]*aria-label="([^"]*)"', html)
    assert label is not None
    assert re.search(r"\d problems?", label[1])
    assert 'id="warehouse/nowhere"' in html


def test_a_node_in_the_address_is_selected(project: Project, as_: As) -> None:
    html = as_("viewer").get(address(node="stage/testnet")).content.decode()
    assert re.search(r'id="stage/testnet"[^>]*aria-current="true"', html)
    assert "with-right" in html
    gone = as_("viewer").get(address(node="stage/gone"))
    assert gone.status_code == 200
    assert "with-right" not in gone.content.decode()


def test_an_empty_project_offers_the_import(people: People, as_: As) -> None:
    services.create_project(name="empty", kargo_version="1.11", acting_user=people["admin"])
    html = as_("admin").get(reverse("canvas", args=["empty"])).content.decode()
    assert "Nothing to draw yet" in html
    assert html.count('class="btn primary" href="' + reverse("import", args=["empty"])) == 1


def test_a_viewer_of_an_empty_project_is_offered_nothing_that_is_forbidden(people: People, as_: As) -> None:
    empty = services.create_project(name="empty", kargo_version="1.11", acting_user=people["admin"])
    services.set_member(project=empty, user=people["viewer"], role="viewer", acting_user=people["admin"])
    html = as_("viewer").get(reverse("canvas", args=["empty"])).content.decode()
    assert "Nothing to draw yet" in html
    assert reverse("import", args=["empty"]) not in html


def test_the_list_is_filtered_live(project: Project, as_: As) -> None:
    answer = as_("viewer").get(address(view="list", q="mainnet"), headers=HTMX)
    html = answer.content.decode()
    assert "<html" not in html
    assert 'href="stages/mainnet/"' in html
    assert 'href="stages/previewnet/"' not in html
    nothing = as_("viewer").get(address(view="list", q="zzz<b>")).content.decode()
    assert "No Warehouse and no Stage matches" in nothing
    assert "zzz<b>" not in nothing


def test_the_panel_of_a_stage(project: Project, as_: As) -> None:
    html = as_("viewer").get(inspect("stage", "previewnet"), headers=HTMX).content.decode()
    assert html.index("charts") < html.index("images")
    assert "promote" in html
    assert reverse("stage", args=["acme-pay", "previewnet"]) in html
    yaml = as_("viewer").get(inspect("stage", "previewnet") + "?tab=yaml", headers=HTMX).content.decode()
    assert "promotionTemplate" in yaml


def test_the_panel_of_a_warehouse(project: Project, as_: As) -> None:
    html = as_("viewer").get(inspect("warehouse", "images"), headers=HTMX).content.decode()
    assert "ghcr.io/acme/api" in html
    assert "SemVer ^1.0.0" in html


def test_the_panel_of_a_missing_node_offers_to_make_it(project: Project, people: People, as_: As) -> None:
    add(project, people, stage("qa", origin="nowhere", upstream="ghost"))
    for kind, name in (("warehouse", "nowhere"), ("stage", "ghost")):
        html = as_("editor").get(inspect(kind, name), headers=HTMX).content.decode()
        assert f"?name={name}" in html
        assert "?name=" not in as_("viewer").get(inspect(kind, name), headers=HTMX).content.decode()


def test_the_panel_links_only_tasks_that_are_there(project: Project, people: People, as_: As) -> None:
    steps = "  promotionTemplate:\n    spec:\n      steps:\n      - task:\n          name: gone\n"
    add(project, people, stage("qa") + steps)
    html = as_("viewer").get(inspect("stage", "qa"), headers=HTMX).content.decode()
    assert reverse("task", args=["acme-pay", "gone"]) not in html
    assert "not in this project" in html


def test_a_panel_of_its_own_page_is_the_canvas(project: Project, as_: As) -> None:
    answer = as_("viewer").get(inspect("stage", "testnet"))
    assert answer["Location"] == address(node="stage/testnet", tab="overview")


@pytest.mark.parametrize("found", [("stage", "gone"), ("warehouse", "gone"), ("promotiontask", "promote")])
def test_other_panels_are_not_found(found: tuple[str, str], project: Project, as_: As) -> None:
    assert as_("viewer").get(inspect(*found), headers=HTMX).status_code == 404


def test_queries_do_not_grow_with_the_stages(people: People, as_: As) -> None:
    counts = []
    for name, stages in (("small", 10), ("large", 200)):
        text = project_text(stages, 4).replace("acme-pay", name)
        made = services.create_project(name=name, kargo_version="1.11", acting_user=people["admin"])
        files = [SourceFile("all.yaml", text.encode())]
        services.import_files(project=made, files=files, acting_user=people["admin"])
        row = []
        for suffix in ("", "?view=list", "?node=stage/api-0-previewnet"):
            with CaptureQueriesContext(connection) as queries:
                answer = as_("admin").get(reverse("canvas", args=[name]) + suffix)
            assert answer.status_code == 200
            row.append(len(queries))
        counts.append(row)
    assert counts[0] == counts[1]


def test_the_page_of_200_stages_is_small(people: People, as_: As) -> None:
    made = services.create_project(name="acme-pay", kargo_version="1.11", acting_user=people["admin"])
    files = [SourceFile("all.yaml", project_text(200, 8).encode())]
    services.import_files(project=made, files=files, acting_user=people["admin"])
    page = as_("admin").get(address()).content
    assert len(gzip.compress(page)) < 40_000
