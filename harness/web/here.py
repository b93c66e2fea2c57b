"""What every page is given: who asks, in which campaign, with which right.

@pages.get("/c/{key}/review")
def review(here: Annotated[Here, Depends(allowed(Right.MARK))]) -> Response: ...
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from harness.campaign.errors import Refused
from harness.campaign.held.resident import Resident
from harness.campaign.workspace import Told, Workspace, silent
from harness.web.desk import Desk
from harness.web.people import once as forms
from harness.web.people import sessions, shown
from harness.web.people.rights import RIGHT_NAMES, ROLE_NAMES, Right, Role
from harness.web.people.users import User

COOKIE = "mingcha"


class NotIn(Exception):
    """Nobody who has been let in; the page to which they wanted."""


class NotAllowed(Exception):
    """In Chinese: what they may not do, and who may."""


class NotHere(Exception):
    """In Chinese: there is no such thing."""


@dataclass(frozen=True, slots=True)
class Visitor:
    user: User
    desk: Desk


@dataclass(frozen=True, slots=True)
class Folder:
    """A request of somebody about a campaign's folder, which may not be one that can be opened:
    its tables are being filled in."""

    user: User
    desk: Desk
    key: str
    folder: Path
    request: Request

    @property
    def today(self) -> date:
        return self.desk.settings.today()

    def url(self, *parts: str) -> str:
        """The address of a page of this campaign; each part is quoted, so that U001-A/remedy is one."""
        return self.place(self.key, *parts)

    @staticmethod
    def place(key: str, *parts: str) -> str:
        """The same of the campaign of this key."""
        return "/".join([f"/c/{quote(key, safe='')}", *(quote(p, safe="") for p in parts)])

    def at(self, address: str) -> str:
        """The path of an address, as a request's is told: unquoted."""
        return unquote(address)

    def once(self, word: str, do: Callable[[], str]) -> Response:
        """Do what a form asks for, once, and lead to the page that `do` answers. The same form sent
        again leads there too; where `do` raises, it may be mended and sent again."""
        return once_only(self.desk, self.user, word, do)


@dataclass(frozen=True, slots=True)
class _Seen(Container[str]):
    """The answers whose verdicts somebody has read here; looked up when it is asked for."""

    desk: Desk
    key: str
    name: str

    def __contains__(self, answer: object) -> bool:
        return answer in shown.knowing(self.desk.people, self.key, self.name)


@dataclass(frozen=True, slots=True)
class Here(Folder):
    """A request of somebody in a campaign."""

    resident: Resident

    @contextmanager
    def workspace(self, told: Told = silent) -> Iterator[Workspace]:
        """The campaign as any verb of harness/campaign takes it, in this person's name. `told`
        hears of the progress."""
        with self.resident.workspace(by=self.user.name, told=told) as workspace:
            yield replace(
                workspace,
                seen=_Seen(self.desk, self.key, self.user.name),
                decides=self.user.may(Right.DECIDE),
            )


def once_only(desk: Desk, user: User, word: str, do: Callable[[], str]) -> Response:
    if not 16 <= len(word) <= 64:
        raise Refused("表单不完整，请刷新页面再试")
    if not forms.first(desk.people, word, user.name):
        place = forms.led_to(desk.people, word, user.name)
        if place is None:
            raise Refused("这张表单已经提交，正在处理；请稍候刷新页面查看结果")
        return to(place)
    try:
        place = do()
    except BaseException:
        forms.failed(desk.people, word)
        raise
    forms.leads_to(desk.people, word, place)
    return to(place)


def new_once() -> str:
    """The word of a form that is about to be shown."""
    return secrets.token_urlsafe(18)


def to(place: str) -> RedirectResponse:
    """Go and look there."""
    return RedirectResponse(place, status_code=303)


def desk_of(request: Request) -> Desk:
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


def visitor(request: Request) -> Visitor:
    """NotIn where nobody has been let in. A program comes with `Authorization: Bearer TOKEN`."""
    desk = desk_of(request)
    settings = desk.settings
    secret, kind = request.cookies.get(COOKIE, ""), "browser"
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        secret, kind = given.strip(), "token"
    found = sessions.find(desk.people, secret, settings.idle_minutes * 60) if secret else None
    if found is None or found.kind != kind:
        raise NotIn
    if found.user_id is None:
        if not settings.alone:
            raise NotIn
        return Visitor(User(None, settings.by, Role.ADMIN), desk)
    user = sessions.user_of(desk.people, found)
    if user is None:
        raise NotIn
    return Visitor(user, desk)


Visiting = Annotated[Visitor, Depends(visitor)]


def allowed(right: Right) -> Callable[..., Here]:
    """The dependency of a page that needs this right in the campaign of its address."""

    def here(key: str, request: Request, visiting: Visiting) -> Here:
        found = at_folder(right)(key, request, visiting)
        resident = visiting.desk.resident(key)
        if resident is None:
            raise NotHere(_NO_SUCH.format(key))
        return Here(found.user, found.desk, key, found.folder, request, resident)

    return here


def at_folder(right: Right) -> Callable[..., Folder]:
    """The same where its tables may be wrong, so that they can be put right."""

    def here(key: str, request: Request, visiting: Visiting) -> Folder:
        user, desk = visiting.user, visiting.desk
        folder = desk.folders().get(key) if user.sees(key) else None
        if folder is None:
            raise NotHere(_NO_SUCH.format(key))
        _must(user, right)
        return Folder(user, desk, key, folder, request)

    return here


_NO_SUCH = "没有名为“{}”的测评，或者您没有参与这次测评"


def permitted(right: Right) -> Callable[..., Visitor]:
    """The same outside of any campaign."""

    def visiting_with(visiting: Visiting) -> Visitor:
        _must(visiting.user, right)
        return visiting

    return visiting_with


def _must(user: User, right: Right) -> None:
    if not user.may(right):
        raise NotAllowed(f"{ROLE_NAMES[user.role]}不能{RIGHT_NAMES[right]}，请与管理员联系")


Seeing = Annotated[Folder, Depends(at_folder(Right.LOOK))]
Filling = Annotated[Folder, Depends(at_folder(Right.SETTLE))]
Looking = Annotated[Here, Depends(allowed(Right.LOOK))]
Recording = Annotated[Here, Depends(allowed(Right.RECORD))]
Marking = Annotated[Here, Depends(allowed(Right.MARK))]
Deciding = Annotated[Here, Depends(allowed(Right.DECIDE))]
Sending = Annotated[Here, Depends(allowed(Right.SEND))]
Settling = Annotated[Here, Depends(allowed(Right.SETTLE))]
