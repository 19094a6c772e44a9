"""The page of a rule as HTML: its Markdown is ours, and is rendered without any HTML of its own even so."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from kargoui.core.lint import Rule
from kargoui.core.lint import page as page_of

_DEEPER: Final = {"h2": "h3", "h3": "h4"}  # a page stands below the heading of its rule
_markdown: Final = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=256)
def explanation(rule: Rule) -> SafeString:
    """Why a rule matters, with a bad and a good example; without the title."""
    text = page_of(rule).partition("\n")[2]
    tokens = _markdown.parse(text)
    for token in tokens:
        token.tag = _DEEPER.get(token.tag, token.tag)
    rendered: str = _markdown.renderer.render(tokens, _markdown.options, {})
    return SafeString(rendered)  # the renderer has escaped what is no Markdown
