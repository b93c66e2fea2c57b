"""日历: a year with its days off, its worked weekends and the notices they come from; and the next notice,
pasted in, shown, and then written."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

import calendars
from calendars.taking_over import NO_DATE, Conflict, NotTaken, Taking, read, taking
from calendars.workdays import FIRST_YEAR
from calendars.year import year_of
from harness.campaign.errors import Refused
from harness.campaign.planning.new_notice import take
from harness.web.here import Looking, NotHere, Settling
from harness.web.render import page

pages = APIRouter(include_in_schema=False)
LAST_YEAR = 2099
MOST = 20_000  # characters of a notice


@pages.get("/c/{key}/plan/calendar")
def shown(here: Looking, year: int | None = None) -> Response:
    year = year or here.today.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotHere(f"日历只有{FIRST_YEAR}年到{LAST_YEAR}年")
    with here.workspace() as workspace:
        campaign = workspace.campaign
    calendar = calendars.load(campaign.region or None)
    marks = {each.send_on: f"{each.label}：寄出" for each in campaign.rounds}
    marks[campaign.collect_until] = "数据采集截止"
    marks[here.today] = f"今天{'，' + marks[here.today] if here.today in marks else ''}"
    return page(
        here, "plan/calendar.html", found=year_of(calendar, year), region=calendar.region,
        marks=marks, today=here.today, final=calendar.final_through,
    )  # fmt: skip


@pages.post("/c/{key}/plan/calendar")
def notice(
    here: Settling,
    text: Annotated[str, Form(min_length=20, max_length=MOST)],
    once: Annotated[str, Form()],
    issued: Annotated[date | None, Form()] = None,
    instead: Annotated[bool, Form()] = False,
    write: Annotated[bool, Form()] = False,
) -> Response:
    """First it is shown what it would add; then it is written."""
    found = _read(text, issued, instead)
    if not write:
        return page(
            here, "plan/notice.html", found=found, notice=found.notice, text=text, issued=issued,
            instead=instead,
        )  # fmt: skip

    def do() -> str:
        if not found.held:
            take(found)
            here.desk.reopened()  # what was reckoned by the calendar before is reckoned anew
        return f"{here.url('plan', 'calendar')}?year={found.notice.year}"

    return here.once(once, do)


def _read(text: str, issued: date | None, instead: bool) -> Taking:
    try:
        return taking(read(text, issued), overwrite=instead)
    except Conflict as wrong:
        raise Refused(f"{wrong}；核对无误要改用这份的，请勾选“替换原有的通知”") from None
    except NotTaken as wrong:
        more = "；请填写成文日期" if str(wrong) == NO_DATE else ""
        raise Refused(f"{wrong}{more}") from None
