# Two commands for a newcomer: `make demo` and `make test`. Python 3.11 or newer is all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test bench fuzz audit lock pictures clean

demo: $(VENV)/ready
	$(BIN)/mingcha demo $(ARGS)

test: $(VENV)/ready-dev
	$(BIN)/python tests/servers.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 $(ARGS)

# only what is hashed in the lock is installed
$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and '需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# ratios between our own code and its peers, measured in one run; nothing here passes or fails
bench: $(VENV)/ready-dev
	$(BIN)/python tests/bench/clock_bench.py
	$(BIN)/python tests/bench/formats.py
	$(BIN)/python tests/bench/lanes.py
	$(BIN)/python tests/bench/reading.py --quick
	$(BIN)/python tests/bench/seals.py
	$(BIN)/python tests/bench/verdicts/verdicts_bench.py

# files mutated for MINUTES; what a file may not do is kept under build/fuzz
fuzz: $(VENV)/ready-dev
	$(BIN)/python tests/fuzz/fuzz.py $(or $(MINUTES),10) $(or $(SEED),1)

# known weaknesses (where pip-audit is installed), licences
audit: $(VENV)/ready-dev
	$(BIN)/python tests/audit.py

# the README's pictures, from a demo run (needs chromium, libreoffice, pdftoppm)
pictures: $(VENV)/ready
	rm -rf build/demo
	$(BIN)/mingcha demo --dir build/demo
	$(BIN)/python docs/make_pictures.py build/demo

lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" pyproject.toml --group build -o requirements.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" pyproject.toml --group build --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
