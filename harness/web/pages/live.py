"""What changes by itself: counters and the progress of long work, told to an open page as it comes
(server-sent events); and the list of what runs, with its button to stop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Form, Path
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from harness.web.counts import counts
from harness.web.here import Here, Looking, NotAllowed, NotHere
from harness.web.people.rights import Right
from harness.web.render import page

pages = APIRouter(include_in_schema=False)
EVERY = 1.0  # seconds


@pages.get("/c/{key}/live")
async def live(here: Looking) -> Response:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(here), media_type="text/event-stream", headers=headers)


async def _events(here: Here) -> AsyncIterator[str]:
    version, told_jobs = -1, None
    yield "retry: 5000\n\n"
    while not await here.request.is_disconnected():
        now = await run_in_threadpool(lambda: here.resident.version)
        if now != version:
            version = now
            yield _event("counts", await run_in_threadpool(counts, here))
        jobs = [asdict(each) for each in here.desk.jobs.of(here.key)]
        if jobs != told_jobs:
            told_jobs = jobs
            yield _event("jobs", jobs)
        await asyncio.sleep(EVERY)


def _event(name: str, value: object) -> str:
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"


@pages.get("/c/{key}/jobs")
def jobs(here: Looking) -> Response:
    return page(here, "jobs.html", jobs=here.desk.jobs.of(here.key))


@pages.post("/c/{key}/jobs/{id}/stop")
def stop(
    here: Looking, id: Annotated[int, Path(ge=0, le=2**53)], once: Annotated[str, Form()]
) -> Response:
    """Who began it may stop it, and who may settle things."""
    job = here.desk.jobs.job(id)
    if job is None or job.campaign != here.key:
        raise NotHere("没有这项工作，可能早已结束")
    if job.by != here.user.name and not here.user.may(Right.SETTLE):
        raise NotAllowed(f"“{job.name}”是{job.by}开始的，由本人或者管理员停止")

    def do() -> str:
        here.desk.jobs.stop(id)
        return here.url("jobs")

    return here.once(once, do)
