"""Manifests for the tests of this app, and short ways to bring them in."""

from __future__ import annotations

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from kargoui.pipelines.services import ImportReport

API = "apiVersion: kargo.akuity.io/v1alpha1\n"


def warehouse(name: str = "images", extra: str = "") -> str:
    return (
        f"{API}kind: Warehouse\nmetadata:\n  name: {name}\n{extra}"
        f"spec:\n  subscriptions:\n  - image:\n      repoURL: ghcr.io/acme/{name}\n      constraint: ^1.0.0\n"
    )


def stage(name: str, *upstream: str, origins: tuple[str, ...] = ("images",), task: str = "") -> str:
    sources = f"stages: [{', '.join(upstream)}]" if upstream else "direct: true"
    requests = "".join(
        f"  - origin:\n      kind: Warehouse\n      name: {origin}\n    sources:\n      {sources}\n"
        for origin in origins
    )
    step = f"- task:\n          name: {task}" if task else "- uses: fail # on purpose"
    return (
        f"{API}kind: Stage\nmetadata:\n  name: {name}\nspec:\n  requestedFreight:\n{requests}"
        f"  promotionTemplate:\n    spec:\n      steps:\n      {step}\n"
    )


def task(name: str = "promote") -> str:
    return f"{API}kind: PromotionTask\nmetadata:\n  name: {name}\nspec:\n  steps:\n  - uses: fail\n"


PIPELINE = "---\n".join(
    (
        "# Two Warehouses, three Stages, one task.\n" + warehouse("images"),
        warehouse("charts"),
        stage("previewnet", origins=("charts", "images"), task="promote"),
        stage("testnet", "previewnet", origins=("charts", "images"), task="promote"),
        stage("mainnet", "testnet", origins=("charts", "images"), task="promote"),
        task("promote"),
    )
)


def bring_in(
    project: Project,
    user: User,
    text: str | bytes,
    file: str = "kargo.yaml",
    *,
    leave_out_secrets: bool = False,
) -> ImportReport:
    """Import one file."""
    content = text.encode() if isinstance(text, str) else text
    return services.import_files(
        project=project,
        files=[SourceFile(file, content)],
        acting_user=user,
        leave_out_secrets=leave_out_secrets,
    )


def exported(project: Project, user: User) -> str:
    """The published state as one stream."""
    return services.export_project(project=project, form="yaml", acting_user=user).content.decode()
