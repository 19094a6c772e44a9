"""What was not edited leaves as it came, byte for byte."""

from __future__ import annotations

import io
import zipfile

import pytest

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project, Stage, Warehouse
from tests.pipelines.manifests import PIPELINE, bring_in, exported, stage, warehouse

ODD = {
    "windows": warehouse().replace("\n", "\r\n"),
    "byte order mark": "\ufeff" + warehouse(),
    "no final newline": warehouse().rstrip("\n"),
    "comments around": "# first\n\n---\n" + warehouse() + "# last\n\n...\n# after\n",
    "escaped NUL": warehouse(extra='  annotations:\n    note: "a\\0b"\n'),
    "Chinese": "# 中文\n" + warehouse(extra="  annotations:\n    note: 发布 😀\n"),
    "blank lines at the end": warehouse() + "\n \n\t# odd\n".replace("\t", "  "),
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_a_file_is_exported_as_it_was_imported(project: Project, admin: User, text: str) -> None:
    bring_in(project, admin, text)
    assert exported(project, admin) == text


def test_the_slices_of_a_file_are_the_file(pipeline: Project) -> None:
    rows = [*Warehouse.objects.filter(project=pipeline), *Stage.objects.filter(project=pipeline)]
    rows += list(pipeline.promotiontask_set.all())
    assert "".join(row.text for row in sorted(rows, key=lambda row: row.position)) == PIPELINE


def test_a_zip_holds_the_original_files(project: Project, admin: User) -> None:
    files = {
        "a/stages.yaml": stage("testnet"),
        "b/warehouse.yml": ODD["windows"],
        "b/x.yaml": "kind: A\napiVersion: v1",
    }
    services.import_files(
        project=project,
        files=[SourceFile(path, text.encode()) for path, text in files.items()],
        acting_user=admin,
    )
    content = services.export_project(project=project, form="zip", acting_user=admin).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {path: archive.read(path).decode() for path in archive.namelist()} == files


def test_the_document_beside_the_text_holds_what_the_database_can(project: Project, admin: User) -> None:
    bring_in(project, admin, ODD["escaped NUL"])
    document = Warehouse.objects.get().document
    assert document["metadata"]["annotations"]["note"] == "a\ufffdb"
