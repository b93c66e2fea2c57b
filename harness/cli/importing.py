"""`mingcha calendar import`: a notice's own text, read, shown and, on demand, put among the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError, unwritable
from harness.cli.given import day_option, name_of, text_of
from harness.cli.shown import json_text, named, say, say_text

if TYPE_CHECKING:
    from calendars.notices import Notice

SHOWN = 3  # so many days that differ are named
MOST_CHARACTERS = 20_000  # of a notice; the longest has 2,000


def import_notice(
    notice: Annotated[
        Path, typer.Argument(metavar="NOTICE.txt", help="通知原文，- 表示标准输入。")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="写入日历数据，以后的计算即采用。")
    ] = False,
    issued: Annotated[date | None, day_option("--issued", "成文日期，原文中没有时给出。")] = None,
    overwrite: Annotated[
        bool, typer.Option("--replace", help="与 --write 同用：替换日历中同一份通知。")
    ] = False,
) -> None:
    from calendars.notice_text import BadNotice, read_notice
    from calendars.notices import to_toml

    if overwrite and not write:
        raise UserError("--replace 要与 --write 同用")
    name, text = name_of(notice), text_of(notice)
    if len(text) > MOST_CHARACTERS:
        raise UserError(
            f"{named(name)}：有{len(text)}字，不像一份放假通知（一般一两千字），请只留通知原文"
        )
    try:
        found = read_notice(text, issued)
    except BadNotice as wrong:
        raise UserError(f"{named(name)}：{wrong}") from None
    done = _write(found, overwrite) if write else ""
    say_text(json_text(as_facts(found)) if as_json else to_toml(found), nl=as_json)
    if done:
        say(done, err=True)


def as_facts(notice: Notice) -> dict[str, object]:
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


def _write(notice: Notice, overwrite: bool) -> str:
    """Put it among the data; what was done, for the user."""
    from calendars.notices import shipped

    held = [n for n in shipped() if _same(n, notice)]
    if held and (notice.issued is None or notice.issued == held[0].issued):
        return f"日历中已有这份通知（{held[0].file}），没有重复写入"
    if notice.issued is None:
        raise UserError(
            "文中没有读到成文日期，日历需要它才知道通知从哪一天起为人所知："
            "请在文末补上，或者加 --issued 给出，如 --issued 2026-11-20"
        )
    held = held or [n for n in shipped() if n.file == notice.file]
    if held and not overwrite:
        raise UserError(_conflict(held[0], notice))
    if held:
        notice = _merged(held[0], notice)
    return _put(notice, overwrite)


def _put(notice: Notice, overwrite: bool) -> str:
    from calendars.notices import add_notice

    try:
        return f"已写入 {add_notice(notice, replace=overwrite)}"
    except FileExistsError as wrong:
        raise UserError(f"{wrong.filename} 已经存在，请核对后加 --replace 替换") from None
    except OSError as wrong:
        raise UserError(unwritable(wrong.filename, wrong)) from None


def _same(one: Notice, other: Notice) -> bool:
    """The same days for the same reason, whatever either knows of its number and issue."""
    return one.year == other.year and _days(one) == _days(other)


def _days(notice: Notice) -> dict[date, tuple[str, bool]]:
    return {day: (what.name, what.off) for day, what in notice.days.items()}


def _conflict(held: Notice, notice: Notice) -> str:
    remedy = "核对无误要改用这份的，加 --replace"
    differing = sorted(day for day, _ in set(_days(held).items()) ^ set(_days(notice).items()))
    if differing:
        listed = "、".join(str(day) for day in list(dict.fromkeys(differing))[:SHOWN])
        return f"日历中已有{held.year}年的通知（{held.file}），所列日期不同（如{listed}）；{remedy}"
    known = f"成文日期是{held.issued}" if held.issued else "没有成文日期"
    return f"日历中已有这份通知（{held.file}），{known}，这份文本的是{notice.issued}；{remedy}"


def _merged(held: Notice, notice: Notice) -> Notice:
    """The new one, in the file of the old; what a copy does not tell stays as it was."""
    return replace(
        notice,
        file=held.file,
        number=notice.number or held.number,
        url=notice.url or held.url,
        changes=notice.changes and (held.changes or notice.changes),
    )
