"""截止日.ics: every application's deadline as an entry of a calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from harness.reports.material import DRILL_MARK, Material
from harness.reports.wording import due_text, group_of, result_of, working
from harness.scoring.assessment import Case
from harness.scoring.timing import Timing
from letters.saving import save
from letters.writable import writable


def by_deadline(material: Material) -> list[Case]:
    cases = material.assessment.cases
    return sorted(cases, key=lambda case: (case.clock.due_on is None, str(case.clock.due_on)))


def write_deadline_calendar(material: Material, path: Path) -> Path:
    """One all-day entry for each application that has a deadline."""
    calendar = Calendar()
    calendar.add("prodid", "-//mingcha//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(f"{_mark(material)}{material.title}答复截止日"))
    for case in by_deadline(material):
        if case.clock.due_on is not None:
            calendar.add_component(_event(material, case))
    return save(path, calendar.to_ical())


def _event(material: Material, case: Case) -> Event:
    application, due = case.application, case.clock.due_on
    if due is None:
        raise ValueError(f"{application.id} has no deadline")
    event = Event()
    event.add("uid", _line(f"{material.assessment.campaign.id}-{application.id}@mingcha"))
    # the moment the entry was made is that of the assessment, so that two runs agree
    as_of = material.assessment.as_of
    event.add("dtstamp", datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC))
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    result = result_of(material, case)
    event.add(
        "summary",
        _line(f"{_mark(material)}{application.unit.name}答复截止（{application.id}，{result}）"),
    )
    event.add("description", _words(f"截止日：{due_text(case)}\n{working(case)}"))
    event.add("transp", "TRANSPARENT")
    open_still = group_of(material, case) in (Timing.PENDING, Timing.UNCLEAR)
    event.add("status", "TENTATIVE" if case.clock.provisional or open_still else "CONFIRMED")
    return event


def _line(text: str) -> str:
    return " ".join(writable(text).split())


def _words(text: str) -> str:
    """Lines as the format knows them: a carriage return alone would begin a field of its own."""
    return "\n".join(_line(line) for line in text.splitlines())


def _mark(material: Material) -> str:
    return f"【{DRILL_MARK}】" if material.drill else ""
