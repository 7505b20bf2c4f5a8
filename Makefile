# Two commands matter: make demo, make test. Neither needs root or anything installed by hand.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV   ?= .venv
BIN    := $(VENV)/bin
DEMO   ?= 演示
PYTEST ?=
# The versions that the last release was tested with; empty for the newest that fit.
CONSTRAINTS ?= constraints.txt
PIP    := $(BIN)/python -m pip install -q --disable-pip-version-check $(CONSTRAINTS:%=-c %)

.PHONY: demo test coverage test-long check format templates gallery docs bench clean

demo: $(VENV)/.run
	$(BIN)/baosong demo $(DEMO)

# All that is quick, in a few minutes.
test: $(VENV)/.dev
	$(BIN)/python -m pytest -q -n auto --dist loadgroup -m "not long" $(PYTEST)

# The same with the lines and branches that it does not reach; the measuring costs half as much again.
coverage: PYTEST += --cov --cov-report=term:skip-covered
coverage: test

# The rest: kills at every step, sweeps over page boundaries, large hostile files, watching for minutes.
test-long: $(VENV)/.dev
	$(BIN)/python -m pytest -q -n auto --dist loadgroup -m long $(PYTEST)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The workspace of this repository, with its example campaign: writes what is missing in templates/,
# never over an edited file.
templates: $(VENV)/.run
	$(BIN)/baosong init . --example

# The pages of docs/图例.md, drawn anew; needs LibreOffice and poppler.
gallery: $(VENV)/.dev
	PYTHONPATH=. $(BIN)/python docs/gallery.py

# The pages of docs/ that follow from the program and from the tables of its tests.
docs: $(VENV)/.dev
	PYTHONPATH=. $(BIN)/python docs/pages.py

# QUICK=1 measures the growth in a minute less, with 600 submissions instead of 3,000.
bench: $(VENV)/.bench
	PYTHONPATH=. $(BIN)/python benchmarks/reading.py
	PYTHONPATH=. $(BIN)/python benchmarks/typesetting.py
	PYTHONPATH=. $(BIN)/python benchmarks/watching.py --arrivals 1 100
	PYTHONPATH=. $(BIN)/python benchmarks/growth.py $(QUICK:%=--quick)
	PYTHONPATH=. $(BIN)/python benchmarks/line.py

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新的版本。"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python pyproject.toml $(CONSTRAINTS)
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(PIP) -e '.[dev]'
	@touch $@

$(VENV)/.bench: $(VENV)/.dev
	$(PIP) -e '.[bench]'
	@touch $@

clean:
	rm -rf $(VENV) $(DEMO) dist build .mypy_cache .ruff_cache .pytest_cache
