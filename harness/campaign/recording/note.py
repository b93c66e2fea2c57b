"""批注: what somebody writes beside a letter for the others, no 认定 and without effect on marks. The latest
counts; an empty one takes it away. Each is a fact and stands in the history."""

from __future__ import annotations

from harness.campaign.workspace import Refused, Workspace
from harness.store import said

MOST = 4000  # characters


def note_of(workspace: Workspace, application: str) -> str:
    with workspace.store.reading() as connection:
        return said.remark_of(connection, _target(application))


def note(workspace: Workspace, application: str, text: str, *, seen: str, write: bool) -> bool:
    """False where that is how it stands. `seen`: what stood when it was shown; Stale where another
    wrote meanwhile."""
    text = text.strip()
    if len(text) > MOST:
        raise Refused(f"批注太长，至多{MOST}个字")
    with workspace.store.reading() as connection:
        now = said.remark_of(connection, _target(application))
    if now == text:
        return False
    if now != seen:
        raise said.Stale(f"{application} 的批注", seen or "空白", now or "空白")
    if write:
        what = f"申请 {application} 的批注：{text or '（删去）'}"
        with workspace.store.writing(verb="note", what=what) as connection:
            said.add_remark(connection, _target(application), text)
    return True


def _target(application: str) -> str:
    return f"{application}/note"
