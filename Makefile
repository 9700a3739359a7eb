# Set PYTHON to choose an interpreter (3.11 or newer), DEMO to choose where the demo project goes.
SHELL := /bin/bash
BIN := .venv/bin
DEMO ?= demo
# One run on each core, each on a display and a sound server of its own; with ARGS one run, to be looked at closely.
CORES := $(shell getconf _NPROCESSORS_ONLN)
SIDE_BY_SIDE := --dist loadfile --tx '$(CORES)*popen//python=tests/with_display.sh $(BIN)/python'
LOCK_WITH := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev

.DEFAULT_GOAL := help
.PHONY: help setup system venv demo test check lint format bench lock clean

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand --tabs=10

setup: system venv ## install what is missing: system libraries, .venv, locked packages

system:
	@tests/system_packages.sh $(or $(NEEDS),test)

venv:
	@tests/make_venv.sh

demo: NEEDS = run
demo: setup ## open the workstation on the demo sample
	@$(BIN)/crosstie demo $(DEMO)

test: setup lint ## lint, types, import contract, and every test in a real window with real sound
	@$(if $(ARGS),tests/with_display.sh) $(BIN)/python -m pytest $(or $(ARGS),$(SIDE_BY_SIDE))

lint: venv ## what needs no display: style, format, types, import contract
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: venv ## put every file into the one format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: setup ## measure, each number beside its raw baseline of the same run
	@tests/with_display.sh $(BIN)/python -m tests.benchmarks $(ARGS)

lock: ## remake requirements.lock from pyproject.toml (needs uv); UPGRADE=1 takes the newest versions
	@command -v uv >/dev/null || { echo "make lock needs uv (pip install uv)" >&2; exit 1; }
	@$(LOCK_WITH) $(if $(UPGRADE),--upgrade) --custom-compile-command 'make lock' --quiet \
		--output-file requirements.lock pyproject.toml

clean: ## remove the environment and everything that was built
	@rm -rf .venv build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
