"""`mingcha clock`: one application's legal clock, as data or as a working to paste into a letter."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError, reason

if TYPE_CHECKING:
    from harness.clock.deadline import Clock
    from harness.clock.timeline_file import Written


def register(app: typer.Typer) -> None:
    app.command(
        "clock", help="计算一件申请的法定期限：何时收到、何时届满、是否逾期，以及计算过程。"
    )(clock)


def clock(
    timeline: Annotated[
        str, typer.Argument(metavar="TIMELINE.json", help="事件时间线；- 表示从标准输入读取。")
    ],
    as_of: Annotated[str, typer.Option("--as-of", metavar="日期", help="计算到哪一天。")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="输出可以写进函件的计算过程。")
    ] = False,
) -> None:
    from calendars import OutOfRange
    from harness.clock.deadline import read_clock
    from harness.clock.events import BadEvent
    from harness.clock.explain import explained

    if as_json and explain:
        raise UserError("--json 和 --explain 只能选一个")
    day = parse_day(as_of, "--as-of")
    name = "标准输入" if timeline == "-" else timeline
    try:
        written = _read(timeline, name)
        result = read_clock(
            written.events,
            channel=written.channel.value,
            as_of=day,
            convention=written.convention,
            region=written.region,
        )
        text = (
            json.dumps(as_dict(result), ensure_ascii=False)
            if as_json
            else explained(result, written, day)
        )
    except (BadEvent, OutOfRange) as wrong:
        raise UserError(f"{name}：{wrong}") from None
    for line in _doubtful(written, name):
        typer.echo(line, err=True)
    typer.echo(text)


def _doubtful(written: Written, name: str) -> Iterator[str]:
    """What was passed over in reading, a line each."""
    from calendars.regions import known_regions, region_named

    if written.unknown:
        yield f"{name}：不认识的键，没有采用：{'、'.join(written.unknown)}"
    if written.region and region_named(written.region) is None:
        known = "、".join(known_regions())
        yield f"没有“{written.region}”的地区假日资料，按全国日历计算（有资料的：{known}）"


def _read(path: str, name: str) -> Written:
    from harness.clock.events import BadEvent
    from harness.clock.timeline_file import read_timeline

    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as wrong:
        raise UserError(cannot_open(name, wrong)) from None
    for encoding in ("utf-8-sig", "gb18030"):  # GBK is what a Chinese Windows writes
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return read_timeline(text)
    raise BadEvent("不是 UTF-8 或者 GBK 文本，请另存为 UTF-8 编码")


def cannot_open(name: object, wrong: OSError) -> str:
    if isinstance(wrong, FileNotFoundError):
        return f"没有文件 {name}，请检查路径"
    if isinstance(wrong, IsADirectoryError):
        return f"{name} 是文件夹，应给一个文件"
    return f"打不开文件 {name}：{reason(wrong)}"


def parse_day(text: str, what: str) -> date:
    """A day given on the command line, or one line that says how to write it."""
    from harness.clock.events import BadEvent, day_written

    try:
        return day_written(text, f"{what} ")
    except BadEvent as wrong:
        raise UserError(str(wrong)) from None


def as_dict(clock: Clock) -> dict[str, object]:
    """The result in the shape of contracts.md, section 2."""

    def day(d: date | None) -> str | None:
        return d.isoformat() if d else None

    return {
        "received_on": day(clock.received_on),
        "received_by": clock.received_by,
        "due_on": day(clock.due_on),
        "earliest_due_on": day(clock.earliest_due_on),
        "latest_due_on": day(clock.latest_due_on),
        "provisional": clock.provisional,
        "state": clock.state.value,
        "working_days_used": clock.working_days_used,
        "working_days_left": clock.working_days_left,
        "answered_on": day(clock.answered_on),
        "convention_matters": clock.convention_matters,
        "findings": [
            {"code": f.code, "on": day(f.on), "article": f.article, "message": f.message}
            for f in clock.findings
        ],
        "trace": [
            {"on": day(s.on), "step": s.step, "article": s.article, "because": s.because}
            for s in clock.trace
        ],
    }
