# make run starts kargoui with a demo project; make test passes all tests. Both prepare what they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: env dev run test lint types unit database browser bench messages rules lock screenshots clean

env: .venv/.installed ## .venv with kargoui and its console script
.venv/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

dev: .venv/.installed-dev ## the same and what the tests need
.venv/.installed-dev: .venv/.installed requirements-dev.lock
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

run: env ## serve on 127.0.0.1:8000, with a link that signs you in
	@$(BIN)/kargoui serve

test: lint types unit database browser ## everything

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --target-version 5.2 --check $$(find templates -name "*.html")
	$(BIN)/lint-imports

types: dev
	$(BIN)/mypy kargoui tests tools

unit: dev ## on SQLite
	$(BIN)/pytest -n 2 -m "not browser"

database: dev ## what touches the database once more, on PostgreSQL
	KARGOUI_TEST_DATABASE=postgresql $(BIN)/pytest -n 2 tests/pipelines tests/accounts

browser: dev ## in Chromium
	$(BIN)/pytest -n 2 -m browser

bench: dev ## results as JSON and as a table in docs/benchmarks.md
	command -v npm >/dev/null && npm ci --silent --prefix tests/bench/dagre || true
	$(BIN)/python -m tests.bench

messages: dev ## collect the strings of all pages for translation, and compile the translations
	$(BIN)/python tools/messages.py

rules: dev ## the list of all rules in docs/rules.md
	$(BIN)/python tools/rules.py

screenshots: dev ## the pictures of README.md and docs/
	$(BIN)/python tools/screenshots.py

lock: dev ## pin what pyproject.toml allows
	$(BIN)/python tools/lock.py

clean:
	rm -rf .venv var
