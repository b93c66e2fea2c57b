"""What goes wrong on a page -> a page that says so: what, where, how to mend, and the next step.

To htmx a fault of what was typed in is a list for the place `#faults` of the page that asked; to
anybody else, a page.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from harness.campaign.errors import Refused
from harness.store.errors import StoreError, Unusable
from harness.store.said import Stale
from harness.store.search.index import WHAT
from harness.web.first_reading import StillReading
from harness.web.here import Folder, NotAllowed, NotHere, NotIn, desk_of
from harness.web.render import html, is_part
from harness.web.said import on_page
from letters.faults import BadTable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """`field`: the name of the form's field; empty where it is about none."""

    text: str
    field: str = ""


def install(app: FastAPI) -> None:
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(BadTable, _bad_table)
    app.add_exception_handler(Stale, _stale)
    app.add_exception_handler(StoreError, _store)
    app.add_exception_handler(NotIn, _not_in)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(NotHere, _not_here)
    app.add_exception_handler(StillReading, _reading)
    app.add_exception_handler(HTTPException, _http)


def told(
    request: Request,
    faults: Sequence[Fault],
    status: int = 422,
    title: str = "",
    mend: str = "",
) -> Response:
    """The faults in the form that the asker takes. `mend`: the page on which they are mended."""
    if request.url.path.startswith("/api/"):
        body = {"faults": [{"text": each.text, "field": each.field or None} for each in faults]}
        return JSONResponse(body, status_code=status)
    back = _back(request)
    title = title or "没有办成"
    if is_part(request) and status in (409, 422):
        return html("parts/faults.html", code=status, faults=faults, title=title, mend=mend)
    return html("fault.html", code=status, faults=faults, title=title, back=back, mend=mend)


def _back(request: Request) -> str:
    """The page from which they came, where it is one of ours."""
    place = urlsplit(request.headers.get("referer", ""))
    if place.netloc != request.headers.get("host") or not place.path.startswith("/"):
        return "/"
    return place.path + (f"?{place.query}" if place.query else "")


async def _invalid(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, RequestValidationError)
    return told(request, [_of_field(each) for each in wrong.errors()], title="请改好下面几处再提交")


_SAID = {
    "missing": "没有填写",
    "string_too_short": "没有填写",
    "string_too_long": "太长，至多{max_length}个字",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "float_parsing": "应为数字",
    "decimal_parsing": "应为数字",
    "bool_parsing": "应为是或否",
    "date_from_datetime_parsing": "不是日期，应如 2026-03-05",
    "date_parsing": "不是日期，应如 2026-03-05",
    "time_parsing": "不是时间，应如 09:30",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
    "enum": "应为其中之一：{expected}",
    "literal_error": "应为其中之一：{expected}",
    "string_pattern_mismatch": "格式不对",
    "extra_forbidden": "没有这一项",
}


def _of_field(error: Mapping[str, Any]) -> Fault:
    place = [str(each) for each in error["loc"] if each not in ("body", "query", "path")]
    field = place[-1] if place else ""
    context = {**error.get("ctx", {})}
    if error["type"] == "value_error":
        return Fault(str(context.get("error", error["msg"])), field)
    said = _SAID.get(error["type"], "填得不对").format_map(_Kept(context))
    return Fault(said, field)


class _Kept(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


async def _refused(request: Request, wrong: Exception) -> Response:
    return told(request, [Fault(on_page(line)) for line in str(wrong).splitlines()])


async def _bad_table(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, BadTable)
    faults = [Fault(on_page(each)) for each in wrong.faults]
    title = "测评文件夹里的表格有误，请改好下面几处"
    key = request.path_params.get("key", "")
    mend = Folder.place(key, "plan", "tables") if key else ""
    if mend and request.method == "POST" and request.url.path.startswith(f"/c/{key}/plan/tables/"):
        # what was handed over is at fault, and was not taken; the folder's own is as it was
        title, mend = "上传、填写的内容有误，没有换上，原来的还在；请改好下面几处再提交", ""
    return told(request, faults, title=title, mend=mend if mend != request.url.path else "")


async def _stale(request: Request, wrong: Exception) -> Response:
    return told(request, [Fault(str(wrong))], 409, "别人刚刚改过，请看过再定")


async def _store(request: Request, wrong: Exception) -> Response:
    if isinstance(wrong, Unusable):
        return told(request, [Fault(str(wrong))], 503, "现在不能使用")
    return told(request, [Fault(str(wrong))])


async def _not_in(request: Request, _wrong: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return told(request, [Fault("没有登录，或者令牌已失效")], 401)
    if desk_of(request).settings.alone:
        return html("not_in.html", code=401)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    place = f"/login?to={quote(wanted, safe='')}" if request.method == "GET" else "/login"
    if is_part(request):  # the whole page goes there, not the part that was asked for
        return Response(status_code=204, headers={"HX-Redirect": place})
    return RedirectResponse(place, status_code=303)


async def _not_allowed(request: Request, wrong: Exception) -> Response:
    return told(request, [Fault(str(wrong))], 403, "您没有这项权限")


async def _not_here(request: Request, wrong: Exception) -> Response:
    return told(request, [Fault(str(wrong))], 404, "没有找到")


_STATUS = {
    404: "没有这个页面，请从首页进入",
    405: "这个地址不能这样使用，请从页面上的按钮进入",
    413: "上传的文件太大或者太多，请分几次上传",
    400: "浏览器发来的内容不完整，请刷新页面再试",
}


async def _reading(request: Request, wrong: Exception) -> Response:
    """The page comes back by itself; a program is told when to ask again."""
    assert isinstance(wrong, StillReading)
    if request.url.path.startswith("/api/"):
        doing = "建立检索目录" if wrong.progress.what == WHAT else "读取这次测评"
        return told(request, [Fault(f"正在{doing}，请稍候再来")], 503)
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    again = {"Refresh": "2"} if request.method == "GET" else {}
    page = html("reading.html", code=503, progress=wrong.progress, back=back)
    page.headers.update({"Retry-After": "2", **again})
    return page


async def _http(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, HTTPException)
    line = _STATUS.get(wrong.status_code, "请刷新页面再试")
    return told(request, [Fault(line)], wrong.status_code)


def broken(request: Request, wrong: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=wrong)
    line = "程序内部出错，这一步没有做成；详情在启动窗口里，请把它发给技术支持"
    return told(request, [Fault(line)], 500)
