"""A project with a pipeline in it, and a draft of its editor."""

from __future__ import annotations

import pytest

from kargoui.accounts.models import User
from kargoui.pipelines import services
from kargoui.pipelines.models import Draft, Project
from tests.pipelines.manifests import PIPELINE, bring_in


@pytest.fixture
def pipeline(project: Project, admin: User) -> Project:
    """acme-pay with two Warehouses, three Stages and a PromotionTask, in one file."""
    bring_in(project, admin, PIPELINE)
    return project


@pytest.fixture
def draft(pipeline: Project, editor: User) -> Draft:
    """The editor's open draft of it."""
    return services.open_draft(project=pipeline, acting_user=editor)
