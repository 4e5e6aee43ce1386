# make run    install, then start: on Discord with DISCORD_TOKEN set, otherwise the sandbox in a browser
# make fuzz   install, then try 10,000 odd cases each of commands, typed values, files and course files; SEED= CASES=
# make learn  install, then learn from the wordings in bot/answers/themes again, and write what is shipped
# make adapter install jax too, then teach the sentence model by the wordings and fit the weights again: half an hour
# make test   install, then everything that has to hold: lint, types, import contracts, tests, coverage
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# One more than there are cores: some tests wait for a browser, and the others have the machine meanwhile.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

# Compiled once and kept, also where the machine says otherwise: that is most of what starting a process costs.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help run test check fuzz install install-dev learn adapter bench screenshots lock clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(VENV)/.runtime: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

install: $(VENV)/.runtime
install-dev: $(VENV)/.dev

run: install
	@if [ -n "$$DISCORD_TOKEN" ] || grep -qs '^DISCORD_TOKEN=..*' .env; then exec $(BIN)/python -m bot run; else exec $(BIN)/python -m bot sandbox; fi

test: check
	rm -f .coverage .coverage.*
	$(BIN)/python -m tests.compiled
	PYTEST_PLUGINS=tests.cover $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

CASES ?= 10000
SEED ?= $(shell date +%s)

fuzz: install-dev
	@echo "The seed is $(SEED): make fuzz SEED=$(SEED) tries the same again."
	FUZZ_CASES=$(CASES) $(BIN)/python -m pytest -n auto --dist worksteal tests/fuzz --hypothesis-seed=$(SEED)

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/codespell docs data *.md
	$(BIN)/python -m bot words | $(BIN)/codespell -
	$(BIN)/pyright

learn: install-dev
	$(BIN)/python -m tools.learn

adapter: install-dev
	$(PIP) install --require-hashes -r requirements-learn.lock
	$(BIN)/python -m tools.learn --adapter --weights

bench: install-dev
	$(BIN)/python -m tools.bench

screenshots: install-dev
	$(BIN)/python -m tools.screenshots

# Universal: one lock for every platform and Python from 3.11 on. No index is named in it.
lock: install-dev
	$(PIP) install uv
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url \
		--python-version 3.11 --extra sandbox pyproject.toml -o requirements.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url \
		--python-version 3.11 --extra sandbox --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url \
		--python-version 3.11 --group learn -c requirements-dev.lock -o requirements-learn.lock

clean:
	rm -rf $(VENV) .coverage .coverage.* .pytest_cache .ruff_cache build
