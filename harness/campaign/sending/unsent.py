"""Letters of the outbox that did not surely go: few, of very many."""

from __future__ import annotations

from collections.abc import Mapping

from harness.campaign.workspace import Workspace
from harness.store.outbox import Queued


def unsent(workspace: Workspace, letters: Mapping[str, Queued] | None = None) -> tuple[Queued, ...]:
    """In the order of the applications' numbers. `letters`: where they are at hand."""
    return workspace.once(_unsent, workspace.letters() if letters is None else letters)


def _unsent(letters: Mapping[str, Queued], _: object) -> tuple[Queued, ...]:
    return tuple(each for each in letters.values() if each.state != "sent")
