"""The first page: the campaigns; and of each where it stands, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from harness.campaign.dashboard import SOON, Glance, glance
from harness.campaign.status import Status, faults_of, standing, unopened
from harness.campaign.todo import Todo, todo
from harness.web.blinded import blinded
from harness.web.here import Folder, Here, Looking, Seeing, Visiting
from harness.web.render import page
from harness.web.viewing import viewer_of
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
def campaign(here: Seeing, done: str = "", amiss: str = "") -> Response:
    """Also of one whose tables are wrong: then it says what is to be mended, and where. `done`: it was
    put back from a backup just now; `amiss`: how much was amiss with it already then."""
    try:
        resident = here.desk.resident(here.key)
        assert resident is not None  # its folder is there
        with resident.workspace(by=here.user.name) as workspace:
            opened = Here(here.user, here.desk, here.key, here.folder, here.request, resident)
            found, seen = standing(workspace), glance(workspace)
            waits = todo(workspace, viewer_of(opened, workspace))
            title, until = workspace.campaign.title, workspace.campaign.collect_until
    except BadTable as wrong:
        faults = faults_of(here.folder) or wrong.faults
        return _page(
            here, unopened(here.folder, faults), None, None, here.key, None, _back(done, amiss)
        )
    return _page(opened, found, seen, waits, title, until, _back(done, amiss))


def _back(done: str, amiss: str) -> str:
    if done != "restored":
        return ""
    already = (
        f"；备份时就有{amiss}处与登记不符，请核对" if amiss.isdecimal() and len(amiss) < 7 else ""
    )
    return f"已从备份恢复，逐项核对无误{already}。"


def _page(
    here: Folder,
    status: Status,
    seen: Glance | None,
    waits: Todo | None,
    title: str,
    until: object,
    back: str,
) -> Response:
    running = [each for each in here.desk.jobs.of(here.key) if each.state == "running"]
    verb = status.next.split()[1]
    step = STEPS.get(verb, STEPS["status"])
    if verb == "queue" and waits is not None:
        step = _where(waits)
    return page(
        here, "campaign.html", status=status, seen=seen, waits=waits, title=title, until=until,
        step=step, running=running, soon=SOON, by_people=verb == "queue",
        back=back,
    )  # fmt: skip


def _where(waits: Todo) -> Step:
    """Where the first of what waits is done."""
    if waits.unplaced:
        return Step("去归卷", ("unplaced",))
    return STEPS["queue"] if waits.review else Step("看其余待办", ("todo",))


@pages.get("/c/{key}/todo")
def rest(here: Looking) -> Response:
    """What only a person can settle and neither 归卷 nor 复核 shows."""
    with here.workspace() as workspace:
        waits = todo(workspace, viewer_of(here, workspace))
        blind = blinded(here, workspace)
    return page(here, "todo.html", waits=waits, blind=blind)
