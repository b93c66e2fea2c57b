"""记录: everything that was ever done, the latest first; and what people did, taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query
from fastapi.responses import Response

from harness.campaign.undo import past, undo
from harness.web.blinded import blinded, names_one
from harness.web.here import Here, Looking, NotAllowed, Recording
from harness.web.people.rights import Right
from harness.web.render import page

pages = APIRouter(include_in_schema=False)
NAMES = {
    "plan": "编制计划", "send": "发信", "letters": "制作信件", "pause": "暂停", "resume": "恢复",
    "recall": "撤回", "resend": "重发", "collect": "收件", "file": "归卷", "rule": "认定",
    "log": "登记", "ledger": "台账", "sample": "抽样", "second": "复评", "objection": "异议",
    "applicant": "申请人", "settings": "设置", "undo": "撤销", "question": "提问",
}  # fmt: skip


@pages.get("/c/{key}/history")
def shown(
    here: Looking, before: Annotated[int, Query(ge=0, le=2**53)] = 0, verb: str = "", by: str = ""
) -> Response:
    verb = verb if verb in NAMES else ""
    with here.workspace() as workspace:
        found = past(workspace, before, verb=verb, by=by.strip())
        blind = blinded(here, workspace)
    hidden = {
        each.op for each in found.done if each.by != here.user.name and names_one(each.what, blind)
    }
    mine = {op for op in found.could if _may(here, next(e.by for e in found.done if e.op == op))}
    return page(
        here, "history.html", found=found, names=NAMES, verb=verb, by=by, before=before,
        hidden=hidden, may=mine - hidden,
    )  # fmt: skip


def _may(here: Here, by: str) -> bool:
    """One's own, or, for who decides, anybody's."""
    own = by == here.user.name and here.user.may(Right.RECORD)
    return own or here.user.may(Right.DECIDE)


@pages.post("/c/{key}/history/{op}/undo")
def undone(
    here: Recording, op: Annotated[int, Path(ge=1, le=2**53)], once: Annotated[str, Form()]
) -> Response:
    def do() -> str:
        with here.workspace() as workspace:
            found = past(workspace, op + 1, 1)
            by = found.done[0].by if found.done else here.user.name
            if not _may(here, by):
                raise NotAllowed(f"第{op}号操作是{by}作出的，由本人或者复核员、管理员撤销")
            undo(workspace, op, write=True)
        return here.url("history")

    return here.once(once, do)
