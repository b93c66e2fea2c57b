"""Run by test_processes.py in processes of its own: takes mails for sending, a few at a time, as a sender
does, and writes down which; then what came of them.

Globals that it is given: FOLDER, NAME (of this sender).
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from pathlib import Path

from harness.store import sending
from harness.store.database import open_store
from harness.store.sending import Attempt, Outcome

DAY = date(2026, 3, 10)


def take(folder: Path, name: str) -> None:
    chance = random.Random(name)
    with open_store(folder, by=name) as store, (folder / f"{name}.txt").open("a") as told:
        while True:
            with store.reading() as connection:
                waiting = list(sending.waiting(connection).values())
            if not waiting:
                return
            wanted = chance.sample(waiting, min(3, len(waiting)))
            mine = sending.take_down(store, wanted, ())
            told.writelines(f"{id}\n" for id in sorted(mine))
            tried = [
                Attempt(
                    each.application_id, datetime.now(UTC), "li@x.example", "", each.sha256,
                    Outcome.TAKEN, "250", DAY,
                )
                for each in wanted
                if each.application_id in mine
            ]  # fmt: skip
            sending.take_down(store, (), tried)


if "FOLDER" in globals():
    take(Path(FOLDER), NAME)  # type: ignore[name-defined]  # noqa: F821
