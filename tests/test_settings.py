"""What the environment says ends up in the settings, and what makes no sense stops the start."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import json, sys
from kargoui import settings
print(json.dumps([getattr(settings, name) for name in sys.argv[1:]], default=str))
"""


def start(folder: Path, *names: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The settings of these names in a process with nothing but this in its environment."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("KARGOUI_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-c", ASK, *names],
        env={**kept, "KARGOUI_DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def settings(folder: Path, *names: str, **environment: str) -> list[object]:
    found: list[object] = json.loads(start(folder, *names, **environment).stdout)
    return found


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    names = ("DEBUG", "HTTPS", "SIGN_UP_OPEN", "CSRF_TRUSTED_ORIGINS", "ALLOWED_HOSTS")
    assert settings(tmp_path, *names) == [False, False, False, [], ["127.0.0.1", "localhost", "[::1]"]]


def test_what_is_set_to_nothing_is_not_set(tmp_path: Path) -> None:
    names = ("DEBUG", "ALLOWED_HOSTS", "DATABASES")
    debug, hosts, databases = settings(
        tmp_path, *names, KARGOUI_DEBUG="", KARGOUI_HOSTS="", DATABASE_URL="", KARGOUI_SECRET_KEY=""
    )
    assert (debug, hosts) == (False, ["127.0.0.1", "localhost", "[::1]"])
    assert "kargoui.sqlite3" in str(databases)


@pytest.mark.parametrize(
    ("word", "means"), [("1", True), ("yes", True), (" On ", True), ("0", False), ("off", False)]
)
def test_a_flag_is_written_as_people_write_it(word: str, means: bool, tmp_path: Path) -> None:
    assert settings(tmp_path, "SIGN_UP_OPEN", KARGOUI_SIGN_UP=word) == [means]


@pytest.mark.parametrize("name", ["KARGOUI_DEBUG", "KARGOUI_HTTPS", "KARGOUI_SIGN_UP"])
def test_a_flag_that_makes_no_sense_stops_the_start(name: str, tmp_path: Path) -> None:
    stopped = start(tmp_path, "DEBUG", **{name: "perhaps"})
    assert stopped.returncode == 1
    assert f"{name}='perhaps': write 1 or 0" in stopped.stderr


def test_hosts_and_origins_are_separated_by_commas(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        *("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"),
        KARGOUI_HOSTS="kargoui.acme.io, 10.0.0.7",
        KARGOUI_ORIGINS="https://kargoui.acme.io,",
    )
    assert found == [["kargoui.acme.io", "10.0.0.7"], ["https://kargoui.acme.io"]]


def test_https_makes_cookies_secure_and_redirects(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER")
    header = ["HTTP_X_FORWARDED_PROTO", "https"]
    assert settings(tmp_path, *names, KARGOUI_HTTPS="1") == [True, True, True, header]
    assert settings(tmp_path, *names) == [False, False, False, None]


def test_the_database_is_sqlite_in_the_data_directory_unless_an_address_says_another(tmp_path: Path) -> None:
    (databases,) = settings(tmp_path, "DATABASES")
    assert isinstance(databases, dict)
    assert databases["default"]["NAME"] == str(tmp_path / "kargoui.sqlite3")
    (databases,) = settings(tmp_path, "DATABASES", DATABASE_URL="postgresql://kargo@db.acme.io:5433/ui")
    assert isinstance(databases, dict)
    found = databases["default"]
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["HOST"], found["PORT"], found["NAME"]) == ("kargo", "db.acme.io", 5433, "ui")
    assert "init_command" not in found.get("OPTIONS", {})


def test_an_address_of_no_database_stops_the_start(tmp_path: Path) -> None:
    assert start(tmp_path, "DATABASES", DATABASE_URL="mongodb://db.acme.io/ui").returncode == 1


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = settings(folder, "SECRET_KEY")
    assert settings(folder, "SECRET_KEY") == first
    assert len(str(first[0])) > 50
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert settings(folder, "SECRET_KEY", KARGOUI_SECRET_KEY="another") == ["another"]


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASK, "SECRET_KEY"]
    environment = {**os.environ, "KARGOUI_DATA_DIR": str(tmp_path), "KARGOUI_SECRET_KEY": ""}
    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    keys = {process.communicate()[0] for process in processes}
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
