"""The page of problems: groups, filters, explanations, and what it costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kargoui.core.lint import all_rules
from kargoui.core.manifest.bundle import SourceFile
from kargoui.editor.rule_pages import explanation
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.findings import task_with_findings
from tests.editor.samples import FLAWED, PIPELINE, many_stages

PROBLEMS = "/projects/acme-pay/problems/"
RULE = "guard-without-status"


@pytest.fixture
def flawed(project: Project, people: People) -> Project:
    """Three errors of one Stage, and a warning of each of two tasks."""
    files = [
        SourceFile("flawed.yaml", FLAWED.encode()),
        SourceFile("tasks.yaml", task_with_findings(2).encode()),
    ]
    services.import_files(project=project, files=files, acting_user=people["admin"])
    return project


def shown(as_: As, query: str = "") -> str:
    return as_("viewer").get(f"{PROBLEMS}{query}").content.decode()


def test_each_finding_has_sentence_place_and_a_way_to_its_manifest(flawed: Project, as_: As) -> None:
    page = shown(as_, f"?rule={RULE}")
    assert page.count("This step runs even after an earlier step has failed") == 2
    assert "tasks.yaml:15:5 · spec.steps[1].if" in page
    assert reverse("task", args=["acme-pay", "push-1"]) in page
    assert "flawed.yaml:12" not in page


def test_what_kargo_refuses_comes_first_and_all_are_counted(flawed: Project, as_: As) -> None:
    page = shown(as_)
    assert page.index("unknown-field</h2>") < page.index(f"{RULE}</h2>")
    count = page.count('<li class="problem"')
    assert f"<title>Problems ({count}) · acme-pay" in page
    assert f'<span class="pill warn">{count}</span>' in page


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("?severity=error", "flawed.yaml", "tasks.yaml"),
        ("?severity=warning", "tasks.yaml", "unknown-field</h2>"),
        ("?kind=Stage", "flawed.yaml", "tasks.yaml:"),
        ("?q=PUSH-1+earlier", "push-1", "push-0"),
        ("?by=manifest&q=nowhere", "flawed.yaml", "push-0"),
    ],
)
def test_filters(flawed: Project, as_: As, query: str, there: str, gone: str) -> None:
    page = shown(as_, query).partition('id="problem-list"')[2]
    assert there in page
    assert gone not in page


def test_nothing_that_matches_offers_all(flawed: Project, as_: As) -> None:
    assert "Nothing matches." in shown(as_, "?q=no-such-word")


def test_a_query_is_shown_and_not_believed(flawed: Project, as_: As) -> None:
    page = shown(as_, "?q=%22%3E%3Cscript%3E&rule=%3Cb%3E&by=%3Ci%3E&kind=%3Cu%3E&page=x")
    assert "<script>&" not in page
    assert '"><script>' not in page
    assert "<b>&" not in page
    assert "<u>" not in page


def test_the_page_of_each_rule_is_rendered_without_html_of_its_own(project: Project, as_: As) -> None:
    assert as_("viewer").get(f"{PROBLEMS}rules/no-such-rule/").status_code == 404
    for rule in all_rules().values():
        html = explanation(rule)
        assert "<h3>Bad</h3>" in html
        assert "<script" not in html
    page = as_("viewer").get(f"{PROBLEMS}rules/{RULE}/").content.decode()
    assert "An <code>if</code> replaces that" in page
    assert "!= nil }} # &lt;- finding" in page


def test_rules_that_the_project_ignores_find_nothing(flawed: Project, as_: As) -> None:
    settings = reverse("project_settings", args=["acme-pay"])
    form = {"change": "rules", "ignored": [RULE]}
    for name in ("viewer", "editor"):
        assert as_(name).post(settings, form).status_code == 403
    assert as_("admin").post(settings, {"change": "rules", "ignored": "nonsense"}).status_code == 422
    assert f"{RULE}</h2>" in shown(as_)
    assert as_("admin").post(settings, form).status_code == 302
    page = shown(as_)
    assert f"{RULE}</h2>" not in page
    assert "1 rule is ignored in this project." in page


def test_a_comment_keeps_a_finding_quiet(project: Project, people: People, as_: As) -> None:
    text = task_with_findings().replace("# kept", f"# kargoui: ignore {RULE} it cleans up")
    services.import_files(
        project=project, files=[SourceFile("tasks.yaml", text.encode())], acting_user=people["admin"]
    )
    page = shown(as_)
    assert "tasks.yaml" in page  # for what other rules say of it
    assert f"{RULE}</h2>" not in page


def test_the_queries_do_not_depend_on_how_many_there_are(people: People, as_: As) -> None:
    admin, counts = people["admin"], []
    for name, stages in (("small", 3), ("large", 100)):
        project = services.create_project(name=name, kargo_version="1.11", acting_user=admin)
        text = "---\n".join((PIPELINE, FLAWED, many_stages(stages), task_with_findings(stages)))
        files = [SourceFile("all.yaml", text.replace("acme-pay", name).encode())]
        services.import_files(project=project, files=files, acting_user=admin)
        with CaptureQueriesContext(connection) as queries:
            answer = as_("admin").get(reverse("problems", args=[name]), {"wait": "1"})
        assert "This step runs" in answer.content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 30  # all of them cold: the texts, the simulator, the page


def test_many_stages_are_asked_about_in_parts(people: People, as_: As) -> None:
    project = services.create_project(name="wide", kargo_version="1.11", acting_user=people["admin"])
    text = "---\n".join((FLAWED, many_stages(100))).replace("acme-pay", "wide")
    services.import_files(
        project=project, files=[SourceFile("all.yaml", text.encode())], acting_user=people["admin"]
    )
    address = reverse("problems", args=["wide"])
    assert "<progress" in as_("admin").get(address).content.decode()
    part = as_("admin").get(address, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
