"""The first page: the campaigns; and of each where it stands, and what to do next."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from harness.campaign.status import status
from harness.web.here import Looking, Visiting
from harness.web.render import page

pages = APIRouter(include_in_schema=False)


@pages.get("/")
def campaigns(visiting: Visiting) -> Response:
    shown = [each for each in visiting.desk.campaigns() if visiting.user.sees(each.key)]
    return page(visiting, "campaigns.html", campaigns=shown)


@pages.get("/c/{key}")
def campaign(here: Looking) -> Response:
    found = status(here.resident.folder, as_of=here.today, by=here.user.name)
    return page(here, "campaign.html", status=found)
