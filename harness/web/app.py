"""create_app(settings) -> the workbench as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from harness.web import faults
from harness.web.api import APIS
from harness.web.desk import Desk
from harness.web.pages import PAGES
from harness.web.pages.entry import Entry
from harness.web.render import STATIC
from harness.web.safety.guard import Guard, TooBig
from harness.web.settings import Settings

FOR_EVER = "public, max-age=31536000, immutable"


class _Kept(StaticFiles):
    """Files whose address names their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = FOR_EVER
        return response


def create_app(settings: Settings) -> FastAPI:
    """`app.state.entry.link` is the way in for who is alone on this machine."""
    desk = Desk(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="明察工作台",
        description="明察工作台的接口：网页上能做的，程序也能做。",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.desk = desk
    app.state.entry = Entry()
    faults.install(app)
    app.add_exception_handler(TooBig, _too_big)
    for each in (*PAGES, *APIS):
        app.include_router(each)
    app.mount("/static", _Kept(directory=STATIC))
    app.add_middleware(
        Guard,
        hosts=settings.hosts,
        most=settings.most_upload,
        secure=settings.secure,
        broken=faults.broken,
    )
    return app


async def _too_big(request: Request, _wrong: Exception) -> Response:
    return faults.told(request, [faults.Fault("上传的文件太大，请分几次上传")], 413)
