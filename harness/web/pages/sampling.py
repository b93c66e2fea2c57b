"""抽样与一致性: what is marked a second time, blind; how far two marks agree; what waits for a decision."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from harness.campaign.agreement import Agreed, Row, agreement
from harness.campaign.errors import Refused
from harness.campaign.kept import kept
from harness.campaign.sample import CLEAN, Drawn, sample
from harness.web.here import Deciding
from harness.web.render import page

pages = APIRouter(include_in_schema=False)


@pages.get("/c/{key}/marks/sample")
def shown(here: Deciding) -> Response:
    with here.workspace() as workspace:
        coming: Drawn = kept(workspace, "sample", lambda: sample(workspace))
        found: Agreed = kept(workspace, "agreement", lambda: agreement(workspace))
        drawn = workspace.book().samples
        own = workspace.campaign.seed
    compared: dict[str, list[Row]] = {}
    for each in found.rows:
        compared.setdefault(each.who_name, []).append(each)
    return page(
        here, "marks/sample.html", coming=coming, found=found, drawn=drawn, own=own, clean=CLEAN,
        compared=compared,
    )  # fmt: skip


@pages.post("/c/{key}/marks/sample")
def drawn(
    here: Deciding,
    new: Annotated[int, Form(ge=0)],
    once: Annotated[str, Form()],
    clean: Annotated[int | None, Form(ge=0, le=100)] = None,
    seed: Annotated[int | None, Form(ge=0)] = None,
) -> Response:
    """`new`: how many were announced, where seed and share stand already."""

    def do() -> str:
        with here.workspace() as workspace:
            first = not workspace.book().samples
            coming = sample(workspace, clean=clean, seed=seed)
            if not first and len(coming.new) != new:
                raise Refused(f"看到的是补抽{new}项，现在是{len(coming.new)}项，请看过再抽")
            sample(workspace, clean=clean, seed=seed, write=True)
        return here.url("marks", "sample")

    return here.once(once, do)
