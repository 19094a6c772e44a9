"""Template filters for the canvas: subscriptions in the words of its cards."""

from __future__ import annotations

from django import template

from kargoui.editor import cards

register = template.Library()
register.filter(cards.repository)
register.filter(cards.selection)
register.filter(cards.limit)
