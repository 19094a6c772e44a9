"""The manifests of tests/data, and edits of them for hypothesis to draw."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath

from hypothesis import strategies as st

from kargoui.core.manifest.document import Document, read
from kargoui.core.manifest.edits import Insert, Move, Operation, Remove, Set
from kargoui.core.manifest.loader import decode
from kargoui.core.manifest.path import Path

DATA = FilePath(__file__).resolve().parents[2] / "data"
UNREADABLE = {"invalid-duplicate-key.yaml", "invalid-helm-template.yaml", "invalid-tabs.yaml"}


@cache
def files() -> tuple[FilePath, ...]:
    return tuple(sorted(DATA.glob("*.yaml")))


@cache
def documents() -> tuple[Document, ...]:
    """Every document of every file that can be read; of sixty much alike, three."""
    found: list[Document] = []
    for file in files():
        if file.name not in UNREADABLE:
            whole = read(decode(file.read_bytes()), file.name)
            found += whole if len(whole) < 20 else [whole[0], whole[30], whole[-1]]
    return tuple(found)


def paths(data: object, above: Path = ()) -> Iterator[Path]:
    """Every path in some data, but the empty one."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, value in items:
        yield (*above, part)
        yield from paths(value, (*above, part))


def at(data: object, path: Path) -> object:
    for part in path:
        data = data[part]  # type: ignore[index]
    return data


TRICKY = [
    *(
        "",
        " ",
        "on",
        "Yes",
        "n",
        "~",
        "null",
        "1.10",
        "0x1",
        "0o7",
        "1e3",
        "1_000",
        "12:30:45",
        "2001-01-01",
        "-",
        "- a",
    ),
    *(
        "a: b",
        "a #b",
        "#a",
        "a:",
        ":a",
        "?",
        "? a",
        "[a]",
        "{a",
        "a, b",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a",
    ),
    *(
        "'a",
        '"a',
        'a "b" c',
        "it's",
        "---",
        "...",
        "--- a",
        "<<",
        "=",
        ".5",
        "+1",
        "-.inf",
        " a",
        "a ",
        "a\tb",
        "\ta",
    ),
    *(
        "a\nb",
        "a\n",
        "\n",
        "\na",
        "a\n\n\nb\n\n",
        "  a\nb",
        "a \n b",
        "a\r\nb",
        "a\u2028b",
        "\x85",
        "\ufeffa",
        "\x07",
        "é中🚀",
    ),
    *(
        "${{ vars.a }}",
        "${{ a ? b : c }}",
        '${{ quote("x") }} # no',
        "${{ {'a': 1} }}",
        "${% if %}",
        "{{ x }}",
        "a\\b",
    ),
    *("x" * 200, "a\n---\nb\n", "a\n  # b\nc\n", "true ", "# a\nb\n"),
]
SCALARS = st.one_of(
    st.sampled_from(TRICKY),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from([None, True, False, 0, 1, -5, 10**20, 1.0, 0.1, 1e22, 1e-7]),
)
KEYS = st.one_of(
    st.sampled_from(
        [
            "zone",
            "kargo.akuity.io/x",
            "on",
            "1",
            "a b",
            "a: b",
            "'",
            '"',
            "",
            "null",
            "<<",
            "- a",
            "中",
            "x\ny",
        ]
    ),
    st.text("abc/.-_", min_size=1, max_size=8),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def operations(draw: st.DrawFn, data: object, *, values: st.SearchStrategy[object] = VALUES) -> Operation:
    """An edit that is possible on the data."""
    every = list(paths(data))
    kinds = ["set", "add", "remove", "insert", "move"]
    kind = draw(st.sampled_from(kinds))
    lists = [path for path in every if isinstance(at(data, path), list)]
    long = [path for path in lists if len(at(data, path)) > 1]  # type: ignore[arg-type]
    if kind == "move" and long:
        path = draw(st.sampled_from(long))
        index = st.integers(0, len(at(data, path)) - 1)  # type: ignore[arg-type]
        return Move((*path, draw(index)), draw(index))
    if kind == "insert" and lists:
        path = draw(st.sampled_from(lists))
        return Insert((*path, draw(st.integers(0, len(at(data, path))))), draw(values))  # type: ignore[arg-type]
    if kind == "remove":
        return Remove(draw(st.sampled_from(every)))
    mappings = [path for path in [(), *every] if isinstance(at(data, path), dict)]
    if kind == "add" and mappings:
        path = draw(st.sampled_from(mappings))
        siblings = list(at(data, path))  # type: ignore[call-overload]
        new = draw(st.lists(KEYS, min_size=1, max_size=2).filter(lambda keys: keys[0] not in siblings))
        return Set((*path, *new), draw(values), draw(st.sampled_from([None, *siblings])))
    return Set(draw(st.sampled_from(every)), draw(values))
