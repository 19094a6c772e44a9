"""Normal forms of repository URLs: two that are equal in it are one repository to Kargo."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

_SCP = re.compile(r"((?:[\w-]+@)?[\w-]+(?:\.[\w-]+)*)(?::(.*))?", re.ASCII)
_DOCKER_HUB: Final = frozenset({"docker.io", "index.docker.io", "registry-1.docker.io"})


def normal_git(url: str) -> str:
    """A Git URL without case, `.git`, trailing slash, user of HTTP; scp form as ssh://.

    https://github.com/akuity/kargo/blob/v1.11.2/pkg/urls/git.go (NormalizeGit); one that it cannot read is
    given back as it is.
    """
    clean = _clean(url.lower())
    if clean.startswith(("http://", "https://", "ssh://")):
        try:
            parts = urlsplit(clean)
        except ValueError:
            return url
        if parts.query:
            return url
        place = parts.netloc if parts.scheme == "ssh" else parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, place, _bare(parts.path), "", parts.fragment))
    found = _SCP.fullmatch(clean)
    if found is None:
        return url
    path = _bare(found[2] or "")
    return f"ssh://{found[1]}/{path}" if path else f"ssh://{found[1]}"


def normal_chart(url: str) -> str:
    """A chart's or image's URL without case, oci:// and Docker Hub's host and `library/`.

    https://github.com/akuity/kargo/blob/v1.11.2/pkg/urls/image.go (NormalizeImage) and helm.go there.
    """
    clean = _clean(url).lower().removeprefix("oci://")
    host, slash, rest = clean.partition("/")
    if not slash or not ("." in host or ":" in host or host == "localhost"):
        return clean.removeprefix("library/")
    return rest.removeprefix("library/") if host in _DOCKER_HUB else clean


def _bare(path: str) -> str:
    return path.removesuffix("/").removesuffix(".git")


def _clean(url: str) -> str:
    return "".join(letter for letter in url if letter.isprintable()).strip()
