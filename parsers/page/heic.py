"""手机照片（HEIC、HEIF、AVIF）

读取：转成图像后与扫描件、照片一样读取（转正、文字识别、查找印章）；一个文件里有几幅照片的，每幅一页。
看不见：实况照片里的视频、景深图；其余与扫描件、照片相同。
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pi_heif  # type: ignore[import-untyped]
from PIL import Image, UnidentifiedImageError

from parsers import lazy_re as re
from parsers.document import Document, fingerprint, refused
from parsers.limits import MAX_PAGES, MAX_PIXELS
from parsers.page import scan
from parsers.parser import OpenPart, Unreadable

_AV1 = re.compile(rb"\A....ftypavi[fs]", re.DOTALL)  # Pillow's own


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    try:
        picture = as_tiff(data)
    except Unreadable as fault:
        return refused(data, name, "heic", fault.code, fault.message)
    seen = scan.read(picture, name, open_part)
    return replace(seen, sha256=fingerprint(data), media="heic")


def as_tiff(data: bytes) -> bytes:
    """The photographs upright, as frames of a TIFF, which whoever reads pictures can open."""
    try:
        frames = _frames(data)
    except (ValueError, OSError, RuntimeError, EOFError, UnidentifiedImageError) as fault:
        raise Unreadable("damaged", "HEIC 照片已损坏或者不完整，无法打开") from fault
    out = io.BytesIO()
    first, *others = frames
    first.save(out, "TIFF", save_all=True, append_images=others)
    return out.getvalue()


def _frames(data: bytes) -> list[Image.Image]:
    if _AV1.match(data):
        with Image.open(io.BytesIO(data)) as image:
            return list(_sequence(image))
    opened = pi_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    frames: list[Image.Image] = []
    for each in list(opened)[: MAX_PAGES + 1]:  # whoever reads them names what is too many
        _check(each.size)  # known before it is decoded; libheif turns it upright
        frames.append(each.to_pillow().convert("RGB"))
    if not frames:
        raise Unreadable("empty", "HEIC 文件里没有照片")
    return frames


def _sequence(image: Image.Image) -> Iterator[Image.Image]:
    for index in range(min(getattr(image, "n_frames", 1), MAX_PAGES + 1)):
        image.seek(index)
        _check(image.size)
        yield image.convert("RGB")


def _check(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise Unreadable("too_large", f"照片有{size[0]}×{size[1]}像素，过大，未打开")
