"""Projects whose manifests lie together are audited each on its own."""

from __future__ import annotations

from kargoui.core.lint import Settings, audit
from kargoui.core.lint.fixing import fixed
from kargoui.core.lint.projects import by_project
from kargoui.core.manifest.document import read

STAGE = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata: {name: testnet, namespace: SPACE}
spec:
  requestedFreight:
  - {origin: {kind: Warehouse, name: images}, sources: {direct: true}}
"""
TASK = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: PromotionTask
metadata: {name: promote, namespace: SPACE}
spec:
  steps:
  - uses: git-clear
    config: {path: ./out}
  - uses: git-push
    if: ${{ vars.push == "yes" }}
    config: {path: ./out}
"""
CLUSTER = TASK.replace("PromotionTask", "ClusterPromotionTask").replace(", namespace: SPACE", "")
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: elsewhere}\n"


def several(*texts: str) -> str:
    return "---\n".join(texts)


def of(space: str, text: str = TASK) -> str:
    return text.replace("SPACE", space)


def listed(*texts: str) -> str:
    items = "".join(f"- {text.strip().replace(chr(10), chr(10) + '  ')}\n" for text in texts)
    return f"apiVersion: v1\nkind: List\nitems:\n{items}"


def test_what_is_the_clusters_is_part_of_every_project() -> None:
    documents = read(several(CONFIG, of("a"), CLUSTER, of("b"), of("a", STAGE)))
    found = by_project(documents, "1.11")
    kinds = {name: [document.kind for document in listed] for name, listed in found.items()}
    assert kinds == {
        "a": ["ConfigMap", "PromotionTask", "ClusterPromotionTask", "Stage"],
        "b": ["ClusterPromotionTask", "PromotionTask"],
    }


def test_a_namespace_may_be_told() -> None:
    documents = read(several(of("a"), of("", STAGE)))
    assert list(by_project(documents, "1.11")) == ["a", ""]
    assert list(by_project(documents, "1.11", "a")) == ["a"]


def test_a_project_has_what_bears_its_name() -> None:
    project = "apiVersion: kargo.akuity.io/v1alpha1\nkind: Project\nmetadata: {name: b}\n"
    documents = read(several(of("a"), project, of("b")))
    assert [len(listed) for listed in by_project(documents, "1.11").values()] == [1, 2]


def test_findings_stand_where_they_are() -> None:
    settings = Settings(select=frozenset({"guard-without-status"}))
    found = audit(read(several(of("a"), of("b"), CLUSTER)), "1.11", settings)
    assert [(each.project, each.line) for each in found] == [("a", 9), ("b", 20), ("b", 31)]


def test_a_list_may_hold_several_projects() -> None:
    settings = Settings(select=frozenset({"guard-without-status", "unused-suppression"}))
    marked = of("b").replace(
        "  - uses: git-push", "  # kargoui: ignore guard-without-status seen\n  - uses: git-push"
    )
    documents = read(
        listed(of("a"), marked.replace("    if", "    # kargoui: ignore guard-without-status seen\n    if"))
    )
    found = audit(documents, "1.11", settings)
    assert [(each.rule, each.project, each.line) for each in found] == [
        ("guard-without-status", "a", 12),
        ("unused-suppression", "", 21),
    ]


def test_a_fix_is_made_in_the_project_of_its_finding() -> None:
    settings = Settings(select=frozenset({"guard-without-status"}))
    for text in (several(of("a"), of("b")), listed(of("a"), of("b"))):
        documents = read(text)
        second = audit(documents, "1.11", settings)[1]
        after = "".join(each.text for each in fixed(documents, [second]).documents)
        first, rest = text.rsplit("${{ vars", 1)
        assert after == f"{first}${{{{ success() && vars{rest}"
