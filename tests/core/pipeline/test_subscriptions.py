from __future__ import annotations

from kargoui.core.pipeline import Subscription, pipeline
from tests.core.pipeline.manifests import warehouse


def summary(*entries: object) -> tuple[Subscription, ...]:
    return pipeline([warehouse("w", *entries)]).warehouses["w"].subscriptions


def test_defaults_are_those_of_kargo() -> None:
    assert summary(
        {"git": {"repoURL": "https://git.acme.io/config.git"}},
        {"image": {"repoURL": "ghcr.io/acme/api"}},
        {"chart": {"repoURL": "https://charts.acme.io", "name": "api"}},
    ) == (
        Subscription("git", repo="https://git.acme.io/config.git", strategy="NewestFromBranch"),
        Subscription("image", repo="ghcr.io/acme/api", strategy="SemVer"),
        Subscription("chart", repo="https://charts.acme.io", name="api", strategy="SemVer"),
    )


def test_what_is_selected_is_read() -> None:
    git, image, old, chart = summary(
        {
            "git": {
                "repoURL": "r",
                "commitSelectionStrategy": "SemVer",
                "semverConstraint": "^1",
                "branch": "main",
                "allowTags": "^v1",
                "ignoreTags": ["v1.0"],
                "ignoreTagsRegexes": ["rc"],
                "includePaths": ["a", 1, "b"],
                "discoveryLimit": 5,
            }
        },
        {
            "image": {
                "repoURL": "r",
                "imageSelectionStrategy": "Digest",
                "constraint": "latest",
                "platform": "linux/arm64",
            }
        },
        {"image": {"repoURL": "r", "semverConstraint": "~2"}},
        {"chart": {"repoURL": "r", "semverConstraint": "^0.9", "discoveryLimit": True}},
    )
    assert (git.strategy, git.constraint, git.branch, git.limit) == ("SemVer", "^1", "main", 5)
    assert (git.allow, git.ignore, git.include_paths) == (("^v1",), ("v1.0", "rc"), ("a", "b"))
    assert (image.strategy, image.constraint, image.platform) == ("Digest", "latest", "linux/arm64")
    assert old.constraint == "~2"
    assert (chart.constraint, chart.limit) == ("^0.9", 20)


def test_an_index_here_is_an_index_in_the_manifest() -> None:
    nothing, custom, empty, chart = summary(
        "?", {"gems": {"name": "rails", "discoveryLimit": 3}}, {}, {"chart": {}}
    )
    assert (nothing.kind, empty.kind, chart.kind) == ("", "", "chart")
    assert custom == Subscription("gems", name="rails", limit=3)
