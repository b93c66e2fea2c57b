"""A table of applications, a row each -> `Application`s, whose clocks can be read.

In: rows as a workbook or a CSV file holds them, with titles above the header or without, columns in
any order under any of their usual names. Out: what each row tells; every fault is a line that names
row and column, and with one fault nothing is given back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import calendars
from harness.clock.channels import channel_named
from harness.clock.events import BadEvent, Event, Kind, Value, value_written
from harness.clock.timeline_file import Written
from letters.days import NoDay, in_cell
from letters.faults import BadTable
from letters.model import Channel, Convention
from letters.workbook import letter
from parsers import lazy_re as re

Row = Sequence[object]
NUMBER, UNIT, CHANNEL, REGION = "编号", "单位", "渠道", "地区"


@dataclass(frozen=True, slots=True)
class Column:
    """`datum` without `kind`: of the answer. The first name is ours, the others are understood."""

    names: tuple[str, ...]
    hint: str
    kind: Kind | None = None
    datum: str = ""

    @property
    def name(self) -> str:
        return self.names[0]


COLUMNS = (
    Column((NUMBER, "申请编号", "案号", "序号", "申请号"), "申请的编号，不得重复；可不填。"),
    Column((UNIT, "单位名称", "被测单位", "被申请单位", "行政机关"), "被申请的单位；可不填。"),
    Column((CHANNEL, "申请渠道", "提交方式", "申请方式", "寄送方式"), "申请怎样提交。必填。"),
    Column((REGION, "省份", "所在省级行政区"), "省级行政区或者地级市，用于地方性节假日；可不填。"),
    Column(("寄出日期", "寄出", "发出日期", "提交日期", "申请日期", "寄送日期", "发送日期", "邮寄日期"), "申请寄出、发出或者当面提交之日。", Kind.SENT),
    Column(("签收日期", "签收", "送达日期", "妥投日期", "到达日期"), "邮件签收、送达之日。", Kind.DELIVERED),
    Column(("确认日期", "确认收到日期", "双方确认日期", "确认收到"), "双方确认收到之日（平信、电子邮件、网页、传真）。", Kind.CONFIRMED),
    Column(("退回日期", "退回", "退信日期"), "邮件退回之日。", Kind.RETURNED),
    Column(("告知补正日期", "补正告知日期", "要求补正日期", "补正通知日期", "告知补正"), "行政机关告知补正之日。", Kind.CLARIFICATION_REQUESTED),
    Column(("补正期限", "补正期限（工作日）", "补正天数"), "告知的补正期限，工作日数；可不填。", Kind.CLARIFICATION_REQUESTED, "period_days"),
    Column(("提交补正日期", "补正提交日期", "补正日期", "提交补正"), "申请人提交补正之日。", Kind.CLARIFICATION_SUBMITTED),
    Column(("告知延期日期", "延期告知日期", "延期日期", "延期通知日期", "告知延期"), "行政机关告知延长答复期限之日。", Kind.EXTENSION_NOTIFIED),
    Column(("延长天数", "延期天数", "延长工作日", "延长天数（工作日）"), "延长的工作日数，至多20；可不填。", Kind.EXTENSION_NOTIFIED, "days"),
    Column(("开始征求意见", "征求意见日期", "征求意见开始日期"), "开始征求第三方或者其他机关意见之日。", Kind.THIRD_PARTY_STARTED),
    Column(("结束征求意见", "征求意见结束", "征求意见结束日期"), "征求意见结束之日。", Kind.THIRD_PARTY_ENDED),
    Column(("通知缴费日期", "缴费通知日期", "通知缴费"), "行政机关通知缴费之日。", Kind.FEE_NOTIFIED),
    Column(("缴费日期", "缴费"), "申请人缴费之日。", Kind.FEE_PAID),
    Column(("要求撤回日期", "要求撤回"), "行政机关要求申请人撤回之日。", Kind.WITHDRAWAL_REQUESTED),
    Column(("撤回日期", "撤回"), "申请人撤回申请之日。", Kind.WITHDRAWN),
    Column(("答复日期", "答复", "收到答复日期"), "收到答复之日；没有答复的留空。", Kind.ANSWERED),
    Column(("答复落款日期", "落款日期"), "答复书落款的日期；可不填。", None, "signed_on"),
    Column(("答复寄出日期", "答复发出日期"), "答复寄出、发出之日；可不填。", None, "posted_on"),
    Column(("答复送达日期",), "答复送达之日；可不填。", None, "delivered_on"),
    Column(("答复寄递方式", "答复送达方式"), "邮政、其他快递、到付、当面送达、委托送达、电子送达；可不填。", None, "carrier"),
)  # fmt: skip

CARRIER = "答复寄递方式"
_BY_NAME = {name: column for column in COLUMNS for name in column.names}
_NOTHING = frozenset(
    {"", "无", "-", "—", "–", "/", "未", "未答复", "未签收", "未确认", "否", "不详"}
)
_BETWEEN = re.compile(r"[、；;\n]+")
_HEADER_WITHIN = 30  # rows
_OWN_DAYS = ("posted_on", "delivered_on", "signed_on")  # which dates an answer that has no other


@dataclass(frozen=True, slots=True)
class Application:
    """One row: its number in the table, what it is called, and what happened."""

    row: int
    number: str
    unit: str
    written: Written


@dataclass(frozen=True, slots=True)
class Applications:
    """`unknown`: headings that say nothing to us."""

    rows: tuple[Application, ...]
    unknown: tuple[str, ...] = ()


def read_applications(
    rows: Sequence[Row], where: str, convention: Convention, channel: str = "", region: str = ""
) -> Applications:
    """`channel` and `region` hold for the rows that name none; BadTable with every fault."""
    top = _header_row(rows)
    if top is None:
        names = "、".join(column.name for column in COLUMNS)
        raise BadTable(
            f"{where}：前{_HEADER_WITHIN}行内找不到表头，表头应有这些列中的几列：{names}"
        )
    reader = _Reader(where, [_heading(cell) for cell in rows[top]], convention, channel, region)
    reader.head(top + 1)
    found = [
        reader.application(row, number)
        for number, row in enumerate(rows[top + 1 :], top + 2)
        if any(_text(cell) for cell in row)
    ]
    if not found:
        reader.faults.append(f"{where}：没有申请，第{top + 2}行起每件申请应占一行")
    if reader.faults:
        raise BadTable(*reader.faults)
    return Applications(tuple(one for one in found if one), reader.unknown)


def _header_row(rows: Sequence[Row]) -> int | None:
    counts = [
        len({_heading(cell) for cell in row} & _BY_NAME.keys()) for row in rows[:_HEADER_WITHIN]
    ]
    best = max(counts, default=0)
    return counts.index(best) if best >= 2 else None


class _Reader:
    """Reads rows and collects what is wrong with them."""

    def __init__(
        self, where: str, header: Sequence[str], convention: Convention, channel: str, region: str
    ) -> None:
        self.where, self.header, self.convention = where, header, convention
        self.channel, self.region = channel, region
        self.faults: list[str] = []
        self.seen: dict[str, int] = {}
        self.at: dict[Column, int] = {}

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(name for name in self.header if name and name not in _BY_NAME)

    def head(self, number: int) -> None:
        """Which column stands where; 编号 and 申请编号 side by side are two of one kind."""
        for place, name in enumerate(self.header):
            column = _BY_NAME.get(name)
            if column is None:
                continue
            if column in self.at:
                other = self.header[self.at[column]]
                self.faults.append(
                    f"{self.where}：第{number}行：“{other}”列和“{name}”列是同一内容，只能保留一列"
                )
            self.at.setdefault(column, place)
        if _BY_NAME[CHANNEL] not in self.at and not self.channel:
            self.faults.append(
                f"{self.where}：第{number}行：缺少“{CHANNEL}”列；全部申请渠道相同的，可以加 --channel"
            )
        if not any(column.kind for column in self.at):
            self.faults.append(f"{self.where}：第{number}行：没有日期的列，至少应有“寄出日期”")

    def application(self, row: Row, number: int) -> Application | None:
        before = len(self.faults)
        name, unit = self._plain(row, NUMBER), self._plain(row, UNIT)
        if name and name in self.seen:
            self._fault(number, NUMBER, f"“{name}”与第{self.seen[name]}行重复")
        self.seen.setdefault(name, number)
        channel = self._channel(row, number)
        region = self._plain(row, REGION) or self.region
        if region and not (place := calendars.place(region)).known:
            self._fault(number, REGION, place.fault)
        events = tuple(self._events(row, number))
        if channel is None or len(self.faults) > before:
            return None
        return Application(
            number, name, unit, Written(events, channel, region or None, self.convention)
        )

    def _channel(self, row: Row, number: int) -> Channel | None:
        try:
            return channel_named(self._plain(row, CHANNEL) or self.channel, CHANNEL)
        except BadEvent as wrong:
            if _BY_NAME[CHANNEL] in self.at or self.channel:
                self._fault(number, CHANNEL, str(wrong))
            return None

    def _events(self, row: Row, number: int) -> Iterator[Event]:
        for column in self.at:
            if column.kind is None or column.datum or column.kind is Kind.ANSWERED:
                continue
            days = self._days(row, number, column)
            data = self._counts(row, number, column.kind, len(days))
            for day, datum in zip(days, data, strict=True):
                yield Event(column.kind, day, data=datum)
        yield from self._answers(row, number)

    def _answers(self, row: Row, number: int) -> Iterator[Event]:
        days = self._days(row, number, _BY_NAME["答复日期"])
        own: dict[str, Value] = {}
        for column in self.at:
            if column.kind is None and column.datum in _OWN_DAYS:
                told = self._days(row, number, column)
                own |= {column.datum: told[0]} if told else {}
        if not days and own:
            days = [day for name in _OWN_DAYS if isinstance(day := own.get(name), date)][:1]
        if len(days) > 1 and own:
            self._fault(
                number, "答复日期", "有几个答复日期的，不能再写落款、寄出、送达日期，请分行写"
            )
            return
        own |= self._carrier(row, number)
        for day in days:
            yield Event(Kind.ANSWERED, day, data=dict(own))

    def _carrier(self, row: Row, number: int) -> dict[str, Value]:
        told = self._plain(row, CARRIER)
        try:
            return {"carrier": value_written("carrier", told)} if told else {}
        except BadEvent as wrong:
            self._fault(number, CARRIER, str(wrong))
            return {}

    def _days(self, row: Row, number: int, column: Column) -> list[date]:
        found = []
        for part in self._parts(row, column):
            try:
                found.append(in_cell(part))
            except NoDay as wrong:
                self._fault(number, column.name, str(wrong))
        return found

    def _counts(self, row: Row, number: int, kind: Kind, wanted: int) -> list[dict[str, Value]]:
        """The days' number that goes with each day of a kind; one goes with all."""
        column = next((one for one in self.at if one.kind is kind and one.datum), None)
        if column is None or not (parts := self._parts(row, column)):
            return [{} for _ in range(wanted)]
        try:
            found = [
                value_written(column.datum, _text(part).rstrip("个工作日天")) for part in parts
            ]
        except BadEvent as wrong:
            self._fault(number, column.name, str(wrong).removeprefix(column.datum))
            return [{} for _ in range(wanted)]
        if len(found) not in (1, wanted):
            many = f"有{len(found)}个数，日期却有{wanted}个，应一一对应"
            self._fault(number, column.name, many)
            return [{} for _ in range(wanted)]
        found = found * wanted if len(found) == 1 else found
        return [{column.datum: value} for value in found]

    def _parts(self, row: Row, column: Column) -> list[object]:
        """What a cell holds, several days apart; nothing for what says that there is none."""
        place = self.at.get(column)
        cell = row[place] if place is not None and place < len(row) else ""
        if not isinstance(cell, str):
            return [] if cell is None else [cell]
        parts = (part.strip() for part in _BETWEEN.split(cell))
        return [part for part in parts if part not in _NOTHING]

    def _plain(self, row: Row, name: str) -> str:
        place = self.at.get(_BY_NAME[name])
        return _text(row[place]) if place is not None and place < len(row) else ""

    def _fault(self, number: int, name: str, what: str) -> None:
        place = self.at.get(_BY_NAME[name])
        head = f"“{self.header[place]}”列（{letter(place)}{number}）" if place is not None else ""
        self.faults.append(f"{self.where}，第{number}行{head}：{what}")


def _heading(cell: object) -> str:
    return "".join(_text(cell).split()).strip("*＊:：").replace("(", "（").replace(")", "）")


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
