"""The what-if page: which Stages can fail, why, and where to look."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kargoui.core.manifest.bundle import SourceFile
from kargoui.core.simulate import Case
from kargoui.editor.failing_stages import case_url, in_words
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.samples import stage

URL = "/projects/acme-pay/what-if/"
HTMX = {"HX-Request": "true"}
FAILS = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata: {name: %s, namespace: acme-pay}
spec:
  requestedFreight:
  - origin: {kind: Warehouse, name: charts}
    sources: {direct: true}
  - origin: {kind: Warehouse, name: images}
    sources: {direct: true}
  promotionTemplate:
    spec:
      steps:
      - task: {name: %s}
"""


def add(project: Project, people: People, *texts: str) -> None:
    files = [SourceFile("more.yaml", "---\n".join(texts).encode())]
    services.import_files(project=project, files=files, acting_user=people["admin"])


def said(client: Client, url: str = URL, **headers: str) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200
    page = answer.content.decode()
    main = page[page.find("<main") :]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def test_a_stage_that_can_fail_is_said_with_case_step_and_message(project: Project, as_: As) -> None:
    page = as_("viewer").get(URL).content.decode()
    assert 'href="/projects/acme-pay/stages/previewnet/?filled=charts&amp;target=charts"' in page
    text = said(as_("viewer"))
    assert "1 Stage can fail" in text
    assert "1 Stage fails at task-1::image" in text
    assert "reflect: call of reflect.Value.Field on zero Value" in text
    assert "previewnet 1 of 4 cases charts is promoted while images is empty" in text
    assert text.index("1 Stage fails") < text.index("2 Stages cannot fail: every case succeeds")


def test_another_version_says_what_it_would_do(project: Project, as_: As) -> None:
    text = said(as_("viewer"), f"{URL}?kargo=1.4")
    assert "image from repo ghcr.io/acme/api not found in referenced Freight" in text
    assert "&amp;kargo=1.4" in as_("viewer").get(f"{URL}?kargo=1.4").content.decode()


@pytest.mark.parametrize(
    "query", ["kargo=9.9", "kargo=%00", "page=x", "page=9999", "row=nothing", "q=%00", "wait=1"]
)
def test_what_makes_no_sense_in_the_address_is_left_out(query: str, project: Project, as_: As) -> None:
    for url in (URL, f"{URL}rollout/"):
        assert "Kargo 1.11" in as_("viewer").get(f"{url}?{query}").content.decode()


def test_stages_that_cannot_be_promoted_to_have_their_own_row(
    project: Project, people: People, as_: As
) -> None:
    add(project, people, stage("gate"), FAILS % ("broken", "gone"))
    text = said(as_("viewer"))
    assert "1 Stage cannot be promoted to" in text
    assert 'PromotionTask.kargo.akuity.io "gone" not found broken' in text
    assert "1 Stage has no steps, and only passes Freight on gate" in text


def test_the_filter_finds_names_steps_and_messages(project: Project, as_: As) -> None:
    for query in ("PREVIEW", "task-1::image", "zero value", "charts"):
        text = said(as_("viewer"), f"{URL}?q={query}")
        assert "1 of 3 Stages match" in text
        assert "previewnet 1 of 4 cases" in text
    assert "No Stage matches." in said(as_("viewer"), f"{URL}?q=nowhere")


def test_stages_that_fail_alike_are_one_row_that_opens(project: Project, people: People, as_: As) -> None:
    add(project, people, *(FAILS % (f"stage-{number:03}", "promote") for number in range(120)))
    viewer = as_("viewer")
    assert "121 Stages fail" in said(viewer, f"{URL}?wait=1")
    page = viewer.get(f"{URL}?wait=1").content.decode()
    assert "stages/stage-110/?filled" not in page
    opens = re.search(r'hx-get="(\?row=\w+)"', page)
    assert opens is not None
    first = viewer.get(URL + opens[1], headers=HTMX).content.decode()
    assert first.count("1 of 4 cases") == 100
    assert "100 of 121" in " ".join(first.split())
    more = viewer.get(f"{URL}{opens[1]}&page=2", headers=HTMX).content.decode()
    assert more.count("1 of 4 cases") == 21
    whole = said(viewer, URL + opens[1])
    assert "Page 1 of 2" in whole
    assert "cannot fail: every case" not in whole


def test_a_row_that_is_gone_has_the_page_loaded_anew(project: Project, as_: As) -> None:
    answer = as_("viewer").get(f"{URL}?row=gone", headers=HTMX)
    assert answer.headers["HX-Refresh"] == "true"
    assert "Page 1" not in said(as_("viewer"), f"{URL}?row=gone")


def test_with_many_stages_the_frame_comes_first(project: Project, people: People, as_: As) -> None:
    add(project, people, *(FAILS % (f"late-{number:03}", "promote") for number in range(60)))
    viewer = as_("viewer")
    assert "Trying every case of 63 Stages" in said(viewer)
    answers = [viewer.get(URL, headers=HTMX).content.decode() for _ in range(63)]
    assert "61 Stages fail" in answers[-1].replace("\n", " ")
    assert "<main" not in answers[-1]
    assert "61 Stages can fail" in said(viewer)


def test_a_project_without_stages_says_what_to_do(people: People, as_: As) -> None:
    services.create_project(name="empty", kargo_version="1.11", acting_user=people["admin"])
    assert "There are no Stages yet" in said(as_("admin"), "/projects/empty/what-if/")
    assert "Nothing is promoted" in said(as_("admin"), "/projects/empty/what-if/rollout/")


@pytest.mark.parametrize("page", ["", "rollout/"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_stages(
    page: str, project: Project, people: People, as_: As
) -> None:
    editor, counts = as_("editor"), []
    for more in (1, 10, 100):
        add(project, people, *(FAILS % (f"q{page[:1]}{more}-{number}", "promote") for number in range(more)))
        for _ in range(2):  # with everything to try, and with nothing
            with CaptureQueriesContext(connection) as queries:
                assert editor.get(f"{URL}{page}?wait=1").status_code == 200
            counts.append(len(queries))
    assert counts[2] == counts[4] <= 16
    assert counts[3] == counts[5] < counts[4]


def test_cases_in_words() -> None:
    origins = ["a", "b", "c", "d", "e"]
    words = [in_words(Case(frozenset(origins[:filled]), "a"), origins) for filled in (5, 4, 2, 1)]
    assert words == [
        "a is promoted while every slot is filled",
        "a is promoted while e is empty",
        "a is promoted while c, d and e are empty",
        "a is promoted while 4 other slots are empty",
    ]


def test_the_address_of_a_case() -> None:
    case = Case(frozenset(["a b", "c"]), "c")
    assert case_url("/s/", case, ["c", "a b"], "1.9") == "/s/?filled=c&filled=a+b&target=c&kargo=1.9"


def test_the_page_is_in_the_side_navigation(project: Project, as_: As) -> None:
    assert f'<a href="{URL}" aria-current="page">' in as_("viewer").get(URL).content.decode()
