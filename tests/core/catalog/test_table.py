"""Tables that are not written as tables are refused with file and line."""

from __future__ import annotations

import pytest

from kargoui.core.catalog.build import field_of
from kargoui.core.catalog.model import Field
from kargoui.core.catalog.table import TableError, heads, parse, read
from kargoui.core.catalog.versions import EVERY, VERSIONS, Range, number, parse_range


def _field(text: str, version: str = "1.11") -> Field:
    (line,) = parse(text, "table.txt")
    return field_of(line, number(version), EVERY)


def test_indentation_nests() -> None:
    found = _field(
        "shape Step object\n  uses string required -- runs\n  vars array\n    [] object\n      {} string\n"
    )
    assert found.fields["uses"] == Field("string", required=True, note="runs")
    assert found.fields["vars"].items == Field("object", values=Field("string"))


def test_comments_and_empty_lines_say_nothing() -> None:
    assert _field("# a step\n\nshape Step object\n  # what runs\n  uses string\n") == Field(
        "object", fields={"uses": Field("string")}
    )


def test_facets_hold_for_their_versions() -> None:
    text = "shape S object\n  a string required@..1.6 enum=x|y enum=z@1.8.. default=1 max-length=5@1.7..1.9\n"
    assert _field(text, "1.6").fields["a"] == Field("string", required=True, enum=("x", "y"), default=1)
    assert _field(text, "1.9").fields["a"] == Field("string", enum=("x", "y", "z"), default=1, max_length=5)
    assert _field(text, "1.10").fields["a"].max_length is None


def test_rules_hold_for_their_versions() -> None:
    text = "shape S object\n  ! exactly-one-of a b\n  ! forbids c when a @1.10..\n  a string\n"
    assert _field(text, "1.9").rules == ("exactly-one-of a b",)
    assert _field(text, "1.10").rules == ("exactly-one-of a b", "forbids c when a")


def test_a_name_may_stand_twice_for_different_versions() -> None:
    text = "shape S object\n  a string ..1.6\n  a object 1.7..\n    b string\n"
    assert _field(text, "1.6").fields["a"] == Field("string")
    assert _field(text, "1.7").fields["a"].fields["b"].since == "1.7"


def test_a_field_is_deprecated_from_its_version_on() -> None:
    text = "shape S object\n  a string deprecated@1.8..\n"
    assert _field(text, "1.7").fields["a"].deprecated is None
    assert _field(text, "1.11").fields["a"].deprecated == "1.8"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("shape S object\n   a string", "table.txt:2: indented"),
        ("shape S object\n    a string", "table.txt:2: indented"),
        ("shape S object\n\ta string", "table.txt:2: "),
        ("! unique-items", "table.txt:1: a rule of nothing"),
        ("shape S object\n  a string 1.3..", "table.txt:2: no such version: 1.3"),
        ("shape S object\n  a string required@1.9..1.8", "table.txt:2: no range"),
        ("shape S object\n  a string required@", "table.txt:2: no facet: 'required@'"),
        ("shape S object\n  a string REQUIRED", "table.txt:2: no facet: 'REQUIRED'"),
        ("shape S object\n  a string sorted", "table.txt:2: no facet: sorted"),
        ("shape S object\n  a text", "table.txt:2: no type: text"),
        ("shape S object\n  a", "table.txt:2: no type: a"),
        ("shape S object\n  a @Nothing", "table.txt:2: no shape"),
        ("shape S object\n  a @Chart\n    b string", "table.txt:2: no shape, or one that is added to"),
        ("shape S object\n  a string pattern=nothing", "table.txt:2: no pattern: nothing"),
        ("shape S object\n  a string max-length=five", "table.txt:2: no number: 'five'"),
        ("shape S object\n  a string max-length=1 max-length=2", "table.txt:2: max-length is said twice"),
        ("shape S object\n  a string\n  a object", "table.txt:3: a stands there twice"),
    ],
)
def test_format_errors_say_where(text: str, message: str) -> None:
    with pytest.raises(TableError) as raised:
        _field(text)
    assert str(raised.value).startswith(message)


def test_shapes_and_patterns_are_all_used() -> None:
    tables = [
        read(name)
        for name in (
            "shapes.txt",
            *(
                f"{folder}/{head}.txt"
                for folder in ("kinds", "steps", "subscriptions")
                for head in heads(folder)
            ),
        )
    ]
    used = set()
    lines = [line for table in tables for line in table]
    while lines:
        line = lines.pop()
        lines.extend(line.children)
        used.add(line.words[-1])
        used.update(facet.value for facet in line.facets if facet.name == "pattern")
    assert [line.words[1] for line in read("shapes.txt") if f"@{line.words[1]}" not in used] == []
    assert [line.words[1] for line in read("patterns.txt") if line.words[1] not in used] == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("1.6..", "1.6", "1.11"), ("..1.6", "1.4", "1.6"), ("1.6..1.8", "1.6", "1.8"), ("1.10", "1.10", "1.10")],
)
def test_ranges(text: str, first: str, last: str) -> None:
    found = parse_range(text)
    assert found == Range(number(first), number(last))
    assert [VERSIONS[each] for each in range(len(VERSIONS)) if each in found][-1] == last


@pytest.mark.parametrize("text", ["", "..", "1.3", "1.8..1.6", "x.."])
def test_no_ranges(text: str) -> None:
    with pytest.raises(ValueError, match="no "):
        parse_range(text)
