"""抽样与一致性: what is marked a second time, blind; how far two marks agree; what waits for a decision."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response

from harness.campaign.errors import Refused
from harness.campaign.ruling.agreement import Row, agreement
from harness.campaign.ruling.sample import coming, sample
from harness.web.here import Deciding
from harness.web.render import page

pages = APIRouter(include_in_schema=False)
Share = Annotated[int | None, Query(ge=0, le=100)]
Seed = Annotated[int | None, Query(ge=0, le=2**53)]


@pages.get("/c/{key}/marks/sample")
def shown(here: Deciding, clean: Share = None, seed: Seed = None) -> Response:
    """`clean` and `seed`: what somebody wants the first drawing to have; nothing is drawn by looking."""
    with here.workspace() as workspace:
        if workspace.book().samples:
            clean = seed = None
        new, found = coming(workspace, clean=clean, seed=seed), agreement(workspace)
        drawn = workspace.book().samples
    compared: dict[str, list[Row]] = {}
    for each in found.rows:
        compared.setdefault(each.who_name, []).append(each)
    return page(
        here, "marks/sample.html", coming=new, found=found, drawn=drawn, compared=compared,
        asked=clean is not None or seed is not None,
    )  # fmt: skip


@pages.post("/c/{key}/marks/sample")
def drawn(
    here: Deciding,
    new: Annotated[int, Form(ge=0)],
    once: Annotated[str, Form()],
    clean: Annotated[int | None, Form(ge=0, le=100)] = None,
    seed: Annotated[int | None, Form(ge=0, le=2**53)] = None,
    clean_shown: Annotated[int | None, Form(ge=0, le=100)] = None,
    seed_shown: Annotated[int | None, Form(ge=0, le=2**53)] = None,
) -> Response:
    """`new`: how many were announced, for the share and the seed that were `shown`. With others the
    first drawing is announced anew before it is made, for it is made only once."""

    def do() -> str:
        with here.workspace() as workspace:
            first = not workspace.book().samples
            now = coming(workspace, clean=clean, seed=seed)
            if first and (now.clean, now.seed) != (clean_shown, seed_shown):
                return f"{here.url('marks', 'sample')}?clean={now.clean}&seed={now.seed}#draw"
            if now.new != new:
                raise Refused(f"看到的是{new}项，现在是{now.new}项，请看过再抽")
            sample(workspace, clean=clean, seed=seed, write=True)
        return here.url("marks", "sample")

    return here.once(once, do)
