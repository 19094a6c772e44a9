"""The manifests of tests/data are what their README says: valid for the Kargo version they name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kargoui.core.manifest.document import read
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import decode
from tests.core.manifest.corpus import DATA, UNREADABLE, files
from tests.shared import shared


def version(file: Path) -> str:
    match = re.search(r"kargo: (\d+\.\d+)", file.read_text(encoding="utf-8"))
    return match[1] if match else "1.11"


def by_version() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for file in files():
        if not file.name.startswith("invalid-") and any(d.is_kargo for d in read(decode(file.read_bytes()))):
            found.setdefault(version(file), []).append(file)
    return found


@pytest.mark.conformance
@pytest.mark.parametrize("name", sorted(by_version()))
def test_valid_manifests_are_valid_for_their_version(name: str) -> None:
    checker = shared("tools", "check_manifests.py")
    command = [sys.executable, str(checker), "--kargo", f"v{name}", *map(str, by_version()[name])]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout.splitlines()[-1].endswith(" 0 problems"), result.stdout


def test_the_readme_names_every_file() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^- `(.+?)`", text, re.MULTILINE)) == [file.name for file in files()]


def test_what_cannot_be_read_is_refused() -> None:
    for name in UNREADABLE:
        with pytest.raises(ManifestError):
            read(decode((DATA / name).read_bytes()), name)
