"""Many applications' clocks -> 时限.xlsx or .csv, and the empty table that they are read from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.clock import applications_table
from harness.clock.applications_table import CHANNEL, NUMBER, UNIT, Application
from harness.clock.explain import conclusion
from harness.clock.result import STATE_NAMES, Clock
from harness.reports.workbooks.form import Column as FormColumn
from harness.reports.workbooks.form import write_form
from harness.reports.workbooks.sheets import Column, Value, write_sheet
from letters.model import CHANNEL_NAMES
from letters.saving import save


@dataclass(frozen=True, slots=True)
class Read:
    """One application and its clock as it stood on `as_of`."""

    application: Application
    clock: Clock
    as_of: date


COLUMNS: tuple[Column, ...] = (
    ("编号", 14),
    ("单位", 30),
    ("渠道", 10),
    ("收到申请", 12),
    ("截止日", 12),
    ("最早截止日", 12),
    ("最晚截止日", 12),
    ("状态", 16),
    ("剩余工作日", 11),
    ("答复日", 12),
    ("结论", 30),
    ("发现的问题", 50),
)


def line(read: Read) -> list[Value]:
    app, clock = read.application, read.clock
    return [
        app.number or f"第{app.row}行",
        app.unit,
        CHANNEL_NAMES[app.written.channel],
        clock.received_on,
        clock.due_on,
        clock.earliest_due_on,
        clock.latest_due_on,
        STATE_NAMES[clock.state],
        clock.working_days_left,
        clock.answered_on,
        conclusion(clock, read.as_of) + ("截止日是暂定的。" if clock.provisional else ""),
        "\n".join(finding.message for finding in clock.findings),
    ]


def write_clocks(read: Sequence[Read], path: Path) -> Path:
    """By its ending: a workbook, or a CSV that Excel opens without garbling it."""
    if path.suffix.lower() == ".csv":
        return save(path, ("\ufeff" + as_csv(read)).encode("utf-8"))
    return write_sheet(path, "时限", COLUMNS, map(line, read), drill=False)


def as_csv(read: Sequence[Read]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column[0] for column in COLUMNS])
    writer.writerows([_cell(value) for value in line(one)] for one in read)
    return out.getvalue()


def _cell(value: Value) -> str:
    """A text that a spreadsheet would take for a formula is kept from being one."""
    text = "" if value is None else str(value).replace("\n", "；")
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@")) else text


def write_clock_form(path: Path) -> Path:
    notes = (
        "一件申请一行，有什么日期填什么日期，没有的留空；列的次序可以调换，用不着的列可以删去。",
        "日期可以写成 2026-03-05、2026/3/5、2026年3月5日、20260305；一格里有几个日期的，用“；”隔开。",
        f"填好以后：mingcha clock {path.name} --as-of 计算到哪一天",
    )
    return write_form(path, "申请", tuple(_form()), notes)


def _form() -> Iterator[FormColumn]:
    for column in applications_table.COLUMNS:
        width = 30 if column.name == UNIT else 14
        choices = tuple(CHANNEL_NAMES.values()) if column.name == CHANNEL else ()
        counts = column.datum in ("days", "period_days")
        plain = column.name in (NUMBER, UNIT, CHANNEL, applications_table.REGION)
        yield FormColumn(
            column.name,
            width,
            column.hint,
            choices,
            only=bool(choices),
            is_day=not (counts or plain),
            is_text=column.name == NUMBER,
        )
