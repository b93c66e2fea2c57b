"""What the commands of `log` share: a day that is needed, and how one tells what was put down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.cli.campaign.desk import Desk, day_given
from harness.cli.errors import UserError
from harness.cli.shown import say

if TYPE_CHECKING:
    from datetime import date

    from harness.campaign.recording.event import Recorded


def day_needed(text: str, what: str) -> date:
    day = day_given(text, what)
    if day is None:
        raise UserError(f"缺少 {what} 日期")
    return day


def more(note: str, replace: bool) -> list[str]:
    return [*(["--note", note] if note else []), *(["--replace"] if replace else [])]


def show(desk: Desk, done: Recorded, words: list[str], after: str = "mingcha due") -> None:
    if desk.as_json:
        desk.answer(done)
        return
    if not done.new:
        say(f"已经登记过，没有变动：{done.what}")
        desk.next(after)
        return
    say(f"{'已登记' if done.written else '将登记'}：{done.what}")
    for each in done.replaces:
        say(f"  取代先前的登记：{each}")
    for each in done.remarks:
        say(f"  {each}")
    if done.written:
        desk.next(after)
    else:
        desk.next(f"mingcha log {desk.words(words)} --write", "写入请运行")
