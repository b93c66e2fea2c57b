"""`mingcha calendar`: working days, deadlines, reading a new notice, checking the shipped years."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.chinese import Typer
from harness.cli.errors import UserError
from harness.cli.given import day as day_given
from harness.cli.given import day_argument, day_option, number_in
from harness.cli.importing import import_notice
from harness.cli.shown import json_text, say, say_text
from harness.cli.today import today
from letters.opening import NotOpened, all_of

if TYPE_CHECKING:
    from calendars import Due, Workdays
    from calendars.workdays import Stretch

MOST_DAYS = 1000
# three of 22 years saw their days changed by a notice in the middle of the year: nothing bounds that
MID_YEAR = "（未计年中临时调整）"
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
Region = Annotated[
    str | None,
    typer.Option("--region", metavar="地区", help="另计当地的假日，如 广西壮族自治区、南宁市。"),
]
AsOf = Annotated[date | None, day_option("--as-of", "只用这一天已经公布的放假通知。")]


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
    day: Annotated[date | None, day_argument("日期", "起算之日，如收到申请之日。")] = None,
    days: Annotated[int, typer.Option("--days", help="工作日数。")] = 20,
    region: Region = None,
    as_of: AsOf = None,
    as_json: Json = False,
    stdin: Annotated[
        bool, typer.Option("--stdin", help="逐行读日期，逐行输出截止日；暂定的注明最早、最晚。")
    ] = False,
) -> None:
    from calendars import OutOfRange

    number_in(days, 1, MOST_DAYS, "--days")
    if stdin == (day is not None):
        raise UserError("给一个日期，或者用 --stdin 从标准输入逐行读日期，二者择一")
    calendar = _calendar(region, as_of)
    if day is None:
        raise typer.Exit(_due_lines(calendar, days, as_of, as_json))
    try:
        found = calendar.due(day, days)
    except OutOfRange as wrong:
        raise UserError(str(wrong)) from None
    if as_json:
        _print_json(_due_as_dict(calendar, day, found, calendar.doubts(day, found.latest)))
    else:
        say(*_due_told(calendar, day, days, found))
        if found.provisional:
            why = "；".join(calendar.doubts(day, found.latest))
            _say(f"暂定：{why}。截止日最早{found.earliest}，最晚{found.latest}{MID_YEAR}")
    _remind(calendar, as_of, found.latest)


def weekday(day: date) -> str:
    return f"星期{'一二三四五六日'[day.weekday()]}"


def _due_told(calendar: Workdays, start: date, days: int, found: Due) -> list[str]:
    """The day alone in the first line, for scripts; below it what a reader wants to check."""
    last = found.on
    lines = [
        last.isoformat(),
        f"{last.year}年{last.month}月{last.day}日（{weekday(last)}），"
        f"{start.year}年{start.month}月{start.day}日（{weekday(start)}）之后的第{days}个工作日",
    ]
    for one in calendar.passed(start + timedelta(days=1), last):
        what = "放假，不计入" if one.off else "调休上班，计入"
        lines.append(f"其间{_span(one)}{one.name}{what}（{one.source}）")
    return lines


def _span(one: Stretch) -> str:
    first = f"{one.first.month}月{one.first.day}日"
    return first if one.first == one.last else f"{first}至{one.last.month}月{one.last.day}日"


def _stretch_as_dict(one: Stretch) -> dict[str, object]:
    return {
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "name": one.name,
        "workday": not one.off,
        "source": one.source,
    }


def _due_as_dict(
    calendar: Workdays, start: date, found: Due, doubts: tuple[str, ...]
) -> dict[str, object]:
    passed = calendar.passed(start + timedelta(days=1), found.on)
    return {
        "due_on": found.on.isoformat(),
        "earliest_due_on": found.earliest.isoformat(),
        "latest_due_on": found.latest.isoformat(),
        "provisional": found.provisional,
        "doubts": list(doubts),
        "days": [each.isoformat() for each in found.days],
        "weekday": weekday(found.on),
        "passed": [_stretch_as_dict(one) for one in passed],
    }


@dataclass(frozen=True, slots=True)
class _Line:
    """One line out: its text, what is wrong with the line in, and what an open date waits for."""

    out: str
    fault: str = ""
    latest: date | None = None
    doubts: tuple[str, ...] = ()


def _due_lines(calendar: Workdays, days: int, as_of: date | None, as_json: bool) -> int:
    """One line out for each line in, an empty one for what is no date; 1 where there was any."""
    try:
        given = all_of(sys.stdin)
    except NotOpened as wrong:
        raise UserError(f"标准输入：{wrong.why}") from None
    known: dict[str, _Line] = {}
    lines: list[_Line] = []
    for number, written in enumerate(io.StringIO(given), 1):
        text = written.strip().removeprefix("\ufeff")
        line = known.get(text) or _due_line(calendar, days, text, as_json)
        known[text] = line
        lines.append(line)
        if line.fault:
            _say(f"第{number}行：{line.fault}")
    sys.stdout.write("".join(f"{line.out}\n" for line in lines))
    faulty = any(line.fault for line in lines)
    still_open = [line.latest for line in lines if line.latest is not None]
    if still_open:
        reasons = dict.fromkeys(doubt for line in lines for doubt in line.doubts)
        _say(f"有{len(still_open)}个截止日是暂定的{MID_YEAR}：{'；'.join(reasons)}")
    if still_open and not faulty:
        _remind(calendar, as_of, max(still_open))
    return int(faulty)


def _due_line(calendar: Workdays, days: int, text: str, as_json: bool) -> _Line:
    """`DATE`, or `DATE 暂定 EARLIEST LATEST` with tabs between; with --json an object."""
    if not text:  # an empty line stays one, so that lines in and out agree
        return _Line(json_text({"date": "", "due_on": None}) if as_json else "")
    try:
        start = day_given(text, "")
        found = calendar.due(start, days)
    except (UserError, ValueError) as wrong:
        error = {"code": "bad_date", "message": str(wrong)}
        bad = {"date": text, "due_on": None, "error": error}
        return _Line(json_text(bad) if as_json else "", str(wrong))
    doubts = calendar.doubts(start, found.latest) if found.provisional else ()
    latest = found.latest if found.provisional else None
    if as_json:
        told = {"date": start.isoformat(), **_due_as_dict(calendar, start, found, doubts)}
        return _Line(json_text(told), "", latest, doubts)
    span = f"\t暂定\t{found.earliest}\t{found.latest}" if found.provisional else ""
    return _Line(f"{found.on}{span}", "", latest, doubts)


def is_workday(
    day: Annotated[date, day_argument("日期", "要问的日子。")],
    region: Region = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    from calendars import OutOfRange

    calendar = _calendar(region, as_of)
    try:
        working = calendar.is_workday(day)
    except OutOfRange as wrong:
        raise UserError(str(wrong)) from None
    why = calendar.day(day)
    doubts = calendar.doubts(day - timedelta(days=1), day)
    if as_json:
        name, source = (why.name, why.source) if why else (None, None)
        told = {"workday": working, "name": name, "source": source, "provisional": bool(doubts)}
        _print_json(told)
    else:
        grounds = f"（{weekday(day)}）"
        if why:
            grounds = f"（{why.name}{'放假' if why.off else '调休上班'}，{why.source}）"
        say(("工作日" if working else "非工作日") + grounds)
        _say_doubts(doubts)
    _remind(calendar, as_of, day)


def count(
    first: Annotated[date, day_argument("起日", "不计入。")],
    last: Annotated[date, day_argument("止日", "是工作日的，计入。")],
    region: Region = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    from calendars import OutOfRange

    calendar = _calendar(region, as_of)
    if last < first:
        raise UserError(f"止日{last}早于起日{first}")
    try:
        number = calendar.count(first, last)
    except OutOfRange as wrong:
        raise UserError(str(wrong)) from None
    doubts = calendar.doubts(first, last)
    if as_json:
        _print_json({"workdays": number, "provisional": bool(doubts)})
    else:
        say(str(number))
        _say_doubts(doubts)
    _remind(calendar, as_of, last)


def verify(as_json: Json = False) -> None:
    import calendars
    from calendars.verify import verify_all

    report = verify_all()
    if as_json:
        _print_json(report.as_dict())
    else:
        say_text(report.text())
    if report.clean:
        _remind(calendars.load(), None)
    raise typer.Exit(0 if report.clean else 1)


def _calendar(region: str | None, as_of: date | None) -> Workdays:
    import calendars
    from calendars.places import place

    where = place(region)
    if not where.known:
        raise UserError(f"--region：{where.fault}")
    try:
        return calendars.load(region, as_of)
    except calendars.OutOfRange as wrong:
        raise UserError(f"--as-of：{wrong}") from None


def _remind(calendar: Workdays, as_of: date | None, last: date | None = None) -> None:
    """After an answer, never beside an error."""
    from harness.cli.reminder import reminder

    line = reminder(calendar, as_of or today(), last)
    if line:
        _say(line)


def _say_doubts(doubts: tuple[str, ...]) -> None:
    if doubts:
        _say(f"暂定：{'；'.join(doubts)}")


def _print_json(value: object) -> None:
    say(json_text(value))


def _say(text: str) -> None:
    say(text, err=True)
