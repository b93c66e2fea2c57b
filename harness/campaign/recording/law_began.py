"""Days on which nothing of a campaign can have happened: before there was a 条例, no period can be counted."""

from __future__ import annotations

from datetime import date

from calendars.periods import texts


def before_the_law(on: date, name: str) -> str:
    """Why this day cannot be; empty where it can."""
    began = texts()[0].since
    if on >= began:
        return ""
    return f"{name} {on} 早于《政府信息公开条例》施行之日（{began}），请核对年份"
