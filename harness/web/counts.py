"""How much waits for people, by kind: what the head of every page shows."""

from __future__ import annotations

from harness.campaign.queue import queue
from harness.web.here import Here


def counts(here: Here) -> dict[str, int]:
    with here.workspace() as workspace:
        kinds = [each.what for each in queue(workspace)]
    unplaced = kinds.count("filing")
    return {"unplaced": unplaced, "review": len(kinds) - unplaced}
