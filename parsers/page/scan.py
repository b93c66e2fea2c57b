"""扫描件和照片（jpg、png、tif、webp、jp2 等）

读取：每幅图像为一页（预览图、缩略图不算），按 EXIF 转正，横放、倒放的也读；文字由文字识别（OCR）读出，每行附把握程度，表格逐格读，分栏逐栏读；查找红色印章，压在印章下的日期去掉印色再读。不完整的图像只读有的部分。
看不见：手写的文字（多半读不准）；竖排的文字；黑白图像上的印章；印章下没有读准的字另行注明。
"""

from __future__ import annotations

from dataclasses import replace

from parsers import effort
from parsers.document import (
    ANYTHING,
    SEAL,
    Box,
    Document,
    Page,
    Seal,
    TextFrom,
    Unread,
    fingerprint,
    refused,
)
from parsers.formats import picture_media
from parsers.page import picture, recognised
from parsers.parser import OpenPart, Unreadable
from parsers.seals import ink, seal

_SEAL_INCHES = 1.8  # a seal of 42 mm with a little paper around it
_TOO_COARSE = 60.0  # dots an inch: a seal's ring is thinner than one and a half dots


def read(data: bytes, name: str, _open_part: OpenPart, /) -> Document:
    media = picture_media(data) or "jpg"
    pages: list[Page] = []
    unread: list[Unread] = []
    try:
        for number, frame in enumerate(picture.frames(data, torn=True), 1):
            height, width = frame.pixels.shape[:2]
            if why := effort.page_refusal(height * width):
                raise Unreadable("too_large", why)
            page, left = _page(number, frame)
            pages.append(page)
            unread += left
    except Unreadable as fault:
        if not pages:
            return refused(data, name, media, fault.code, fault.message)
        # those before it were read; nothing is absent
        number = len(pages) + 1
        pages.append(Page(number, None, None, TextFrom.NONE, seals_searched=False))
        said = f"第{number}页起没有读取：{fault.message}"
        unread.append(Unread("page", ANYTHING, said, number))
    return Document(name, fingerprint(data), media, tuple(pages), unread=tuple(unread))


def _page(number: int, frame: picture.Picture) -> tuple[Page, tuple[Unread, ...]]:
    search = seal.search(frame)
    seen = search.seals or _alone(frame)
    blind = search.doubtful or ink.is_colourless(frame) or frame.dpi < _TOO_COARSE
    searched = (bool(seen) or not blind) and not search.cut
    width, height = frame.size_in_points
    read = recognised.read_picture(frame, seen, number)
    unread = read.unread
    if frame.left:
        unread = (*unread, Unread("torn", ANYTHING, f"第{number}页的{frame.left}", number))
    if search.cut:
        said = f"第{number}页的印章没有查找完：{search.cut}"
        unread = (*unread, Unread("seals", (SEAL,), said, number))
    elif not searched:
        said = f"第{number}页是黑白的、过于粗糙的或者有红色图形的图像，无法判断有无印章"
        unread = (*unread, Unread("seals", (SEAL,), said, number))
    page = Page(
        number, width, height, read.text_from, read.lines, read.seals, seals_searched=searched
    )
    return page, unread


def _alone(frame: picture.Picture) -> tuple[Seal, ...]:
    """The seal in a nearly square picture that may show nothing else, at some unknown size."""
    height, width = frame.pixels.shape[:2]
    if not 0.7 < width / height < 1.4:
        return ()
    supposed = replace(frame, dpi=min(width, height) / _SEAL_INCHES)
    scale = supposed.dpi / frame.dpi
    return tuple(
        replace(found, bbox=_scaled(found.bbox, scale)) for found in seal.search(supposed).seals
    )


def _scaled(box: Box | None, scale: float) -> Box | None:
    if box is None:
        return None
    x0, y0, x1, y1 = (round(edge * scale, 1) for edge in box)
    return x0, y0, x1, y1
