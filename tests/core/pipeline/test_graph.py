from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kargoui.core.pipeline import Edge, Request, TaskReference, pipeline
from tests.core.pipeline.manifests import manifest, request, stage, warehouse


def test_direct_and_upstream_sources_become_edges_with_their_origin() -> None:
    graph = pipeline(
        [
            warehouse("images"),
            warehouse("charts"),
            stage("preview", request("images", direct=True), request("charts", direct=True)),
            stage("test", request("images", stages=["preview"]), request("charts", stages=["preview"])),
        ]
    )
    assert graph.edges == (
        Edge("warehouse/images", "stage/preview", "images"),
        Edge("warehouse/charts", "stage/preview", "charts"),
        Edge("stage/preview", "stage/test", "images"),
        Edge("stage/preview", "stage/test", "charts"),
    )


def test_an_edge_named_twice_stands_once() -> None:
    graph = pipeline(
        [warehouse("w"), stage("a", request("w", stages=["b", "b"]), request("w", stages=["b"]))]
    )
    assert graph.edges == (Edge("stage/b", "stage/a", "w"),)


def test_requests_keep_their_order_and_say_what_the_manifest_says() -> None:
    graph = pipeline(
        [
            stage(
                "prod",
                request("w2", stages=["a", "b"], requiredSoakTime="1h", availabilityStrategy="All"),
                "nonsense",
                request("w1", direct=True, autoPromotionOptions={"selectionPolicy": "MatchUpstream"}),
            )
        ]
    )
    assert graph.stages["prod"].requests == (
        Request("w2", stages=("a", "b"), soak="1h", availability="All"),
        Request(),
        Request("w1", direct=True, selection="MatchUpstream"),
    )


def test_nodes_without_a_manifest_are_there_and_flagged() -> None:
    graph = pipeline([warehouse("here"), stage("a", request("gone", direct=True, stages=["lost"]))])
    assert [(node.id, node.missing) for node in graph.warehouses.values()] == [
        ("warehouse/here", False),
        ("warehouse/gone", True),
    ]
    assert [(node.id, node.missing) for node in graph.stages.values()] == [
        ("stage/a", False),
        ("stage/lost", True),
    ]
    assert {edge.target for edge in graph.edges} == {"stage/a"}


def test_cycles_and_loops_are_edges_like_others() -> None:
    graph = pipeline([stage("a", request("w", stages=["b", "a"])), stage("b", request("w", stages=["a"]))])
    assert [(edge.source, edge.target) for edge in graph.edges] == [
        ("stage/b", "stage/a"),
        ("stage/a", "stage/a"),
        ("stage/a", "stage/b"),
    ]


def test_of_two_manifests_with_one_name_the_last_wins_and_the_node_is_named() -> None:
    graph = pipeline(
        [stage("a", request("v", direct=True)), stage("b"), stage("a", request("w", direct=True))]
    )
    assert graph.duplicates == ("stage/a",)
    assert graph.stages["a"].requests[0].origin == "w"
    assert list(graph.stages) == ["a", "b"]


def test_steps_are_told_from_references_to_tasks() -> None:
    steps = [
        {"uses": "git-clone"},
        {"task": {"name": "promote"}},
        {"task": {"name": "promote", "kind": "ClusterPromotionTask"}},
        {"task": {"name": "promote"}},
        {"uses": "http"},
    ]
    node = pipeline([stage("a", request("w", direct=True), steps=steps)]).stages["a"]
    assert node.own_steps == 2
    assert node.tasks == (
        TaskReference("PromotionTask", "promote"),
        TaskReference("ClusterPromotionTask", "promote"),
    )
    assert not node.control_flow
    assert not node.verification


def test_a_stage_without_steps_controls_flow_and_an_empty_verification_counts() -> None:
    node = pipeline([manifest("Stage", "gate", {"verification": {}})]).stages["gate"]
    assert node.control_flow
    assert node.verification


def test_colours_go_by_name_and_a_later_name_changes_none() -> None:
    names = ["delta", "alpha", "charlie"]
    before = pipeline([warehouse(name) for name in names]).origins
    assert {name: origin.colour for name, origin in before.items()} == {"alpha": 1, "charlie": 2, "delta": 3}
    after = pipeline(
        [*map(warehouse, names), stage("s", request("aaa", direct=True)), warehouse("echo")]
    ).origins
    assert {name: after[name] for name in names} == before
    many = pipeline([warehouse(f"w{index:02}") for index in range(20)]).origins
    assert {origin.colour for origin in many.values()} == set(range(1, 9))


def test_other_kinds_and_other_peoples_stages_are_passed_over() -> None:
    foreign = {"apiVersion": "apps.kruise.io/v1", "kind": "Stage", "metadata": {"name": "x"}}
    graph = pipeline([foreign, manifest("PromotionTask", "t", {}), manifest("Stage", 12, {})])
    assert not graph.stages
    assert not graph.warehouses


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [
        "name",
        "spec",
        "metadata",
        "labels",
        "requestedFreight",
        "origin",
        "sources",
        "stages",
        "direct",
        "subscriptions",
        "git",
        "image",
        "chart",
        "repoURL",
        "promotionTemplate",
        "steps",
        "task",
        "kind",
        "uses",
        "verification",
        "discoveryLimit",
        "allowTags",
        "autoPromotionOptions",
    ]
)
SHAPED = st.recursive(
    ANYTHING,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["Stage", "Warehouse"]), st.sampled_from("abc"), SHAPED) | SHAPED,
        max_size=5,
    )
)
def test_no_manifest_makes_it_fail(entries: list[object]) -> None:
    graph = pipeline([manifest(*entry) if isinstance(entry, tuple) else entry for entry in entries])  # type: ignore[misc]
    ids = {node.id for node in graph.warehouses.values()} | {node.id for node in graph.stages.values()}
    assert {end for edge in graph.edges for end in (edge.source, edge.target)} <= ids
