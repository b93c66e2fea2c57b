"""The options of `mingcha clock` that stand in the place of a file: one for each kind of event.

In: what was written behind each. Out: `Written`; what is wrong is a `UserError` that names the option.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from harness.cli.errors import UserError
from harness.cli.given import day

if TYPE_CHECKING:
    from harness.clock.events import Event, Kind
    from harness.clock.timeline_file import Written
    from letters.model import Convention

# an option, the kind of its event, and the count of days that may follow the day: 2026-03-10:15
EVENTS = {
    "--sent": ("sent", ""),
    "--delivered": ("delivered", ""),
    "--confirmed": ("confirmed", ""),
    "--returned": ("returned", ""),
    "--clarification": ("clarification_requested", "period_days"),
    "--resubmitted": ("clarification_submitted", ""),
    "--extended": ("extension_notified", "days"),
    "--consulting": ("third_party_started", ""),
    "--consulted": ("third_party_ended", ""),
    "--fee": ("fee_notified", ""),
    "--paid": ("fee_paid", ""),
    "--asked-to-withdraw": ("withdrawal_requested", ""),
    "--withdrawn": ("withdrawn", ""),
    "--answered": ("answered", ""),
}
# days of an answer beside the one on which it came; the first that is known dates one without
OWN_DAYS = {
    "--answer-posted": "posted_on",
    "--answer-delivered": "delivered_on",
    "--answer-signed": "signed_on",
}
_COUNTED = re.compile(r"(?P<day>.+?)[:：](?P<days>[0-9]{1,5})(?:个?工作日|日|天)?")

Days = list[str] | None


def event_option(name: str, told: str) -> Any:
    counted = name in EVENTS and EVENTS[name][1]
    return typer.Option(name, metavar="日期[:天数]" if counted else "日期", help=told)


def written_from(
    given: Mapping[str, Days], channel: str, region: str | None, convention: Convention
) -> Written:
    from harness.clock.channels import channel_named
    from harness.clock.events import BadEvent
    from harness.clock.timeline_file import Written

    try:
        by = channel_named(channel, "--channel")
    except BadEvent as wrong:
        raise UserError(str(wrong)) from None
    return Written(tuple(_events(given)), by, region, convention)


def _events(given: Mapping[str, Days]) -> Iterator[Event]:
    from harness.clock.events import Kind

    for option, (name, count) in EVENTS.items():
        for text in given.get(option) or () if name != Kind.ANSWERED else ():
            yield _event(Kind(name), option, text, count)
    yield from _answers(given)


def _answers(given: Mapping[str, Days]) -> Iterator[Event]:
    from harness.clock.events import Event, Kind

    answers = [day(text, "--answered ") for text in given.get("--answered") or ()]
    own: dict[str, date] = {}
    for option, datum in OWN_DAYS.items():
        told = given.get(option) or []
        if len(told) > 1:
            raise UserError(f"{option} 只能写一次")
        if told:
            own[datum] = day(told[0], f"{option} ")
    if len(answers) > 1 and own:
        names = "、".join(OWN_DAYS)
        raise UserError(f"--answered 写了几次的，不能再写 {names}，请改用时间线文件")
    for on in answers or list(own.values())[:1]:
        yield Event(Kind.ANSWERED, on, data=dict(own))


def _event(kind: Kind, option: str, text: str, count: str) -> Event:
    from harness.clock.events import BadEvent, Event, value_written

    found = _COUNTED.fullmatch(text.strip()) if count else None
    if found is None or not _is_day(found["day"]):  # 2026-03-05 10:30 is a day with its hour
        return Event(kind, day(text, f"{option} "))
    try:
        number = value_written(count, found["days"])
    except BadEvent as wrong:
        raise UserError(f"{option} 的天数{str(wrong).removeprefix(count)}") from None
    return Event(kind, day(found["day"], f"{option} "), data={count: number})


def _is_day(text: str) -> bool:
    try:
        day(text, "")
    except UserError:
        return False
    return True


def any_given(given: Mapping[str, Days]) -> Sequence[str]:
    """The options that were written."""
    return [option for option, days in given.items() if days]
