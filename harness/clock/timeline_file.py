"""The text of a TIMELINE.json -> `Written`: what `mingcha clock` reads; contracts.md, section 2.

Days may be written in every usual form, a channel by its Chinese name too. A fault is a `BadEvent` whose one Chinese sentence names the place, what stands there and what to
write instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from harness.clock.channels import channel_named
from harness.clock.events import COUNTS, DATES, BadEvent, Event, Value, kind_named, value_written
from letters.days import NoDay
from letters.days import written as day_in
from letters.model import Channel, Convention

CHOICES = {
    "no_confirmation": ("sent", "never", "arrival"),
    "answered_on": ("posted", "signed", "delivered"),
}
_PLAIN = {"kind", "on", "evidence", "source"}
_TOP = {"channel", "region", "convention", "events"}
# named on standard error; what somebody else's program adds to its own files is no fault
_KNOWN = {*_PLAIN, *DATES, *COUNTS, "carrier", "note"}


@dataclass(frozen=True, slots=True)
class Written:
    """One application as the file tells it."""

    events: tuple[Event, ...]
    channel: Channel
    region: str | None
    convention: Convention
    unknown: tuple[str, ...] = ()  # keys that say nothing to us: perhaps slips of the pen


def read_timeline(text: str) -> Written:
    try:
        table = json.loads(text)
    except json.JSONDecodeError as wrong:
        where = f"第{wrong.lineno}行第{wrong.colno}列"
        raise BadEvent(f"不是有效的 JSON（{where}），请检查引号、逗号和括号") from None
    except RecursionError:
        raise BadEvent("不是时间线：JSON 的嵌套太深") from None
    except ValueError:  # an integer of thousands of digits
        raise BadEvent("不是时间线：JSON 中有位数过多的整数，天数最多4位") from None
    if not isinstance(table, dict):
        raise BadEvent('应是一个 JSON 对象：{"channel": ..., "events": [...]}')
    region = table.get("region")
    if region is not None and not isinstance(region, str):
        raise BadEvent("region 应是地区名称的文字，如“广西壮族自治区”")
    return Written(
        _events(table.get("events")),
        _channel(table),
        region or None,
        convention_of(table.get("convention") or {}),
        _unknown(table),
    )


def _unknown(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys that are not of the contract, each once."""
    found = dict.fromkeys(key for key in table if key not in _TOP)
    for event in table["events"]:
        found |= dict.fromkeys(key for key in event if key not in _KNOWN)
    return tuple(found)


def _channel(table: Mapping[str, Any]) -> Channel:
    return channel_named(table.get("channel"), "channel")


def convention_of(given: object) -> Convention:
    if not isinstance(given, dict):
        raise BadEvent('convention 应是一个对象，如 {"count_receipt_day": false}')
    known = {"count_receipt_day", *CHOICES}
    for key in given.keys() - known:
        raise BadEvent(f"convention 中不认识的键“{key}”，可用的键：{'、'.join(sorted(known))}")
    count = given.get("count_receipt_day", False)
    if not isinstance(count, bool):
        raise BadEvent("convention.count_receipt_day 应是 true 或者 false")
    chosen = {key: given.get(key, allowed[0]) for key, allowed in CHOICES.items()}
    for key, value in chosen.items():
        if value not in CHOICES[key]:
            raise BadEvent(f"convention.{key}“{value}”应是其中之一：{'、'.join(CHOICES[key])}")
    return Convention(count, chosen["no_confirmation"], chosen["answered_on"])


def _events(given: object) -> tuple[Event, ...]:
    if not isinstance(given, list):
        raise BadEvent('缺少 events，应是事件的列表：[{"kind": "sent", "on": "2026-03-02"}, ...]')
    return tuple(_event(number, entry) for number, entry in enumerate(given, 1))


def _event(number: int, entry: object) -> Event:
    if not isinstance(entry, dict):
        raise BadEvent(f'第{number}个事件应是一个对象，如 {{"kind": "sent", "on": "2026-03-02"}}')
    try:
        entry = {
            "on": _own_day(entry),
            **{key: each for key, each in entry.items() if each is not None},
        }
        for key in ("kind", "on"):
            if entry.get(key) is None:
                raise BadEvent(f"缺少 {key}")
        data: dict[str, Value] = {
            key: day_told(value, key) if key in DATES else value_written(key, value)
            for key, value in entry.items()
            if key not in _PLAIN
        }
        return Event(
            kind_named(entry["kind"]),
            day_told(entry["on"], "on"),
            evidence=str(entry.get("evidence") or ""),
            source=str(entry.get("source") or ""),
            data=data,
        )
    except BadEvent as wrong:
        raise BadEvent(f"第{number}个事件：{wrong}") from None


def day_told(value: object, what: str) -> date:
    """A day in any usual form; also 20260302 without quotes."""
    number = isinstance(value, int) and not isinstance(value, bool)
    if not (number or isinstance(value, str)) or (number and not 0 < value < 10**8):  # type: ignore[operator]
        raise BadEvent(f"{what} 应是日期的文字，如 2026-03-02")
    try:
        return day_in(str(value))
    except NoDay as wrong:
        raise BadEvent(f"{what} {wrong}") from None


def _own_day(entry: dict[str, object]) -> object:
    """An answer may be dated by its own four days alone: the first of them that is known, posting
    before arrival before signature."""
    if entry.get("kind") != "answered":
        return None
    days = (entry.get(name) for name in ("posted_on", "delivered_on", "signed_on"))
    return next((day for day in days if day), None)
