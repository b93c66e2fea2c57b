"""Leaves out, by name, the tests whose real server is not on this machine (see servers.py)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def _has(program: str) -> bool:
    return bool(shutil.which(program)) or Path("/usr/sbin", program).exists()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("needs"):
            if not _has(mark.args[0]):
                item.add_marker(pytest.mark.skip(reason=f"没有 {mark.args[0]}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was left out; .ci/run (MINGCHA_NOTHING_LEFT_OUT) must not leave anything out."""
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(f"略去 {report.nodeid}：{report.longrepr[2]}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    left_out = reporter.stats.get("skipped", []) if reporter else []
    if left_out and os.environ.get("MINGCHA_NOTHING_LEFT_OUT"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of laws, seeds and samples beside the checkout; the test is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("没有 ../shared")
    return SHARED
