"""A new campaign: a form, and the folder with its tables to fill in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response
from pydantic import BaseModel, Field, field_validator

from calendars.places import place
from harness.campaign.errors import Refused
from harness.campaign.planning.new import EXAMPLE_DAY, name_fault, new
from harness.campaign.workspace import SETTINGS
from harness.web.here import Folder, Visitor, once_only, permitted
from harness.web.people.rights import Right
from harness.web.render import page

pages = APIRouter(include_in_schema=False)
Starting = Annotated[Visitor, Depends(permitted(Right.SETTLE))]
ONE = "工作台现在只打开了一个测评。要新建，请用“明察”打开放测评的上级文件夹"


class Begun(BaseModel):
    name: str = Field(max_length=200)
    title: str = Field("", max_length=100)
    region: str = Field("", max_length=30)
    example: bool = False
    once: str

    @field_validator("name", "title", "region")
    @classmethod
    def _trimmed(cls, value: str) -> str:
        return " ".join(value.split())

    @field_validator("region")
    @classmethod
    def _known(cls, value: str) -> str:
        found = place(value or None)
        if not found.known:
            raise ValueError(found.fault)
        return value


@pages.get("/new")
def form(visiting: Starting) -> Response:
    return page(visiting, "plan/new.html", one=ONE if is_one(visiting) else "")


@pages.post("/new")
def begin(visiting: Starting, given: Annotated[Begun, Form()]) -> Response:
    home, settings = visiting.desk.settings.home, visiting.desk.settings

    def do() -> str:
        if is_one(visiting):
            raise Refused(ONE)
        fault = "没有填写文件夹名称" if not given.name else name_fault(home, given.name)
        if fault:
            raise Refused(fault)
        if given.example:
            new(home / given.name, EXAMPLE_DAY, example=True)
        else:
            new(home / given.name, settings.today(), title=given.title, region=given.region)
        return Folder.place(given.name, "plan", "tables")

    return once_only(visiting.desk, visiting.user, given.once, do)


def is_one(visiting: Visitor) -> bool:
    return (visiting.desk.settings.home / SETTINGS).is_file()
