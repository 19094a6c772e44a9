"""Lists of tags as people paste them."""

from __future__ import annotations

import pytest

from kargoui.core.discovery import TagsError, read_tags


def test_one_tag_a_line_whatever_the_blanks() -> None:
    found = read_tags("\ufeff v1 \r\n\n\tv2\t2026-01-01T00:00:00z\nv3   2026-01-01T00:00:00.5+02:00  \nv1")
    assert [tag.name for tag in found] == ["v1", "v2", "v3"]
    times = [tag.time and tag.time.nanoseconds for tag in found]
    assert times == [None, 1767225600 * 10**9, 1767218400 * 10**9 + 5 * 10**8]


@pytest.mark.parametrize("text", ["v1 yesterday", "v1 2026-01-01", "v1 2026-13-01T00:00:00Z", "v1 v2 v3"])
def test_after_a_tag_only_a_time_may_stand(text: str) -> None:
    with pytest.raises(TagsError, match=r"^Line 2: .* is no time\.") as caught:
        read_tags(f"\n{text}")
    assert caught.value.line == 2


def test_there_is_a_bound() -> None:
    assert len(read_tags("a\nb\na", most=2)) == 2
    with pytest.raises(TagsError, match="more than 2 tags"):
        read_tags("a\nb\nc", most=2)
