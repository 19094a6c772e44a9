"""Steps by version, and what yaml-update writes instead of helm-update-image."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import fixed_text, found_in, page_of

PAGE = page_of("step-unknown-to-version")
SETTINGS = Settings(select=frozenset({"step-unknown-to-version"}))


@pytest.mark.parametrize(
    ("step", "version", "words"),
    [
        ("file-write", "1.10", "no step file-write yet: it came with 1.11"),
        ("file-write", "1.11", ""),
        ("fail", "1.9", "no step fail yet: it came with 1.10"),
        ("acme-announce", "1.11", ""),
    ],
)
def test_each_version_has_its_steps(step: str, version: str, words: str) -> None:
    text = PAGE.bad.replace("helm-update-image", step)
    said = " ".join(str(each.sentence) for each in audit(read(text), version, SETTINGS))
    assert (words in said) if words else said == ""


def test_every_value_has_its_expression() -> None:
    image = PAGE.bad.replace("value: Tag", "value: ImageAndDigest")
    image += "        fromOrigin: {kind: Warehouse, name: images}\n"
    found = 'imageFrom("ghcr.io/acme/api", warehouse("images"))'
    value = f"value: ${{{{ {found}.RepoURL }}}}@${{{{ {found}.Digest }}}}"
    assert value in fixed_text(PAGE, image)


@pytest.mark.parametrize("old", ["value: Tag", "image: ghcr.io/acme/api"])
def test_what_is_not_understood_is_left_to_its_author(old: str) -> None:
    text = PAGE.bad.replace(old, old.partition(":")[0] + ": ${{ vars.it }}")
    assert found_in(PAGE, text) == PAGE.lines
    assert fixed_text(PAGE, text) == text
