"""Which names are found, wherever and however they are read."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import fixed_text, found_in, page_of

PAGE = page_of("deprecated-name")
SETTINGS = Settings(select=frozenset({"deprecated-name"}))


@pytest.mark.parametrize(
    ("expression", "instead"),
    [
        ("task.outputs['open']?.prNumber", "task.outputs['open']?.pr.id"),
        ('task.outputs.open["prNumber"] + 1', "task.outputs.open.pr.id + 1"),
        ("string(task . outputs . open . prNumber )", "string(task . outputs . open .pr.id )"),
    ],
)
def test_an_output_is_replaced_however_it_is_read(expression: str, instead: str) -> None:
    text = PAGE.bad.replace("task.outputs.open.prNumber", expression)
    assert f"${{{{ {instead} }}}}" in fixed_text(PAGE, text)


def test_all_uses_in_one_text_are_replaced_together() -> None:
    text = PAGE.bad.replace(
        "${{ secrets.hooks.token }}", "${{ secrets.a.b + secrets['c d'].e }} ${{ secrets.f }}"
    )
    assert 'Bearer ${{ secret("a").b + secret("c d").e }} ${{ secret("f") }}' in fixed_text(PAGE, text)


@pytest.mark.parametrize(
    "expression", ["vars.secrets.a", "'secrets.a.b'", "task.outputs.other.prNumber", "outputs.x", "secretsOf"]
)
def test_other_things_of_that_name_are_left_alone(expression: str) -> None:
    text = PAGE.good.replace("task.outputs.open.pr.id", expression)
    assert found_in(PAGE, text) == []


def test_the_whole_map_has_no_successor() -> None:
    text = PAGE.bad.replace("secrets.hooks.token", "toJSON(secrets)")
    assert [each.fix is None for each in audit(read(text), "1.6", SETTINGS)] == [False, True]


def test_where_an_image_comes_from() -> None:
    text = PAGE.good.replace('secret("hooks").token', 'imageFrom("ghcr.io/acme/api")?.GitRepoURL')
    (found,) = audit(read(text), "1.5", SETTINGS)
    assert "org.opencontainers.image.source" in str(found.sentence)
    assert audit(read(PAGE.bad), "1.7", SETTINGS) == []


def test_a_stage_reads_outputs_of_a_task_by_both_aliases() -> None:
    stage = """\
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata: {name: testnet, namespace: acme-pay}
spec:
  promotionTemplate:
    spec:
      steps:
      - task: {name: propose}
        as: p
      - uses: compose-output
        config: {number: "${{ outputs['p::open'].prNumber }}"}
"""
    assert found_in(PAGE, PAGE.good + stage) == [35]
    assert found_in(PAGE, PAGE.good + stage.replace("p::open", "q::open")) == []
