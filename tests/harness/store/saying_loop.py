"""Run by test_processes.py in processes of its own: says things by the verbs that people use, and
acknowledges each in a file as soon as the verb has come back.

Globals that it is given: FOLDER, NAME (of this writer), MANY (rounds of saying).
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from harness.campaign.placing.file import file
from harness.campaign.ruling.rule import rule
from harness.campaign.workspace import Workspace
from harness.engine import HERE
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store import log
from harness.store.database import open_store
from harness.store.log import NewCall, Outcome, Purpose
from harness.store.said import Stale
from letters.model import Campaign

DAY = date(2020, 11, 20)


def say(folder: Path, name: str, many: int) -> None:
    acknowledged = os.open(folder / f"{name}.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    # who is told that another was faster looks again and says it anew, as a person does
    with open_store(folder, by=name) as store:
        campaign = Campaign("c", "测评", "演江自治区", True, DAY, (), ())
        workspace = Workspace(folder, campaign, store, HERE, DAY)
        for number in range(many):
            why = f"{name}-{number}"
            _until_said(lambda why=why: file(
                workspace, "L1", ["U001-A"], kind=ReplyKind.ANSWER, why=why, write=True
            ))  # fmt: skip
            os.write(acknowledged, f"file-{why}\n".encode())
            _until_said(lambda why=why: rule(
                workspace, "U001-A/answered_on", "2020-10-16", why=why, write=True
            ))  # fmt: skip
            os.write(acknowledged, f"rule-{why}\n".encode())
            call = NewCall(
                "U001", Purpose.TEST, DAY, f"09:{number:02d}", name, Outcome.BUSY, why, name
            )
            with store.writing(verb="log", what=why) as connection:
                assert log.add_call(connection, call)
            os.write(acknowledged, f"call-{why}\n".encode())


def _until_said(verb) -> None:
    while True:
        try:
            verb()
            return
        except Stale:
            continue


if "FOLDER" in globals():
    say(Path(FOLDER), NAME, MANY)  # type: ignore[name-defined]  # noqa: F821
