"""纸质来件 in the ledger -> arrivals and what is written down of them, in a transaction that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from harness.campaign.ledger.row import Cannot, Cells, Ground, day, day_or_none, possible
from harness.campaign.recording.paper_files import Letters
from harness.campaign.workspace import INCOMING
from harness.campaign.workspace import PAPERS as BIN
from harness.clock.carriers import CARRIER_CODES
from harness.intake.receive import add
from harness.intake.things import Sheet, Thing
from harness.ledger.merging import Change
from harness.ledger.rows import Row
from harness.ledger.values import files
from harness.store import log, said
from harness.store.errors import reason
from harness.store.evidence import sha256
from harness.store.log import NewArrival, Registration
from harness.store.said import Filing
from letters.opening import read_file
from parsers.limits import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Papers:
    """`letters`: what is there, as this transaction has left it."""

    ground: Ground
    letters: Letters

    def new(self, connection: Connection, row: Row) -> int:
        """The id of the arrival: a new one, or what lay there as a file and is now written down."""
        number = str(row.cells.get("来件编号", ""))
        self._free(number)
        pages = self._sheets(str(row.cells.get("文件名", "")), "page")
        sheets = [*pages, *self._sheets(str(row.cells.get("信封文件", "")), "envelope")]
        loose = self.letters.begun_by(sha256(pages[0].data))
        named = [sha256(each.data) for each in sheets]
        if loose is not None and (why := self.letters.torn(loose, named)):
            raise Cannot(why, "文件名")
        parts = self._parts(sheets, loose)
        told = _registration(row.cells, number)
        if loose is None:
            loose = self._taken_in(connection, told, sheets)
        else:
            log.register(connection, loose, told)
            self._join(connection, loose, sheets[1:])
        self.letters.register(loose, number)
        self._filed_away(connection, parts, number)
        return loose

    def mend(self, connection: Connection, id: int, change: Change) -> None:
        if "文件名" in change.cells:
            raise Cannot("已登记来件的文件不能更换；新的来件请另起一行，另编号", "文件名")
        cells = change.after.cells
        number = str(cells.get("来件编号", ""))
        if "来件编号" in change.cells:
            self._free(number, id)
        envelopes = []
        if "信封文件" in change.cells:
            envelopes = self._sheets(str(cells.get("信封文件", "")), "envelope")
        parts = self._parts(envelopes, id)
        log.register(connection, id, _registration(cells, number))
        self.letters.register(id, number)
        self._join(connection, id, envelopes)
        self._filed_away(connection, parts, number)

    def _free(self, number: str, own: int | None = None) -> None:
        if why := self.letters.not_free(number, own):
            raise Cannot(why, "来件编号")

    def _parts(self, sheets: Sequence[Sheet], own: int | None) -> tuple[int, ...]:
        """What of these files was taken for letters of their own, and nobody has spoken of."""
        if why := self.letters.not_loose(sheets, own):
            raise Cannot(why, "文件名")
        digests = [sha256(each.data) for each in sheets]
        parts = self.letters.parts(digests, own)
        if why := self.letters.not_part(parts, digests):
            raise Cannot(why, "文件名")
        return parts

    def _taken_in(self, connection: Connection, told: Registration, sheets: Sequence[Sheet]) -> int:
        arrival = NewArrival(
            "paper", told.number, told.on, told.posted_on, told.sender, sheets[0].name, "",
            told.noticed_on, told.signed_on, note=told.note, carrier=told.carrier,
        )  # fmt: skip
        id = add(self.ground.workspace.store, connection, Thing(arrival, tuple(sheets)))
        if id is None:
            raise Cannot(f"来件编号“{told.number}”已经用过，请另编一个", "来件编号")
        for role, sheet in zip(["first", *(each.role for each in sheets[1:])], sheets, strict=True):
            self.letters.hold(id, role, sheet.name, sha256(sheet.data))
        return id

    def _join(self, connection: Connection, id: int, sheets: Sequence[Sheet]) -> None:
        """More files of a letter that is there."""
        for sheet in sheets:
            digest = sha256(sheet.data)
            if digest not in self.letters.files[id]:
                self.ground.workspace.store.keep(connection, sheet.data, sheet.name)
                log.add_file(connection, id, log.File(sheet.role, sheet.name, digest))
                self.letters.hold(id, sheet.role, sheet.name, digest)

    def _filed_away(self, connection: Connection, parts: Sequence[int], number: str) -> None:
        """Pages that were taken for letters of their own are so no more."""
        for each in parts:
            why = f"与来件 {number} 为同一件"
            said.add_filing(connection, Filing(each, (), None, None, why))
            self.letters.spoken_of.add(each)

    def _sheets(self, names: str, role: str) -> list[Sheet]:
        return [Sheet(Path(name).name, self._bytes(name), role) for name in files(names)]

    def _bytes(self, name: str) -> bytes:
        incoming = self.ground.workspace.folder / INCOMING
        for folder in (incoming / BIN, self.ground.folder, self.ground.folder / BIN):
            path = folder / name
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return _read(path, name)
        raise Cannot(f"找不到文件“{name}”，请放入 {INCOMING}/{BIN}", "文件名")


def _read(path: Path, name: str) -> bytes:
    try:
        data = read_file(path, MAX_BYTES)
    except OSError as wrong:
        raise Cannot(f"打不开文件“{name}”：{reason(wrong)}", "文件名") from None
    if not data:
        raise Cannot(f"文件“{name}”是空的（0字节），请检查", "文件名")
    return data


def _registration(cells: Cells, number: str) -> Registration:
    possible(
        cells, ("收件日期", "邮戳日期", "登记日期")
    )  # what a letter bears may be a slip of the unit's
    return Registration(
        number,
        day(cells, "收件日期"),
        day_or_none(cells, "邮戳日期"),
        day_or_none(cells, "登记日期"),
        day_or_none(cells, "落款日期"),
        str(cells.get("寄件单位", "")),
        str(cells.get("备注", "")),
        CARRIER_CODES.get(str(cells.get("寄递方式", ""))),
    )
