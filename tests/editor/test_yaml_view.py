"""The YAML beside the forms: nothing lost, nothing unescaped, changed lines marked."""

from __future__ import annotations

import html
import re

import pytest

from kargoui.editor.yaml_view import changes, highlight, rows_of, yaml_view

TASK = """\
# shared by all Stages
apiVersion: kargo.akuity.io/v1alpha1
kind: PromotionTask
metadata: {name: promote, labels: {"a: b": 'c # d'}}
spec:
  steps:
  - uses: yaml-update  # writes
    as: image
    config:
      path: ./src/values.yaml
      updates:
      - key: image.tag
        value: ${{ imageFrom("ghcr.io/acme/api").Tag }}
  - uses: fail
    config:
      message: |-
        # no comment
        key: no key

        end
"""


def plain(fragment: str) -> str:
    """The text of an HTML fragment."""
    return html.unescape(re.sub(r"<[^>]*>", "", fragment))


@pytest.mark.parametrize(
    "text",
    [
        TASK,
        "",
        "\n",
        "a",
        "a: b\r\nc: d\r\n",
        "- - a: 'x\n  y'\n",
        "? <b>\n: &x *y\n",
        "名称: 仓库 # 注释\n",
        "\u2028: \x85\n",
    ],
)
def test_the_text_is_there_to_the_letter(text: str) -> None:
    view = yaml_view(text, text)
    assert [plain(line.html) for line in view.lines] == rows_of(text)
    assert plain(view.html) == "".join(f"{row}\n" for row in rows_of(text))


def test_markup_is_escaped() -> None:
    hostile = "<script>alert(1)</script>: \"<b>\" # <i>\n- <u>\n  '<s>'\n|\n  <p>\n"
    assert not re.search(r"<(?!/?(span|ins)\b)", yaml_view(hostile, "").html)


def test_keys_strings_and_comments_are_told_apart() -> None:
    rows = dict(enumerate(highlight(rows_of(TASK)), 1))
    assert rows[1] == '<span class="c"># shared by all Stages</span>'
    assert '<span class="k">uses:</span> yaml-update  <span class="c"># writes</span>' in rows[7]
    assert '<span class="s">${{ imageFrom(&quot;ghcr.io/acme/api&quot;).Tag }}</span>' in rows[13]
    assert '<span class="s">&#x27;c # d&#x27;</span>' in rows[4]


def test_a_block_scalar_is_one_string() -> None:
    rows = list(highlight(rows_of(TASK)))
    assert rows[16:18] == [
        '<span class="s">        # no comment</span>',
        '<span class="s">        key: no key</span>',
    ]
    assert list(highlight(["- |", "  a: b", "c: d"]))[1:] == [
        '<span class="s">  a: b</span>',
        '<span class="k">c:</span> d',
    ]


def test_an_unedited_manifest_has_no_marks() -> None:
    view = yaml_view(TASK, TASK, before=TASK)
    assert (view.added_count, view.removed_count, view.latest) == (0, 0, 0)
    assert "<ins" not in view.html


def test_an_added_line_is_marked_and_is_the_latest() -> None:
    edited = TASK.replace("    as: image\n", "    if: ${{ success() }}\n    as: image\n")
    view = yaml_view(edited, TASK, before=TASK)
    assert [line.number for line in view.lines if line.added] == [8]
    assert (view.added_count, view.removed_count, view.latest) == (1, 0, 8)


def test_a_removed_line_is_marked_where_it_stood() -> None:
    view = yaml_view(TASK.replace("    as: image\n", ""), TASK, before=TASK)
    assert [(line.number, line.removed_above) for line in view.lines if line.removed_above] == [(8, 1)]
    assert view.removed_count == 1


def test_what_is_removed_at_the_end_counts() -> None:
    assert yaml_view("a: 1\n", "a: 1\nb: 2\n", before="a: 1\nb: 2\n").removed_count == 1


def test_a_new_manifest_is_all_added() -> None:
    view = yaml_view("a: 1\nb: 2\n", "")
    assert view.added_count == 2


def test_numbers_are_those_of_the_file() -> None:
    view = yaml_view("a: 1\nb: 2\n", "a: 1\n", before="a: 1\n", lines_before=40, problem_lines=[41])
    assert [line.number for line in view.lines] == [41, 42]
    assert [line.number for line in view.lines if line.problem] == [41]
    assert view.latest == 42
    assert 'id="L42" data-n="42"' in view.html


def test_moved_entries_leave_what_is_around_them_unmarked() -> None:
    before = ["a", "x1", "x2", "y1", "y2", "z"]
    added, removed = changes(before, ["a", "y1", "y2", "x1", "x2", "z"])
    assert len(added) == 2
    assert sum(removed.values()) == 2
    assert not added & {0, 5}


def test_a_block_is_cut_where_an_entry_begins() -> None:
    charts = ["- origin:", "    kind: Warehouse", "    name: charts", "  sources:", "    direct: true"]
    images = [
        "- origin: # app",
        "    kind: Warehouse",
        "    name: images",
        "  sources:",
        "    direct: true",
        "    x: y",
    ]
    before, after = ["list:", *charts, *images, "end:"], ["list:", *images, *charts, "end:"]
    added, removed = changes(before, after)
    assert added == {7, 8, 9, 10, 11}
    assert removed == {1: 5}
