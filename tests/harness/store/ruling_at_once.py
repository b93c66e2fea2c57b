"""Run by test_processes.py in a process of its own: rules on what it was shown, when told to begin.

Globals that it is given: FOLDER, NAME (of who rules), SEEN (what was shown).
Ends with 0 where it was written, with 3 where something else stands by now.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

from harness.campaign.ruling.rule import rule
from harness.campaign.workspace import Workspace
from harness.engine import HERE
from harness.store.database import open_store
from harness.store.said import Stale
from letters.model import Campaign

DAY = date(2020, 11, 20)


def speak(folder: Path, name: str, seen: str) -> None:
    with open_store(folder, by=name) as store:
        workspace = Workspace(
            folder, Campaign("c", "测评", "演江自治区", True, DAY, (), ()), store, HERE, DAY
        )
        workspace.assess()
        (folder / f"{name}.ready").touch()
        while not (folder / "begin").exists():
            time.sleep(0.005)
        try:
            rule(workspace, "U001-A/seal", "present", why=name, seen=seen, write=True)
        except Stale as stale:
            (folder / f"{name}.told").write_text(str(stale), encoding="utf-8")
            sys.exit(3)


if "FOLDER" in globals():
    speak(Path(FOLDER), NAME, SEEN)  # type: ignore[name-defined]  # noqa: F821
