"""`mingcha calendar import`: a notice's own text, read, shown and, on demand, put among the data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError, unwritable
from harness.cli.given import day_option, name_of, text_of
from harness.cli.shown import json_text, named, say, say_text

if TYPE_CHECKING:
    from calendars.notices import Notice


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
    from calendars import taking_over
    from calendars.notices import to_toml

    if overwrite and not write:
        raise UserError("--replace 要与 --write 同用")
    name, text = name_of(notice), text_of(notice)
    try:
        found = taking_over.read(text, issued)
    except taking_over.NotTaken as wrong:
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
    from calendars import taking_over

    try:
        found = taking_over.taking(notice, overwrite=overwrite)
        if found.held:
            return f"日历中已有这份通知（{found.held}），没有重复写入"
        return f"已写入 {taking_over.take(found)}"
    except taking_over.Conflict as wrong:
        raise UserError(f"{wrong}；核对无误要改用这份的，加 --replace") from None
    except taking_over.NotTaken as wrong:
        raise UserError(
            f"{wrong}：请在文末补上，或者加 --issued 给出，如 --issued 2026-11-20"
        ) from None
    except FileExistsError as wrong:
        raise UserError(f"{wrong.filename} 已经存在，请核对后加 --replace 替换") from None
    except OSError as wrong:
        raise UserError(unwritable(wrong.filename, wrong)) from None
