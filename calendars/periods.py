"""The law's time limits as they stood on a day: `in_force(day) -> Periods`, from periods.toml.

A limit is a number of working days with the article that gives it. A change of the law is one more
dated section of the file, so that an old case still comes out as it did.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from calendars.workdays import OutOfRange


@dataclass(frozen=True, slots=True)
class Period:
    """`days` working days by `article`; None where the law sets a rule without a number."""

    days: int | None
    article: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Periods:
    """One text of the law: to applications received from `since` on."""

    name: str
    short: str
    since: date
    source: str
    answer: Period  # 答复
    extension: Period  # 延长
    clarification: Period  # 告知补正
    consultation: Period  # 第三方提出意见
    consultation_pause: Period  # 征求意见的时间不计入
    payment: Period  # 缴费
    receipt: Period  # 收到之日

    answer_days: int
    extension_days: int


def _period(law: Mapping[str, Any], name: str) -> Period:
    given = law.get(name, {})
    return Period(given.get("days"), given.get("article", ""), given.get("note", ""))


def _periods(law: Mapping[str, Any]) -> Periods:
    named = ("answer", "extension", "clarification", "consultation", "consultation_pause")
    limits = {name: _period(law, name) for name in (*named, "payment", "receipt")}
    answer, extension = limits["answer"].days, limits["extension"].days
    if answer is None or extension is None:
        raise ValueError(f"periods.toml：{law['name']} 的 answer、extension 须写明 days")
    return Periods(
        law["name"],
        law["short"],
        law["from"],
        law["source"],
        answer_days=answer,
        extension_days=extension,
        **limits,
    )


@cache
def texts() -> tuple[Periods, ...]:
    """Every text of the law, oldest first."""
    text = (resources.files("calendars") / "periods.toml").read_text(encoding="utf-8")
    found = (_periods(law) for law in tomllib.loads(text)["law"])
    return tuple(sorted(found, key=lambda p: p.since))


@cache
def in_force(day: date) -> Periods:
    """The text that applies to an application received on `day`."""
    for text in reversed(texts()):
        if text.since <= day:
            return text
    first = texts()[0]
    raise OutOfRange(f"{day} 早于 {first.since}（{first.name}施行），没有可以适用的期限")


@cache
def changed_after(day: date) -> Periods | None:
    """The next text that set another time to answer than the one in force on `day`."""
    now = in_force(day)
    return next(
        (text for text in texts() if text.since > day and text.answer_days != now.answer_days),
        None,
    )
