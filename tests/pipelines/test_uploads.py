"""Uploads stay in memory, and those that are too large are cut off."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kargoui.core.manifest.bundle import MAX_UPLOAD
from kargoui.pipelines import uploads
from kargoui.pipelines.uploads import UploadTooLarge, bad_request

HEAD = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.yaml"\r\n\r\n'


class Endless(io.RawIOBase):
    """An upload that never ends, and how much of it was read."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        start = HEAD if self.taken == 0 else b""
        self.taken += size
        return start + b"#" * (size - len(start))


def upload(body: io.RawIOBase, length: int) -> HttpRequest:
    request = RequestFactory().post("/", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(length)
    request._stream = body  # type: ignore[assignment]
    return request


def test_files_are_read_whole() -> None:
    files = [SimpleUploadedFile(f"{n}.yaml", b"a" * 3_000_000 * n) for n in (1, 2)]
    request = RequestFactory().post("/", {"files": files, "text": "b"})
    received = request.FILES.getlist("files")
    assert [(file.name, file.size, len(file.read())) for file in received] == [
        ("1.yaml", 3_000_000, 3_000_000),
        ("2.yaml", 6_000_000, 6_000_000),
    ]
    assert request.POST["text"] == "b"


def test_an_upload_that_announces_too_much_is_not_read_at_all() -> None:
    body = Endless()
    with pytest.raises(UploadTooLarge):
        upload(body, 100_000_000).FILES.get("files")
    assert body.taken == 0


def test_reading_stops_at_the_limit_whatever_was_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "AROUND", 100_000_000)
    body = Endless()
    with pytest.raises(UploadTooLarge):
        upload(body, 100_000_000).FILES.get("files")
    assert body.taken < MAX_UPLOAD + 1_000_000


def test_the_answer_is_413(monkeypatch: pytest.MonkeyPatch) -> None:
    def render(_request: HttpRequest, template: str, _context: object, status: int) -> HttpResponse:
        return HttpResponse(template, status=status)

    monkeypatch.setattr(uploads, "render", render)
    response = bad_request(HttpRequest(), UploadTooLarge())
    assert (response.status_code, response.content) == (413, b"413.html")
