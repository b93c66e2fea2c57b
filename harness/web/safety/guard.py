"""What every request passes first, and every answer last: names, origins, sizes, headers.

Pure ASGI, so that nothing of a request is read before it is let in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
WRONG_NAME = "请用启动窗口里写的地址打开"
STRANGER = "这个请求来自别的网页，没有执行；请在明察自己的页面上操作"
TOO_BIG = "上传的文件太大，请分几次上传"


class Guard:
    """`hosts`: the names by which we may be called. `most`: bytes of a request's body. `broken`: what
    is answered where a fault of ours was raised, which must wear the same headers."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str],
        most: int,
        secure: bool,
        broken: Callable[[Request, Exception], Response],
    ) -> None:
        self.app = app
        self.broken = broken
        self.hosts = frozenset(each.casefold() for each in hosts)
        self.most = most
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused is not None:
            await refused(scope, receive, self._dressed(send))
            return
        begun = _Begun(self._dressed(send))
        try:
            await self.app(scope, _limited(receive, self.most), begun)
        except Exception as wrong:
            if begun.began:
                raise
            await self.broken(Request(scope), wrong)(scope, receive, begun)

    def _refused(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        if _name(headers.get("host", "")) not in self.hosts:
            return PlainTextResponse(WRONG_NAME, 421)
        if not is_ours(scope["method"], headers):
            return PlainTextResponse(STRANGER, 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.most:
            return PlainTextResponse(TOO_BIG, 413)
        return None

    def _dressed(self, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self.secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        return dressed


class _Begun:
    """A way to send that knows whether the answer has begun."""

    def __init__(self, send: Send) -> None:
        self.send, self.began = send, False

    async def __call__(self, message: Message) -> None:
        self.began = True
        await self.send(message)


def _name(host: str) -> str:
    """127.0.0.1:8321 -> 127.0.0.1; [::1]:8321 -> ::1."""
    try:
        return (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:
        return ""


def is_ours(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a page of ours asks, or a person by the address bar: a page on another port of this
    machine is the same site to a browser, and sends our cookie along. A program with a token has no
    cookie that could be borrowed."""
    if (
        headers.get("authorization", "").casefold().startswith("bearer ")
        and "cookie" not in headers
    ):
        return True
    site = headers.get("sec-fetch-site")
    if method in SAFE:
        if site in (None, "same-origin", "none"):
            return True
        # a link on another page may lead here; nothing else there may ask for anything
        return headers.get("sec-fetch-mode") == "navigate" and (
            headers.get("sec-fetch-dest") == "document"
        )
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")


class TooBig(Exception):
    """More came than was announced, or than is taken."""


def _limited(receive: Receive, most: int) -> Receive:
    """Counts what really comes: a length need not be announced."""
    came = 0

    async def limited() -> Message:
        nonlocal came
        message = await receive()
        if message["type"] == "http.request":
            came += len(message.get("body", b""))
            if came > most:
                raise TooBig
        return message

    return limited
