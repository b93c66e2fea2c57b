"""扫描件和照片（jpg、png、tif 等）

读取：每幅图像为一页，按 EXIF 转正，文字由文字识别（OCR）读出，每行附把握程度；查找红色印章。
看不见：手写的文字（多半读不准）；竖排的文字；黑白图像上的印章。
"""

from __future__ import annotations

from dataclasses import replace

from parsers import effort
from parsers.document import Box, Document, Page, Seal, TextFrom, fingerprint, refused
from parsers.formats import picture_media
from parsers.page import picture, recognised
from parsers.parser import OpenPart, Unreadable
from parsers.seals import ink, ring, seal

_SEAL_INCHES = 1.8  # a seal of 42 mm with a little paper around it
_TOO_COARSE = 60.0  # dots an inch: a seal's ring is thinner than one and a half dots


def read(data: bytes, name: str, _open_part: OpenPart, /) -> Document:
    media = picture_media(data) or "jpg"
    pages: list[Page] = []
    warnings: list[str] = []
    try:
        for number, frame in enumerate(picture.frames(data), 1):
            height, width = frame.pixels.shape[:2]
            if why := effort.page_refusal(height * width):
                raise Unreadable("too_large", why)
            page, said = _page(number, frame)
            pages.append(page)
            warnings += said
    except Unreadable as fault:
        if not pages:
            return refused(data, name, media, fault.code, fault.message)
        # those before it were read; nothing is absent
        pages.append(Page(len(pages) + 1, None, None, TextFrom.NONE, seals_searched=False))
        warnings.append(f"第{len(pages)}页起没有读取：{fault.message}")
    return Document(name, fingerprint(data), media, tuple(pages), warnings=tuple(warnings))


def _page(number: int, frame: picture.Picture) -> tuple[Page, tuple[str, ...]]:
    search = seal.search(frame)
    seals = ring.named(frame, search.seals) or _alone(frame)
    blind = search.doubtful or ink.is_colourless(frame) or frame.dpi < _TOO_COARSE
    searched = (bool(seals) or not blind) and not search.cut
    width, height = frame.size_in_points
    read = recognised.read_picture(frame, seals, number)
    warnings = read.warnings
    if search.cut:
        warnings = (*warnings, f"第{number}页的印章没有查找完：{search.cut}")
    elif not searched:
        said = f"第{number}页是黑白的、过于粗糙的或者有红色图形的图像，无法判断有无印章"
        warnings = (*warnings, said)
    page = Page(number, width, height, read.text_from, read.lines, seals, seals_searched=searched)
    return page, warnings


def _alone(frame: picture.Picture) -> tuple[Seal, ...]:
    """The seal in a nearly square picture that may show nothing else, at some unknown size."""
    height, width = frame.pixels.shape[:2]
    if not 0.7 < width / height < 1.4:
        return ()
    supposed = replace(frame, dpi=min(width, height) / _SEAL_INCHES)
    scale = supposed.dpi / frame.dpi
    return tuple(
        replace(found, bbox=_scaled(found.bbox, scale))
        for found in ring.named(supposed, seal.search(supposed).seals)
    )


def _scaled(box: Box | None, scale: float) -> Box | None:
    if box is None:
        return None
    x0, y0, x1, y1 = (round(edge * scale, 1) for edge in box)
    return x0, y0, x1, y1
