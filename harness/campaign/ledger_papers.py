"""纸质来件 in the ledger -> arrivals and what is written down of them, in a transaction that is open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from harness.campaign.ledger_row import Cannot, Cells, Ground, day, day_or_none
from harness.campaign.workspace import INCOMING
from harness.campaign.workspace import PAPERS as BIN
from harness.casebook.book import Filed
from harness.intake.receive import Sheet, Thing, add
from harness.ledger.merging import Change
from harness.ledger.rows import Row
from harness.ledger.values import files
from harness.store import log, said
from harness.store.evidence import sha256
from harness.store.log import NewArrival, Registration
from harness.store.said import Filing
from letters.opening import read_file


@dataclass(frozen=True, slots=True)
class Papers:
    ground: Ground

    def new(self, connection: Connection, row: Row) -> int | None:
        """The arrival's id; None where it was there."""
        number = str(row.cells.get("来件编号", ""))
        pages = self._sheets(str(row.cells.get("文件名", "")), "page")
        envelopes = self._sheets(str(row.cells.get("信封文件", "")), "envelope")
        registration = _registration(row.cells, number)
        loose = self._loose(sha256(pages[0].data))
        if loose is not None:
            log.register(connection, loose.id, registration)
            self._join(connection, loose, [*pages[1:], *envelopes], number)
            return loose.id
        arrival = NewArrival(
            "paper", number, registration.on, registration.posted_on, registration.sender,
            pages[0].name, "", registration.noticed_on, registration.signed_on,
            note=registration.note,
        )  # fmt: skip
        id = add(self.ground.workspace.store, connection, Thing(arrival, (*pages, *envelopes)))
        for sheet in (*pages[1:], *envelopes):
            self._not_alone(connection, sheet, number)
        return id

    def _join(self, connection: Connection, filed: Filed, sheets: list[Sheet], number: str) -> None:
        """More files of a letter whose first page lay there already."""
        known = {each.sha256 for each in filed.stored.files}
        for sheet in sheets:
            kept = self.ground.workspace.store.keep(connection, sheet.data, sheet.name)
            if kept.sha256 not in known:
                log.add_file(connection, filed.id, log.File(sheet.role, sheet.name, kept.sha256))
            self._not_alone(connection, sheet, number)

    def _not_alone(self, connection: Connection, sheet: Sheet, number: str) -> None:
        """A page that was taken for a letter of its own is one no more."""
        loose = self._loose(sha256(sheet.data))
        if loose is not None:
            why = f"与来件 {number} 为同一件"
            said.add_filing(connection, Filing(loose.id, (), None, None, why))

    def _loose(self, digest: str) -> Filed | None:
        for each in self.ground.state.book.filed:
            if each.stored.source == "file" and each.stored.sha256 == digest:
                return each
        return None

    def _sheets(self, names: str, role: str) -> list[Sheet]:
        return [Sheet(Path(name).name, self._bytes(name), role) for name in files(names)]

    def _bytes(self, name: str) -> bytes:
        for folder in (
            self.ground.workspace.folder / INCOMING / BIN,
            self.ground.folder,
            self.ground.folder / BIN,
        ):
            path = folder / name
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return read_file(path)
        raise Cannot(f"找不到文件“{name}”，请放入 {INCOMING}/{BIN}", "文件名")

    def mend(self, connection: Connection, id: int, change: Change) -> None:
        if "文件名" in change.cells:
            raise Cannot("已登记来件的文件不能更换；新的来件请另起一行，另编号", "文件名")
        cells = change.after.cells
        number = str(cells.get("来件编号", ""))
        log.register(connection, id, _registration(cells, number))
        if "信封文件" in change.cells:
            filed = next(each for each in self.ground.state.book.filed if each.id == id)
            envelopes = self._sheets(str(cells.get("信封文件", "")), "envelope")
            self._join(connection, filed, envelopes, number)


def _registration(cells: Cells, number: str) -> Registration:
    return Registration(
        number,
        day(cells, "收件日期"),
        day_or_none(cells, "邮戳日期"),
        day_or_none(cells, "登记日期"),
        day_or_none(cells, "落款日期"),
        str(cells.get("寄件单位", "")),
        str(cells.get("备注", "")),
    )
