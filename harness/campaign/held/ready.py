"""What every page is made from, made once before the first of them is asked for: it takes long where a
campaign is large, and only what is moved is made anew afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable

from harness.campaign.clocks.due_list import due_page
from harness.campaign.dashboard import glance
from harness.campaign.marks.scores import board
from harness.campaign.placing.arrivals_list import arrivals_page
from harness.campaign.planning.plan_list import plan_page
from harness.campaign.recording.dialling import dialling
from harness.campaign.ruling.agreement import agreement
from harness.campaign.ruling.review import Viewer
from harness.campaign.ruling.sample import coming
from harness.campaign.status import standing
from harness.campaign.todo import todo
from harness.campaign.workspace import Workspace

log = logging.getLogger(__name__)
MADE: tuple[Callable[[Workspace], object], ...] = (
    board, standing, glance, due_page, arrivals_page, dialling, coming, agreement,
    lambda workspace: plan_page(workspace, "", "", "", 1),
    lambda workspace: todo(workspace, Viewer(workspace.store.by)),
)  # fmt: skip


def made_ready(workspace: Workspace) -> None:
    """What cannot be made is told by the page that needs it."""
    workspace.assess(workspace.book())
    for number, make in enumerate(MADE, 1):
        try:
            make(workspace)
        except Exception:
            log.debug("%s could not be made ahead", make, exc_info=True)
        workspace.told(number, len(MADE), "编制各页")
