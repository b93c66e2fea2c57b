"""Leaves out, by name, the tests whose real server is not on this machine (see servers.py)."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

sys.path.append(str(Path(__file__).parent))  # the servers and tools that several rooms share
from servers import is_there

# keys of tests go into a folder of their own, and nobody's keyring is asked
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ["MINGCHA_KEYS"] = tempfile.mkdtemp(prefix="mingcha-test-keys-")
SHARED = Path(__file__).parents[2] / "shared"
MISSING = "缺少程序"  # begins the reason for leaving a test out because a program is not there

# the same examples every time, and no wall clock: a busy machine is no reason to fail
settings.register_profile("mingcha", derandomize=True, deadline=None)
settings.load_profile("mingcha")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("needs"):
            if not is_there(mark.args[0]):
                item.add_marker(pytest.mark.skip(reason=f"{MISSING} {mark.args[0]}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was left out, and why."""
    for report in terminalreporter.stats.get("skipped", []):
        why = report.longrepr[2].removeprefix("Skipped: ")
        terminalreporter.write_line(f"略去 {report.nodeid}：{why}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """.ci/run (MINGCHA_NOTHING_LEFT_OUT) has every program; leaving a test out for want of one is
    a failure there. What needs ../shared may be left out anywhere."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    left_out = [report for report in skipped if MISSING in str(report.longrepr)]
    if left_out and os.environ.get("MINGCHA_NOTHING_LEFT_OUT"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of laws, seeds and samples beside the checkout; the test is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("没有 ../shared")
    return SHARED


@pytest.fixture(scope="session")
def postfix() -> Iterator[Any]:
    """For tests that say `needs("postfix")`."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("Postfix 只有 root 能启动")
    from postfix import serving

    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Any]:
    """For tests that say `needs("dovecot")`."""
    from dovecot import serving  # needs what Windows does not have

    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Any]:
    """For tests that say `needs("postgres")`: one server for all tests of a process."""
    from postgresql import serving

    with serving() as server:
        yield server


ON_SERVER = pytest.param("postgresql", marks=pytest.mark.needs("postgres"))


@pytest.fixture(params=["sqlite", ON_SERVER])
def on_both(request: pytest.FixtureRequest) -> str:
    """Runs a test twice, as `usefixtures("on_both")` does a room of them: with the facts in a file, and
    in a schema of their own on a server. What is opened in `tmp_path` is there; so is `desk`."""
    return str(request.param)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if "on_both" in request.fixturenames and request.getfixturevalue("on_both") == "postgresql":
        server = request.getfixturevalue("postgresql")
        setting = server.url(server.new_schema())
        text = f'[campaign]\nstore = "{setting}"\n'
        (tmp_path / "campaign.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module", params=["sqlite", ON_SERVER])
def new_store(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Runs a module twice. Answers, each time it is called, what campaign.toml must say for a store that
    nobody has yet: nothing, or a schema of a server."""
    if request.param == "sqlite":
        return lambda: ""
    server = request.getfixturevalue("postgresql")
    return lambda: server.url(server.new_schema())
