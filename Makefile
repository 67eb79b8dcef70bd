# Two commands matter: `make demo` and `make test`. The rest serves them.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input install --no-deps --no-compile
ROOMS := bot web scheduler handlers reports storage directives locales domain
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/tusoi.po))
MIGRATIONS := storage/migrations/versions
JOBS ?= auto
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.PHONY: help demo test chaos bench lint messages migration lock clean machine
.NOTPARALLEL:
.DELETE_ON_ERROR:

help:
	@echo "make demo      a whole office on http://127.0.0.1:8765, nothing to configure"
	@echo "make test      every gate: ruff, mypy, import-linter, pytest (ARGS='-k words' for some, JOBS=0 one by one)"
	@echo "make bench     what it carries, beside other libraries; writes build/bench.json"
	@echo "make chaos     delivery under faults in full, some minutes (TUSOI_CHAOS_SEED=35 for another run)"
	@echo "make lint      the gates without the tests"
	@echo "make messages  bring locales/ in step with the code"
	@echo "make migration MESSAGE='what for'  write the next migration from storage/tables/"
	@echo "make lock      choose the versions in requirements/ anew (needs uv; LOCK_ARGS=--upgrade)"
	@echo "make clean     remove what was built; data stays"
	@echo "Another Python: make demo PYTHON=python3.12"

demo: .venv/.run .venv/.project $(CATALOGUES)
	@$(BIN)/tusoi demo $(ARGS)

test: .venv/.dev .venv/.project $(CATALOGUES) machine lint
	@echo "Gate 5 of 5: pytest"
	@$(BIN)/python -m pytest --numprocesses=$(JOBS) --dist=loadgroup --no-loadscope-reorder $(ARGS)

chaos: .venv/.dev .venv/.project $(CATALOGUES)
	@TUSOI_CHAOS=full $(BIN)/python -m pytest tests/chaos $(ARGS)
	@cat build/chaos.json

lint: .venv/.dev .venv/.project
	@echo "Gate 1 of 5: ruff check"
	@$(BIN)/ruff check --quiet .
	@echo "Gate 2 of 5: ruff format"
	@$(BIN)/ruff format --quiet --check . || { $(BIN)/ruff format --check .; exit 1; }
	@echo "Gate 3 of 5: mypy --strict"
	@$(BIN)/mypy
	@echo "Gate 4 of 5: import-linter"
	@$(BIN)/lint-imports --no-logo

# Minutes on a machine that does nothing else; ARGS='turns latency' for some of it.
bench: .venv/.bench .venv/.project $(CATALOGUES)
	@$(BIN)/python -m tests.bench $(ARGS)

# What some tests need besides Python: Chromium, LibreOffice, PostgreSQL.
machine: .venv/.dev
	@$(BIN)/python -m tests.machine

messages: .venv/.dev
	@$(BIN)/python -m locales.extract

migration: .venv/.dev
	@test -n "$(MESSAGE)" || { echo "Say what for: make migration MESSAGE='the phone of a unit'" >&2; exit 1; }
	@$(BIN)/python -m storage.next_migration "$(MESSAGE)"
	@$(BIN)/ruff check --quiet --fix $(MIGRATIONS) && $(BIN)/ruff format --quiet $(MIGRATIONS)
	@git status --short $(MIGRATIONS)

# dev first: the program runs in the versions that were tested.
lock:
	$(LOCK) $(LOCK_ARGS) requirements/build.in -o requirements/build.txt
	$(LOCK) $(LOCK_ARGS) pyproject.toml --extra dev -o requirements/dev.txt
	$(LOCK) $(LOCK_ARGS) pyproject.toml -c requirements/dev.txt -o requirements/run.txt
	$(LOCK) $(LOCK_ARGS) pyproject.toml --extra postgresql -c requirements/dev.txt -o requirements/server.txt
	$(LOCK) $(LOCK_ARGS) requirements/bench.in -c requirements/dev.txt -o requirements/bench.txt

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f locales/*/LC_MESSAGES/tusoi.mo
	find $(wildcard $(ROOMS)) tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a second run starts at once; a changed requirement or pyproject.toml runs its step again.
.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tusoi needs Python 3.11 or newer; $(PYTHON) is not. Name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "$(PYTHON) cannot make virtual environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making a virtual environment in .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv
	@touch $@

# dev holds all of run, so a tested environment can also show the demo.
.venv/.run .venv/.dev: .venv/.%: requirements/%.txt requirements/build.txt | .venv/.python
	@echo "Installing $$(grep -c == $<) packages of $<, each checked by its hash"
	@$(PIP) --require-hashes -r $< -r requirements/build.txt
	@echo "Compiling their bytecode"
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true # some ship templates that are not Python
	@touch .venv/.run $@

# Only the other libraries that are measured; what they need is pinned as in dev.
.venv/.bench: requirements/bench.txt .venv/.dev
	@echo "Installing what the bench measures tusoi beside"
	@$(PIP) --require-hashes -r $<
	@touch $@

.venv/.project: pyproject.toml | .venv/.python
	@echo "Installing tusoi itself (.venv/bin/tusoi)"
	@$(PIP) --no-index --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 $(wildcard $(ROOMS))
	@touch $@

%.mo: %.po
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
