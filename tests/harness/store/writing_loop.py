"""Run by test_processes.py in processes of its own: takes mails in, one a transaction, says where
each belongs, and acknowledges each in a file as soon as the store has it.

Globals that it is given: FOLDER, NAME (of this writer), MANY (mails to take in).
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from harness.reading.arrived.reply_kind import ReplyKind
from harness.store.database import open_store
from harness.store.log import NewArrival, Place, add_arrival
from harness.store.said import Filing, add_filing

DAY = date(2020, 9, 21)


def take_in(folder: Path, name: str, many: int) -> None:
    acknowledged = os.open(folder / f"{name}.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with open_store(folder, by=name) as store:
        for number in range(many):
            key = f"{name}/1/{number}"
            with store.writing(verb="collect", what=key) as connection:
                kept = store.keep(connection, f"mail {key}".encode() * 99, "a.eml")
                place = Place(name, 1, number)
                new = NewArrival(
                    "mail", key, DAY, None, "a@b.example", "答复", kept.sha256, place=place
                )
                id = add_arrival(connection, new)
                assert id is not None
                assert add_filing(
                    connection, Filing(id, (), ReplyKind.OTHER, None, "不属于本次测评")
                )
            os.write(acknowledged, f"{key}\n".encode())


if "FOLDER" in globals():
    take_in(Path(FOLDER), NAME, MANY)  # type: ignore[name-defined]  # noqa: F821
