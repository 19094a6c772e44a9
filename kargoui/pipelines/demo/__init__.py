"""The demo project: previewnet -> testnet -> mainnet, a chart and an image from Warehouses of their own.

Its first rollout fails as many a real one does: the chart comes first, while the slot of the image is empty.
"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import read_directory
from kargoui.pipelines import services
from kargoui.pipelines.models import Project

NAME = "acme-pay"
KARGO_VERSION = "1.11"


@transaction.atomic
def create_demo(*, acting_user: User) -> Project:
    """The demo project, of which `acting_user` is the admin."""
    project = services.create_project(name=NAME, kargo_version=KARGO_VERSION, acting_user=acting_user)
    files = read_directory(Path(__file__).parent)
    services.import_files(project=project, files=files, acting_user=acting_user)
    return project
