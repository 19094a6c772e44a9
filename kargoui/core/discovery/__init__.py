"""Which of a list of tags or versions a subscription selects, in which order, and what its limit cuts off.

    criteria = read_criteria({"image": {"repoURL": "ghcr.io/acme/api", "constraint": "^1.2"}}, "1.11")
    found = discover(criteria, read_tags("1.2.0\\n1.3.0\\n2.0.0"))
    [verdict.name for verdict in found.discovered]      # ["1.3.0", "1.2.0"], newest first
    [str(verdict.reason) for verdict in found.left_out]

Follows pkg/image, pkg/helm/chart and pkg/controller/git/commit of Kargo v1.11.2, and their forerunners for
earlier versions. What a list cannot tell (platforms, paths of commits) is among the answer's `caveats`.
"""

from __future__ import annotations

from kargoui.core.discovery.criteria import Criteria, Pattern, read_criteria
from kargoui.core.discovery.errors import DiscoveryError, TagsError
from kargoui.core.discovery.selection import Discovery, Outcome, Verdict, discover
from kargoui.core.discovery.tags import Tag, read_tags

__all__ = [
    "Criteria",
    "Discovery",
    "DiscoveryError",
    "Outcome",
    "Pattern",
    "Tag",
    "TagsError",
    "Verdict",
    "discover",
    "read_criteria",
    "read_tags",
]
