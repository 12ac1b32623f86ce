# `make demo` shows the product, `make test` tests it; `make help` lists the rest.
# Needs only: git make python3-venv (Python 3.11 or later). Another Python: make demo PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ARGS ?=
UPGRADE ?=
SOURCES := sysgimut tests bench conftest.py

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test agreement drill tampering crashes races simulate simulate-long check check-style check-types check-imports \
	check-migrations check-house format messages docs lock install dev clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

demo: $(VENV)/installed ## install what is needed, load the demo, serve it (DATABASE_URL: elsewhere than SQLite)
	@SYSGIMUT_MODE=demo $(BIN)/sysgimut demo $(ARGS)

test: $(VENV)/installed-dev ## all the tests on SQLite, and on PostgreSQL when one is reachable
	@$(BIN)/python -m tests.run $(ARGS)

# Each check stands alone; `make -k check` goes on after one that fails.
check: check-style check-types check-imports check-migrations check-house ## style, types, floors, migrations, house rules

check-style: $(VENV)/installed-dev
	$(BIN)/ruff check --output-format=concise
	$(BIN)/ruff format --check --output-format=concise || { echo "Run: make format"; exit 1; }

check-types: $(VENV)/installed-dev
	SYSGIMUT_MODE=test $(BIN)/mypy $(SOURCES)

check-imports: $(VENV)/installed-dev
	$(BIN)/lint-imports --no-logo

check-migrations: $(VENV)/installed-dev
	SYSGIMUT_MODE=test $(BIN)/python -m django makemigrations --check --dry-run --settings sysgimut.site.settings

check-house: $(VENV)/installed-dev
	$(BIN)/python -m pytest tests/house

format: $(VENV)/installed-dev ## put the code in form
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format --quiet

agreement: $(VENV)/installed-dev ## many generated directories through the product and the oracle (LINES=100000 SEED=1)
	@$(BIN)/python -m tests.agreement.long --lines $(or $(LINES),100000) --seed $(or $(SEED),1)

drill: $(VENV)/installed-dev ## lose a database, restore its backup, prove it, with times (ARGS="--households 500")
	@$(BIN)/python -m tests.backup.drill $(ARGS)

# Any failure says how to come back to it: SEED, HOUSEHOLDS and LENGTH as they were, STEPS the message at which it stops.
simulate: $(VENV)/installed-dev ## a year of a mutual from a seed, every promise after every message (SEED=1)
	@$(BIN)/python -m tests.simulation.run --seed $(or $(SEED),1) --households $(or $(HOUSEHOLDS),40) \
		--length $(or $(LENGTH),1500) $(if $(STEPS),--steps $(STEPS)) $(ARGS)

simulate-long: $(VENV)/installed-dev ## years of hundreds of households, several seeds (SEED=1 SEEDS=3)
	@$(BIN)/python -m tests.simulation.run --seed $(or $(SEED),1) --seeds $(or $(SEEDS),3) \
		--households $(or $(HOUSEHOLDS),300) --length $(or $(LENGTH),9000) $(ARGS)

bench: $(VENV)/installed-dev ## every figure beside its target and its floor, into bench/results/ (ARGS="--quick")
	@$(BIN)/python -m bench $(ARGS)

bench-national: $(VENV)/installed-dev ## 18 million insured people in PostgreSQL: rights, search, one month's batch (ARGS="--people 180000")
	@$(BIN)/python -m bench.national $(ARGS)

tampering: $(VENV)/installed-dev ## random changes behind the product's back, all found by verify (CHANGES=1000 SEED=1)
	@SYSGIMUT_TAMPERING=$(or $(CHANGES),1000) SYSGIMUT_SEED=$(or $(SEED),1) \
		$(BIN)/python -m tests.run tests/verification/test_campaign.py -s -n 0

crashes: $(VENV)/installed-dev ## every command and batch killed at every point, each death apart, on both engines (ARGS="-k settlement")
	@SYSGIMUT_CRASHES=1 $(BIN)/python -m tests.run tests/crashes $(ARGS)

races: $(VENV)/installed-dev ## two at once, with and without the guards, on both engines; what is counted is printed (RUNS=200)
	@SYSGIMUT_RACES=$(or $(RUNS),20) $(BIN)/python -m tests.run -n 0 -s tests/races $(ARGS)

messages: $(VENV)/installed-dev ## bring the English catalogue up to date with the French source strings
	$(BIN)/python -m tests.house.messages

docs: $(VENV)/installed-dev ## write the generated pages (docs/errors.md, docs/constraints.lock)
	$(BIN)/python -m tests.house.errors_page
	$(BIN)/python -m tests.guards

install: $(VENV)/installed ## the product in .venv, at the locked versions

dev: $(VENV)/installed-dev ## the same with what checks it

# A network that has its own package index: set UV_DEFAULT_INDEX for uv; no address is written into the files.
lock: $(VENV)/installed-lock ## lock requirements/*.in with hashes; newest versions: make lock UPGRADE=--upgrade
	@for name in base build dev lock; do \
		echo "requirements/$$name.txt"; \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
			requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

clean: ## remove what can be made again (var/, the database of the demo, is kept)
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "$(PYTHON) is not installed. On Debian or Ubuntu: apt install git make python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed, and this is $$($(PYTHON) --version). Give another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements/base.txt requirements/build.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked dependencies into $(VENV) (a minute or two the first time)"
	@$(PIP) --require-hashes -r requirements/base.txt -r requirements/build.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: requirements/dev.txt $(VENV)/installed
	@echo "Installing what the tests and checks need"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/installed-lock: requirements/lock.txt | $(BIN)/python
	@$(PIP) --require-hashes -r requirements/lock.txt
	@touch $@
