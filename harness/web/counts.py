"""How much waits, by the lists that show it: the badges in the head of every page."""

from __future__ import annotations

from harness.campaign.placing.unplaced import unplaced
from harness.campaign.ruling.review import queue_of
from harness.web.here import Here
from harness.web.viewing import viewer_of


def counts(here: Here) -> dict[str, int]:
    """归卷: what its list has; 复核: the letters in the list of whoever looks."""
    with here.workspace() as workspace:
        letters = queue_of(workspace).counts(viewer_of(here, workspace))
        return {"unplaced": len(unplaced(workspace)), "review": sum(letters.values())}
