"""The command `kargoui edit`: what it prints, writes and refuses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kargoui.cli import main

PROJECT = """\
# The project, by hand
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata: {name: images, namespace: demo}
spec:
  subscriptions:
  - image: {repoURL: ghcr.io/acme/app, constraint: ^1}   # the app
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: testnet
  namespace: demo
spec:
  requestedFreight:
  - origin: {kind: Warehouse, name: images}
    sources: {direct: true} # at once
"""

Output = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "project.yaml"
    path.write_text(PROJECT)
    return path


def edit(*arguments: str) -> int:
    return main(["edit", "project.yaml", *arguments])


def test_the_difference_is_printed_and_nothing_written(file: Path, capsys: Output) -> None:
    assert edit("Stage/testnet", "set", "spec.shard", "eu") == 0
    assert file.read_text() == PROJECT
    assert capsys.readouterr().out == (
        "--- a/project.yaml\n"
        "+++ b/project.yaml\n"
        "@@ -15,3 +15,4 @@\n"
        "   requestedFreight:\n"
        "   - origin: {kind: Warehouse, name: images}\n"
        "     sources: {direct: true} # at once\n"
        "+  shard: eu\n"
    )


def test_the_file_is_written_if_asked_for(file: Path, capsys: Output) -> None:
    assert edit("Stage/testnet", "set", "spec.shard", "eu", "--write") == 0
    assert file.read_text() == f"{PROJECT}  shard: eu\n"
    assert "+  shard: eu\n" in capsys.readouterr().out


def test_the_mode_of_the_file_and_a_link_to_it_stay(file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    os.symlink(file, tmp_path / "link.yaml")
    assert main(["edit", "link.yaml", "Stage/testnet", "set", "spec.shard", "eu", "--write"]) == 0
    assert (tmp_path / "link.yaml").is_symlink()
    assert file.read_text().endswith("  shard: eu\n")
    assert file.stat().st_mode & 0o7777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "project.yaml"]


def test_no_difference_prints_and_writes_nothing(file: Path, capsys: Output) -> None:
    before = file.stat()
    assert edit("Stage/testnet", "set", "metadata.name", "testnet", "--write") == 0
    assert capsys.readouterr().out == ""
    assert file.stat() == before


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("true", "  shard: true"),
        ("eu", "  shard: eu"),
        ('"true"', "  shard: "),
        ("${{ ctx.stage ? 'a': 'b' }}", "  shard: "),
        ("", "  shard:"),
    ],
)
def test_a_value_is_read_as_yaml(file: Path, capsys: Output, value: str, written: str) -> None:
    expected = 1 if value == "true" else 0  # a shard is text
    assert edit("Stage/testnet", "set", "spec.shard", value) == expected
    assert expected or f"+{written}" in capsys.readouterr().out


def test_lists_are_inserted_into_moved_and_shortened(file: Path, capsys: Output) -> None:
    charts = "{chart: {repoURL: oci://ghcr.io/acme/chart}}"
    assert edit("Warehouse/images", "insert", "spec.subscriptions[1]", charts, "--write") == 0
    assert edit("Warehouse/images", "move", "spec.subscriptions[1]", "0", "--write") == 0
    assert file.read_text().index("chart:") < file.read_text().index("image:")
    assert edit("Warehouse/images", "remove", "spec.subscriptions[0]", "--write") == 0
    assert file.read_text() == PROJECT


def test_windows_line_ends_and_a_missing_last_one_stay(file: Path, capsys: Output) -> None:
    content = PROJECT.rstrip("\n").replace("\n", "\r\n").encode()
    file.write_bytes(content)
    assert edit("Warehouse/images", "set", "metadata.name", "images", "--write") == 0
    assert edit("Stage/testnet", "set", "spec.requestedFreight[0].origin.name", "images", "--write") == 0
    assert file.read_bytes() == content
    assert edit("Warehouse/images", "set", "spec.freightCreationPolicy", "Manual", "--write") == 0
    assert b"\r\n  freightCreationPolicy: Manual\r\n" in file.read_bytes()
    assert file.read_bytes().count(b"\n") == content.count(b"\n") + 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["Stage/testnet", "set", "spec.zebra", "1"],
            "project.yaml:18:3: Stage/testnet: spec.zebra: Kargo 1.11",
        ),
        (
            ["Stage/testnet", "remove", "metadata.name"],
            "project.yaml:11:1: Stage/?: metadata.name: null is no name",
        ),
        (["Warehouse/images", "set", "metadata.name", "charts"], "There is no Warehouse images here."),
        (["Stage/testnet", "remove", "apiVersion"], "Kargo would no longer read the manifest"),
        (["Warehouse/images", "set", "kind", "Stage"], "Stage/images: "),
    ],
)
def test_an_edit_that_would_add_problems_is_refused(
    file: Path, capsys: Output, arguments: list[str], sentence: str
) -> None:
    assert edit(*arguments, "--write") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert captured.err.endswith("Nothing was changed, since the edit would add this.\n")
    assert file.read_text() == PROJECT


def test_a_file_that_had_problems_may_keep_them(file: Path) -> None:
    file.write_text(PROJECT.replace("direct: true", "direct: maybe"))
    assert edit("Stage/testnet", "set", "spec.shard", "eu") == 0
    assert edit("Stage/testnet", "set", "spec.zebra", "eu") == 1


def test_references_do_not_count_where_some_dangled_before(file: Path) -> None:
    part = PROJECT.partition("---\n")[2]
    file.write_text(part)
    assert edit("Stage/testnet", "set", "spec.requestedFreight[0].origin.name", "charts") == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Stage/mainnet", "remove", "spec"], "There is no Stage/mainnet in this file."),
        (["Stage/testnet", "remove", "spec.nowhere"], "Nothing stands at spec.nowhere."),
        (["Stage/testnet", "remove", "spec..x"], "spec..x is no field path"),
        (["Stage/testnet", "remove", "spec.shard", "x"], "remove takes no value."),
        (["Stage/testnet", "set", "spec.shard"], "set needs a value"),
        (["Stage/testnet", "set", "spec.shard", "[a"], "VALUE:1:"),
        (["Stage/testnet", "move", "spec.requestedFreight[0]", "up"], "move needs the number"),
        (["Stage/testnet", "move", "spec.requestedFreight[0]", "9" * 5000], "move needs the number"),
        (["Stage/testnet", "move", "spec.requestedFreight[0]", "5"], "has 1 items"),
        (["Stage/testnet", "turn", "spec"], "usage: "),
    ],
)
def test_an_edit_that_cannot_be_made_is_bad_input(
    file: Path, capsys: Output, arguments: list[str], message: str
) -> None:
    assert edit(*arguments, "--write") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
    assert file.read_text() == PROJECT


def test_a_file_that_cannot_be_read_or_has_a_name_twice_is_bad_input(file: Path, capsys: Output) -> None:
    assert main(["edit", "nowhere.yaml", "Stage/a", "remove", "spec"]) == 2
    assert "nowhere.yaml: No such file" in capsys.readouterr().err
    file.write_text(f"{PROJECT}---\n{PROJECT.partition('---')[2]}")
    assert edit("Stage/testnet", "remove", "spec") == 2
    assert "several Stage/testnet" in capsys.readouterr().err


def test_one_of_several_is_told_by_its_namespace(file: Path, capsys: Output) -> None:
    file.write_text(f"{PROJECT}---\n{PROJECT.replace('demo', 'other')}")
    assert edit("Stage/testnet", "set", "spec.shard", "eu", "--namespace", "other", "--write") == 0
    before, _, after = file.read_text().partition("namespace: other")
    assert "shard" not in before
    assert after.endswith("  shard: eu\n")


def test_items_of_a_list_are_edited_by_their_names(file: Path, capsys: Output) -> None:
    item = PROJECT.partition("---\n")[2].strip().replace("\n", "\n  ")
    file.write_text(f"apiVersion: v1\nkind: List\nitems:\n- {item}\n")
    assert edit("Stage/testnet", "set", "spec.shard", "eu") == 0
    assert "\n+    shard: eu\n" in capsys.readouterr().out
    assert edit("Stage/testnet", "set", "spec.zebra", "eu") == 1
    assert "Stage/testnet: items[0].spec.zebra: Kargo 1.11" in capsys.readouterr().err
