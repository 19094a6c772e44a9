"""New manifests at the end of a file that has others, however that file ends: drafts, revisions, exports."""

from __future__ import annotations

import io
import zipfile

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kargoui.accounts.models import User
from tests.people import make_project

ENDS = (
    "\n",
    "",
    "\n...\n",
    "\n# c",
    "\n---\n",
    "\n  # |\n",
    "\r\n",
    "\n\n---\n# only\n",
    "\n...\n# c",
    "\n---",
)


def warehouse(name: str, end: str) -> SimpleUploadedFile:
    """A file with the name that the form gives to the file of a new Warehouse `qa`, or Stage `qa`."""
    text = (
        f"apiVersion: kargo.akuity.io/v1alpha1\nkind: Warehouse\nmetadata: {{name: {name}}}\nspec:\n"
        "  subscriptions:\n  - image:\n      repoURL: ghcr.io/acme/api\n      constraint: ^1.0.0"
    )
    file = {"one": "warehouse-qa.yaml", "two": "stage-qa.yaml"}[name]
    return SimpleUploadedFile(file, (text + end).encode())


def names(text: str) -> set[str]:
    return {f"{one['kind']}/{one['metadata']['name']}" for one in yaml.safe_load_all(text) if one}


def unpacked(client: Client, form: str) -> dict[str, bytes]:
    """The manifests' files of a zip."""
    content = client.get(f"/projects/shop/export/{form}/").content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist() if name != "kustomization.yaml"}


def assert_complete(client: Client) -> None:
    expected = {"Warehouse/one", "Warehouse/two", "Warehouse/qa", "Stage/qa"}
    assert names(client.get("/projects/shop/export/yaml/").content.decode()) == expected
    for form in ("zip", "kustomize"):
        files = unpacked(client, form)
        assert list(files) == ["stage-qa.yaml", "warehouse-qa.yaml"]
        assert set().union(*(names(content.decode()) for content in files.values())) == expected


@pytest.mark.parametrize("end", ENDS)
def test_what_is_appended_to_an_edited_file_stays_apart(end: str, admin: User) -> None:
    client = Client()
    client.force_login(admin)
    make_project(admin, name="shop")
    client.post("/projects/shop/import/", {"files": [warehouse("one", end), warehouse("two", end)]})
    form = {"name": "qa", "kind": "image", "repository": "nginx"}
    assert client.post("/projects/shop/new/warehouse/", form).status_code == 302
    assert client.post("/projects/shop/new/stage/", {"name": "qa", "warehouses": ["qa"]}).status_code == 302
    edit = {"w-interval": "6m", "s0-repoURL": "ghcr.io/acme/api", "s0-constraint": "^1.0.0"}
    for name in ("one", "two"):
        page = f"/projects/shop/warehouses/{name}/"
        assert client.post(page, {**edit, "s0-strictSemvers": "on"}).status_code == 302
    assert_complete(client)
    assert client.post("/projects/shop/publish/", {"message": "All of it"}).status_code == 302
    assert_complete(client)
    files = unpacked(client, "zip")
    again = [SimpleUploadedFile(name, content) for name, content in files.items()]
    assert client.post("/projects/shop/import/", {"files": again}).status_code == 200
    assert unpacked(client, "zip") == files
