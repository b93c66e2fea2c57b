# Two commands for a newcomer: `make demo` and `make test`. Python 3.11 or newer is all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check

FIRST_LOOK := make demo ARGS="--units 6 --no-scans"
SAY_SET_UP := 第1步：安装到 $(VENV)（约1分钟，下载约250MB，装好约750MB；只在第一次，装时没有声响）……
SAY_SET_UP_DEV := 安装测试用的工具（只在第一次）……
SAY_WHOLE := 第2步：演练57个单位，约2–3分钟（两核）。想先看一眼：$(FIRST_LOOK)，约20秒。
SAY_REHEARSAL := 第2步：演练……
NO_PYTHON := 错误：找不到 $(PYTHON)。请安装 Python 3.11 或更新版本；已经装在别处的，用 make demo PYTHON=它的位置
BROKEN_PYTHON := 错误：$(PYTHON) 不能运行，原因见上。请重新安装 Python 3.11 或更新版本；另有一个的，用 make demo PYTHON=它的位置
OLD_PYTHON := 错误：$(PYTHON) 太旧，需要 Python 3.11 或更新版本；另有一个的，用 make demo PYTHON=它的位置
NO_VENV := 错误：$(PYTHON) 缺少 venv 模块。Debian、Ubuntu 请先安装 python3-venv（apt install python3-venv），再运行一次
NOT_MADE := 错误：没有建成 $(VENV)，原因见上。请检查磁盘空间和文件夹的写入权限，再运行一次
NOT_SET_UP := 错误：没有安装完，原因见上，多半是网络不通或者磁盘已满。改好后再运行一次，已下载的不再下载

.PHONY: demo test bench fuzz soak audit sbom lock pictures windows clean

# a newcomer reads Chinese sentences and no commands; where one fails, its own words stand above ours
demo: $(VENV)/ready
	@echo '$(if $(strip $(ARGS)),$(SAY_REHEARSAL),$(SAY_WHOLE))'
	@$(BIN)/mingcha demo $(ARGS)

test: $(VENV)/ready-dev
	$(BIN)/python tests/servers.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 $(ARGS)

# only what is hashed in the lock is installed
$(VENV)/ready: requirements.lock pyproject.toml
	@echo '$(SAY_SET_UP)'
	@command -v $(firstword $(PYTHON)) >/dev/null 2>&1 || { echo '$(NO_PYTHON)' >&2; exit 1; }
	@$(PYTHON) -c 'import sys' || { echo '$(BROKEN_PYTHON)' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '$(OLD_PYTHON)' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo '$(NO_VENV)' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo '$(NOT_MADE)' >&2; exit 1; }
	@$(PIP) --require-hashes -r requirements.lock || { echo '$(NOT_SET_UP)' >&2; exit 1; }
	@$(PIP) --no-deps --no-build-isolation -e . || { echo '$(NOT_SET_UP)' >&2; exit 1; }
# a process that opens a stranger's file may not write: what is not compiled by then, it compiles every time
	@$(BIN)/python -m compileall -q harness letters parsers calendars
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	@echo '$(SAY_SET_UP_DEV)'
	@$(PIP) --require-hashes -r requirements-dev.lock || { echo '$(NOT_SET_UP)' >&2; exit 1; }
	@touch $@

# ratios between our own code and its peers, measured in one run; nothing here passes or fails
bench: $(VENV)/ready-dev
	$(BIN)/python tests/bench/all.py

# files mutated for MINUTES; what a file may not do is kept under build/fuzz
fuzz: $(VENV)/ready-dev
	$(BIN)/python tests/fuzz/fuzz.py $(or $(MINUTES),10) $(or $(SEED),1)

# known weaknesses (where pip-audit is installed), licences
audit: $(VENV)/ready-dev
	$(BIN)/python tests/audit.py

# what is installed to run mingcha, with its licences: sbom.cdx.json
sbom: $(VENV)/ready-dev
	$(BIN)/python tests/sbom.py

# kill -9, a full disk, a power cut, TIMES each over all verbs that write (Linux, root); DATABASE=postgresql
soak: $(VENV)/ready-dev
	$(BIN)/python tests/soak/soak.py $(or $(TIMES),500) $(or $(SEED),1) $(or $(DATABASE),sqlite)
	$(BIN)/python tests/soak/full.py $(or $(TIMES),500) $(or $(SEED),1)
	$(BIN)/python tests/soak/powerless.py $(or $(TIMES),500) $(or $(SEED),1)

# the README's pictures, from a demo run (needs chromium, libreoffice, pdftoppm)
pictures: $(VENV)/ready
	rm -rf build/demo
	$(BIN)/mingcha demo --dir build/demo
	$(BIN)/python docs/make_pictures.py build/demo

# a folder for Windows laptops; PYTHON_ZIP: python.org's embeddable package, 64-bit
windows: $(VENV)/ready-dev
	rm -rf build/windows
	$(BIN)/python windows/windows_folder.py build/windows --python $(or $(PYTHON_ZIP),python-embed-amd64.zip)

lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" pyproject.toml --group build -o requirements.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" pyproject.toml --extra team --extra cluster --group build -o requirements-team.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" pyproject.toml --group build --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
