"""Run by test_killed_while_fetching.py in a process of its own, which is killed: fetches a mailbox.

Globals that it is given: FOLDER, PORT, USER, PASSWORD.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from harness.campaign.receiving.fetching import keep_accounts
from harness.campaign.workspace import Workspace
from harness.engine import HERE
from harness.intake import mailbox
from harness.intake.account import Account
from harness.store.database import open_store
from letters.model import Campaign

UNTIL = date(2020, 11, 20)


def fetch(folder: Path, port: int, user: str, password: str) -> None:
    mailbox.BATCH = 20  # many moments at which to die
    campaign = Campaign("演江", "演江", "", True, UNTIL, (), ())
    account = Account("127.0.0.1", port, user, password, tls=False, mark=True)
    with open_store(folder, by="林小姐") as store:
        wrong = keep_accounts(Workspace(folder, campaign, store, HERE, UNTIL), [account])
        assert not wrong, wrong
    (folder / "done").touch()


if "FOLDER" in globals():
    fetch(Path(FOLDER), PORT, USER, PASSWORD)  # type: ignore[name-defined]  # noqa: F821
