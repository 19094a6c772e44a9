"""Stages of a few lines for the tests of what-if, and what their pages say."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable

from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.editor.case_page import CasePage
from kargoui.editor.pages import ProjectPage
from kargoui.editor.stage_bench import StageBench
from kargoui.pipelines import services
from kargoui.pipelines.models import Project, Role
from kargoui.pipelines.state import ProjectState

API = "kargo.akuity.io/v1alpha1"
HTMX = {"HX-Request": "true"}
CLONE = {
    "uses": "git-clone",
    "config": {"repoURL": "https://github.com/acme/c.git", "checkout": [{"path": "./src"}]},
}


def reads(origin: str, alias: str = "", **more: object) -> dict[str, object]:
    """A step that fails where the slot of `origin` is empty."""
    value = f'${{{{ imageFrom("ghcr.io/acme/{origin}").Tag }}}}'
    config = {"path": "./values.yaml", "updates": [{"key": "tag", "value": value}]}
    return {"uses": "yaml-update", "as": alias or origin, "config": config, **more}


def push(alias: str = "push", **more: object) -> dict[str, object]:
    return {"uses": "git-push", "as": alias, "config": {"path": "./src"}, **more}


def warehouses(origins: Iterable[str]) -> list[dict[str, object]]:
    return [
        _manifest("Warehouse", name, {"subscriptions": [{"image": {"repoURL": f"ghcr.io/acme/{name}"}}]})
        for name in origins
    ]


def stage(name: str, origins: Iterable[str], *steps: object, upstream: str = "") -> dict[str, object]:
    sources = {"stages": [upstream]} if upstream else {"direct": True}
    requests = [{"origin": {"kind": "Warehouse", "name": each}, "sources": sources} for each in origins]
    template = {"promotionTemplate": {"spec": {"steps": list(steps)}}} if steps else {}
    return _manifest("Stage", name, {"requestedFreight": requests, **template})


def task(name: str, *steps: object) -> dict[str, object]:
    return _manifest("PromotionTask", name, {"steps": list(steps)})


def bring_in(project: Project, user: User, *manifests: dict[str, object]) -> None:
    """Import manifests; JSON is YAML."""
    text = "\n---\n".join(json.dumps(each) for each in manifests)
    services.import_files(project=project, files=[SourceFile("more.yaml", text.encode())], acting_user=user)


def _manifest(kind: str, name: str, spec: dict[str, object]) -> dict[str, object]:
    return {
        "apiVersion": API,
        "kind": kind,
        "metadata": {"name": name, "namespace": "acme-pay"},
        "spec": spec,
    }


def page(client: Client, name: str, query: str = "") -> str:
    """What the page of a Stage shows, as text with one blank between words."""
    answer = client.get(f"{reverse('stage', args=['acme-pay', name])}?{query}")
    assert answer.status_code == 200
    return shown(answer.content.decode())


def what_if(client: Client, name: str, query: str = "") -> str:
    """The answer to htmx for another case, as HTML."""
    answer = client.get(f"{reverse('stage_what_if', args=['acme-pay', name])}?{query}", headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def bench(project: Project, name: str, query: str = "") -> StageBench:
    """The page of a published Stage at an address, as its templates see it."""
    found = StageBench(ProjectPage(project, None, ProjectState(project), Role.VIEWER, "stage", name), name)
    found.query = QueryDict(query)
    return found


def slots(case: CasePage) -> dict[str, str]:
    """The strip: what each slot is."""
    states = {(True, True): "target", (True, False): "filled", (False, False): "empty"}
    return {slot.origin: states[slot.filled, slot.target] for slot in case.slots}


def ends(found: StageBench) -> list[str]:
    """How each step on the page ends: its tone, and the word of its pill."""
    return [f"{each.tone}: {each.word}" if each.word else each.tone for each in found.endings.values()]
