"""The settings of all tests: nothing comes from the environment, and nothing is left in the checkout."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_OF_TESTS = ("KARGOUI_TEST_", "KARGOUI_CHROMIUM")
_FOLDER = tempfile.TemporaryDirectory(prefix="kargoui-tests-")

for _name in list(os.environ):
    if _name == "DATABASE_URL" or (_name.startswith("KARGOUI_") and not _name.startswith(_OF_TESTS)):
        del os.environ[_name]
os.environ["KARGOUI_DATA_DIR"] = _FOLDER.name
os.environ["KARGOUI_SECRET_KEY"] = "a key for tests alone"

from kargoui.settings import *  # noqa: E402, F403 - it reads what was prepared above
from kargoui.settings import STATIC_ROOT, STORAGES  # noqa: E402

# Static files go by their own names, since nobody collects them; the folder is there, as WhiteNoise expects.
Path(STATIC_ROOT).mkdir()
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Signing in is no test of the hash.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
