"""A verb that takes long -> a job of this campaign, in the name of whoever asked."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.responses import Response

from harness.campaign.workspace import Workspace
from harness.web.here import Here
from harness.web.jobs import Told


def start(
    here: Here, once: str, name: str, again: str, work: Callable[[Workspace], tuple[str, ...]]
) -> Response:
    """`again`: the page on which it is begun. Leads to the list of what runs."""

    def run(told: Told) -> tuple[str, ...]:
        with here.workspace(told) as workspace:
            return work(workspace)

    def do() -> str:
        here.desk.jobs.start(here.key, name, here.user.name, again, run)
        return here.url("jobs")

    return here.once(once, do)
