"""What the program creates is for its user alone: letters and answers name people."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

WRITES = """
import sys, harness.cli as cli
from pathlib import Path
from harness.store.database import open_store
from harness.store.reading import Reading, Sheet, keep_reading

def work(**_):
    folder = Path(sys.argv[1])
    folder.mkdir()
    for name in ("incoming", "outgoing", "reports"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text("a")
    with open_store(folder) as store, store.writing(verb="test", what="") as connection:
        kept = store.keep(connection, b"mail", "a.eml")
        keep_reading(Sheet(store.evidence, kept.path, kept.sha256, "a.eml"), Reading(b"{}", True))
        for each in sorted(folder.rglob("*")):
            print(oct(each.stat().st_mode & 0o777), each.relative_to(folder).as_posix())

cli.build = lambda *_: work
cli.main()
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a user's folders private itself")
def test_no_file_or_folder_that_a_command_creates_can_be_read_by_others(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", WRITES, str(tmp_path / "测评")],
        capture_output=True,
        check=True,
        encoding="utf-8",
        umask=0o022,
    )
    rows = [line.split(" ", 1) for line in ran.stdout.splitlines()]
    names = {name.split("/")[0] for _, name in rows}
    assert names >= {
        "incoming", "outgoing", "reports", "evidence", "cache",
        "mingcha.db", "mingcha.db-wal", "mingcha.db-shm",
    }  # fmt: skip
    assert {mode for mode, _ in rows} == {"0o600", "0o700"}
