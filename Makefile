# Every command sets up what it needs, once: a virtual environment with the pinned
# development dependencies, in which this checkout is installed.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
STANDARDS := .venv/standards
PYENV := $(or $(PYENV_ROOT),$(HOME)/.pyenv)
# The strict check of descriptors needs a newer Python than the package: the first that starts.
NEWER_PYTHONS := $(PYTHON) python3.14 python3.13 python3.12 $(PYENV)/versions/3.*/bin/python3

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the commands.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: report
report: $(READY) ## Judge published figures of Hà Tĩnh for 2024 and 2025 by the targets for 2025.
	@echo "Which targets for 2025 did the outturn of 2024 meet already?"
	@$(BIN)/resolution-targets compare examples/ha-tinh-2024.csv --dataset ha-tinh-2025@1.0.0 --period 2024
	@echo
	@echo "Where do the figures published within 2025 stand, and what was needed until December?"
	@$(BIN)/resolution-targets outlook examples/ha-tinh-2025.csv --dataset ha-tinh-2025@1.1.0 \
	  --as-of 2025-12-31 --latest --profile-from examples/ha-tinh-2024.csv

.PHONY: test
test: $(READY) $(STANDARDS)/ready ## Run the tests, with the coverage gate.
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses 2 --dist loadfile
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

.PHONY: check
check: lint types imports site ## All that CI runs beside the tests.

.PHONY: lint
lint: $(READY) ## Check style and format.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(READY) ## Check types, with two checkers.
	$(BIN)/mypy
	$(BIN)/pyright

.PHONY: imports
imports: $(READY) ## Check that modules import one way only.
	$(BIN)/lint-imports

.PHONY: format
format: $(READY) ## Format the code.
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

.PHONY: site
site: $(READY) ## Build the site, strictly, into site/.
	NO_MKDOCS_2_WARNING=1 DISABLE_MKDOCS_2_WARNING=true $(BIN)/mkdocs build --strict --quiet

.PHONY: site-serve
site-serve: $(READY) ## Serve the site on this machine while it is edited.
	NO_MKDOCS_2_WARNING=1 DISABLE_MKDOCS_2_WARNING=true $(BIN)/mkdocs serve

.PHONY: bench
bench: $(READY) ## Measure speed, as ratios within one run.
	$(BIN)/python benchmarks/run.py

.PHONY: data
data: $(READY) ## Check the released data versions and release new ones.
	$(BIN)/python scripts/release_data.py

.PHONY: lock
lock: $(READY) ## Pin the development dependencies anew.
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --all-extras --group dev --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.12 \
	  --group standards --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" -o requirements-standards.txt

.PHONY: clean
clean: ## Remove all that the commands made.
	rm -rf .venv site dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(READY): requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

$(STANDARDS)/ready: requirements-standards.txt $(READY)
	@for python in $(NEWER_PYTHONS); do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || continue; \
	  $$python -m venv --clear $(STANDARDS) \
	    && $(STANDARDS)/bin/pip install --quiet --require-hashes -r requirements-standards.txt \
	    && touch $@; \
	  exit; \
	done; \
	echo "No Python 3.12 or newer is here: the strict check of descriptors is left out."
