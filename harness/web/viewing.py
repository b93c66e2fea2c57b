"""Who looks at the letters that wait for marks, as the review list knows people."""

from __future__ import annotations

from collections.abc import Container

from harness.campaign.ruling.question import open_questions
from harness.campaign.ruling.review import Viewer
from harness.campaign.workspace import Workspace
from harness.web.here import Here
from harness.web.people import shown
from harness.web.people.rights import Right


class _All(Container[str]):
    """Who marks nothing is kept from nothing."""

    def __contains__(self, _one: object) -> bool:
        return True


EVERYTHING = _All()


def viewer_of(here: Here, workspace: Workspace) -> Viewer:
    name = here.user.name
    seen: Container[str] = EVERYTHING
    if here.user.may(Right.MARK):
        seen = shown.knowing(here.desk.people, here.key, name)
    return Viewer(name, here.user.may(Right.DECIDE), seen, open_questions(workspace))
