"""Making projects and choosing their Kargo version."""

from __future__ import annotations

import pytest

from kargoui.accounts.models import User
from kargoui.pipelines import services
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.models import AuditEntry, Membership, Project
from kargoui.pipelines.state import ProjectState
from tests.pipelines.manifests import bring_in, exported, stage, warehouse


def test_whoever_makes_a_project_is_its_admin(outsider: User) -> None:
    project = services.create_project(name="acme-web", kargo_version="v1.9.3", acting_user=outsider)
    assert (project.name, project.kargo_version) == ("acme-web", "1.9")
    assert Membership.objects.get(project=project).role == "admin"
    assert AuditEntry.objects.get().details == {"kargo_version": "1.9"}


@pytest.mark.parametrize(
    "name", ["", "Acme", "acme_pay", "-acme", "acme-", "a.b", "a" * 64, "名", "acme\n", "<script>", "a/../b"]
)
def test_a_name_is_a_dns_label(outsider: User, name: str) -> None:
    with pytest.raises(Refused, match="is no name for a project"):
        services.create_project(name=name, kargo_version="1.11", acting_user=outsider)
    assert not Project.objects.exists()


def test_a_name_is_taken_once(project: Project, outsider: User) -> None:
    with pytest.raises(Refused, match="acme-pay already"):
        services.create_project(name="acme-pay", kargo_version="1.11", acting_user=outsider)


@pytest.mark.parametrize("version", ["", "1.3", "2", "latest", "1.11.x"])
def test_a_kargo_version_is_a_known_one(project: Project, admin: User, version: str) -> None:
    with pytest.raises(Refused, match="is not known here"):
        services.create_project(name="new", kargo_version=version, acting_user=admin)
    with pytest.raises(Refused, match="is not known here"):
        services.retarget(project=project, kargo_version=version, acting_user=admin)


def test_another_version_checks_anew_and_leaves_the_text(project: Project, admin: User) -> None:
    text = f"{warehouse()}---\n{stage('testnet')}".replace(
        "spec:\n  requested", "spec:\n  vars: []\n  requested"
    )
    bring_in(project, admin, text)
    assert ProjectState(project).problem_count() == 0
    services.retarget(project=project, kargo_version="1.4", acting_user=admin)
    assert [problem.path[-1] for problem in ProjectState(project).problems()] == ["constraint", "vars"]
    services.retarget(project=project, kargo_version="1.11", acting_user=admin)
    assert ProjectState(project).problem_count() == 0
    assert exported(project, admin) == text
    assert AuditEntry.objects.filter(action="retarget")[0].details == {"before": "1.4", "after": "1.11"}
