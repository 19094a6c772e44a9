"""Manifests that the tests of the pages import."""

from __future__ import annotations

PIPELINE = """\
# The known case: two Warehouses, one shared task.
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata:
  name: images
  namespace: acme-pay
spec:
  subscriptions:
  - image:
      repoURL: ghcr.io/acme/api
      constraint: ^1.0.0
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata:
  name: charts
  namespace: acme-pay
spec:
  subscriptions:
  - chart:
      repoURL: https://charts.acme.io
      name: api
---
apiVersion: kargo.akuity.io/v1alpha1
kind: PromotionTask
metadata:
  name: promote
  namespace: acme-pay
spec:
  steps:
  - uses: git-clone
    config:
      repoURL: https://github.com/acme/config.git
      checkout:
      - branch: main
        path: ./src
  - uses: yaml-update
    as: image
    config:
      path: ./src/values.yaml
      updates:
      - key: image.tag # read by the chart
        value: ${{ imageFrom("ghcr.io/acme/api").Tag }}
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: previewnet
  namespace: acme-pay
spec:
  requestedFreight:
  - origin:
      kind: Warehouse
      name: charts
    sources:
      direct: true
  - origin:
      kind: Warehouse
      name: images
    sources:
      direct: true
  promotionTemplate:
    spec:
      steps:
      - task:
          name: promote
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: testnet
  namespace: acme-pay
spec:
  requestedFreight:
  - origin:
      kind: Warehouse
      name: images
    sources:
      stages: [previewnet]
  promotionTemplate:
    spec:
      steps:
      - task:
          name: promote
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: mainnet
  namespace: acme-pay
spec:
  requestedFreight:
  - origin:
      kind: Warehouse
      name: images
    sources:
      stages: [testnet]
  promotionTemplate:
    spec:
      steps:
      - task:
          name: promote
"""

SECRET = """\
apiVersion: v1
kind: Secret
metadata:
  name: token
  namespace: acme-pay
stringData:
  password: hunter2
"""

# The Warehouse `nowhere` does not exist, and no field is called `dirrect`.
FLAWED = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: flawed
  namespace: acme-pay
spec:
  requestedFreight:
  - origin:
      kind: Warehouse
      name: nowhere
    sources:
      dirrect: true
"""


def stage(name: str, origin: str = "images", upstream: str = "") -> str:
    """A Stage that takes Freight from a Warehouse, or through another Stage."""
    sources = f"stages: [{upstream}]" if upstream else "direct: true"
    return f"""\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: {name}
  namespace: acme-pay
spec:
  requestedFreight:
  - origin:
      kind: Warehouse
      name: {origin}
    sources:
      {sources}
"""


def many_stages(count: int) -> str:
    """A stream of Stages, each promoting what the one before it verified."""
    names = [f"stage-{number:04}" for number in range(count)]
    return "---\n".join(
        stage(name, upstream=before) for name, before in zip(names, ["", *names], strict=False)
    )
