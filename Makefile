# Every target sets up what it needs: Python 3.11 or newer, make and a package registry are enough.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
export TF_CPP_MIN_LOG_LEVEL ?= 2
DATA ?= ../shared/data
PHOTOS ?= ../shared/photos

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lock train evaluate benchmark samples clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/bin/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/ready: requirements-dev.lock | .venv/bin/uv
	VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --require-hashes requirements-dev.lock
	@touch $@

setup: .venv/ready  ## make .venv from the lock (nothing to do when nothing changed)

run: setup  ## start the bot: live with a token in .env, in the local chat otherwise
	$(BIN)/python bot.py

test: setup  ## run the tests
	$(BIN)/python -m pytest -q

check: setup  ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup  ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/bin/uv  ## resolve the dependencies anew (BEFORE=date leaves out later releases)
	$(BIN)/uv pip compile -q pyproject.toml --generate-hashes --no-emit-index-url --exclude-newer $(BEFORE) -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --group dev --generate-hashes --no-emit-index-url --exclude-newer $(BEFORE) -o requirements-dev.lock
