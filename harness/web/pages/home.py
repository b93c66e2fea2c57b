"""The first page: the campaigns; and of each where it stands, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from harness.campaign.dashboard import SOON, Glance, glance
from harness.campaign.status import Status, faults_of, standing, unopened
from harness.web.here import Folder, Here, Seeing, Visiting
from harness.web.render import page
from letters.faults import BadTable

pages = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Step:
    """The next one: what the button says, and the page on which it is done."""

    name: str
    place: tuple[str, ...]


# by the verb that status names
STEPS = {
    "status": Step("改好表格和设置", ("plan", "tables")),
    "plan": Step("编制计划", ("plan",)),
    "letters": Step("制作信件", ("plan", "letters")),
    "send": Step("发送邮件", ("plan", "send")),
    "log": Step("登记寄送", ("post",)),
    "queue": Step("去复核", ("review",)),
    "collect": Step("收件", ("arrivals",)),
    "report": Step("编制报告", ("reports",)),
}


@pages.get("/")
def campaigns(visiting: Visiting) -> Response:
    shown = [each for each in visiting.desk.campaigns() if visiting.user.sees(each.key)]
    return page(visiting, "campaigns.html", campaigns=shown)


@pages.get("/c/{key}")
def campaign(here: Seeing) -> Response:
    """Also of one whose tables are wrong: then it says what is to be mended, and where."""
    try:
        resident = here.desk.resident(here.key)
        assert resident is not None  # its folder is there
        with resident.workspace(by=here.user.name) as workspace:
            found, seen = standing(workspace), glance(workspace)
            title, until = workspace.campaign.title, workspace.campaign.collect_until
    except BadTable as wrong:
        faults = faults_of(here.folder) or wrong.faults
        return _page(here, unopened(here.folder, faults), None, here.key, None)
    opened = Here(here.user, here.desk, here.key, here.folder, here.request, resident)
    return _page(opened, found, seen, title, until)


def _page(here: Folder, status: Status, seen: Glance | None, title: str, until: object) -> Response:
    running = [each for each in here.desk.jobs.of(here.key) if each.state == "running"]
    return page(
        here, "campaign.html", status=status, seen=seen, title=title, until=until,
        step=STEPS.get(status.next.split()[1], STEPS["status"]), running=running, soon=SOON,
    )  # fmt: skip
