"""Templates -> pages. Every value is escaped; one that is missing is an error, not an empty place."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from harness.casebook.ruled.wording import DATE_NAMES, object_told
from harness.checker.finding import Element
from harness.dispatch.pace import CHINA
from harness.web.here import Folder, Visitor, new_once
from harness.web.people.rights import ROLE_NAMES, Right
from harness.web.said import on_page

ROOT = Path(str(files("harness.web")))
STATIC = ROOT / "static"
MOST_COUNTED = 10_000
WEEKDAYS = "一二三四五六日"


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates", encoding="utf-8"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": day_told,
        "moment": moment_told,
        "counted": counted,
        "on_page": on_page,
        "second": second_told,
        "objects": objects_named,
    }
    made.globals |= {
        "static": static,
        "new_once": new_once,
        "Right": Right,
        "ROLE_NAMES": ROLE_NAMES,
    }
    return made


def page(here: Folder | Visitor, name: str, /, *, code: int = 200, **values: Any) -> HTMLResponse:
    """A page, with who is there and, in a campaign, which one."""
    values |= {"user": here.user, "alone": here.desk.settings.alone}
    values |= {"here": here if isinstance(here, Folder) else None}
    return html(name, code=code, **values)


def html(name: str, /, *, code: int = 200, **values: Any) -> HTMLResponse:
    values = {"user": None, "here": None, "alone": False, **values}
    return HTMLResponse(environment().get_template(name).render(**values), status_code=code)


def is_part(request: Request) -> bool:
    """Whether htmx asks, which takes parts of pages."""
    return request.headers.get("hx-request") == "true"


@cache
def static(name: str) -> str:
    """The address of a file of ours, by its content: it may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def day_told(day: date | str | None) -> str:
    """2026-03-09 周一."""
    if day is None or day == "":
        return "—"
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.isoformat()} 周{WEEKDAYS[day.weekday()]}"


def moment_told(at: str | None) -> str:
    """An instant, in China's time whatever this machine's is: days and deadlines are China's."""
    if not at:
        return "—"
    return datetime.fromisoformat(at).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


_CODED = re.compile(
    rf"(?<![\w/.])([\w-]+-[A-Za-z0-9]+/({'|'.join([*Element, *DATE_NAMES])}))(?![\w/.])"
)


def objects_named(text: str) -> str:
    """U001-A/doc_number -> U001-A 文号, wherever a line says so; the name that follows in brackets there
    stands once."""
    for code in dict.fromkeys(each[0] for each in _CODED.findall(text or "")):
        named = object_told(code, {})
        name = named.partition(" ")[2]
        text = re.sub(
            rf"(?<![\w/.]){re.escape(code)}(?:（{re.escape(name)}）)?(?![\w/.])", named, text
        )
    return text or ""


def counted(number: int) -> str:
    """10,000+ beyond ten thousand."""
    return f"{MOST_COUNTED:,}+" if number > MOST_COUNTED else f"{number:,}"


def second_told(at: float) -> str:
    """Seconds since 1970, in China's time."""
    return datetime.fromtimestamp(at, CHINA).strftime("%Y-%m-%d %H:%M")
