"""恢复: a backup into a new folder beside the others, checked before it is put there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import Response

from harness.campaign.errors import Refused
from harness.campaign.handing.backup import restore
from harness.campaign.planning.new import name_fault
from harness.web.here import Folder, Visitor, once_only
from harness.web.pages.starting import Starting, is_one
from harness.web.render import page
from harness.web.said import in_page_words

pages = APIRouter(include_in_schema=False)
ONE = "工作台现在只打开了一个测评。要恢复备份，请用“明察”打开放测评的上级文件夹"
AT_ONCE = 1 << 20


@pages.get("/restore")
def form(visiting: Starting) -> Response:
    settings = visiting.desk.settings
    return page(
        visiting, "plan/restore.html", one=ONE if is_one(visiting) else "",
        lying=_lying(visiting), most=settings.most_upload >> 20,
    )  # fmt: skip


def _lying(visiting: Visitor) -> list[str]:
    """The backups that were put beside the campaigns: those too large to be uploaded."""
    home = visiting.desk.settings.home
    return sorted(each.name for each in home.glob("*.zip") if each.is_file())


@pages.post("/restore")
def put_back(
    visiting: Starting,
    once: Annotated[str, Form()],
    name: Annotated[str, Form(max_length=200)] = "",
    lying: Annotated[str, Form(max_length=300)] = "",
    backup: Annotated[UploadFile | str | None, File()] = None,
) -> Response:
    home = visiting.desk.settings.home

    def do() -> str:
        if is_one(visiting):
            raise Refused(ONE)
        if fault := name_fault(home, name.strip()):
            raise Refused(fault)
        with _given(visiting, lying, backup) as path, in_page_words():
            done = restore(path, home / name.strip())
        said = "restored" if not done.amiss else f"restored&amiss={len(done.amiss)}"
        return f"{Folder.place(name.strip())}?done={said}"

    return once_only(visiting.desk, visiting.user, once, do)


@contextmanager
def _given(visiting: Visitor, lying: str, came: UploadFile | str | None) -> Iterator[Path]:
    if came is not None and not isinstance(came, str) and came.filename:
        with tempfile.TemporaryDirectory(prefix="mingcha-") as work:
            path = Path(work) / "备份.zip"
            with path.open("wb") as out:
                while piece := came.file.read(AT_ONCE):
                    out.write(piece)
            yield path
    elif lying and lying in _lying(visiting):
        yield visiting.desk.settings.home / lying
    else:
        raise Refused("请选好备份文件（.zip）")
