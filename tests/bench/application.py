"""The application on a project of 1,000 Stages: import, export, the canvas page, one edit."""

from __future__ import annotations

import gzip
import os
import statistics
import subprocess
import sys
import tempfile
from time import perf_counter

import yaml

from tests.bench.clock import best, row
from tests.bench.projects import NAMESPACE, project_text


def run() -> dict[str, object]:
    """Rows measured through services and through HTTP requests, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KARGOUI_DATA_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        _start()
        return {"rows": [*_import_and_export(), *_pages()]}


def _start() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "kargoui.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _import_and_export() -> list[dict[str, object]]:
    from kargoui.accounts.models import User
    from kargoui.core.manifest.bundle import SourceFile
    from kargoui.pipelines.services import create_project, export_project, import_files

    text = project_text()
    loader = best(lambda: list(yaml.load_all(text, yaml.CSafeLoader)))
    user = User.objects.create_user("bench")
    files = [SourceFile("project.yaml", text.encode())]
    imports = []
    for number in range(3):
        name = NAMESPACE if number == 0 else f"{NAMESPACE}-{number}"
        project = create_project(name=name, kargo_version="1.11", acting_user=user)
        source = [SourceFile("project.yaml", text.replace(NAMESPACE, name).encode())] if number else files
        start = perf_counter()
        import_files(project=project, files=source, acting_user=user)
        imports.append(perf_counter() - start)
    project = user.memberships.get(project__name=NAMESPACE).project

    def export() -> None:
        result = export_project(project=project, form="yaml", acting_user=user)
        assert result.content == text.encode()

    return [
        row("import, beside PyYAML's C loader on the same text", min(imports) / loader, "x", 3),
        row("import", min(imports), "s"),
        row("unedited export, beside PyYAML's C loader", best(export) / loader, "x", 0.2),
    ]


def _pages() -> list[dict[str, object]]:
    from django.test import Client
    from django.urls import reverse

    from kargoui.accounts.models import User

    client = Client(SERVER_NAME="localhost", headers={"accept-encoding": "gzip"})
    client.force_login(User.objects.get(username="bench"))
    canvas = reverse("canvas", args=[NAMESPACE])
    start = perf_counter()
    page = client.get(canvas)
    cold = perf_counter() - start
    assert page.status_code == 200
    zipped = page.headers.get("Content-Encoding") == "gzip"
    size = len(page.content if zipped else gzip.compress(page.content))
    warm = best(lambda: client.get(canvas))
    what_if = _what_if(client)
    edits, audits = _edits(client)
    return [
        row("canvas page of 1,000 Stages, compressed", size / 1000, "kB", 300),
        row("canvas page of 1,000 Stages, first time", cold, "s"),
        row("canvas page of 1,000 Stages, again", warm, "s"),
        *what_if,
        row("all findings of 1,000 Stages, from cold", min(_cold_audit() for _ in range(3)), "s", 2),
        row("one edit answered by the server, median of 40", 1000 * statistics.median(edits), "ms", 50),
        row("all findings again after an edit, median of 40", 1000 * statistics.median(audits), "ms", 100),
        row("value of an expression while one types, median of 40", 1000 * _median_value(client), "ms", 100),
    ]


def _what_if(client: object) -> list[dict[str, object]]:
    from django.test import Client
    from django.urls import reverse

    assert isinstance(client, Client)
    rows = []
    plain = {"hx-request": "true", "accept-encoding": "identity"}
    for name, words in (("what_if", "what-if page"), ("rollout", "page of the first rollout")):
        address = reverse(name, args=[NAMESPACE])
        start = perf_counter()
        answers = 1
        while b"<progress" in client.get(address, headers=plain).content:
            answers += 1
        first = perf_counter() - start
        again = best(lambda address=address: client.get(address))  # type: ignore[misc]
        rows.append(row(f"{words} of 1,000 Stages, first time, in {answers} answers", first, "s"))
        rows.append(row(f"{words} of 1,000 Stages, again", again, "s"))
    return rows


def _median_value(client: object, asked: int = 40) -> float:
    """What the field of an expression waits for: each time another Stage, and a text that is new."""
    from django.test import Client
    from django.urls import reverse

    from kargoui.editor.steps import STEPS_OF, at, keys
    from kargoui.pipelines.models import Stage

    assert isinstance(client, Client)
    names = Stage.objects.filter(project__name=NAMESPACE).order_by("name").values_list("name", "document")
    steps = [
        (name, found)
        for name, document in names
        if isinstance(found := at(document, STEPS_OF["Stage"]), list)
    ]
    times = []
    for number, (name, found) in enumerate(steps[:asked]):
        text = f"${{{{ outputs.push.commit + vars.environment + '{number}' }}}}"
        form = {"key": keys(found)[-1], "path": "config.x", "text": text, "cursor": "12"}
        start = perf_counter()
        address = reverse("stage_evaluation", args=[NAMESPACE, name])
        answer = client.post(address, form, headers={"accept-encoding": "identity"})
        times.append(perf_counter() - start)
        assert answer.json()["depends"] == ["outputs.push.commit"]
        assert answer.json()["completions"]
    assert len(times) == asked
    return statistics.median(times)


def _cold_audit() -> float:
    """Seconds until all findings are known in a process of its own, which has tried nothing yet."""
    command = [sys.executable, "-m", __name__]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _audit() -> float:
    """Seconds until all findings of the project, as its draft leaves it, are known."""
    from kargoui.accounts.models import User
    from kargoui.pipelines import access
    from kargoui.pipelines.findings import audited
    from kargoui.pipelines.models import Project
    from kargoui.pipelines.state import ProjectState

    project, user = Project.objects.get(name=NAMESPACE), User.objects.get(username="bench")
    start = perf_counter()
    found = audited(ProjectState(project, access.current_draft(project, user)))
    took = perf_counter() - start
    assert found.ready
    assert found.findings
    return took


def _edits(client: object, edits: int = 40) -> tuple[list[float], list[float]]:
    """Seconds of edits, each of another Stage, and of the audits after them."""
    from django.test import Client
    from django.urls import reverse

    from kargoui.pipelines.models import Stage

    assert isinstance(client, Client)
    names = Stage.objects.filter(project__name=NAMESPACE).order_by("name").values_list("name", "document")
    several = [name for name, document in names if len(document["spec"]["requestedFreight"]) > 1][:edits]
    times, audits = [], []
    for name in several:
        address = reverse("requested_freight", args=[NAMESPACE, name])
        start = perf_counter()
        answer = client.post(address, {"action": "move", "move": "0 1"}, headers={"hx-request": "true"})
        times.append(perf_counter() - start)
        assert answer.status_code == 200, answer.status_code
        audits.append(_audit())
    assert len(times) == edits
    return times, audits


if __name__ == "__main__":
    import django

    django.setup()
    print(_audit())
