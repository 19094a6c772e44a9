"""No form of the pages turns a project that ../shared/tools/check_manifests.py accepts into another.

KARGOUI_TEST_SUBMISSIONS says how many forms are sent in all, KARGOUI_TEST_SEED which ones.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kargoui.core.catalog import LATEST
from kargoui.pipelines.demo import create_demo
from kargoui.pipelines.models import Edit, Project, Revision
from tests.conformance.reference import NO_VERDICT, checker, complaints, missing_references
from tests.conformance.submissions import Submission, Submissions
from tests.conformance.test_edits_keep_valid import kargo_documents
from tests.people import make_user

pytestmark = [pytest.mark.conformance, pytest.mark.django_db]

SUBMISSIONS = int(os.environ.get("KARGOUI_TEST_SUBMISSIONS", "3000"))
SEED = os.environ.get("KARGOUI_TEST_SEED", "1")
DATA = Path(__file__).resolve().parents[1] / "data"
DEMO = "the demo project"
FILES = sorted(
    path.name
    for path in DATA.glob("*.yaml")
    if not path.name.startswith("invalid-") and b"kargo.akuity.io/" in path.read_bytes()
)
PROJECTS = (DEMO, *FILES)
EACH = -(-SUBMISSIONS // len(PROJECTS))
HTMX = {"HX-Request": "true"}


class Visit:
    """Somebody at the pages of one project."""

    def __init__(self, name: str) -> None:
        checker()
        admin = make_user("admin")
        self.client = Client()
        self.client.force_login(admin)
        if name == DEMO:
            create_demo(acting_user=admin)
        else:
            self.begin_with(DATA / name)
        self.project = Project.objects.get()
        self.address = f"/projects/{self.project.name}/"
        self.submissions = Submissions(f"{SEED} {name}", self.project.kargo_version)
        self.closed = not missing_references(kargo_documents(self.export()))
        self.log: list[Submission] = []
        self.verdicts: dict[str, list[str]] = {}

    def begin_with(self, path: Path) -> None:
        content = path.read_bytes()
        said = re.match(r"\ufeff?# kargo: (1\.\d+)", content.decode())
        version = said[1] if said else LATEST
        for name in ("", "acme-pay"):  # a name is asked for where no manifest has a namespace
            file = SimpleUploadedFile(path.name, content)
            form = {"name": name, "kargo_version": version, "files": file}
            if self.client.post("/new/", form).status_code == 200:
                break

    def export(self, of: str = "draft") -> str:
        answer = self.client.get(f"{self.address}export/yaml/", {"of": of})
        assert answer.status_code == 200
        return answer.content.decode()

    def stored(self) -> tuple[list[Any], ...]:
        """What the texts of a draft come from: while this stays, they do."""
        edits = Edit.objects.order_by("pk").values_list("pk", "undone", "draft__state", "digest")
        return list(edits), list(Revision.objects.values_list("pk"))

    def submit(self, submission: Submission) -> bool:
        """Send the form; whether the answer is anything but an error."""
        self.log.append(submission)
        headers = HTMX if self.submissions.random.random() < 0.4 else {}
        answer = self.client.post(self.address + submission.path, submission.form, headers=headers)
        assert answer.status_code < 500
        return answer.status_code < 400

    def post(self, path: str, **form: str) -> bool:
        return self.submit(Submission(path, form))

    def assert_accepted(self, export: str) -> None:
        documents = kargo_documents(export)
        assert [said for data in documents for said in self.verdict(data)] == []
        if self.closed:
            assert missing_references(documents) == []

    def verdict(self, data: dict[str, Any]) -> list[str]:
        """What the checker says of one manifest, asked once."""
        key = repr(data)
        if key not in self.verdicts:
            said = complaints(self.project.kargo_version, data)
            self.verdicts[key] = [line for line in said if not NO_VERDICT.match(line)]
        return self.verdicts[key]


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_stays_valid_whatever_is_sent(name: str) -> None:
    visit = Visit(name)
    start = visit.export()
    visit.assert_accepted(start)
    try:
        outcomes, end = sent(visit, start, EACH * 3 // 4)
        there_and_back(visit, start, end)
        reason = {} if visit.closed else {"override": "What it names is elsewhere"}
        assert visit.post("publish/", message="All of it", **reason) == (end != start)
        assert visit.export() == visit.export("published") == end
        more, after = sent(visit, end, EACH // 4)
        there_and_back(visit, end, after)
        visit.post("discard/")
        assert visit.export() == end
    except BaseException as error:
        error.add_note(f"KARGOUI_TEST_SEED={SEED}, submission {len(visit.log)}: {visit.log[-1]}")
        raise
    outcomes += more
    assert outcomes["refused"], outcomes
    assert outcomes["made"], outcomes


def sent(visit: Visit, text: str, count: int) -> tuple[Counter[str], str]:
    """Send so many forms; what became of them, and the export in the end."""
    outcomes: Counter[str] = Counter()
    visit.submissions.look(text)
    for number in range(count):
        stored = visit.stored()
        made = visit.submit(visit.submissions.next())
        changed = visit.stored() != stored
        assert made or not changed
        outcomes["made" if changed else "nothing to do" if made else "refused"] += 1
        if not changed and number % 5:
            continue
        before, text = text, visit.export()
        assert changed or text == before
        if changed:
            visit.submissions.look(text)
        if number % 3 == 0 or number > count - 5:
            visit.assert_accepted(text)
    return outcomes, text


def there_and_back(visit: Visit, start: str, end: str) -> None:
    """Undo leads to the bytes that it began with, redo to the last ones."""
    draft = visit.project.drafts.filter(state="open").first()
    edits = draft.edits.done().count() if draft else 0
    for _ in range(edits):
        visit.post("undo/")
    assert visit.export() == start
    for _ in range(edits):
        visit.post("redo/")
    assert visit.export() == end
