"""A subscription in a line, and what it discovers of a line of tags."""

from __future__ import annotations

from kargoui.core.discovery import Discovery, Tag, discover, read_criteria, read_tags

REPOS = {
    "image": "ghcr.io/acme/api",
    "git": "https://github.com/acme/api.git",
    "chart": "https://charts.acme.io",
}


def asked(kind: str, tags: str | list[Tag], *, kargo: str = "1.11", **body: object) -> Discovery:
    """`tags` are separated by blanks; a list has times."""
    criteria = read_criteria({kind: {"repoURL": REPOS[kind], **body}}, kargo)
    given = [Tag(name) for name in tags.split()] if isinstance(tags, str) else tags
    return discover(criteria, given)


def names(found: Discovery) -> str:
    return " ".join(verdict.name for verdict in found.discovered)


def reasons(found: Discovery) -> dict[str, str]:
    """Why each tag is not discovered."""
    return {verdict.tag.name: str(verdict.reason) for verdict in found.verdicts if verdict.reason}


def timed(*lines: str) -> list[Tag]:
    return list(read_tags("\n".join(lines)))
