"""用户: who may come and what they may do, told by 管理员; everybody's own password and tokens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from harness.campaign.errors import Refused
from harness.web.here import NotHere, Visiting, Visitor, once_only, permitted
from harness.web.people import tables
from harness.web.people.rights import ROLE_NAMES, Right, Role
from harness.web.people.tokens import new_token, take_back, tokens
from harness.web.people.users import add_user, change_password, change_user, users
from harness.web.render import page

pages = APIRouter(include_in_schema=False)
Managing = Annotated[Visitor, Depends(permitted(Right.SETTLE))]
Once = Annotated[str, Form()]
MOST_DOINGS = 100


class NewUser(BaseModel):
    name: str = Field(min_length=1, max_length=40)
    role: Role
    password: str = Field(min_length=1, max_length=200)
    campaigns: list[str] = []
    once: str


class ChangedUser(BaseModel):
    role: Role
    password: str = Field("", max_length=200)
    campaigns: list[str] = []
    shut: bool = False
    once: str


@pages.get("/users")
def shown(managing: Managing) -> Response:
    people = managing.desk.people
    with people.reading() as connection:
        known = users(connection)
        table = tables.doings
        query = select(table).order_by(table.c.id.desc()).limit(MOST_DOINGS)
        doings = connection.execute(query).all()
    return page(
        managing,
        "users/users.html",
        users=known,
        roles=ROLE_NAMES,
        campaigns=managing.desk.campaigns(),
        doings=doings,
    )


@pages.post("/users")
def add(managing: Managing, form: Annotated[NewUser, Form()]) -> Response:
    def do() -> str:
        campaigns = _known(managing, form.campaigns)
        by = managing.user.name
        add_user(managing.desk.people, form.name, form.role, form.password, campaigns, by=by)
        return "/users"

    return once_only(managing.desk, managing.user, form.once, do)


@pages.post("/users/{id}")
def change(
    managing: Managing,
    id: Annotated[int, Path(ge=0, le=2**53)],
    form: Annotated[ChangedUser, Form()],
) -> Response:
    def do() -> str:
        change_user(
            managing.desk.people,
            id,
            by=managing.user.name,
            role=form.role,
            campaigns=_known(managing, form.campaigns),
            shut=form.shut,
            password=form.password,
        )
        return "/users"

    return once_only(managing.desk, managing.user, form.once, do)


def _known(managing: Visitor, campaigns: list[str]) -> list[str]:
    known = managing.desk.folders()
    for each in campaigns:
        if each not in known:
            raise Refused(f"没有名为“{each}”的测评，请刷新页面再选")
    return campaigns


@pages.get("/me")
def me(visiting: Visiting) -> Response:
    known = tokens(visiting.desk.people, visiting.user.id)
    return page(visiting, "users/me.html", tokens=known, secret="")


@pages.post("/me/password")
def password(
    visiting: Visiting,
    once: Once,
    old: Annotated[str, Form(max_length=400)] = "",
    new: Annotated[str, Form(max_length=400)] = "",
    again: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Whoever changes it is logged out everywhere, and logs in anew."""
    id = visiting.user.id
    if id is None:
        raise NotHere("一个人在本机使用时没有密码")

    def do() -> str:
        if new != again:
            raise Refused("两次输入的新密码不一样")
        change_password(visiting.desk.people, id, old, new)
        return "/login"

    return once_only(visiting.desk, visiting.user, once, do)


@pages.post("/me/tokens")
def make_token(visiting: Visiting, label: Annotated[str, Form(max_length=100)] = "") -> Response:
    """Shown once, on the page that answers; sending the form again makes another one."""
    secret = new_token(visiting.desk.people, visiting.user.id, label)
    known = tokens(visiting.desk.people, visiting.user.id)
    return page(visiting, "users/me.html", tokens=known, secret=secret)


@pages.post("/me/tokens/{mark}/back")
def take_token_back(visiting: Visiting, mark: str, once: Once) -> Response:
    def do() -> str:
        take_back(visiting.desk.people, visiting.user.id, mark)
        return "/me"

    return once_only(visiting.desk, visiting.user, once, do)
