"""Unpacks zips that strangers made: nothing leaves its place, and nothing grows beyond its limits."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final, NoReturn

from kargoui.core.manifest.errors import ManifestError
from kargoui.core.sentence import Sentence, gettext_noop

MAX_ENTRIES: Final = 2_000
MAX_PACKED: Final = 32 * 1024 * 1024
MAX_UNPACKED: Final = 64 * 1024 * 1024
MAX_RATIO: Final = 300
_INNOCENT: Final = 1024 * 1024  # bytes; what unpacks to less is no bomb, whatever its ratio
_CHUNK: Final = 64 * 1024
_ENCRYPTED: Final = 0x1
_MB: Final = 1024 * 1024
_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")

_NO_ZIP: Final = gettext_noop("The zip cannot be read: it is damaged, or no zip at all.")
_LARGE: Final = gettext_noop("The zip is larger than %(limit)s MB.")
_MANY: Final = gettext_noop("The zip has %(count)s entries; at most %(limit)s are read.")
_GROWS: Final = gettext_noop("The zip unpacks to more than %(limit)s MB.")
_BOMB: Final = gettext_noop("This entry of the zip unpacks to more than %(limit)s times its size.")
_PLACE: Final = gettext_noop('The zip has an entry "%(name)s", whose name leads out of the zip.')
_LINK: Final = gettext_noop(
    "The zip has an entry that is no file but a link or device. Pack the file itself."
)
_LOCKED: Final = gettext_noop("This entry of the zip is encrypted. Pack it without a password.")
_METHOD: Final = gettext_noop(
    "This entry of the zip is packed in a way that is not read here. Use a plain zip."
)
_SAME: Final = gettext_noop("The zip has two entries of this name.")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file by its path, relative and with slashes, and its bytes."""

    path: str
    content: bytes


def is_zip(file: SourceFile) -> bool:
    """Whether a file is a zip by its first bytes, or should be one by its name."""
    return file.content.startswith(_MAGIC) or file.path.lower().endswith(".zip")


def read_zip(content: bytes) -> list[SourceFile]:
    """The files of a zip, in the order of their paths. Raises ManifestError; then nothing was unpacked."""
    if len(content) > MAX_PACKED:
        raise ManifestError(Sentence(_LARGE, {"limit": MAX_PACKED // _MB}))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = _entries(archive)
            return sorted(_unpack(archive, entries), key=lambda file: file.path)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, ManifestError):
            raise
        raise ManifestError(Sentence(_NO_ZIP)) from None


def refuse(template: str, path: str, **params: object) -> NoReturn:
    """Raise ManifestError about a whole file."""
    raise ManifestError(Sentence(template, params), file=path)


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files among a zip's entries by their paths, all of them looked at before any is unpacked."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ManifestError(Sentence(_MANY, {"count": len(entries), "limit": MAX_ENTRIES}))
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ManifestError(Sentence(_GROWS, {"limit": MAX_UNPACKED // _MB}))
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        path = _path(entry)
        if entry.is_dir() or path.endswith("/"):
            continue
        if path in found:
            refuse(_SAME, path)
        found[path] = entry
        _refuse_strange(entry, path)
    return found


def _path(entry: zipfile.ZipInfo) -> str:
    # Some programs of Windows write backslashes; zipfile cuts a name at a NUL, orig_filename does not.
    path = entry.filename.replace("\\", "/")
    parts = path.split("/")
    if (
        path.startswith("/")
        or ".." in parts
        or ":" in parts[0]
        or any(not letter.isprintable() for letter in entry.orig_filename)
    ):
        raise ManifestError(Sentence(_PLACE, {"name": _printable(entry.orig_filename)}))
    return "/".join(
        part for index, part in enumerate(parts) if part not in ("", ".") or index == len(parts) - 1
    )


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name[:100])


def _refuse_strange(entry: zipfile.ZipInfo, path: str) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        refuse(_LINK, path)
    if entry.flag_bits & _ENCRYPTED:
        refuse(_LOCKED, path)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        refuse(_METHOD, path)
    _refuse_bomb(entry, path, entry.file_size)


def _refuse_bomb(entry: zipfile.ZipInfo, path: str, size: int) -> None:
    if size > _INNOCENT and size > MAX_RATIO * max(entry.compress_size, 1):
        refuse(_BOMB, path, limit=MAX_RATIO)


def _unpack(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> list[SourceFile]:
    """What an entry says of its size is not believed: bytes are counted as they come."""
    files: list[SourceFile] = []
    total = 0
    for path, entry in entries.items():
        chunks: list[bytes] = []
        size = 0
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                if total + size > MAX_UNPACKED:
                    raise ManifestError(Sentence(_GROWS, {"limit": MAX_UNPACKED // _MB}))
                _refuse_bomb(entry, path, size)
        total += size
        files.append(SourceFile(path, b"".join(chunks)))
    return files
