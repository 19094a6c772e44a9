"""Addresses of repositories in the form in which Kargo compares them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit

_SCP = re.compile(r"((?:[\w-]+@)?[\w-]+(?:\.[\w-]+)*)(?::(.*))?", re.ASCII)


@lru_cache(maxsize=2048)
def normalize_git(url: str) -> str:
    """urls.NormalizeGit: lower case, without user, `.git` and a slash at the end; scp's form as ssh://."""
    text = "".join(filter(str.isprintable, url.lower())).strip()
    try:
        if text.startswith(("http://", "https://")):
            return _normalized(urlsplit(text), url, user=False)
        if text.startswith("ssh://"):
            return _normalized(urlsplit(text), url, user=True)
    except ValueError:
        return url
    match = _SCP.fullmatch(text)
    if match is None:
        return url
    path = (match[2] or "").removesuffix("/").removesuffix(".git")
    return f"ssh://{match[1]}/{path}" if path else f"ssh://{match[1]}"


def _normalized(parts: SplitResult, given: str, *, user: bool) -> str:
    if parts.query:
        return given
    host = parts.netloc if user else parts.netloc.rpartition("@")[2]
    path = quote(unquote(parts.path).removesuffix("/").removesuffix(".git"), safe="/$&+,;=:@!'()*~")
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.scheme}://{host}{path}{fragment}"
