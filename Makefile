# Every target sets up what it needs: Python 3.11 or newer, make and a package registry are enough.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
export TF_CPP_MIN_LOG_LEVEL ?= 2
DATA ?= ../shared/data
PHOTOS ?= ../shared/photos
FONTS ?= build/fonts
FONT_NAMES := $(shell cat training/fonts.txt)
SOURCES = $(if $(wildcard $(DATA)/train),--data $(DATA)/train) $(if $(wildcard $(FONTS)),--fonts $(FONTS))
# Training frees and takes large blocks all the time: keeping them saves a third of the time.
MALLOC := MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184

LOCK = $(BIN)/uv pip compile -q pyproject.toml --generate-hashes --no-emit-index-url --exclude-newer $(BEFORE)

.DEFAULT_GOAL := help
.PHONY: help setup run test soak load check format lock samples train release fonts evaluate variants benchmark footprint sbom audit locales conversation picture screenshots

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/bin/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/ready: requirements-dev.lock | .venv/bin/uv
	VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode requirements-dev.lock
	@touch $@

setup: .venv/ready  ## make .venv from the lock (nothing to do when nothing changed)

run: setup  ## start the bot: live with a token in .env, in the local chat otherwise
	$(BIN)/python bot.py

test: setup  ## run the tests
	$(BIN)/python -m pytest -q

soak: setup  ## run the tests of bad days in full: faults, kills, 20,000 photos (half an hour)
	$(BIN)/python -m pytest -q -s -m soak

load: setup  ## photos a second and latency, beside a bot that only echoes
	$(BIN)/python -m tests.load.benchmark

check: setup  ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup  ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fonts:  ## fetch the handwriting fonts that training draws letters with (needs npm)
	mkdir -p $(FONTS)
	cd $(FONTS) && for name in $(FONT_NAMES); do npm pack --silent @fontsource/$$name; done
	cd $(FONTS) && for file in *.tgz; do mkdir -p "$${file%.tgz}" && tar xzf "$$file" -C "$${file%.tgz}"; done

samples: setup  ## draw a sheet of the photos that a program composes for training
	$(BIN)/python -m training.samples $(SOURCES)

train: setup  ## train the networks and make them those that ship (DATA=folder, FONTS=folder)
	$(BIN)/python -m training.scenes $(SOURCES)
	$(MALLOC) $(BIN)/python -m training.segment --release
	$(MALLOC) $(BIN)/python -m training.distill --release
	$(BIN)/python -m training.mined $(SOURCES)
	$(BIN)/python -m training.gather $(SOURCES) --mined build/mined
	$(MALLOC) $(BIN)/python -m training.train
	$(MAKE) release

release: setup  ## calibrate the trained network, measure it and write its card
	$(BIN)/python -m training.release build/network.keras $(if $(wildcard $(DATA)/dev),--dev $(DATA)/dev) $(if $(wildcard $(PHOTOS)),--photos $(PHOTOS))

variants: setup  ## how PHOTOS are read in other light and on other paper: a measure of chance
	$(BIN)/python -m training.variants --photos $(PHOTOS)

evaluate: setup  ## measure on PHOTOS=folder (with labels.csv), and on DATA's glyphs where there are any
	$(BIN)/python -m training.evaluate --photos $(PHOTOS) --report build/report.html $(if $(wildcard $(DATA)/dev),--dev $(DATA)/dev)

benchmark: setup  ## time and accuracy on PHOTOS=folder beside other ways to read them
	$(BIN)/python -m training.benchmark --photos $(PHOTOS)

footprint: setup  ## time to start and memory of the bot, with each engine
	$(BIN)/python -m tests.load.footprint

sbom: setup  ## write the software bills of materials of both engines to build/
	mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o build/sbom.json
	$(BIN)/cyclonedx-py requirements requirements-lite.lock --pyproject pyproject.toml --output-reproducible -o build/sbom-lite.json

audit: setup  ## look for known vulnerabilities in what is locked (asks PyPI's advisories, then OSV)
	$(BIN)/python deploy/audit.py requirements.lock requirements-lite.lock requirements-dev.lock

conversation: setup  ## print a conversation with the real bot in each language
	$(BIN)/python -m tests.conversation

picture: setup  ## draw the README's pictures anew (FONTS=folder)
	$(BIN)/python -m training.picture --fonts $(FONTS)
	$(BIN)/python -m chat.pictures docs/saw.jpg

screenshots: setup  ## take the README's pictures of the local chat anew (needs Chromium)
	$(BIN)/python -m tests.browser.screenshots

locales: setup  ## take new sentences into the catalogues and compile them
	mkdir -p build
	$(BIN)/pybabel -q extract --no-location -o build/bot.pot chat
	$(BIN)/pybabel -q update -i build/bot.pot -d locales -D bot -w 100 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -d locales -D bot

lock: .venv/bin/uv  ## resolve the dependencies anew (BEFORE=date leaves out later releases)
	$(LOCK) --extra tensorflow --extra sentry -o requirements.lock
	$(LOCK) --extra lite --extra sentry -o requirements-lite.lock
	$(LOCK) --extra tensorflow --extra lite --extra heic --extra sentry --group dev -o requirements-dev.lock
