"""Bad input: a sentence on the page that says what and where; the database stays, the logs stay silent."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from kargoui.accounts.models import User
from tests.bad_input import CONTENT, FILES, PASTED, WAREHOUSE, BadInput
from tests.people import make_project

Rows = dict[str, int]


@pytest.fixture
def client(admin: User) -> Client:
    made = Client()
    made.force_login(admin)
    return made


@pytest.fixture
def shop(admin: User) -> None:
    make_project(admin, name="shop")


def rows() -> Rows:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def reason(content: bytes) -> str:
    """What the page says in its alert, and the places that it names."""
    page = content.decode()
    alert = re.search(r'<div class="note fail refusal".*?</div>', page, re.DOTALL)
    assert alert is not None, page
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", alert[0])).split())


def assert_refused(content: bytes, bad: BadInput, before: Rows, caplog: pytest.LogCaptureFixture) -> None:
    said = reason(content)
    assert " ".join(bad.says.split()) in said
    if bad.place:
        assert re.search(rf"(?:^| ){re.escape(bad.place)}(?: |$)", said), said
    assert CONTENT not in said
    assert rows() == before
    assert CONTENT not in caplog.text


def upload(bad: BadInput) -> SimpleUploadedFile:
    return SimpleUploadedFile(bad.file, bad.content())


@pytest.mark.parametrize("name", FILES)
def test_an_upload_is_refused(
    name: str, client: Client, shop: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    before = rows()
    answer = client.post("/projects/shop/import/", {"files": upload(FILES[name])})
    assert answer.status_code == 422
    assert_refused(answer.content, FILES[name], before, caplog)


@pytest.mark.parametrize("name", PASTED)
def test_pasted_text_is_refused(
    name: str, client: Client, shop: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    before = rows()
    form = {"text": PASTED[name].content().decode()}
    answer = client.post("/projects/shop/import/", form, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert_refused(answer.content, PASTED[name], before, caplog)


@pytest.mark.parametrize("name", FILES)
def test_no_project_begins_with_it(name: str, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    before = rows()
    form = {"name": "shop", "kargo_version": "1.11", "files": upload(FILES[name])}
    answer = client.post("/new/", form)
    assert answer.status_code == 422
    assert_refused(answer.content, FILES[name], before, caplog)


@pytest.mark.parametrize("name", ["Shop", "shop.eu", "-shop", "shop_1", "s" * 64, "商店", "a b", "<script>"])
def test_a_project_that_is_no_dns_label_is_refused(name: str, client: Client) -> None:
    before = rows()
    answer = client.post("/new/", {"name": name, "kargo_version": "1.11", "text": WAREHOUSE})
    assert 400 <= answer.status_code < 500
    assert name[:60] in reason(answer.content) or "63" in reason(answer.content)
    assert rows() == before


def test_a_namespace_that_is_no_dns_label_is_refused(client: Client) -> None:
    before = rows()
    text = WAREHOUSE.replace("namespace: shop", "namespace: Shop_1")
    answer = client.post("/new/", {"name": "", "kargo_version": "1.11", "text": text})
    assert '"Shop_1" is no name for a project' in reason(answer.content)
    assert rows() == before


def test_a_manifest_whose_name_is_no_dns_label_is_a_problem_with_its_place(
    client: Client, shop: None
) -> None:
    text = WAREHOUSE.replace("name: images", "name: Images_1")
    assert client.post("/projects/shop/import/", {"text": text}).status_code == 200
    page = client.get("/projects/shop/problems/").content.decode()
    assert "pasted.yaml:5:3" in page
    assert "Images_1" in page


def test_pasted_lines_end_as_they_did_before_the_browser_sent_them(client: Client, shop: None) -> None:
    client.post("/projects/shop/import/", {"text": WAREHOUSE.replace("\n", "\r\n")})
    assert client.get("/projects/shop/export/yaml/").content.decode() == WAREHOUSE


class Endless(io.RawIOBase):
    """The body of a request that goes on as long as anybody reads it."""

    def __init__(self, head: bytes) -> None:
        super().__init__()
        self.head = io.BytesIO(head)
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "the whole body is asked for at once"
        found = self.head.read(size) or b"#" * size
        self.given += len(found)
        return found


def sent(client: Client, address: str, content_type: str, body: Endless) -> HttpResponse:
    """The answer to a POST that announces 100 MB, of which the body comes as it is read."""
    environ: dict[str, Any] = {
        "CONTENT_LENGTH": str(100 * MB),
        "CONTENT_TYPE": content_type,
        "wsgi.input": body,
    }
    answer = client.generic("POST", address, **environ)
    assert isinstance(answer, HttpResponse)
    return answer


HEAD = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.yaml"\r\n\r\n'
MB = 1024 * 1024


@pytest.mark.parametrize("address", ["/new/", "/projects/shop/import/"])
@pytest.mark.parametrize("tokens", [False, True], ids=["", "with a check of the token"])
def test_100_megabytes_are_cut_off(address: str, tokens: bool, admin: User, shop: None) -> None:
    client = Client(enforce_csrf_checks=tokens)
    client.force_login(admin)
    client.get("/new/")  # which sets the cookie that a token is compared with
    body, before = Endless(HEAD), rows()
    answer = sent(client, address, "multipart/form-data; boundary=x", body)
    assert answer.status_code == 413
    assert "32 MB" in answer.content.decode()
    assert body.given <= 34 * MB
    assert rows() == before


def test_much_pasted_text_is_cut_off(admin: User, client: Client, shop: None) -> None:
    before = rows()
    body = Endless(b"text=")
    answer = sent(client, "/projects/shop/import/", "application/x-www-form-urlencoded", body)
    assert answer.status_code == 413
    assert body.given == 0
    assert rows() == before


def test_many_files_are_taken(client: Client, shop: None) -> None:
    files = [
        SimpleUploadedFile(f"{n}.yaml", WAREHOUSE.replace("name: images", f"name: w{n}").encode())
        for n in range(300)
    ]
    assert client.post("/projects/shop/import/", {"files": files}).status_code == 200


def test_too_many_files_are_refused(client: Client, shop: None) -> None:
    before = rows()
    files = [SimpleUploadedFile(f"{n}.yaml", b"") for n in range(2_100)]
    answer = client.post("/projects/shop/import/", {"files": files})
    assert 400 <= answer.status_code < 500
    assert "2000 files" in answer.content.decode()
    assert rows() == before
