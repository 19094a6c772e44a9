"""`kargoui serve`: starts on an empty database, signs in once, stops on Ctrl-C without a word."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kargoui.cli import main

SERVE = "import sys; from kargoui.cli import main; sys.exit(main(['serve', *sys.argv[1:]]))"


@pytest.fixture
def port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
    return number


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as response:  # noqa: S310 (our own)
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_it_starts_from_nothing_and_stops_cleanly(tmp_path: Path, port: int) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("KARGOUI_", "DATABASE_"))
    }
    environment |= {"KARGOUI_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kargoui.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    try:
        assert process.stdout is not None
        said = "".join(iter(process.stdout.readline, "Stop it with Ctrl-C.\n"))
        link = re.search(r"http://127\.0\.0\.1:\d+/accounts/sign-in/\S+/", said)
        assert link is not None, said
        assert [status_of(link[0]), status_of(link[0])] == [200, 410]
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
    assert (process.returncode, rest) == (0, "")


def test_a_taken_port_is_one_sentence(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert main(["serve", "--port", str(port)]) == 2
    assert capsys.readouterr().err == (f"Port {port} is taken by another program. Choose one with --port.\n")


def test_an_address_of_somebody_else_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", "192.0.2.1"]) == 2
    assert capsys.readouterr().err.startswith("It is not possible to listen on 192.0.2.1, port 8000")
