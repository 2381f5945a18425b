# `make help` lists what there is to make. Everything lives in .venv, made from the lock files.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
KURIGRAM := .venv-kurigram
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo run test test-long test-large test-kurigram test-telethon contract browser coverage check format bench tables servers docs lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

# TgCrypto has no wheels for Python 3.12 and later.
COMPILES := import os, shutil, sys, sysconfig; sys.exit(sys.version_info >= (3, 12) and not ( \
	shutil.which("gcc") and os.path.exists(sysconfig.get_path("include") + "/Python.h")))

.venv/.compiler: $(BIN)/python
	@$(BIN)/python -c '$(COMPILES)' || .ci/debian gcc python3-dev \
		|| { echo "TgCrypto is compiled for this Python. Run: sudo apt-get install gcc python3-dev"; exit 1; }
	@touch $@

.venv/.site: requirements.lock $(BIN)/python .venv/.compiler
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.site
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

# What is imported is compiled then: the tests need a small part of it, and all of it would take longer than they do.
$(KURIGRAM)/.tests: requirements-kurigram.lock | .venv/.compiler
	$(BIN)/python -m venv $(KURIGRAM)
	$(KURIGRAM)/bin/python -m pip install --quiet --no-compile --require-hashes -r requirements-kurigram.lock
	@touch $@

demo: .venv/.site ## a local Telegram and the site on it, with a demo login (PORT=8000)
	@exec $(BIN)/python -m demo --port $(PORT)

run: .venv/.site ## the site against Telegram itself (TELEGRAM_API_ID, TELEGRAM_API_HASH)
	@exec $(BIN)/python -m hrhelper --port $(PORT)

browser: .venv/.dev ## Chromium for the tests, installed if there is none
	@$(BIN)/python -m tests.browser.chromium

# How often a test that failed is run again: pytest's last line counts these. Not once, but by CI: see .ci/run.
AGAIN := 0
# Tests wait a lot, so that two cores have work for three; who has nothing left to do takes over from who has.
WORKERS := --numprocesses=3 --dist=worksteal --reruns=$(AGAIN) -rfER
# Servers, engines and sizes of the page beside those that the other tests have.
LONG := tests/servers tests/backends/remote/test_contract.py tests/backends/mtproto/test_sessions_travel.py \
	tests/web/openapi/test_schemathesis.py tests/web/test_postgresql.py tests/hrhelper/test_prefix.py \
	$(wildcard tests/browser/test_day_*.py) \
	$(addprefix tests/browser/test_,accessibility.py other_engine.py below_a_path.py looks.py desk_reading.py desk_places.py)
LARGE := tests/servers/test_large_files.py
test: .venv/.dev browser check ## all checks and the tests, the browser's included, but those of test-long
	$(BIN)/python -m pytest $(WORKERS) $(addprefix --ignore=,$(LONG))

test-long: .venv/.dev browser ## the tests under each server, engine and size of the page; takes minutes
	$(BIN)/python -m pytest $(WORKERS) --ignore=$(LARGE) $(LONG)

test-large: .venv/.dev ## a file of a gigabyte through the site; takes two minutes of both cores
	$(BIN)/python -m pytest $(LARGE)

coverage: .venv/.dev browser ## all tests, and what they reach; takes about half as long again
	$(BIN)/python -m pytest $(WORKERS) --cov

# Left out is what is long and runs through our code only: new processes, and most of the table of faults, of which
# one operation shows as well as the others do how the library meets them.
# Telethon's contract is in `make test`, the memory backend is nobody's engine, and the awaitable twin is ours.
OURS := (new and process) or (test_ends_typed and not chats) or OnAnotherDataCentre or forked or notices
# All of these, or some: see .ci/run.
WITH_KURIGRAM := tests/backends
test-kurigram: $(KURIGRAM)/.tests ## the wire and login tests with Kurigram in place of Pyrogram
	PYTHONDONTWRITEBYTECODE= $(KURIGRAM)/bin/python -m pytest --numprocesses=2 --dist=loadfile --reruns=$(AGAIN) -rfER \
		--ignore=tests/backends/remote --ignore=tests/backends/memory $(WITH_KURIGRAM) \
		tests/testing/test_local_telegram_clients.py -k "not ($(OURS) or TestTelethonBackend or (TestEngine and awaitable))"

test-telethon: .venv/.dev ## the wire and login tests with Telethon's engine
	TGSDK_ENGINE=telethon $(BIN)/python -m pytest --numprocesses=2 --dist=loadfile \
		--ignore=tests/backends/mtproto/test_contract.py tests/backends/mtproto -k "not ($(OURS))"

# Types take as long as all else together.
check: .venv/.dev ## format, lint, types, imports, templates, translations, migrations
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-types check-all-else

.PHONY: check-types check-all-else
check-types:
	$(BIN)/python -m mypy

check-all-else:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/python -m tests.web.template_names
	$(BIN)/python -m tests.web.translations
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run

format: .venv/.dev ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev $(KURIGRAM)/.tests ## side-by-side tables of speed
	$(BIN)/python -m tests.benchmarks

tables: .venv/.dev ## every way in, every operation under every fault and hostile answer, every guideline, over the wire
	$(BIN)/python -m tests.backends.mtproto.tables

servers: .venv/.dev ## calls under gunicorn, uWSGI and uvicorn, and in the pools of Celery
	$(BIN)/python -m tests.servers

docs: .venv/.dev ## write the pages that follow from the code (docs/errors.md)
	$(BIN)/python -m docs.errors
	$(BIN)/python -m docs.backends

contract: .venv/.dev $(KURIGRAM)/.tests ## write docs/contract.md: the contract, behaviour by behaviour, under every engine
	$(BIN)/python -m docs.contract

lock: .venv/.dev ## compute the lock files anew from pyproject.toml
	$(BIN)/uv pip compile --quiet pyproject.toml --extra testing --group site \
		--universal --generate-hashes --no-header --python-version 3.11 -o requirements.lock
	$(BIN)/uv pip compile --quiet pyproject.toml --extra testing --group site --group dev \
		-c requirements.lock --universal --generate-hashes --no-header --python-version 3.11 -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet pyproject.toml --extra testing-kurigram --group site --group tests \
		-c requirements-dev.lock --universal --generate-hashes --no-header --python-version 3.11 -o requirements-kurigram.lock

clean: ## remove what these commands made
	rm -rf .venv $(KURIGRAM) var staticfiles
