"""The pipeline as SVG, without a database: what is in it, that it is well-formed, that nothing gets out."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from xml.etree import ElementTree

from kargoui.core.pipeline import AutoPromotion, pipeline
from kargoui.editor.cards import Badge, Card, cards
from kargoui.editor.drawing import Picture, card_height, picture
from tests.bench.projects import project_data

UNSAFE = re.compile(r"<(script|img|iframe)|style=|on\w+=", re.IGNORECASE)
API = "kargo.akuity.io/v1alpha1"


def warehouse(name: str, *subscriptions: Mapping[str, object]) -> dict[str, object]:
    spec = {"subscriptions": list(subscriptions)}
    return {"apiVersion": API, "kind": "Warehouse", "metadata": {"name": name}, "spec": spec}


def stage(name: str, *requests: tuple[str, list[str]], **spec: object) -> dict[str, object]:
    entries = [
        {"origin": {"kind": "Warehouse", "name": origin}, "sources": {"direct": not up, "stages": up}}
        for origin, up in requests
    ]
    body = {"requestedFreight": entries, **spec}
    return {"apiVersion": API, "kind": "Stage", "metadata": {"name": name}, "spec": body}


IMAGE = {"image": {"repoURL": "ghcr.io/acme/api", "constraint": "^1.0.0"}}
CHART = {"chart": {"repoURL": "https://charts.acme.io", "name": "api", "semverConstraint": "^0.9"}}
TASK = {"promotionTemplate": {"spec": {"steps": [{"task": {"name": "promote"}}]}}}
DEMO = [
    warehouse("images", IMAGE),
    warehouse("charts", CHART),
    stage("previewnet", ("charts", []), ("images", []), **TASK),
    stage("testnet", ("charts", ["previewnet"]), ("images", ["previewnet"]), verification={}, **TASK),
]


def drawn(
    manifests: list[dict[str, object]],
    automatic: tuple[str, ...] = (),
    problems: Mapping[tuple[str, str], int] | None = None,
    selected: str = "",
) -> Picture:
    graph = pipeline(manifests)
    promotions = {name: AutoPromotion(enabled=True) for name in automatic}
    return picture(graph, cards(graph, promotions, problems or {}), selected)


def node(found: Picture, node_id: str) -> ElementTree.Element:
    root = ElementTree.fromstring(found.svg)  # noqa: S314 - our own text
    return next(element for element in root.iter("a") if element.get("id") == node_id)


def words(element: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in element.iter("text")]


def test_a_warehouse_says_what_it_watches() -> None:
    found = node(drawn(DEMO), "warehouse/images")
    assert words(found) == ["images", "ghcr.io/acme/api", "SemVer ^1.0.0 · limit 20"]
    assert found.get("href") == "warehouses/images/"
    assert found.get("aria-label") == "Warehouse images, ghcr.io/acme/api, SemVer ^1.0.0, limit 20"


def test_a_stage_says_slots_task_and_badges() -> None:
    found = drawn(DEMO, automatic=("testnet",), problems={("Stage", "previewnet"): 2})
    assert words(node(found, "stage/previewnet")) == ["previewnet", "2 slots · task promote", "2 problems"]
    assert words(node(found, "stage/testnet"))[2:] == ["auto-promotion", "verification"]
    assert "2 problems" in str(node(found, "stage/previewnet").get("aria-label"))


def test_where_badges_do_not_fit_the_last_become_icons_with_titles() -> None:
    found = node(drawn(DEMO, automatic=("testnet",), problems={("Stage", "testnet"): 12}), "stage/testnet")
    assert words(found)[2:] == ["12 problems"]
    assert [title.text for title in found.iter("title")] == ["auto-promotion", "verification"]


def test_every_edge_is_drawn_once_in_the_group_of_its_origin() -> None:
    root = ElementTree.fromstring(drawn(DEMO).svg)  # noqa: S314
    groups = [group for group in root.iter("g") if "o" in (group.get("class") or "").split()]
    assert sorted(group.get("data-o") or "" for group in groups) == ["charts", "images"]
    for group in groups:
        assert [title.text for title in group.iter("title")] == [group.get("data-o")]
        assert len([path for path in group.iter("path") if path.get("data-e")]) == 2
        assert group.get("data-o") in [text.text for text in group.iter("text")]


def test_origins_differ_in_colour_and_dashes() -> None:
    names = [f"w{number:02}" for number in range(40)]
    found = drawn([*(warehouse(name, IMAGE) for name in names), stage("all", *((n, []) for n in names))])
    assert len({(entry.colour, entry.dash) for entry in found.legend}) == 40
    assert all(entry.edges == 1 for entry in found.legend)


def test_what_is_missing_is_drawn_as_missing() -> None:
    found = drawn([stage("a", ("nowhere", []), ("nowhere", ["gone"]))])
    for node_id in ("warehouse/nowhere", "stage/gone"):
        element = node(found, node_id)
        assert "missing" in str(element.get("class")).split()
        assert "missing" in words(element)
        assert str(element.get("aria-label")).endswith("missing")
    assert [entry.missing for entry in found.legend] == [True]


def test_one_node_can_be_reached_by_tab_and_the_selected_one_is_marked() -> None:
    root = ElementTree.fromstring(drawn(DEMO, selected="stage/testnet").svg)  # noqa: S314
    nodes = list(root.iter("a"))
    assert [element.get("tabindex") for element in nodes].count("0") == 1
    assert [element.get("id") for element in nodes if element.get("aria-current")] == ["stage/testnet"]


def test_names_and_addresses_cannot_leave_their_place() -> None:
    evil = "\"><script>alert(1)</script>&'/../"
    image = {"image": {"repoURL": evil, "constraint": evil}}
    found = drawn(
        [
            warehouse(evil, image, {"git": {"repoURL": evil, "branch": evil}}, {evil: {"name": evil}}),
            stage(evil, (evil, []), (evil, [evil + "2"])),
        ]
    )
    assert not UNSAFE.search(re.sub(r'"[^"]*"', "", found.svg))
    assert "<script" not in found.svg
    assert words(node(found, f"stage/{evil}"))[0].startswith('"><script>')
    assert node(found, f"stage/{evil}").get("href", "").count("/") == 2


def test_long_names_are_cut_and_stay_readable_in_full() -> None:
    name = "a-very-long-name-of-a-stage-" * 6
    found = node(drawn([stage(name)]), f"stage/{name}")
    assert words(found)[0].endswith("…")
    assert [title.text for title in found.iter("title")] == [name]
    assert name in str(found.get("aria-label"))


def test_cards_grow_with_what_they_say() -> None:
    plain = Card("stage/a", "Stage", "a", (("1 slot",),))
    badged = Card("stage/a", "Stage", "a", (("1 slot",),), (Badge("verification", "verification"),))
    assert card_height(plain) < card_height(badged)
    many = drawn([warehouse("w", *[IMAGE] * 5)])
    assert words(node(many, "warehouse/w"))[-1] == "and 2 more"


def test_a_thousand_stages_stay_small() -> None:
    found = drawn(project_data(stages=1000, warehouses=20))
    assert found.nodes == 1020
    assert len(gzip.compress(found.svg.encode())) < 150_000
