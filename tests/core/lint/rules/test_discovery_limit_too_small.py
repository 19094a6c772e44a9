"""What counts as enough."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("discovery-limit-too-small")
WAREHOUSE = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata: {{name: images, namespace: acme-pay}}
spec:
  freightCreationPolicy: {policy}
  subscriptions:
  - {subscription}
"""


def count(subscription: str, policy: str = "Automatic") -> int:
    return len(found_in(PAGE, WAREHOUSE.format(policy=policy, subscription=subscription)))


@pytest.mark.parametrize(
    ("subscription", "found"),
    [
        ("image: {repoURL: ghcr.io/acme/a, constraint: ^1 || ^2, discoveryLimit: 1}", 1),
        ("image: {repoURL: ghcr.io/acme/a, constraint: ^1 || ^2, discoveryLimit: 2}", 0),
        ("image: {repoURL: ghcr.io/acme/a, constraint: ^1 || >=1.5, discoveryLimit: 3}", 0),  # overlap
        ("image: {repoURL: ghcr.io/acme/a, constraint: ~1.2.0, discoveryLimit: 1}", 0),
        ("image: {repoURL: ghcr.io/acme/a, constraint: 1.2.3, discoveryLimit: 1}", 0),
        ("image: {repoURL: ghcr.io/acme/a, discoveryLimit: 2}", 1),
        ("image: {repoURL: ghcr.io/acme/a, discoveryLimit: 3}", 0),
        ("image: {repoURL: ghcr.io/acme/a, imageSelectionStrategy: Lexical, discoveryLimit: 1}", 0),
        ("git: {repoURL: https://git.acme.io/a, discoveryLimit: 1}", 0),
        ("git: {repoURL: https://git.acme.io/a, commitSelectionStrategy: SemVer, discoveryLimit: 1}", 1),
        ("image: {repoURL: ghcr.io/acme/a, constraint: no-constraint!, discoveryLimit: 1}", 1),
    ],
)
def test_a_limit_is_measured_by_what_the_constraint_lets_in(subscription: str, found: int) -> None:
    assert count(subscription) == found


@pytest.mark.parametrize(
    ("subscription", "found"),
    [
        ("git: {repoURL: https://git.acme.io/a, discoveryLimit: 1}", 1),
        ("git: {repoURL: https://git.acme.io/a, discoveryLimit: 2}", 0),
        ("image: {repoURL: ghcr.io/a, imageSelectionStrategy: Digest, constraint: x, discoveryLimit: 1}", 0),
    ],
)
def test_whoever_makes_freight_by_hand_wants_a_choice(subscription: str, found: int) -> None:
    assert count(subscription, policy="Manual") == found
