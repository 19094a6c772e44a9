"""The box on the Warehouse page in which people try tags on a subscription."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.editor.tried_tags import MOST_BYTES, MOST_TAGS
from kargoui.pipelines import services
from kargoui.pipelines.models import Draft, Edit, Project
from tests.editor.conftest import As, People
from tests.editor.test_stage_requested_freight import HTMX
from tests.editor.test_warehouse_page import filled

TAGS = "1.0.0\n1.2.0\nv1.1.0\n2.0.0\nlatest\n1.3.0-rc.1\n"


def address(warehouse: str = "images", index: int = 0) -> str:
    return reverse("warehouse_tags", args=["acme-pay", warehouse, index])


def tried(client: Client, tags: str = TAGS, typed: dict[str, str] | None = None, status: int = 200) -> str:
    """The answer to htmx, with the subscription's fields as they are typed if any are."""
    posted = {**filled(client), **typed} if typed else {}
    answer = client.post(address(), {**posted, "tags": tags}, headers=HTMX)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_answer_names_what_is_discovered_and_why_not_the_rest(project: Project, as_: As) -> None:
    text = tried(as_("viewer"))
    assert "3 discovered, 0 cut off, 3 left out" in text
    places = [text.index(f"<code>{tag}</code>") for tag in ("1.2.0", "v1.1.0", "1.0.0", "latest")]
    assert places == sorted(places)
    assert "Outside the constraint ^1.0.0." in text
    assert "2.0.0 does not have same major version as 1.0.0" in text
    assert "A pre-release, and the constraint ^1.0.0 asks for none." in text
    assert "No semantic version." in text


def test_what_is_typed_counts_and_nothing_is_stored(project: Project, as_: As) -> None:
    text = tried(as_("editor"), typed={"s0-constraint": "", "s0-discoveryLimit": "2"})
    assert "2 discovered, 3 cut off, 1 left out" in text
    assert "Cut off by discoveryLimit 2" in text
    assert '<ol start="3">' in text
    assert not Draft.objects.exists()
    assert not Edit.objects.exists()


def test_a_strategy_that_is_typed_counts_too(project: Project, as_: As) -> None:
    lines = "old 2025-01-01T00:00:00Z\nnew 2026-01-01T00:00:00Z\nnone"
    text = tried(
        as_("editor"), lines, typed={"s0-imageSelectionStrategy": "NewestBuild", "s0-platform": "linux/arm64"}
    )
    assert text.index("<code>new</code>") < text.index("<code>old</code>") < text.index("<code>none</code>")
    assert "Tags without one come last" in text
    assert "not built for linux/arm64" in text


def test_typed_fields_that_cannot_be_are_named(project: Project, as_: As) -> None:
    text = tried(as_("editor"), typed={"s0-discoveryLimit": "many"}, status=422)
    assert "First correct what is marked above: discoveryLimit." in text


@pytest.mark.parametrize(
    ("tags", "says"),
    [
        ("", "Paste at least one tag."),
        (" \n\n", "Paste at least one tag."),
        ("v1\nv2 soon", "Line 2: soon is no time."),
        ("\n".join(map(str, range(MOST_TAGS + 1))), "more than 20000 tags"),
        ("x" * (MOST_BYTES + 1), "more than 1 MB"),
    ],
    ids=["empty", "blank", "time", "many", "long"],
)
def test_what_is_no_list_of_tags_is_refused(tags: str, says: str, project: Project, as_: As) -> None:
    assert says in tried(as_("viewer"), tags, status=422)


def test_a_subscription_with_which_kargo_fails_says_how(project: Project, as_: As) -> None:
    text = tried(as_("editor"), typed={"s0-constraint": "newest"})
    assert "newest is no constraint on semantic versions." in text
    assert "improper constraint: newest" in text


def test_many_tags_are_counted_and_the_first_shown(project: Project, as_: As) -> None:
    text = tried(as_("viewer"), "\n".join(f"1.{minor}.0" for minor in range(MOST_TAGS)))
    assert "20 discovered, 19980 cut off, 0 left out" in text
    assert "and 19880 more" in text
    assert len(text) < 20_000


def test_what_is_pasted_is_text(project: Project, as_: As) -> None:
    text = tried(as_("viewer"), "<script>alert(1)</script>\n<b>\n</textarea>")
    assert "<script" not in text
    assert "<b>" not in text
    answer = as_("viewer").post(address(), {"tags": "</textarea><script>"})
    assert "</textarea><script>" not in answer.content.decode()


def test_without_htmx_the_answer_is_the_page(project: Project, as_: As) -> None:
    answer = as_("viewer").post(address(), {"tags": TAGS})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1>images</h1>" in text
    assert 'id="try-0" open' in text
    assert "1.3.0-rc.1\n</textarea>" in text
    assert "3 discovered, 0 cut off, 3 left out" in text
    assert as_("viewer").post(address(), {"tags": ""}).status_code == 422


def test_charts_and_git_have_a_box_and_other_kinds_have_none(
    project: Project, people: People, as_: As
) -> None:
    text = (
        "apiVersion: kargo.akuity.io/v1alpha1\nkind: Warehouse\nmetadata:\n  name: odd\nspec:\n"
        "  subscriptions:\n  - maven:\n      name: api\n"
        "  - git:\n      repoURL: https://github.com/acme/api.git\n"
        "  - chart:\n      repoURL: oci://ghcr.io/acme/charts/api\n"
    )
    services.import_files(
        project=project, files=[SourceFile("odd.yaml", text.encode())], acting_user=people["admin"]
    )
    viewer = as_("viewer")
    page = viewer.get(reverse("warehouse", args=["acme-pay", "odd"])).content.decode()
    assert [f'id="try-{index}"' in page for index in range(3)] == [False, True, True]
    assert "Try versions" in page
    assert viewer.post(address("odd", 0), {"tags": "1"}).status_code == 404
    assert viewer.post(address("odd", 3), {"tags": "1"}).status_code == 404
    git = viewer.post(address("odd", 1), {"tags": "1"}, headers=HTMX).content.decode()
    assert "NewestFromBranch selects commits of a branch" in git
    chart = viewer.post(address("odd", 2), {"tags": "1.0.0_a\n1.0"}, headers=HTMX).content.decode()
    assert "<code>1.0.0+a</code>" in chart
