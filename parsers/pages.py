"""The picture of a page, for whoever must show where something stands.

In: a file's bytes and name, the page's number from 1, dots an inch. Out: a Pillow picture whose
pixel is `point * dpi / 72` from the top left corner, so that the boxes of a `Document` fit on it.
A PDF and a picture look as they are; of an OFD the characters and images stand in their places.
"""

from __future__ import annotations

from itertools import islice

from PIL import Image

from parsers import formats
from parsers.ofd import ofd
from parsers.page import heic, picture
from parsers.parser import Unreadable
from parsers.pdf import pdf


def render(data: bytes, name: str, page: int, dpi: float = 110.0) -> Image.Image:
    """Raises `Unreadable` where the file has no such page or no layout to show."""
    if formats.is_pdf(data):
        return _of_pdf(data, page, dpi)
    if formats.is_ofd(data):
        return Image.fromarray(ofd.picture_of(data, page, dpi).pixels)
    if formats.is_heic(data):
        data = heic.as_tiff(data)
    if formats.is_picture(data):
        frame = (
            next(islice(picture.frames(data, torn=True), page - 1, None), None)
            if page > 0
            else None
        )
        if frame is None:
            raise Unreadable("empty", f"“{name}”没有第{page}页")
        width, height = (max(1, round(side * dpi / 72)) for side in frame.size_in_points)
        return Image.fromarray(frame.pixels).resize((width, height))
    raise Unreadable("unknown_format", f"“{name}”没有固定版面，不能显示页面图像")


def _of_pdf(data: bytes, page: int, dpi: float) -> Image.Image:
    with pdf.opened(data) as document:
        if not 1 <= page <= len(document):
            raise Unreadable("empty", f"PDF 没有第{page}页")
        shown = document[page - 1]
        try:
            return Image.fromarray(pdf.picture_of(shown, dpi).pixels)
        finally:
            shown.close()
