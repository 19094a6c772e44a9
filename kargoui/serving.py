"""`kargoui serve`: the application on one machine, ready to look around in without any preparation."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ADMIN = "admin"
THREADS = 8
TIMEOUT_SECONDS = 120  # for the import of a large project on a slow machine


def serve(host: str, port: int) -> int:
    """Prepare the database and the static files, say where to sign in, and serve until Ctrl-C.

    Gives the exit status: 0, or 2 when the address cannot be used.
    """
    refusal = _address_refused(host, port)
    if refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kargoui.settings")
    try:
        link = _prepare()
    except KeyboardInterrupt:
        return 0
    shown = "127.0.0.1" if host in ("", "0.0.0.0") else _bracketed(host)  # noqa: S104
    address = f"http://{shown}:{port}"
    lines = [f"kargoui is at {address}/"]
    if link:
        lines.append(f"Sign in, once and within a day, at {address}{link}")
    welcome = "\n".join([*lines, "Stop it with Ctrl-C.", ""])
    return _run(f"{_bracketed(host)}:{port}", welcome)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _address_refused(host: str, port: int) -> str:
    """Why the application cannot listen there; empty when it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
                return f"Port {port} is taken by another program. Choose one with --port."
            return f"It is not possible to listen on {host}, port {port}: {error}"
    return ""


def _prepare() -> str:
    """Bring database and static files up to date; the path of a sign-in link where one is of use.

    One is made as long as nobody has a password to sign in with.
    """
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.urls import reverse

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    _collect_static_files()
    from kargoui.accounts.models import User
    from kargoui.accounts.services import make_sign_in_token
    from kargoui.pipelines.demo import create_demo

    if not User.objects.exists():
        admin = User(username=ADMIN, is_superuser=True)
        admin.set_unusable_password()
        admin.save()
        create_demo(acting_user=admin)
    found = User.objects.filter(username=ADMIN, is_active=True).first()
    if found is None or found.has_usable_password():
        return ""
    return reverse("sign_in_by_link", args=[make_sign_in_token(user=found)])


def _collect_static_files() -> None:
    """Collect, hash and compress the static files, unless that was done for just these."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=str):
            file = os.stat(storage.path(path))
            seen.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT, ".collected")
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(seen.hexdigest())


def _run(bind: str, welcome: str) -> int:
    """Serve with gunicorn, one process of several threads, until it is told to stop."""
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    def say_welcome(_arbiter: object) -> None:
        """Only now does the address answer."""
        sys.stdout.write(welcome)
        sys.stdout.flush()

    options: dict[str, object] = {
        "bind": [bind],
        "workers": 1,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": TIMEOUT_SECONDS,
        "graceful_timeout": 3,
        "loglevel": "warning",
        "proc_name": "kargoui",
        "when_ready": say_welcome,
    }

    class Application(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
            from kargoui.wsgi import application

            return application

    try:
        Application().run()
    except SystemExit as stopped:  # the arbiter ends the process; here its caller does
        return stopped.code if isinstance(stopped.code, int) else 1
    return 0
