# Needs Python 3.11 or newer, git and make; sets up the rest in .venv.

BIN := .venv/bin
STAMP := .venv/.installed
SOURCES := src tests hooks $(wildcard bench)
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
# Every line of branchline's own words: all of it is tested.
WHOLE := */branchline/rules/*,*/branchline/model/*,*/branchline/check.py

.DEFAULT_GOAL := help
.PHONY: help test lint unit packaging demo bench archive fuzz format clean compiled

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

test: ## all that must hold: lint, unit, packaging
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory unit
	@$(MAKE) --no-print-directory packaging

lint: $(STAMP) ## style, types and layers
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: compiled ## the tests, with coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --format=total
	$(BIN)/coverage report --include='$(WHOLE)' --fail-under=100

packaging: $(STAMP) ## build, install and try what is shipped
	$(BIN)/pytest -m packaging

demo: compiled ## the whole story, narrated, in one folder
	$(BIN)/branchline demo

bench: compiled ## measure against peers
	$(BIN)/python -m bench

archive: $(STAMP) ## branchline as one file, for servers: dist/branchline.pyz
	@mkdir -p dist
	$(BIN)/python -m branchline.install.zipapp dist/branchline.pyz

fuzz: $(STAMP) ## lint files as nobody should write them: FILES=100000 SEED=1
	$(BIN)/python -m tests.fuzz $(or $(FILES),100000) $(or $(SEED),1)

format: $(STAMP) ## rewrite in the house style
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

clean: ## remove what make made
	rm -rf .venv .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist

# Where Python is told to write no bytecode, every process would compile all of it again.
compiled: $(STAMP)
	@$(BIN)/python -m compileall -q src

$(STAMP): pyproject.toml
	@if [ -z '$(PYTHON)' ]; then \
		echo 'make: no Python 3.11 or newer on PATH: install one, or name it: make PYTHON=/path/to/python3' >&2; exit 1; fi
	@if command -v uv >/dev/null; then \
		{ [ -d .venv ] || uv venv --quiet --python '$(PYTHON)' .venv; } && \
		uv pip install --quiet --python .venv -e '.[dev,mysql,postgres]'; \
	else \
		{ [ -x $(BIN)/pip ] || '$(PYTHON)' -m venv .venv; } && \
		$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev,mysql,postgres]'; \
	fi
	@touch $@
