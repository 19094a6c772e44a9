"""Validation refuses all that ../shared/tools/check_manifests.py refuses, and more only where Kargo does."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kargoui.core.catalog import VERSIONS
from kargoui.core.manifest.bundle import SourceFile, read_file
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.path import format_path
from kargoui.core.manifest.problems import Problem
from kargoui.core.manifest.validate import dangling, validate
from tests.conformance.generated import Generator
from tests.conformance.reference import NO_VERDICT, checker, complaints, missing_references

pytestmark = pytest.mark.conformance

OF_A_KIND = 120
OF_A_STEP = 24
DATA = Path(__file__).resolve().parents[1] / "data"

# Where validation is stricter than the checker, by rule and path, and why.
STRICTER = {
    "unknown-kind apiVersion": "the cluster serves v1alpha1 alone",
    "wrong-type metadata.(labels|annotations).*": "a string map to the decoder of the API server",
    "wrong-name metadata.name": "a Project's name becomes that of a namespace; ClusterConfig is 'cluster'",
    "wrong-name metadata.namespace": "no namespace can have such a name",
    "no-artifact": "Freight webhook",
    "duplicate-policy spec.promotionPolicies.*": "Project webhook of 1.4",
    "wrong-form spec.promotionPolicies.*.stageSelector.name": "ProjectConfig webhook reads the pattern",
    "duplicate-receiver .*": "ProjectConfig and ClusterConfig webhook (validateUniqueNames)",
    "conflicting-fields spec.webhookReceivers[]": "the same (validateMutuallyExclusive)",
    "missing-field spec.webhookReceivers.*.targetSelectionCriteria[]": "the same (validateGenericTargets)",
    "missing-field spec.subscriptions[]": "Warehouse webhook: none of git, image and chart",
    "wrong-type spec.subscriptions[]": "Warehouse webhook: the decoder wants an object",
    "conflicting-fields spec.subscriptions[]": "Warehouse webhook: exactly one field, whatever its name",
    "wrong-form spec.subscriptions[].image.platform": "Warehouse webhook to 1.8 (ValidatePlatformConstraint)",
    "missing-field spec.subscriptions[].image.constraint": "Warehouse webhook, for the strategy Digest",
    "wrong-constraint spec.subscriptions.*": "Warehouse webhook reads semver constraints",
    "duplicate-subscription spec.subscriptions.*": "Warehouse webhook to 1.8 compares normal forms of URLs",
    "duplicate-entry .*conditions[]": "a list-map by type to the API server",
    "wrong-form .*(At|since|Since|lastTransitionTime|startTime|finishTime)": "RFC 3339 to the decoder",
    "wrong-form .*config.author.email": "Kargo checks the format of step configs",
    "conflicting-fields .*config": "a oneOf of required fields, whatever expressions give",
}


def shape(problem: Problem) -> str:
    path = re.sub(r"\[\d+\]", "[]", format_path(problem.path))
    return f"{problem.rule} {path}".strip()


def deliberate(problem: Problem) -> bool:
    patterns = (re.escape(known).replace(r"\.\*", ".*") for known in STRICTER)
    unescaped = (re.sub(r"\\([(|)])", r"\1", pattern) for pattern in patterns)
    return any(re.fullmatch(pattern, shape(problem)) for pattern in unescaped)


def assert_agreement(version: str, data: dict[str, Any]) -> bool:
    """Whether both hold a manifest for valid."""
    problems, said = validate(data, version), complaints(version, data)
    if said and not problems:
        assert all(NO_VERDICT.match(complaint) for complaint in said), (version, data, said)
    elif problems and not said:
        assert all(map(deliberate, problems)), (version, data, list(map(shape, problems)))
    return not problems and not said


@pytest.mark.parametrize("version", VERSIONS)
def test_generated_manifests_and_their_mutations_get_the_checkers_verdict(version: str) -> None:
    generator = Generator(version, "manifests")
    valid: Counter[str] = Counter()
    for kind in generator.kinds():
        for index in range(OF_A_KIND):
            data = generator.manifest(kind)
            valid[kind] += assert_agreement(version, generator.mutated(data) if index % 3 else data)
    assert all(valid[kind] for kind in generator.kinds()), valid


@pytest.mark.parametrize("version", VERSIONS)
def test_generated_step_configs_and_their_mutations_get_the_checkers_verdict(version: str) -> None:
    generator = Generator(version, "configs")
    valid: Counter[str] = Counter()
    for uses in sorted(checker().known_steps(f"v{version}")):
        for index in range(OF_A_STEP):
            config = generator.config(uses)
            step = {"uses": uses, "config": generator.mutated(config) if index % 3 else config}
            valid[uses] += assert_agreement(version, task([step]))
    assert sum(valid.values()) > len(valid)


@pytest.mark.parametrize("version", VERSIONS)
def test_generated_subscriptions_and_their_mutations_get_the_checkers_verdict(version: str) -> None:
    generator = Generator(version, "subscriptions")
    valid = 0
    for index in range(3 * OF_A_KIND):
        subscription = generator.subscription()
        changed = generator.mutated(subscription) if index % 3 else subscription
        valid += assert_agreement(version, warehouse([changed, generator.subscription()]))
    assert valid


def task(steps: list[dict[str, Any]]) -> dict[str, Any]:
    return resource("PromotionTask", {"steps": steps})


def warehouse(subscriptions: list[dict[str, Any]]) -> dict[str, Any]:
    return resource("Warehouse", {"subscriptions": subscriptions})


def resource(kind: str, spec: dict[str, Any]) -> dict[str, Any]:
    metadata = {"name": "thing", "namespace": "demo"}
    return {"apiVersion": "kargo.akuity.io/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec}


def files() -> Iterator[tuple[str, list[Document]]]:
    """The Kargo manifests of the files below tests/data that can be read."""
    for path in sorted(DATA.glob("**/*.yaml")):
        with contextlib.suppress(ManifestError):
            documents = read_file(SourceFile(path.name, path.read_bytes()))
            yield path.name, [document for document in documents if document.is_kargo]


@pytest.mark.parametrize("version", VERSIONS)
def test_files_get_the_checkers_verdict_document_by_document(version: str) -> None:
    for _, documents in files():
        for document in documents:
            assert isinstance(document.data, dict)
            assert_agreement(version, document.data)


def test_references_are_missing_where_the_checker_misses_them() -> None:
    for name, documents in files():
        data = [document.data for document in documents if isinstance(document.data, dict)]
        if not any(complaints("1.11", one) for one in data):
            assert len(dangling(documents)) == len(missing_references(data)), name
