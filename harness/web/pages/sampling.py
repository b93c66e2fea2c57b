"""抽样与一致性: what is marked a second time, blind; how far two marks agree; what waits for a decision."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response

from harness.campaign.errors import Refused
from harness.campaign.held.kept import kept
from harness.campaign.ruling.agreement import Agreed, Row, agreement
from harness.campaign.ruling.sample import Drawn, sample
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
        name = f"sample {clean} {seed}"
        coming: Drawn = kept(workspace, name, lambda: sample(workspace, clean=clean, seed=seed))
        found: Agreed = kept(workspace, "agreement", lambda: agreement(workspace))
        drawn = workspace.book().samples
    compared: dict[str, list[Row]] = {}
    for each in found.rows:
        compared.setdefault(each.who_name, []).append(each)
    return page(
        here, "marks/sample.html", coming=coming, found=found, drawn=drawn, compared=compared,
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
            coming = sample(workspace, clean=clean, seed=seed)
            if first and (coming.clean, coming.seed) != (clean_shown, seed_shown):
                return f"{here.url('marks', 'sample')}?clean={coming.clean}&seed={coming.seed}#draw"
            if len(coming.new) != new:
                raise Refused(f"看到的是{new}项，现在是{len(coming.new)}项，请看过再抽")
            sample(workspace, clean=clean, seed=seed, write=True)
        return here.url("marks", "sample")

    return here.once(once, do)
