"""Both languages hold every string: what pages and core say is collected, translated and compiled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import messages

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd%]")


@pytest.fixture(params=list(messages.translations()), ids=lambda path: path.parent.parent.name)
def po(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_there_is_a_chinese_catalogue() -> None:
    assert [path.parent.parent.name for path in messages.translations()] == ["zh_Hans"]


def test_every_string_is_in_the_catalogue(po: Path) -> None:
    catalog = messages.read(po)
    known = {tuple(m.id) if isinstance(m.id, (list, tuple)) else m.id for m in catalog if m.id}
    assert set(messages.collected()) - known == set(), "run make messages"


def test_every_string_is_translated(po: Path) -> None:
    for message in messages.read(po):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), message.id
        assert not message.fuzzy or not message.id, message.id


def _several(strings: object) -> tuple[str, ...]:
    return tuple(map(str, strings)) if isinstance(strings, (tuple, list)) else (str(strings),)


def test_translations_keep_the_places_of_parameters(po: Path) -> None:
    for message in messages.read(po):
        wanted = {place for part in _several(message.id) for place in PLACE.findall(part)}
        for string in _several(message.string) if message.id else ():
            assert set(PLACE.findall(string)) == wanted, message.id


def test_the_compiled_catalogue_is_fresh(po: Path) -> None:
    assert po.with_suffix(".mo").read_bytes() == messages.compiled(messages.read(po)), "run make messages"
