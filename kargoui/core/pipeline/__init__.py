"""The graph of Warehouses and Stages that a set of manifests describes."""

from __future__ import annotations

from kargoui.core.pipeline.graph import origin_colour, pipeline
from kargoui.core.pipeline.nodes import (
    COLOURS,
    Edge,
    Origin,
    Pipeline,
    Request,
    StageNode,
    Subscription,
    TaskReference,
    WarehouseNode,
    stage_id,
    warehouse_id,
)
from kargoui.core.pipeline.policies import AutoPromotion, auto_promotion, promotion_policies

__all__ = [
    "COLOURS",
    "AutoPromotion",
    "Edge",
    "Origin",
    "Pipeline",
    "Request",
    "StageNode",
    "Subscription",
    "TaskReference",
    "WarehouseNode",
    "auto_promotion",
    "origin_colour",
    "pipeline",
    "promotion_policies",
    "stage_id",
    "warehouse_id",
]
