"""Bad input: a sentence that says what and where, and nothing is stored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from kargoui.accounts.models import User
from kargoui.core.manifest.errors import ManifestError
from kargoui.pipelines.models import AuditEntry, OtherManifest, Project, Revision, Warehouse
from kargoui.pipelines.services import ImportRefused
from tests.pipelines.manifests import PIPELINE, bring_in, exported, stage, warehouse

SECRET = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: key\nstringData:\n  token: hunter2\n"
IN_A_LIST = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: key}\n"


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return content.getvalue()


def bomb() -> str:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10)]
    return "apiVersion: v1\nkind: ConfigMap\nl0: &l0 x\n" + "".join(levels)


FIRST = warehouse("new")
LINES = FIRST.count("\n") + 1
UNREADABLE: dict[str, tuple[str, str | bytes | Callable[[], bytes], int]] = {
    "no YAML": ("kargo.yaml", f"{FIRST}---\na: [1\n", LINES + 2),
    "no Kargo document": ("kargo.yaml", "apiVersion: v1\nkind: ConfigMap\n", 0),
    "duplicate keys": ("kargo.yaml", f"{FIRST}---\na: 1\na: 2\n", LINES + 2),
    "exploding aliases": ("kargo.yaml", f"{FIRST}---\n{bomb()}", LINES + 1),
    "too large": ("kargo.yaml", lambda: FIRST.encode() + b"#" * 21_000_000, 0),
    "Helm template": ("kargo.yaml", FIRST.replace("^1.0.0", "{{ .Values.constraint }}"), LINES - 1),
    "tab": ("kargo.yaml", f"{FIRST}---\na:\n\tb: 1\n", LINES + 2),
    "NUL byte": ("kargo.yaml", f"{FIRST}---\na: b\0\n", LINES + 1),
    "no UTF-8": ("kargo.yaml", b"# \xff\n" + FIRST.encode(), 1),
    "zip that climbs": ("kargo.zip", zipped({"../kargo.yaml": FIRST.encode()}), 0),
    "zip of 10,000 files": ("kargo.zip", lambda: zipped({f"{n}.yaml": b"" for n in range(10_000)}), 0),
    "zip bomb": ("kargo.zip", lambda: zipped({"kargo.yaml": b" " * 150_000_000}), 0),
    "no zip": ("kargo.zip", b"PK\x03\x04 but no zip", 0),
}


@pytest.mark.parametrize(("file", "content", "line"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_refused_whole(
    pipeline: Project, admin: User, file: str, content: str | bytes | Callable[[], bytes], line: int
) -> None:
    with pytest.raises(ManifestError) as refused:
        bring_in(pipeline, admin, content() if callable(content) else content, file)
    assert str(refused.value.sentence)
    assert refused.value.line == line
    _nothing_happened(pipeline, admin)


DOCUMENTS: dict[str, tuple[str, int, str]] = {
    "Secret": (f"{FIRST}---\n{SECRET}", LINES + 1, "credentials"),
    "Secret in a List": (f"{FIRST}---\n{IN_A_LIST}", LINES + 1, "credentials"),
    "duplicate name": (f"{FIRST}---\n{FIRST}", LINES + 1, "already, at kargo.yaml:1"),
    "other namespace": (warehouse("new", "  namespace: acme-web\n"), 1, "into a project of that name"),
    "no name": (FIRST.replace("  name: new\n", "  labels: {}\n"), 1, "has no name"),
    "long name": (FIRST.replace("name: new\n", f"name: {'n' * 254}\n"), 1, "longer than"),
}


@pytest.mark.parametrize(("text", "line", "sentence"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_what_cannot_be_stored_is_refused_with_all_the_rest(
    pipeline: Project, admin: User, text: str, line: int, sentence: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        bring_in(pipeline, admin, f"{stage('fine')}---\n{text}")
    said = str(refused.value.sentences[0])
    offset = stage("fine").count("\n")
    assert sentence.replace(":1", f":{offset + 1}") in said
    assert said.startswith(f"kargo.yaml:{line + offset}: ")
    assert "hunter2" not in str(refused.value)
    _nothing_happened(pipeline, admin)


@pytest.mark.parametrize("secret", [SECRET, IN_A_LIST])
def test_secrets_can_be_left_out(project: Project, admin: User, secret: str) -> None:
    report = bring_in(project, admin, f"{FIRST}---\n{secret}", leave_out_secrets=True)
    assert [row.outcome for row in report.rows] == ["created", "skipped"]
    assert not OtherManifest.objects.exists()
    assert exported(project, admin) == FIRST


def test_a_secret_of_another_api_is_none(project: Project, admin: User) -> None:
    bring_in(
        project, admin, f"{FIRST}---\n{SECRET.replace('apiVersion: v1', 'apiVersion: vault.example/v1')}"
    )
    assert OtherManifest.objects.get().kind == "Secret"


def test_the_audit_says_how_many_and_never_what(project: Project, admin: User) -> None:
    bring_in(project, admin, PIPELINE)
    entry = AuditEntry.objects.get()
    assert entry.details == {"revision": 1, "outcomes": {"created": 6}}


def _nothing_happened(project: Project, admin: User) -> None:
    assert exported(project, admin) == PIPELINE
    assert Revision.objects.count() == 1
    assert AuditEntry.objects.count() == 1
    assert Warehouse.objects.count() == 2
