"""`letters --supplement`, `letters --withdraw`: what an applicant writes after the application.

A letter to answer a 补正告知, or to withdraw what need not be gone on with. It is made like the first
one, into outgoing/DATE/: for what went on paper a .docx and a label, else a text to send from the
applicant's own mailbox as an answer in the same thread, or to paste. That it went is told by `log`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.campaign.clocks.due import state_told
from harness.campaign.recording.event import application_named
from harness.campaign.sending.further_mail import can_leave, put_in
from harness.campaign.workspace import OUTGOING, Refused, Workspace
from harness.casebook.book import Book
from harness.clock.events import Kind
from harness.clock.result import State
from letters import compose
from letters.labels import write_labels
from letters.model import Application, Channel, Letter
from letters.saving import save

ALL = frozenset({"全部", "all"})
_SUPPLEMENT, _WITHDRAWAL = "补正说明", "撤回申请"
BY_SEND = "（本信由 mingcha send 发出并登记，请勿另行发送）"
_DOCX, _TXT = ".docx", ".txt"
OPEN = frozenset(
    {
        State.AWAITING_RECEIPT, State.RUNNING, State.WAITING_FOR_APPLICANT, State.SUSPENDED,
        State.OVERDUE,
    }
)  # fmt: skip
ON_PAPER = frozenset(
    {Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL, Channel.IN_PERSON, Channel.FAX}
)
POSTED = frozenset({Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL})
_WHY_NOT: dict[State, str] = {
    State.NOT_SENT: "还没有寄出或提交",
    State.WITHDRAWN: "已经撤回",
    State.DEEMED_ABANDONED: "已视为放弃",
    State.UNDELIVERABLE: "未能投递，已经退回",
}


@dataclass(frozen=True, slots=True)
class Further:
    """`files` are relative to the campaign's folder; `applications`: those that were written;
    `queued`: the ids of those that wait for `send`."""

    files: tuple[str, ...]
    applications: tuple[str, ...]
    queued: tuple[str, ...] = ()


def withdraw(workspace: Workspace, named: Sequence[str], on: date) -> Further:
    """Letters that withdraw these applications, or all that are open (`all`)."""
    return _write(workspace, _open(workspace, named), on, _WITHDRAWAL, _Withdrawal(workspace, on))


def supplement(workspace: Workspace, named: str, answer: str, on: date) -> Further:
    """The letter that answers a 补正告知. `answer`: what it says, in lines."""
    if not answer.strip():
        raise Refused("请用 --answer 写明补正的内容，如 --answer 所申请的信息指2025年1月至12月的")
    written = _Supplement(workspace, answer, on)
    return _write(workspace, _open(workspace, [named]), on, _SUPPLEMENT, written)


def further_names(application: Application) -> frozenset[str]:
    """The names that its files have, whichever way it went: who deletes them must know them all."""
    return frozenset(
        f"{_name(title, application)}{kind}"
        for title in (_SUPPLEMENT, _WITHDRAWAL)
        for kind in (_DOCX, _TXT)
    )


def _name(title: str, application: Application) -> str:
    return f"{title}-{application.id}"


def _open(workspace: Workspace, named: Sequence[str]) -> tuple[Application, ...]:
    """In the plan's order; Refused where one of those named is not open."""
    book = workspace.book()
    cases = workspace.clocks(book).cases
    states = {each.application.id: state_told(each, workspace.as_of) for each in cases}
    with workspace.store.reading() as connection:
        asked = {application_named(connection, each).id for each in named if each not in ALL}
    closed = [id for id in sorted(asked) if states[id] not in OPEN]
    if closed:
        told = "；".join(f"{id} {_WHY_NOT.get(states[id], '已经答复')}" for id in closed)
        raise Refused(f"没有要写的信：{told}")
    whole = not ALL.isdisjoint(named)
    return tuple(
        _as_sent(each.application, book)
        for each in cases
        if each.application.id in asked or (whole and states[each.application.id] in OPEN)
    )


def _as_sent(application: Application, book: Book) -> Application:
    """With the day on which it went, by which the letter speaks of it."""
    days = [each.on for each in book.events(application.id) if each.kind is Kind.SENT]
    return compose.dated(application, days[-1]) if days else application


@dataclass(frozen=True, slots=True)
class _Withdrawal:
    workspace: Workspace
    on: date
    kind = "withdrawal"
    about = ""

    def __call__(self, application: Application) -> tuple[str, bytes]:
        return compose.withdrawal(application, self.workspace.campaign, self.on)


@dataclass(frozen=True, slots=True)
class _Supplement:
    workspace: Workspace
    answer: str
    on: date
    kind = "supplement"

    @property
    def about(self) -> str:
        return self.answer

    def __call__(self, application: Application) -> tuple[str, bytes]:
        return compose.supplement(application, self.workspace.campaign, self.answer, self.on)


def _write(
    workspace: Workspace,
    applications: Sequence[Application],
    on: date,
    title: str,
    written: _Withdrawal | _Supplement,
) -> Further:
    folder = workspace.folder / OUTGOING / on.isoformat()
    files: list[Path] = []
    posted: list[Letter] = []
    queued: list[str] = []
    for each in applications:
        folder.mkdir(parents=True, exist_ok=True)
        text, paper = written(each)
        name = _name(title, each)
        if each.channel in ON_PAPER:
            files.append(save(folder / f"{name}{_DOCX}", paper))
            posted += [Letter(each, "", text, name, paper)] if each.channel in POSTED else []
        else:
            head = f"主题：回复：{compose.subject(each, workspace.campaign)}\n"
            to = f"收件人：{each.unit.email}\n" if each.channel is Channel.EMAIL else ""
            if can_leave(workspace.campaign, each):
                queued.append(put_in(workspace, each, written.kind, text, written.about, on))
                to = f"{BY_SEND}\n{to}"
            data = f"{to}{head if to else ''}\n{text}".lstrip("\n").replace("\n", "\r\n")
            files.append(save(folder / f"{name}{_TXT}", data.encode("utf-8-sig")))
    if posted:
        labels = folder / f"地址标签-{title}-{posted[0].application.id}等{len(posted)}件.docx"
        write_labels(posted, labels, drill=workspace.campaign.drill)
        files.append(labels)
    return Further(
        tuple(each.relative_to(workspace.folder).as_posix() for each in files),
        tuple(each.id for each in applications),
        tuple(queued),
    )
