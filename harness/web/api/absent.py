"""缺失 is written only by whoever had every page of the letter before him: as in the form of 复核."""

from __future__ import annotations

from harness.campaign.ruling.letter_view import open_letter
from harness.campaign.ruling.review import queue_of
from harness.campaign.workspace import Refused, Workspace
from harness.checker.finding import VERDICT_NAMES, Element, Verdict
from harness.web.here import Here
from harness.web.pages.review import not_shown
from harness.web.viewing import viewer_of


def refuse_unseen(here: Here, workspace: Workspace, target: str, value: str) -> None:
    head, _, tail = target.strip().partition("/")
    if tail not in {*Element} or value.strip() not in (
        Verdict.ABSENT,
        VERDICT_NAMES[Verdict.ABSENT],
    ):
        return
    try:
        found = open_letter(workspace, queue_of(workspace), viewer_of(here, workspace), head)
    except Refused:
        return  # the verb itself says what is wrong
    unseen = not_shown(here, found)
    if unseen:
        told = "、".join(map(str, unseen))
        raise Refused(f"认定缺失以前须在“复核”里看完全部页面，{head}的第{told}页还没有看过")
