"""Where Freight may come from."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("no-source")


def test_an_upstream_stage_is_a_source() -> None:
    assert found_in(PAGE, PAGE.bad.replace("direct: false", "stages: [previewnet]")) == []
    assert found_in(PAGE, PAGE.bad.replace("direct: false", "stages: []")) == [11]
