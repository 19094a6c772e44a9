"""Uploads are kept in memory up to a limit and refused beyond it: none can fill the memory or the disk."""

from __future__ import annotations

import io
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request as default_bad_request

from kargoui.core.manifest.bundle import MAX_FILES, MAX_UPLOAD

# What a form may add around its files: boundaries, names, its other fields.
AROUND = 1024 * 1024


class UploadTooLarge(RequestDataTooBig):
    """An upload beyond the limit; `bad_request` answers it."""


class CappedUploadHandler(FileUploadHandler):
    """Keeps the files of a request in memory, at most `MAX_UPLOAD` bytes of them together.

    Django's own handlers write what is large to a temporary file, however large it is, before any view is
    asked. This one looks at the length that the request announces before it reads a byte, and where none is
    announced, or less than is sent, stops reading at the limit. Both raise UploadTooLarge.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._received = 0
        self._file = io.BytesIO()

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 (Django passes it by this name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > MAX_UPLOAD + AROUND:
            raise UploadTooLarge

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received += len(raw_data)
        if self._received > MAX_UPLOAD:
            raise UploadTooLarge
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._file.seek(0)
        return InMemoryUploadedFile(
            file=self._file,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's answer to bad requests (`handler400`): 413 with the limit for uploads beyond one."""
    if isinstance(exception, TooManyFilesSent):
        return render(request, "413.html", {"files": MAX_FILES}, status=413)
    if isinstance(exception, RequestDataTooBig):
        limit = MAX_UPLOAD // 1024 // 1024
        return render(request, "413.html", {"limit": limit}, status=413)
    return default_bad_request(request, exception)
