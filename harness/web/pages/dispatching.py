"""发送: what would go, from where and until when; sending it by its very number; holding it, taking it
back, and letting go again what surely did not go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response

from harness.campaign.errors import Refused
from harness.campaign.sending import holding, looking
from harness.campaign.sending import send as sending
from harness.campaign.sending.unsent import unsent
from harness.campaign.workspace import Workspace
from harness.dispatch.passwords import Ask, nobody
from harness.store import further, outbox
from harness.web.here import Looking, Sending
from harness.web.long import start
from harness.web.render import page
from letters.model import Application

pages = APIRouter(include_in_schema=False)
MOST = 300  # mails named on the page
PLACE = ("plan", "send")
Once = Annotated[str, Form()]


@pages.get("/c/{key}/plan/send")
def shown(here: Looking, on: date | None = None) -> Response:
    on = on or here.today
    with here.workspace() as workspace:
        found = sending.forecast(workspace, on)
        accounts = workspace.campaign.accounts
        letters = workspace.letters()
        with workspace.store.reading() as connection:
            after = further.letters(connection)
        named = _Names(workspace.book().find.plan.by_id)
        waiting = unsent(workspace, letters)
        days = sorted({each.send_on for each in workspace.campaign.rounds})
    held = [
        (each.application_id, each.state, each.detail)
        for each in waiting
        if each.message_id and each.state in ("refused", "recalled")
    ]
    unknown = [(id, looking_for(letters.get(id) or after.get(id))) for id in found.unknown]
    return page(
        here, "plan/send.html", on=on, found=found, units=named, most=MOST, held=held[:MOST],
        unknown=unknown, days=days, states=outbox.STATES,
        boxes=[each.address for each in accounts if each.smtp_user],
    )  # fmt: skip


class _Names:
    """Application -> its unit's name, of the few that a page shows."""

    def __init__(self, known: Mapping[str, Application]) -> None:
        self._known = known

    def get(self, id: str, other: str) -> str:
        return self._known[id].unit.name if id in self._known else other


def looking_for(letter: outbox.Queued | further.Further | None) -> str:
    """What a person looks for, without the words for the command line."""
    if letter is None:
        return ""
    said = f"（{letter.detail}）" if letter.detail else ""
    return (
        f"{letter.on} 发送时中断{said}。请到申请人邮箱的“已发送”找 Message-ID 为 {letter.message_id} "
        "的邮件，看有没有对方系统的投递报告、自动回复，必要时向邮箱服务商查投递记录"
    )


@pages.post("/c/{key}/plan/send")
def sent(
    here: Sending,
    on: Annotated[date, Form()],
    number: Annotated[int, Form(ge=0)],
    once: Once,
    box: Annotated[list[str], Form()] = [],  # noqa: B006
    password: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    ask = _asked(box, password)

    def work(workspace: Workspace) -> tuple[str, ...]:
        return tuple(_outcome(sending.send(workspace, on, number, ask=ask)))

    with here.workspace() as workspace:
        due = len(sending.forecast(workspace, on).due)
        if due != number:
            raise Refused(f"写的是发送{number}封，现在到期待发的是{due}封；请核对后写相同的数")
    return start(here, once, "发送邮件", here.url(*PLACE), work)


def _asked(boxes: Sequence[str], passwords: Sequence[str]) -> Ask:
    """Passwords that were typed for this once; they are kept nowhere."""
    given = {box: word for box, word in zip(boxes, passwords, strict=False) if word}
    return given.get if given else nobody


def _outcome(done: sending.Sending) -> Iterator[str]:
    yield f"发出{len(done.sent)}封"
    yield from (f"{id}没有发出：{why}" for id, why in done.refused)
    yield from (f"{id}不能发：{why}" for id, why in done.barred)
    yield from done.stopped
    if done.unknown:
        yield f"{'、'.join(done.unknown)}是否已经发出不明，核实前不会重发"
    if done.left:
        yield f"还有{len(done.left)}封待发，可以接着发"


@pages.post("/c/{key}/plan/send/rehearse")
def rehearsed(
    here: Sending,
    on: Annotated[date, Form()],
    address: Annotated[str, Form(min_length=3, max_length=200)],
    once: Once,
    box: Annotated[list[str], Form()] = [],  # noqa: B006
    password: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    ask = _asked(box, password)

    def work(workspace: Workspace) -> tuple[str, ...]:
        done = sending.rehearse(workspace, on, address.strip(), ask=ask)
        wrong = tuple(f"{id}没有寄到：{why}" for id, why in done.refused)
        return (f"{len(done.sent)}封已寄到 {address.strip()}，没有作任何登记", *wrong)

    return start(here, once, "试寄给自己", here.url(*PLACE), work)


@pages.post("/c/{key}/plan/send/pause")
def paused(here: Sending, once: Once, why: Annotated[str, Form(max_length=200)] = "") -> Response:
    def do() -> str:
        with here.workspace() as workspace:
            holding.pause(workspace, why)
        return here.url(*PLACE)

    return here.once(once, do)


@pages.post("/c/{key}/plan/send/resume")
def resumed(here: Sending, once: Once) -> Response:
    def do() -> str:
        with here.workspace() as workspace:
            holding.resume(workspace)
        return here.url(*PLACE)

    return here.once(once, do)


@pages.post("/c/{key}/plan/send/recall")
def recalled(
    here: Sending,
    once: Once,
    id: Annotated[list[str], Form()] = [],  # noqa: B006
    everything: Annotated[bool, Form()] = False,
) -> Response:
    def do() -> str:
        if not id and not everything:
            raise Refused("请先勾选要撤回的邮件")
        with here.workspace() as workspace:
            holding.recall(workspace, [holding.ALL] if everything else id, write=True)
        return here.url(*PLACE)

    return here.once(once, do)


@pages.post("/c/{key}/plan/send/resend")
def resent(
    here: Sending,
    id: Annotated[str, Form()],
    once: Once,
    why: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    def do() -> str:
        with here.workspace() as workspace:
            holding.resend(workspace, id, why, write=True)
        return here.url(*PLACE)

    return here.once(once, do)


@pages.get("/c/{key}/plan/send/look")
def looked(here: Sending, id: Annotated[str, Query()]) -> Response:
    """A copy in the folder of sent mail, as far as the mailbox lets itself be looked at."""
    with here.workspace() as workspace:
        found = looking.look(workspace, [id])
    lines = [line for each in found for line in looking.in_words(each)]
    return page(here, "plan/looked.html", id=id, lines=lines)
