"""How many queries a page takes does not depend on how many Stages a project has."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from tests.editor.conftest import As, People
from tests.editor.samples import FLAWED, PIPELINE, many_stages
from tests.editor.test_addresses import OF_A_PROJECT

BUDGET = 16
# Those that come in parts are counted in test_failing_stages.py and test_problems_page.py
IN_PARTS = {"what_if", "rollout", "problems"}
WHOLE = [name for name, row in OF_A_PROJECT.items() if row.get == 200 and name not in IN_PARTS]
PAGES = [*WHOLE, "import", "publish", "new_stage"]


def fill(name: str, stages: int, people: People) -> None:
    """A project with an edit in the editor's draft."""
    admin, editor = people["admin"], people["editor"]
    project = services.create_project(name=name, kargo_version="1.11", acting_user=admin)
    services.set_member(project=project, user=editor, role="editor", acting_user=admin)
    text = "---\n".join((PIPELINE, FLAWED, many_stages(stages))).replace("acme-pay", name)
    services.import_files(project=project, files=[SourceFile("all.yaml", text.encode())], acting_user=admin)
    draft = services.open_draft(project=project, acting_user=editor)
    services.delete_manifest(draft=draft, kind="Stage", name="mainnet", acting_user=editor)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_200_stages_takes_the_queries_of_one_of_10(name: str, people: People, as_: As) -> None:
    fill("small", 10, people)
    fill("large", 200, people)
    editor = as_("editor")
    counts = []
    for project in ("small", "large"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = editor.get(reverse(name, args=[project, *OF_A_PROJECT[name].args]))
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= BUDGET


def test_the_list_of_projects_takes_the_same_queries_for_one_and_for_five(people: People, as_: As) -> None:
    counts = []
    for number in range(5):
        fill(f"project-{number}", 3, people)
        with CaptureQueriesContext(connection) as queries:
            as_("editor").get(reverse("projects"))
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_the_history_takes_the_same_queries_for_one_revision_and_for_five(people: People, as_: As) -> None:
    fill("small", 1, people)
    counts = []
    for number in range(5):
        with CaptureQueriesContext(connection) as queries:
            as_("editor").get(reverse("history", args=["small"]))
        counts.append(len(queries))
        as_("editor").post(reverse("import", args=["small"]), {"text": many_stages(number + 5)})
    assert len(set(counts)) == 1
