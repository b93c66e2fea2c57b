"""In and out: the link that is good once for who is alone on this machine; name and password for who
comes from elsewhere."""

from __future__ import annotations

import hmac
import secrets
import threading
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from harness.web.here import COOKIE, NotIn, desk_of, to
from harness.web.people import sessions, throttle
from harness.web.people.users import known
from harness.web.render import html
from harness.web.settings import Settings

pages = APIRouter(include_in_schema=False)
WRONG = "姓名或密码不对"
HELD = "失败次数太多，请过15分钟再试；忘了密码的请管理员重设"


class Entry:
    """A word that lets in once."""

    def __init__(self) -> None:
        self._word = secrets.token_urlsafe(24)
        self._lock = threading.Lock()

    @property
    def link(self) -> str:
        return f"/enter?once={self._word}"

    def opens(self, word: str) -> bool:
        with self._lock:
            good = bool(self._word) and hmac.compare_digest(word.encode(), self._word.encode())
            if good:
                self._word = ""
            return good


@pages.get("/enter")
def enter(request: Request, once: str = "") -> Response:
    desk = desk_of(request)
    if not desk.settings.alone or not request.app.state.entry.opens(once):
        raise NotIn
    return _let_in(desk.settings, sessions.begin(desk.people, None), "/")


@pages.get("/login")
def login_page(request: Request, to: str = "/") -> Response:
    if desk_of(request).settings.alone:
        raise NotIn
    return html("login.html", fault="", name="", to=_ours(to))


@pages.post("/login")
def login(
    request: Request,
    name: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=400)] = "",
    to: Annotated[str, Form()] = "/",
) -> Response:
    desk = desk_of(request)
    if desk.settings.alone:
        raise NotIn
    name, address = name.strip(), request.client.host if request.client else ""
    if throttle.held(desk.people, name, address):
        return html("login.html", code=429, fault=HELD, name=name, to=_ours(to))
    user = known(desk.people, name, password)
    if user is None:
        throttle.failed(desk.people, name, address)
        return html("login.html", code=401, fault=WRONG, name=name, to=_ours(to))
    throttle.forgiven(desk.people, name)
    return _let_in(desk.settings, sessions.begin(desk.people, user.id), _ours(to))


@pages.post("/logout")
def logout(request: Request) -> Response:
    desk = desk_of(request)
    sessions.end(desk.people, request.cookies.get(COOKIE, ""))
    response = to("/")
    response.delete_cookie(COOKIE)
    return response


def _let_in(settings: Settings, secret: str, place: str) -> Response:
    response = to(place)
    response.set_cookie(
        COOKIE, secret, httponly=True, samesite="lax", secure=settings.secure, path="/"
    )
    return response


def _ours(place: str) -> str:
    """A page of ours, never another's: //elsewhere is another's."""
    sound = place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable()
    return place if sound else "/"
