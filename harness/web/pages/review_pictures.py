"""Pictures of the pages of a letter, and the files as they came, to be kept on one's own disk."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import Response

from harness.campaign.ruling.letter_view import sheet_with
from harness.campaign.ruling.page_picture import picture
from harness.campaign.workspace import Refused
from harness.scoring.assessment import Case
from harness.web.here import Here, Looking, NotHere

pages = APIRouter(include_in_schema=False)
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Number = Annotated[int, Path(ge=1, le=100_000)]
# named by what it shows: it never changes, and is for who is let in alone
KEPT = "private, max-age=604800, immutable"


def _case(here: Here, application: str) -> Case:
    with here.workspace() as workspace:
        case = workspace.assess().case_of(application)
    if case is None or case.answer is None:
        raise NotHere(f"申请 {application} 没有答复")
    return case


@pages.get("/c/{key}/review/{application}/page/{sha256}/{number}")
def page_picture(
    here: Looking, application: str, sha256: Digest, number: Number, plain: bool = False
) -> Response:
    """`plain`: without red ink."""
    case = _case(here, application)
    with here.workspace() as workspace:
        why = "这一页现在不能显示"
        for sheet in sheet_with(workspace, case, sha256):
            try:
                jpeg = picture(workspace.engine, sheet, sha256, number, red=not plain)
            except Refused as wrong:
                why = str(wrong)
                continue
            except (OSError, ValueError):
                why = "原件不在了，或者和收到时不一致，请核对证据文件"
                continue
            return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": KEPT})
    raise NotHere(why)


@pages.get("/c/{key}/review/{application}/original/{sha256}")
def original(here: Looking, application: str, sha256: Digest) -> Response:
    """A file as it came. A browser never shows it: it is a stranger's, and is laid on the disk."""
    case = _case(here, application)
    with here.workspace() as workspace:
        sheet = next((each for each in sheet_with(workspace, case, sha256)), None)
        if sheet is None or sheet.sha256 != sha256:
            raise NotHere("来件里没有这个文件")
        try:
            data = sheet.load()
        except (OSError, ValueError):
            raise NotHere("原件不在了，或者和收到时不一致") from None
    name = quote(sheet.name.replace("/", "_").replace("\\", "_"), safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, media_type="application/octet-stream", headers=headers)
