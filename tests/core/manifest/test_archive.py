"""Zips of strangers: what is unpacked, and what is refused before anything is."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from kargoui.core.manifest import archive
from kargoui.core.manifest.archive import SourceFile, read_zip
from kargoui.core.manifest.errors import ManifestError


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries:
            target.writestr(name, data)
    return content.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(ManifestError) as caught:
        read_zip(content)
    return str(caught.value)


def test_files_come_in_the_order_of_their_paths() -> None:
    content = zipped(("b/x.yaml", b"b"), ("b/", b""), ("./a.yaml", b"a"), ("c\\d.yaml", b"d"))
    assert read_zip(content) == [
        SourceFile("a.yaml", b"a"),
        SourceFile("b/x.yaml", b"b"),
        SourceFile("c/d.yaml", b"d"),
    ]


@pytest.mark.parametrize("name", ["../a.yaml", "a/../../b", "/etc/passwd", "..\\a", "C:/a", "a\nb", "a/.."])
def test_a_name_that_leads_out_of_the_zip_is_refused(name: str) -> None:
    assert "leads out of the zip" in refusal(zipped((name, b"x")))


def test_a_name_with_a_nul_is_refused() -> None:
    content = zipped(("aXb.yaml", b"x")).replace(b"aXb.yaml", b"a\0b.yaml")
    assert "leads out of the zip" in refusal(content)


def test_links_and_devices_are_refused() -> None:
    for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):
        entry = zipfile.ZipInfo("a.yaml")
        entry.external_attr = (kind | 0o777) << 16
        assert "no file but a link" in refusal(zipped((entry, b"/etc/passwd")))


def test_too_many_entries_are_refused() -> None:
    assert "2001 entries" in refusal(zipped(*((f"{number}.yaml", b"") for number in range(2001))))


def test_one_name_for_two_entries_is_refused() -> None:
    assert "a.yaml: The zip has two" in refusal(zipped(("a.yaml", b"1"), ("./a.yaml", b"2")))


def test_a_bomb_is_refused_by_its_ratio() -> None:
    assert "a.yaml: This entry of the zip unpacks" in refusal(zipped(("a.yaml", bytes(20_000_000))))


def test_a_bomb_is_refused_by_what_it_says_of_its_size() -> None:
    entries = [(f"{number}.yaml", bytes(1_000_000)) for number in range(70)]
    assert "more than 64 MB" in refusal(zipped(*entries))


def test_a_bomb_that_lies_about_its_size_is_refused_while_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 100_000)
    content = zipped(("a.yaml", bytes(200_000)))
    size = struct.pack("<L", 200_000)
    assert "cannot be read" in refusal(content.replace(size, struct.pack("<L", 10)))


def test_an_encrypted_entry_is_refused() -> None:
    content = bytearray(zipped(("a.yaml", b"x")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refusal(bytes(content))


def test_another_way_of_packing_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_LZMA) as target:
        target.writestr("a.yaml", b"x" * 1000)
    assert "packed in a way" in refusal(content.getvalue())


def test_a_zip_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_PACKED", 10)
    assert "larger than" in refusal(zipped(("a.yaml", b"x")))


@pytest.mark.parametrize("cut", [0, 10, 60, -5])
def test_a_damaged_zip_is_refused(cut: int) -> None:
    content = zipped(("a.yaml", b"kind: Stage\n" * 50))
    assert "cannot be read" in refusal(content[:cut])


def test_a_wrong_checksum_is_refused() -> None:
    content = zipped((zipfile.ZipInfo("a.yaml"), b"kind: Stage"))  # stored as it is
    assert "cannot be read" in refusal(content.replace(b"kind: Stage", b"kind: Stagf"))
