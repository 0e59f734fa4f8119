# Everything a person types here. Each target sets up what it needs in .venv; a second run starts at once.
# Another Python: make demo PYTHON=python3.12. Options for pip, such as an index: make demo PIP_ARGS="--extra-index-url …"

PYTHON ?= python3
PIP_ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt $(PIP_ARGS)

.PHONY: demo test lint format bench pictures clean

demo: .venv/.installed ## Copy the sample study to ./demo and open it
	@$(BIN)/fgcoder demo demo

test: .venv/.installed-dev ## Run the tests
	$(BIN)/python -m pytest --numprocesses 4 --dist worksteal

lint: .venv/.installed-dev ## Check style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: .venv/.installed-dev ## Lay out the code as `make lint` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.installed-dev ## Print the benchmarks
	$(BIN)/python -m benchmarks.start_up
	$(BIN)/python -m benchmarks.opening
	$(BIN)/python -m benchmarks.keys
	$(BIN)/python -m benchmarks.embedding
	$(BIN)/python -m benchmarks.learning
	$(BIN)/python -m benchmarks.tables
	$(BIN)/python -m benchmarks.suggestions
	$(BIN)/python -m benchmarks.alternatives

pictures: .venv/.installed-dev ## Export the pictures of the screens for the README and docs
	$(BIN)/python docs/export_screenshots.py

clean: ## Remove what the other targets made
	rm -rf .venv demo

.venv/bin/python:
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=24"

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing fgcoder and what it needs into .venv (once; several minutes) …" >&2
	@$(PIP) --editable . >&2
	@touch $@

.venv/.installed-dev: .venv/.installed
	@$(PIP) --editable ".[dev]" >&2
	@touch $@
