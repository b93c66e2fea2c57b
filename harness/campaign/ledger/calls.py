"""电话记录 in the ledger -> calls, in a transaction that is open. A call that was mended is one more row;
the one before is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from harness.campaign.ledger.row import Cannot, Ground, day
from harness.campaign.ledger.state import call_number
from harness.ledger.rows import Row
from harness.ledger.values import Cell
from harness.store import log, standing, tables
from harness.store.log import OUTCOME_NAMES, PURPOSE_NAMES, NewCall, Outcome, Purpose
from letters.model import Unit


@dataclass(frozen=True, slots=True)
class Calls:
    ground: Ground

    def new(self, connection: Connection, row: Row) -> int | None:
        """The id of its row; None where it was there."""
        new = self._call(row)
        for each in log.calls(connection, new.unit_id):
            fact = each.fact
            if (fact.on, fact.time) == (new.on, new.time) and (
                replace(fact, root=None, key="") != replace(new, root=None, key="")
            ):
                raise Cannot(
                    f"同一单位、日期、时间的电话先前登记的内容不同（{_told_call(fact)}），请核对；"
                    "要更正先前的登记，请用 mingcha ledger out 导出后修改，或者撤销那次登记"
                )
        return log.add_call(connection, new)

    def _call(self, row: Row, root: int | None = None) -> NewCall:
        cells = row.cells
        unit = self.ground.unit(str(cells.get("单位名称", "")))
        purpose = _code(PURPOSE_NAMES, cells.get("用途", ""))
        application = self._application_of(str(cells.get("申请编号", "")), unit, purpose)
        result = str(cells.get("结果", ""))
        # 未接通 is what older ledgers say, no more
        outcome = _code({**OUTCOME_NAMES}, "无人接听" if result == "未接通" else result)
        return NewCall(
            unit.id,
            Purpose(purpose),
            day(cells, "拨打日期"),
            str(cells.get("拨打时间", "")),
            str(cells.get("电话号码", "")) or unit.phone,
            Outcome(outcome),
            str(cells.get("通话内容", "")),
            str(cells.get("记录人", "")),
            application,
            root,
            row.key,
        )

    def _application_of(self, id: str, unit: Unit, purpose: str) -> str | None:
        if purpose == Purpose.TEST:
            return None
        application = self.ground.application(id)
        if application.unit.id != unit.id:
            raise Cannot(f"申请 {id} 不是向该单位提出的", "申请编号")
        return application.id

    def mend(self, connection: Connection, number: str, row: Row) -> None:
        for each in log.calls(connection):
            if call_number(each) == number:
                new = self._call(row, each.fact.root or each.id)
                standing.void(connection, tables.calls, each.id, "台账改了这次电话的登记")
                log.add_call(connection, replace(new, key=each.fact.key))

    def void(self, connection: Connection, number: str, why: str) -> None:
        for call in log.calls(connection):
            if call_number(call) == number:
                standing.void(connection, tables.calls, call.id, why)


def _code(names: Mapping[Outcome, str] | Mapping[Purpose, str], told: Cell) -> str:
    return next(each.value for each, name in names.items() if name == told)


def _told_call(call: NewCall) -> str:
    return f"{OUTCOME_NAMES[call.outcome]}，{call.note}"
