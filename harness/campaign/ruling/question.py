"""疑问: whoever marks a letter and is not sure asks the lead, and goes on with the next; the lead
answers. Both are facts, stand in the history, and may be taken back."""

from __future__ import annotations

from harness.campaign.workspace import Refused, Workspace
from harness.store import asking
from harness.store.asking import Question

MOST = 2000  # characters


def questions(workspace: Workspace, application: str | None = None) -> tuple[Question, ...]:
    with workspace.store.reading() as connection:
        return asking.questions(connection, application)


def open_questions(workspace: Workspace) -> frozenset[str]:
    """The applications about which something is asked and not answered."""
    return frozenset(each.application_id for each in questions(workspace) if each.answer is None)


def ask(workspace: Workspace, application: str, text: str, *, write: bool = False) -> str:
    """Answers what the history says of it. The same asked twice is one question."""
    text = _text(text, "请写明疑问")
    if application not in workspace.book().find.plan.by_id:
        raise Refused(f"没有编号为“{application}”的申请，请核对")
    what = f"申请 {application} 提出疑问：{text}"
    if write:
        with workspace.store.writing(verb="question", what=what) as connection:
            there = asking.questions(connection, application)
            if not any(each.answer is None and each.text == text for each in there):
                asking.ask(connection, application, text)
    return what


def answer(workspace: Workspace, number: int, text: str, *, write: bool = False) -> Question:
    """The question as it was asked. A later answer stands above an earlier one."""
    text = _text(text, "请写明答复")
    found = next((each for each in questions(workspace) if each.number == number), None)
    if found is None:
        raise Refused("没有这个疑问，可能已经由提问人撤销")
    if write:
        what = f"答复申请 {found.application_id} 的疑问：{text}"
        with workspace.store.writing(verb="question", what=what) as connection:
            now = next((q for q in asking.questions(connection) if q.number == number), None)
            if now is None:
                raise Refused("这个疑问刚刚由提问人撤销")
            if now.answer is None or now.answer.text != text:
                asking.answer(connection, number, text)
    return found


def _text(text: str, empty: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(empty)
    if len(text) > MOST:
        raise Refused(f"太长，至多{MOST}个字")
    return text
