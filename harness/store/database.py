"""Opens a campaign's store: the SQLite file `mingcha.db` in its folder, at the newest schema.

WAL so that a page can be read while mail comes in; foreign keys on; synchronous FULL because
these rows are facts that nobody can get a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from harness.store import connecting, tables
from harness.store.errors import StoreError
from harness.store.evidence import Kept, keep, load, sha256, sweep
from harness.store.trouble import telling
from letters.model import Application

FILE = "mingcha.db"


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Every write is one transaction: `with store.writing() as connection`."""

    folder: Path
    engine: Engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with telling(self.folder / FILE), connecting.writer(self.engine).begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with telling(self.folder / FILE), self.engine.connect() as connection:
            yield connection

    def keep(self, connection: Connection, data: bytes, name: str) -> Kept:
        """Keep bytes as evidence and return where; keeping them again changes nothing."""
        table = tables.evidence
        query = select(table.c.path).where(table.c.sha256 == sha256(data))
        known = connection.execute(query).scalar_one_or_none()
        kept = keep(self.folder, data, name, known or "")
        if known is None:
            connection.execute(
                insert(table).values(sha256=kept.sha256, size=kept.size, path=kept.path)
            )
        return kept

    def load(self, digest: str) -> bytes:
        """The bytes of a piece of evidence; ValueError where the file was tampered with."""
        path = self.path_of(digest)
        with telling(self.folder / FILE):
            return load(self.folder, path, digest)

    def path_of(self, digest: str) -> str:
        table = tables.evidence
        with self.reading() as connection:
            query = select(table.c.path).where(table.c.sha256 == digest)
            return str(connection.execute(query).scalar_one())


class PlanChanged(Exception):
    """What was planned (and sent) is no longer what the campaign's tables say.

    `faults`: one Chinese line each, what it was and what it is now.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("；".join(faults))
        self.faults = tuple(faults)


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """The store of the campaign in `folder`, made or brought up to date as needed."""
    if not folder.is_dir():
        raise StoreError(f"没有“{folder}”这个文件夹")
    path = folder / FILE
    with telling(path):
        connecting.update(path, {})
        sweep(folder)
    engine = connecting.connect(path, "foreign_keys=ON", "synchronous=FULL", wal=True)
    try:
        yield Store(folder, engine)
    finally:
        engine.dispose()


def add_applications(store: Store, applications: Iterable[Application]) -> None:
    """Write the plan down; what is there already must still be the same, else PlanChanged."""
    planned = {each.id: _snapshot(each) for each in applications}
    with store.writing() as connection:
        known = {
            row.id: dict(row._mapping) for row in connection.execute(select(tables.applications))
        }
        faults = [
            fault
            for id, row in planned.items()
            if id in known
            for fault in _changes(known[id], row)
        ]
        if faults:
            raise PlanChanged(faults)
        new = [row for id, row in planned.items() if id not in known]
        if new:
            connection.execute(insert(tables.applications), new)


def _snapshot(application: Application) -> dict[str, str]:
    applicant, question = application.applicant, application.question
    return {
        "id": application.id,
        "unit_id": application.unit.id,
        "round_id": application.round.id,
        "channel": application.channel.value,
        "unit": application.unit.name,
        "applicant": f"{applicant.name} {applicant.email}",
        "question": f"{question.title}：{question.text}",
    }


_NAMES = {"unit": "被测单位", "applicant": "申请人", "question": "所申请的信息", "channel": "渠道"}


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for column, name in _NAMES.items():
        if before[column] != now[column]:
            yield (
                f"申请 {now['id']} 的{name}原为“{before[column]}”，现为“{now[column]}”；"
                "申请编制后不得改动，请恢复 units.xlsx 和 campaign.toml，或另建测评"
            )
