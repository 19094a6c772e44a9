"""Positions for a layered drawing of the graph, from left to right."""

from __future__ import annotations

from kargoui.core.layout.drawing import Box, Drawing, Node, Point, Route
from kargoui.core.layout.layered import layout

__all__ = ["Box", "Drawing", "Node", "Point", "Route", "layout"]
