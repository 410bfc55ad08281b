# What one types: environment, demo, test, check, bench, messages, clean. Needs only Python 3.11 or newer, make and git.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.8
SYNC := UV_SYSTEM_CERTS=1 UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 VIRTUAL_ENV= $(BIN)/uv sync --quiet --frozen --inexact
MANAGE := $(BIN)/python manage.py
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome || true)
JOURNEYS ?= 1
PORT ?= 8000
TYPED = $(shell git ls-files '*.py' | grep -E '(^|/)(actions|queries|permissions)(/[a-z_]+)?\.py$$|^platform/core/' | grep -Ev '/migrations/')

.PHONY: help environment demo test journeys check bench messages format clean

help:
	@echo "make demo         a running site with its demo world, at http://127.0.0.1:$(PORT)/"
	@echo "make test         every test that needs no service, and the journeys when there is a Chromium"
	@echo "make check        format, lint, layers, types, migrations, templates, catalogues"
	@echo "make bench        the measurements of bench/"
	@echo "make messages     collect the strings to translate into platform/config/locale/"
	@echo "make format       let ruff and djade lay out the code"
	@echo "make environment  only .venv, from the lock"
	@echo "make clean        remove what was made here, .venv and var/ included"

# -- the environment: the standard library makes it, a pinned uv fills it from the lock; quick the second time

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found." >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON) …"
	@"$(PYTHON)" -m venv $(VENV) || { echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; rm -rf $(VENV); exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

$(VENV)/.runs: uv.lock pyproject.toml | $(BIN)/uv
	@echo "Installing what the site needs, from uv.lock …"
	@$(SYNC) --no-default-groups
	@touch $@

$(VENV)/.tests: uv.lock pyproject.toml | $(BIN)/uv
	@echo "Installing what the site and its tests need, from uv.lock …"
	@$(SYNC)
	@touch $@ $(VENV)/.runs

environment: $(VENV)/.tests

# -- running, testing, checking

demo: $(VENV)/.runs
	@exec $(MANAGE) demo --port $(PORT) $(if $(SEED),--seed $(SEED))

test: $(VENV)/.tests
	@$(MANAGE) compile_messages
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not services and not journey"
ifeq ($(JOURNEYS),0)
	@echo "Journeys left out, as asked (JOURNEYS=0)."
else ifeq ($(CHROMIUM),)
	@echo "Journeys did NOT run: no Chromium here. To run them too: apt-get install chromium, then make journeys"
else
	@$(MAKE) --no-print-directory journeys
endif

journeys: $(VENV)/.tests
	@$(MANAGE) compile_messages
	@CHROMIUM="$(CHROMIUM)" DJANGO_ALLOW_ASYNC_UNSAFE=1 $(BIN)/python -m pytest tests/journeys -m journey

check: $(VENV)/.tests
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-cache > $(VENV)/.layers || { cat $(VENV)/.layers; exit 1; }
	$(BIN)/mypy --no-error-summary $(TYPED)
	DJANGO_SETTINGS_MODULE=config.settings.test $(MANAGE) makemigrations --check --dry-run
	git ls-files -z '*.html' | xargs -0 $(BIN)/djade --check --target-version 5.2
	$(MANAGE) messages --check
	$(MANAGE) compile_messages

bench: $(VENV)/.tests
	@for each in fanout posts pages people; do $(BIN)/python "bench/$$each.py"; done

messages: $(VENV)/.tests
	@$(MANAGE) messages

format: $(VENV)/.tests
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .
	git ls-files -z '*.html' | xargs -0 $(BIN)/djade --target-version 5.2 || true

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find platform -name '*.mo' -delete
