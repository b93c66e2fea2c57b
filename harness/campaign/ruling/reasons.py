"""The reasons that somebody wrote last for what he ruled: to be given again with one key."""

from __future__ import annotations

from harness.campaign.workspace import Workspace
from harness.store import said

AGREES = "看过原件，与程序认定一致"
MOST = 5


def last_reasons(workspace: Workspace) -> tuple[str, ...]:
    with workspace.store.reading() as connection:
        found = said.last_reasons(connection, workspace.store.by, MOST + 1)
    return tuple(each for each in found if each != AGREES)[:MOST]
