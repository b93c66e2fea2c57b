"""Run by test_watch_killed.py in processes of its own: rounds of a watch whose clock is given, one an hour.

Globals that it is given: FOLDER, USER (a mailbox), IMAP, SMTP (ports), TO, START, HOURS (from 9 in the
morning on), POINT: at which of the points where dying might hurt it kills itself; 0 for none.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dovecot import PASSWORD

from harness.campaign.receiving import digest_mail
from harness.campaign.receiving.watch import Watch
from harness.campaign.workspace import Workspace
from harness.engine import HERE
from harness.intake.account import Account
from harness.store.database import Store, open_store
from letters.model import WatchRule

seen = 0


def point(last: int) -> None:
    global seen  # noqa: PLW0603
    seen += 1
    if seen == last:
        os.kill(os.getpid(), signal.SIGKILL)


def die_at(last: int) -> None:
    """Before each transaction, before its end, after it; and when the server has answered."""
    writing, record = Store.writing, digest_mail._record

    @contextmanager
    def written(self, **options):
        point(last)
        with writing(self, **options) as connection:
            yield connection
            point(last)
        point(last)

    def recorded(*given):
        point(last)
        return record(*given)

    Store.writing, digest_mail._record = written, recorded


def run(given) -> None:
    folder, moment = Path(given["FOLDER"]), datetime.fromisoformat(given["START"])
    progress = folder / "progress.txt"

    @contextmanager
    def opened(day):
        campaign = replace(
            given["CAMPAIGN"], smtp_host="127.0.0.1", smtp_port=given["SMTP"],
            watch=WatchRule(to=given["TO"]),
        )  # fmt: skip
        with open_store(folder, by="守候", now=lambda: moment.astimezone(UTC)) as store:
            yield Workspace(folder, campaign, store, HERE, day)

    account = Account("127.0.0.1", given["IMAP"], given["USER"], PASSWORD, tls=False)
    watch = Watch(opened, lambda: moment, accounts=[account])
    for _ in range(given["HOURS"]):
        step = watch.step()
        if step.faults:
            raise SystemExit("；".join(step.faults))
        moment += timedelta(hours=1)
        progress.write_text(moment.isoformat(), encoding="utf-8")


if "FOLDER" in globals():
    die_at(globals()["POINT"])
    run(globals())
