"""Kargo's functions that find Freight, by version and by what a Stage requests."""

from __future__ import annotations

import pytest

from kargoui.core.expr import Unknown, evaluate, render
from tests.core.expr.scopes import CHART, IMAGE, failure, scope, value


def test_a_filled_slot_gives_its_artifact() -> None:
    assert value(f'imageFrom("{IMAGE}").Tag', "images") == "1.4.0"
    assert value(f'chartFrom("{CHART}", "api", warehouse("charts")).Version', "charts") == "0.9.1"


def test_git_addresses_are_compared_normalised() -> None:
    assert value('commitFrom("git@github.com:acme/config")', "config") is not None
    assert value('commitFrom("HTTPS://github.com/ACME/config/").ID', "config") == "beef"


def test_an_empty_slot_is_nil_from_1_5_and_an_error_before() -> None:
    assert value(f'imageFrom("{IMAGE}") == nil') is True
    message = failure(f'imageFrom("{IMAGE}") == nil', version="1.4")
    assert message == f"image from repo {IMAGE} not found in referenced Freight (1:1)"


def test_a_field_of_an_empty_slot_fails_as_reflect_does() -> None:
    message = failure(f'${{{{ imageFrom("{IMAGE}").Tag }}}}', template=True)
    assert message == "reflect: call of reflect.Value.Field on zero Value (1:32)"


def test_a_chart_that_nothing_requested_subscribes_to_is_an_error_in_every_version() -> None:
    for version in ("1.4", "1.11"):
        message = failure('chartFrom("https://other") != nil', version=version)
        assert message == "chart from repo https://other not found in referenced Freight (1:1)"


def test_a_missing_warehouse_is_an_error() -> None:
    message = failure(f'imageFrom("{IMAGE}")', "images", requests=("images", "ghost"))
    assert message == 'Warehouse "ghost" not found in namespace "demo" (1:1)'


def test_a_field_that_the_type_has_not_does_not_compile() -> None:
    assert failure(f'imageFrom("{IMAGE}").Nope') == "type v1alpha1.Image has no field Nope (1:31)"


def test_functions_of_later_versions_are_nil_before() -> None:
    assert failure('semverParse("1.2.3")', version="1.7") == "invalid operation: cannot call nil (1:1)"
    assert str(value('semverParse("v1.2.3").Major()')) == "1"


def test_status_functions_are_there_in_if_and_config_only() -> None:
    assert render("${{ success() }}", scope(), where="if") is True
    assert (
        failure("${{ success() }}", template=True, version="1.4")
        == "invalid operation: cannot call nil (1:2)"
    )


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ('false && secret("s").token == ""', False),
        ('true || secret("s").token == ""', True),
        ('secret("s").token == "" && false', False),
        ('secret("s").token == "" ? 1 : 1', 1),
        ('any([true, secret("s").token == ""], #)', True),
    ],
)
def test_what_is_unknown_may_not_matter(source: str, known: object) -> None:
    assert evaluate(source, scope()) == known


def test_what_is_unknown_says_what_it_depends_on() -> None:
    found = evaluate('secret("s").token + configMap("c").key', scope())
    assert isinstance(found, Unknown)
    assert found.reasons == {'secret("s")', 'configMap("c")'}
    assert isinstance(render('x-${{ secret("s").token }}', scope()), Unknown)


def test_lists_of_several_kinds_are_read_by_the_number_of_the_last_kinds_field() -> None:
    found = f'[imageFrom("{IMAGE}"), chartFrom("{CHART}", "api")]'
    assert value(f"{found}[0].Name", "images", "charts") == "1.4.0"
    assert value(f"map({found}, #.Version)", "images", "charts") == ["", "0.9.1"]
    images_last = f'[warehouse("x"), imageFrom("{IMAGE}")][0].Digest'
    assert failure(images_last, "images") == "reflect: Field index out of range (1:52)"
