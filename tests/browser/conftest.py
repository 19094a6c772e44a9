"""Chromium, a signed-in page, and what holds on every page that a test opens."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.db import connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.demo import create_demo
from kargoui.pipelines.models import Project
from tests.editor.samples import PIPELINE

# Playwright's sync API runs an event loop in this thread; Django would take every query here for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
]
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
TIMEOUT_MS = 20_000  # a machine may be busy; what is there at once is seen at once
expect.set_options(timeout=TIMEOUT_MS)
# What Chromium and htmx write when an answer is a 4xx, or when a person cancels: tests do both on purpose.
REFUSED = re.compile(
    r"responded with a status of 4\d\d|Response Status Error Code 4\d\d|^htmx:(sendAbort|afterRequest)"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file, as in use: threads that share a database in memory lock its tables without waiting."""
    database = connections["default"].settings_dict
    if "sqlite" in database["ENGINE"]:
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


def chromium() -> str | None:
    """Where Chromium is, as Debian and others install it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("KARGOUI_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; without one they are skipped, in CI they fail."""
    executable = chromium()
    if executable is None:
        reason = "Chromium is not installed: apt-get install chromium, or set KARGOUI_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def user(db: None) -> User:
    """Who works in the browser."""
    return User.objects.create_user("ann", password="a-long-enough-passphrase")


@pytest.fixture
def project(user: User) -> Project:
    """The project acme-pay of `user`: two Warehouses, three Stages and a PromotionTask, in pipeline.yaml."""
    project = services.create_project(name="acme-pay", kargo_version="1.11", acting_user=user)
    files = [SourceFile("pipeline.yaml", PIPELINE.encode())]
    services.import_files(project=project, files=files, acting_user=user)
    return project


@pytest.fixture
def demo(user: User) -> Project:
    """The demo project, whose first rollout fails."""
    return create_demo(acting_user=user)


class Watch:
    """Collects what no page may do: errors, refusals by the CSP, requests to other hosts, answers 5xx."""

    def __init__(self, live_server: LiveServer) -> None:
        self.host = urlsplit(live_server.url).netloc
        self.faults: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """Look at everything that happens in a context from now on."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"uncaught: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not REFUSED.search(message.text):
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")
        policy = response.headers.get("content-security-policy", "")
        is_page = response.headers.get("content-type", "").startswith("text/html")
        if is_page and ("default-src 'self'" not in policy or "unsafe" in policy):
            self.faults.append(f"policy of {response.url}: {policy or 'none'}")


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    """Fails the test at its end if any page did what none may do."""
    watching = Watch(live_server)
    yield watching
    assert not watching.faults, "\n".join(watching.faults)


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[NewPage]:
    """Makes pages: `new_page(user, viewport=NARROW, color_scheme="dark")`, signed in as that user."""
    contexts: list[BrowserContext] = []

    def make(user: User | None = None, **options: object) -> Page:
        options.setdefault("viewport", WIDE)
        context = browser.new_context(base_url=live_server.url, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        watch.follow(context)
        if user is not None:
            sign_in(context, user, live_server.url)
        return context.new_page()

    with answering() as under_way:
        yield make
        for context in contexts:
            context.close()
        wait_for_none(under_way)


@contextmanager
def answering() -> Iterator[Counter[str]]:
    """How many requests have begun and have ended, as the server goes on."""
    under_way: Counter[str] = Counter()

    def begun(**_: object) -> None:
        under_way["begun"] += 1

    def ended(**_: object) -> None:
        under_way["ended"] += 1

    request_started.connect(begun)
    request_finished.connect(ended)
    yield under_way
    request_started.disconnect(begun)
    request_finished.disconnect(ended)


def wait_for_none(under_way: Counter[str]) -> None:
    """Wait for answers that nobody waits for: what a page asked for last would miss its database."""
    until = time.monotonic() + TIMEOUT_MS / 1000
    while under_way["begun"] > under_way["ended"] and time.monotonic() < until:
        time.sleep(0.02)


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Give a context the session of a user."""
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


@pytest.fixture
def page(new_page: NewPage, user: User) -> Page:
    """A page at 1440 x 900, signed in as `user`."""
    return new_page(user)


@pytest.fixture
def narrow_page(new_page: NewPage, user: User) -> Page:
    """A page at 390 x 844, signed in as `user`."""
    return new_page(user, viewport=NARROW, has_touch=True)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Asserts that axe-core finds nothing on a page."""
    engine = Axe()

    def check(page: Page) -> None:
        results = engine.run(page)
        assert results.violations_count == 0, results.generate_report()

    return check
