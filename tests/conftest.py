"""Leaves out, by name, the tests whose real server is not on this machine (see servers.py)."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

sys.path.append(str(Path(__file__).parent))  # the servers and tools that several rooms share
# keys of tests go into a folder of their own, and nobody's keyring is asked
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ["MINGCHA_KEYS"] = tempfile.mkdtemp(prefix="mingcha-test-keys-")
SHARED = Path(__file__).parents[2] / "shared"
MISSING = "缺少程序"  # begins the reason for leaving a test out because a program is not there

# the same examples every time, and no wall clock: a busy machine is no reason to fail
settings.register_profile("mingcha", derandomize=True, deadline=None)
settings.load_profile("mingcha")


def _has(program: str) -> bool:
    return bool(shutil.which(program)) or Path("/usr/sbin", program).exists()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("needs"):
            if not _has(mark.args[0]):
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
