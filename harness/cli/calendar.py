"""`mingcha calendar`: working days, deadlines, reading a new notice, checking the shipped years."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.chinese import Typer
from harness.cli.clock import cannot_open, parse_day
from harness.cli.errors import UserError, reason

if TYPE_CHECKING:
    from calendars import Workdays
    from calendars.notices import Notice

MOST_DAYS = 1000
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
Region = Annotated[
    str | None, typer.Option("--region", metavar="地区", help="按地区假日计算，如 广西壮族自治区。")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="日期", help="只用这一天已经公布的放假通知。")
]
# the State Council has issued the next year's notice between 25 October and 16 December
REMIND_FROM = (10, 25)


def register(app: typer.Typer) -> None:
    calendar = Typer(
        name="calendar", help="工作日历：截止日、工作日、读取放假通知、核对。", no_args_is_help=True
    )
    calendar.command("due", help="从某日起第N个工作日（当日不计）。")(due)
    calendar.command("is-workday", help="某日是不是工作日，依据哪份通知。")(is_workday)
    calendar.command("count", help="两日之间的工作日数（起日不计，止日计入）。")(count)
    calendar.command("import", help="读取国务院办公厅放假通知的原文。")(import_notice)
    calendar.command("verify", help="用其他日历库逐日核对各年数据。")(verify)
    app.add_typer(calendar)


def due(
    day: Annotated[
        str | None, typer.Argument(metavar="日期", help="起算之日，如收到申请之日。")
    ] = None,
    days: Annotated[int, typer.Option("--days", help="工作日数。")] = 20,
    region: Region = None,
    as_of: AsOf = None,
    as_json: Json = False,
    stdin: Annotated[
        bool, typer.Option("--stdin", help="从标准输入逐行读日期，逐行输出截止日。")
    ] = False,
) -> None:
    from calendars import OutOfRange

    if not 1 <= days <= MOST_DAYS:
        raise UserError(f"--days 应是1到{MOST_DAYS}的整数，给的是{days}")
    if stdin == (day is not None):
        raise UserError("给一个日期，或者用 --stdin 从标准输入逐行读日期，二者择一")
    start = parse_day(day, "日期") if day is not None else None
    calendar = _calendar(region, as_of)
    if start is None:
        raise typer.Exit(_due_lines(calendar, days))
    try:
        found = calendar.due(start, days)
    except OutOfRange as wrong:
        raise UserError(str(wrong)) from None
    if as_json:
        _print_json(
            {
                "due_on": found.on.isoformat(),
                "earliest_due_on": found.earliest.isoformat(),
                "latest_due_on": found.latest.isoformat(),
                "provisional": found.provisional,
                "days": [each.isoformat() for each in found.days],
            }
        )
        return
    typer.echo(found.on.isoformat())
    if found.provisional:
        why = _why_open(calendar, found.latest)
        _say(f"暂定：{why}，截止日最早{found.earliest}，最晚{found.latest}")


def _due_lines(calendar: Workdays, days: int) -> int:
    """One line out for each line in, an empty one for what is no date; 1 where there was any."""
    from harness.clock.events import BadEvent, day_written

    known: dict[str, str] = {}
    faulty: dict[str, str] = {}
    out: list[str] = []
    status = 0
    open_on: list[date] = []
    for number, line in enumerate(sys.stdin, 1):
        text = line.strip().removeprefix("\ufeff")
        if not text:
            known[text] = ""  # an empty line stays one, so that lines in and out agree
        elif text not in known:
            try:
                start = day_written(text)
                on = calendar.add(start, days)
                if not calendar.is_final(calendar.bounds(start, days, on)[1], start):
                    open_on.append(on)
                known[text] = on.isoformat()
            except (BadEvent, ValueError) as wrong:
                faulty[text] = str(wrong)
                known[text] = ""
        if text in faulty:
            _say(f"第{number}行：{faulty[text]}")
        status |= bool(text) and not known[text]
        out.append(known[text])
    sys.stdout.write("".join(f"{each}\n" for each in out))
    if open_on:
        reasons = dict.fromkeys(_why_open(calendar, on) for on in open_on)
        _say(f"有{len(open_on)}个截止日是暂定的：{'；'.join(reasons)}")
    return status


def _why_open(calendar: Workdays, last: date) -> str:
    """What is missing to make a period that ends on `last` final."""
    if last > calendar.final_through:
        return f"{calendar.final_through}以后的放假通知尚未公布"
    return f"{calendar.region}这段时间的地区假日安排没有查到出处"


def is_workday(day: str, region: Region = None, as_of: AsOf = None, as_json: Json = False) -> None:
    from calendars import OutOfRange

    asked = parse_day(day, "日期")
    calendar = _calendar(region, as_of)
    try:
        working = calendar.is_workday(asked)
    except OutOfRange as wrong:
        raise UserError(str(wrong)) from None
    why = calendar.day(asked)
    provisional = not calendar.is_final(asked)
    if as_json:
        _print_json(
            {
                "workday": working,
                "name": why.name if why else None,
                "source": why.source if why else None,
                "provisional": provisional,
            }
        )
        return
    grounds = f"（{why.name}{'放假' if why.off else '调休上班'}，{why.source}）" if why else ""
    typer.echo(("工作日" if working else "非工作日") + grounds)
    if provisional:
        _say(f"暂定：{_why_open(calendar, asked)}")


def count(
    first: Annotated[str, typer.Argument(metavar="起日")],
    last: Annotated[str, typer.Argument(metavar="止日")],
    region: Region = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    from calendars import OutOfRange

    calendar = _calendar(region, as_of)
    a, b = parse_day(first, "起日"), parse_day(last, "止日")
    if b < a:
        raise UserError(f"止日{b}早于起日{a}")
    try:
        number = calendar.count(a, b)
    except OutOfRange as wrong:
        raise UserError(str(wrong)) from None
    provisional = not calendar.is_final(b, a)
    if as_json:
        _print_json({"workdays": number, "provisional": provisional})
        return
    typer.echo(str(number))
    if provisional:
        _say(f"暂定：{_why_open(calendar, b)}")


def import_notice(
    notice: Annotated[
        Path, typer.Argument(metavar="NOTICE.txt", help="通知原文，- 表示标准输入。")
    ],
    as_json: Json = False,
    write: Annotated[
        bool, typer.Option("--write", help="写入日历数据，以后的计算即采用。")
    ] = False,
) -> None:
    from calendars.notice_text import BadNotice, read_notice
    from calendars.notices import to_toml

    try:
        found = read_notice(_text(notice))
    except BadNotice as wrong:
        raise UserError(f"{notice}：{wrong}") from None
    typer.echo(
        json.dumps(_as_facts(found), ensure_ascii=False) if as_json else to_toml(found), nl=as_json
    )
    if write:
        _write(found)


def _as_facts(notice: Notice) -> dict[str, object]:
    """The form of ../shared/calendar/facts."""
    return {
        "year": notice.year,
        "notice": notice.number or None,
        "issued": notice.issued.isoformat() if notice.issued else None,
        "days": {
            day.isoformat(): [what.name, "off" if what.off else "work"]
            for day, what in notice.days.items()
        },
    }


def _text(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as wrong:
        raise UserError(cannot_open(path, wrong)) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(f"{path}：不是文本文件，请存为 UTF-8 或 GBK 编码的纯文本")


def _write(notice: Notice) -> None:
    from calendars.notices import add_notice, shipped

    same = [n for n in shipped() if n.year == notice.year and dict(n.days) == dict(notice.days)]
    if same:
        _say(f"日历中已有这份通知（{same[0].file}），没有重复写入")
        return
    try:
        path = add_notice(notice)
    except FileExistsError as wrong:
        raise UserError(f"{wrong.filename} 已经存在而内容不同，请核对后先移走旧文件") from None
    except OSError as wrong:
        raise UserError(f"不能写入日历数据 {wrong.filename}：{reason(wrong)}") from None
    _say(f"已写入 {path}")


def verify(as_json: Json = False) -> None:
    from calendars.verify import verify_all

    report = verify_all()
    if as_json:
        _print_json(report.as_dict())
    else:
        typer.echo(report.text())
    raise typer.Exit(0 if report.clean else 1)


def _calendar(region: str | None, as_of: str | None) -> Workdays:
    import calendars
    from calendars.regions import known_regions

    day = parse_day(as_of, "--as-of") if as_of else None
    try:
        calendar = calendars.load(region, day)
    except calendars.OutOfRange as wrong:
        raise UserError(f"--as-of：{wrong}") from None
    if region and not calendar.region:
        known = "、".join(known_regions())
        _say(f"没有“{region}”的地区假日资料，按全国日历计算（有资料的：{known}）")
    _remind(calendar, day or date.today())
    return calendar


def _remind(calendar: Workdays, today: date) -> None:
    """From 25 October on: the next year's notice is out, or will be any day."""
    following = today.year + 1
    if (today.month, today.day) >= REMIND_FROM and calendar.final_through.year < following:
        _say(
            f"提醒：日历中还没有{following}年的放假通知。"
            "国务院办公厅公布后，请运行 mingcha calendar import 通知.txt --write"
        )


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _say(text: str) -> None:
    typer.echo(text, err=True)
