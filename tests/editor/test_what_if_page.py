"""What-if as the page of a Stage serves it: whole pages, answers to htmx, edits, and no promotions."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.promotions import (
    HTMX,
    bench,
    bring_in,
    page,
    push,
    reads,
    shown,
    stage,
    warehouses,
    what_if,
)

STAGE = reverse("stage", args=["acme-pay", "previewnet"])
CHARTS_ALONE = "filled=charts&target=charts"
EVIL = "<script>alert('x')</script>"


@pytest.fixture
def client(project: Project, as_: As) -> Client:
    return as_("viewer")


def test_the_page_shows_the_case_without_any_script(client: Client) -> None:
    text = page(client, "previewnet")
    assert "1 of 4 cases fails" in text
    assert (
        'Nothing in slot images in this case, so imageFrom("ghcr.io/acme/api") is nil and .Tag fails.' in text
    )
    assert "reflect: call of reflect.Value.Field on zero Value (1:32)" in text
    assert "fails at image" in text
    assert "fails at image" not in page(client, "previewnet", "filled=images&target=images")


def test_another_case_comes_as_the_panel_and_the_ends_of_the_steps(client: Client, project: Project) -> None:
    html = what_if(client, "previewnet", "filled=charts&filled=images&target=charts")
    (card,) = bench(project, "previewnet").steps
    places = [card.key, *(f"{card.key}-{inside.key}" for inside in card.steps)]
    swapped = re.findall(r'id="([^"]*)" hx-swap-oob="true"', html)
    assert swapped == [
        "cases-pill",
        "side-cases",
        *(f"{part}-{place}" for place in places for part in ("outcome", "why")),
    ]
    assert "errored" not in html.split('id="cases-pill"')[1]
    assert "promoting charts, with images: succeeds" in html


def test_the_address_follows_the_case(client: Client) -> None:
    query = "filled=images&target=images&fill=charts&kargo=1.4&tab=verification&nonsense=1"
    answer = client.get(f"{STAGE}what-if/?{query}", headers=HTMX)
    address = f"{STAGE}?filled=charts&filled=images&target=images&kargo=1.4&tab=verification"
    assert answer["HX-Replace-Url"] == address
    assert "outcome-" not in answer.content.decode()
    plain = client.get(f"{STAGE}what-if/?{query}")
    assert (plain.status_code, plain["Location"]) == (302, address)
    assert shown(client.get(address).content.decode()).count("Verification") >= 1


def test_an_edit_leaves_the_simulation_to_a_request_of_its_own(project: Project, as_: As) -> None:
    answer = as_("editor").post(f"{STAGE}requested-freight/", {"action": "move", "move": "0 1"}, headers=HTMX)
    assert answer["HX-Trigger-After-Settle"] == "manifest-edited"
    assert "cases" not in answer.content.decode()
    refused = as_("editor").post(
        f"{STAGE}requested-freight/", {"action": "move", "move": "9 1 x"}, headers=HTMX
    )
    assert "HX-Trigger-After-Settle" not in refused


def test_the_steps_after_an_edit_keep_how_they_ended(project: Project, people: People, as_: As) -> None:
    bring_in(project, people["admin"], stage("qa", ["images"], push("a"), push("b")))
    address = reverse("stage", args=["acme-pay", "qa"])
    answer = as_("editor").post(address, {"move": "0 1"}, headers=HTMX).content.decode()
    assert len(re.findall(r'<span class="outcome" id="outcome-[^"]*" hx-preserve>', answer)) == 2
    assert len(re.findall(r'<div class="why" id="why-[^"]*" hx-preserve>', answer)) == 2


def test_a_step_is_shown_on_demand(client: Client, project: Project) -> None:
    (card,) = bench(project, "previewnet").steps
    place = f"{card.key}-{card.steps[1].key}"
    query = urlencode({"filled": "images", "target": "images", "step": place})
    text = shown(client.get(f"{STAGE}what-if/step/?{query}", headers=HTMX).content.decode())
    assert "value: 1.0.0" in text
    assert "Suppose this step" in text
    values = shown(client.get(f"{STAGE}what-if/step/?{query}&part=values", headers=HTMX).content.decode())
    assert "value: 1.0.0" in values
    assert "Suppose" not in values
    whole = client.get(f"{STAGE}what-if/step/?{query}")
    assert whole["Location"] == f"{STAGE}?filled=images&target=images&evaluated={place}"
    assert "value: 1.0.0" in shown(client.get(whole["Location"]).content.decode())
    gone = client.get(f"{STAGE}what-if/step/?step=gone", headers=HTMX)
    assert (gone.status_code, shown(gone.content.decode())) == (200, "This step is no longer there.")


def test_a_stage_without_promotions_says_so(project: Project, people: People, client: Client) -> None:
    gone, given = {"task": {"name": "gone"}}, {"task": {"name": "given"}}
    needs: dict[str, object] = {
        "apiVersion": "kargo.akuity.io/v1alpha1",
        "kind": "PromotionTask",
        "metadata": {"name": "given", "namespace": "acme-pay"},
        "spec": {"vars": [{"name": "tag"}], "steps": [push()]},
    }
    stages = [stage("gate", ["images"]), stage("lost", ["images"], gone), stage("empty", ["images"], given)]
    bring_in(project, people["admin"], needs, *stages)
    assert "This Stage has no promotions: a control flow Stage" in page(client, "gate")
    assert 'PromotionTask.kargo.akuity.io "gone" not found' in page(client, "lost")
    assert 'missing value for variable "tag"' in page(client, "empty")
    for name in ("gate", "lost", "empty"):
        assert "All cases" not in shown(what_if(client, name, CHARTS_ALONE))


def test_a_missing_warehouse_is_reported_as_kargo_does(
    project: Project, people: People, client: Client
) -> None:
    bring_in(project, people["admin"], stage("qa", ["nowhere", "images"], reads("images")))
    text = page(client, "qa")
    assert "Warehouse nowhere is not in this project, so Kargo cannot tell" in text
    assert 'Warehouse "nowhere" not found in namespace "acme-pay"' in text


def test_nothing_that_was_typed_runs(project: Project, people: People, client: Client) -> None:
    step = push(
        EVIL,
        **{"if": f"${{{{ '{EVIL}' + outputs['{EVIL}'].x.y }}}}", "vars": [{"name": EVIL, "value": EVIL}]},
    )
    evil = reads("images", EVIL, config={"path": EVIL, "a": "${{ vars['" + EVIL + "'] + outputs.x.y }}"})
    fails = {"uses": "fail", "as": "f", "config": {"message": EVIL}, "if": "${{ always() }}"}
    bring_in(project, people["admin"], stage("qa", ["images", EVIL], step, evil, fails))
    found = bench(project, "qa")
    address = reverse("stage", args=["acme-pay", "qa"])
    pin = urlencode(
        {f"pin.{EVIL}": '{"output":{"' + EVIL + '":"' + EVIL + '"}}', "filled": EVIL, "tab": EVIL}
    )
    pages = [address, f"{address}?{pin}", f"{address}what-if/?{pin}"]
    pages += [f"{address}what-if/step/?step={card.key}&{pin}" for card in found.steps]
    for each in pages:
        html = client.get(each, headers=HTMX if "what-if" in each else {}).content.decode()
        assert "<script>alert" not in html
        assert "alert('x')</script>" not in html


def test_queries_do_not_grow_with_stages_and_steps(project: Project, people: People, as_: As) -> None:
    counts = []
    for number in (2, 60):
        names = [f"s{number}-{index}" for index in range(number)]
        made = [
            stage(
                name, ("api", "web"), *[reads("api", f"a{step}") for step in range(number)], upstream=before
            )
            for name, before in zip(names, ["", *names], strict=False)
        ]
        bring_in(project, people["admin"], *warehouses(("api", "web")), *made)
        client = as_("editor")
        for address in ("", "what-if/"):
            url = f"{reverse('stage', args=['acme-pay', names[-1]])}{address}"
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url, headers=HTMX if address else {}).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 14


def test_the_other_stages_say_what_their_cases_come_to(
    project: Project, people: People, client: Client
) -> None:
    bring_in(project, people["admin"], stage("gate", ["images"]), stage("fine", ["images"], push()))
    html = client.get(
        f"{reverse('stage_cases', args=['acme-pay'])}?but=previewnet", headers=HTMX
    ).content.decode()
    said = dict(re.findall(r'id="cases-of-([^"]*)" hx-swap-oob="true">(.*?)</span>\s', html))
    assert {name: shown(pill) for name, pill in said.items()} == {
        "testnet": "1",
        "mainnet": "1",
        "gate": "",
        "fine": "1",
    }
    page_of_one = client.get(STAGE).content.decode()
    assert all(f'id="cases-of-{name}"' in page_of_one for name in said)
