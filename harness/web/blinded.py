"""Of which applications somebody must not see yet what was found: they may be asked to mark them blind."""

from __future__ import annotations

from harness.campaign.blind import hidden
from harness.campaign.kept import kept
from harness.campaign.workspace import Workspace
from harness.web.here import Here
from harness.web.people.rights import Right


def is_blind(here: Here) -> bool:
    """Whoever marks and does not decide."""
    return here.user.may(Right.MARK) and not here.user.may(Right.DECIDE)


def blinded(here: Here, workspace: Workspace) -> frozenset[str]:
    if not is_blind(here):
        return frozenset()
    drawn = (one.target for each in workspace.book().samples for one in each.drawn)

    def found() -> frozenset[str]:
        applications = dict.fromkeys(target.partition("/")[0] for target in drawn)
        return frozenset(each for each in applications if hidden(workspace, each))

    return kept(workspace, f"blind to {here.user.name}", found)
