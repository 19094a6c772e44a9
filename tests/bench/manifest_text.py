"""Manifests of the benchmark's projects as YAML text, with the comments and habits of real ones."""

from __future__ import annotations

from collections.abc import Sequence

TASKS = ("render-and-push", "sync-argocd", "announce")
GIT = "https://git.acme.io/pay/deploy.git"


def _head(kind: str, name: str, namespace: str = "") -> str:
    where = f"  namespace: {namespace}\n" if namespace else ""
    return f"apiVersion: kargo.akuity.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\n{where}"


def project(name: str) -> str:
    return f"# Everything that pays, in one project.\n{_head('Project', name)}"


def policies(project_name: str, stages: Sequence[str]) -> str:
    entries = "".join(
        f"    - stageSelector:\n        name: {stage}\n      autoPromotionEnabled: true\n" for stage in stages
    )
    return f"{_head('ProjectConfig', project_name, project_name)}spec:\n  promotionPolicies:\n{entries}"


def image_warehouse(project_name: str, name: str) -> str:
    return f"""{_head("Warehouse", name, project_name)}spec:
  interval: 5m0s
  freightCreationPolicy: Automatic
  subscriptions:
    - image:
        repoURL: {image_url(name)}
        imageSelectionStrategy: SemVer
        constraint: ^1.0.0   # 2.x speaks another protocol
        platform: linux/amd64
        discoveryLimit: 20
"""


def chart_warehouse(project_name: str, name: str) -> str:
    return f"""{_head("Warehouse", name, project_name)}spec:
  interval: 10m0s
  subscriptions:
    - chart:
        repoURL: {CHARTS}
        name: {name}
        semverConstraint: ^0.9
"""


def config_warehouse(project_name: str, name: str) -> str:
    return f"""{_head("Warehouse", name, project_name)}spec:
  interval: 5m0s
  subscriptions:
    - git:
        repoURL: {config_url(name)}
        branch: main
        commitSelectionStrategy: NewestFromBranch
        includePaths:
          - values/
          - "glob:overlays/*/kustomization.yaml"
"""


CHARTS = "https://charts.acme.io/stable"


def image_url(name: str) -> str:
    return f"ghcr.io/acme/{name}"


def config_url(name: str) -> str:
    return f"https://git.acme.io/pay/{name}.git"


def task(project_name: str, name: str) -> str:
    return f"""# Shared by every Stage: change it with care.
{_head("PromotionTask", name, project_name)}spec:
  vars:
    - name: branch
    - name: channel
      value: deployments
  steps:
    - uses: git-clone
      as: clone
      config:
        repoURL: {GIT}
        checkout:
          - branch: ${{{{ vars.branch }}}}
            path: ./out
            create: true
    - uses: git-clear
      config:
        path: ./out
    - uses: http
      as: announce
      if: ${{{{ always() }}}}
      config:
        method: POST
        url: https://hooks.acme.io/${{{{ vars.channel }}}}
        body: |
          ${{{{ quote({{
            "stage": ctx.stage,
            "by": "{name}",
          }}) }}}}
"""


def request(origin: str, direct: bool, stages: Sequence[str], soak: str, everywhere: bool) -> str:
    lines = ["    - origin:", "        kind: Warehouse", f"        name: {origin}", "      sources:"]
    if direct:
        lines.append("        direct: true")
    if stages:
        lines += ["        stages:", *(f"          - {stage}" for stage in stages)]
        if everywhere:
            lines.append("        availabilityStrategy: All")
        if soak:
            lines.append(f"        requiredSoakTime: {soak}  # agreed with the on-call team")
    return "\n".join(lines) + "\n"


def stage(project_name: str, name: str, service: str, requests: str, steps: str) -> str:
    head = f"""{_head("Stage", name, project_name)}  labels:
    acme.io/service: {service}
    acme.io/tier: {name.removeprefix(service + "-").partition("-")[0]}
  annotations:
    acme.io/owner: team-{service.partition("-")[0]}@acme.io
    acme.io/runbook: https://runbooks.acme.io/pay/{service}#{name}
spec:
  requestedFreight:
{requests}"""
    if not steps:
        return head
    return f"""{head}  vars:
    - name: service
      value: {service}
    - name: environment
      value: {name}
    - name: replicas
      value: "3"
  promotionTemplate:
    spec:
      vars:
        - name: branch
          value: env/{name}
      steps:
{steps}  verification:
    analysisTemplates:
      - name: smoke-{service.partition("-")[0]}
"""
