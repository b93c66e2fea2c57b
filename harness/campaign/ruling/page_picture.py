"""The picture of one page of a letter, as JPEG; with its red ink, or without it.

Strangers' files are opened in lanes alone. A picture is made once and kept in cache/ under a name of
all that it depends on; the folder may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.campaign.errors import Refused
from harness.engine import Engine, Lost
from harness.store.caching import put
from harness.store.reading import FOLDER, Sheet, readers
from letters.opening import read_file

DPI = 132
QUALITY = 82
NO_PICTURE = "这一页没有版面，不能显示成图像；请看文字或者打开原件"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a lane sends back: a JPEG, or why there is none."""

    jpeg: bytes = b""
    why: str = ""


def draw(data: bytes, name: str, sha256: str, page: int, dpi: float, red: bool) -> Drawn:
    """The job. `sha256`: of the file inside of `data` whose page it is, or of `data` itself."""
    from PIL import Image  # heavy, and needed in a lane alone

    from parsers import pages
    from parsers.parser import Unreadable
    from parsers.seals.without_red import without_red

    inner = _inner(data, name, sha256)
    if inner is None:
        return Drawn(why="来件里没有这个文件")
    try:
        picture = pages.render(inner, name, page, dpi).convert("RGB")
    except (Unreadable, OSError, ValueError) as wrong:
        return Drawn(why=str(wrong) or NO_PICTURE)
    if not red:
        import numpy as np

        picture = Image.fromarray(without_red(np.asarray(picture)))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, progressive=False)
    return Drawn(out.getvalue())


def _inner(data: bytes, name: str, sha256: str) -> bytes | None:
    """A mail's attachments are looked for without reading all of it; whatever else, by reading."""
    if hashlib.sha256(data).hexdigest() == sha256:
        return data
    with contextlib.suppress(LookupError, ValueError, TypeError, AttributeError):
        for part in email.message_from_bytes(data, policy=email.policy.default).walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and hashlib.sha256(payload).hexdigest() == sha256:
                return payload
    from parsers import read_and_keep

    files: Mapping[str, bytes] = read_and_keep(data, name).files
    return files.get(sha256)


def picture(engine: Engine, sheet: Sheet, sha256: str, page: int, *, red: bool = True) -> bytes:
    """Refused, with the reason in Chinese, where it cannot be shown; OSError and ValueError where the
    evidence is gone or no longer what was kept."""
    place = _place(sheet, sha256, page, red)
    with contextlib.suppress(OSError):
        return read_file(place)
    data = sheet.load()
    outcome = engine.submit(draw, data, sheet.name, sha256, page, DPI, red).result()
    if isinstance(outcome, Lost):
        raise Refused(outcome.message)
    if not outcome.jpeg:
        raise Refused(outcome.why)
    with contextlib.suppress(OSError):
        put(place, outcome.jpeg)
    return outcome.jpeg


def _place(sheet: Sheet, sha256: str, page: int, red: bool) -> Path:
    told = f"{readers()}\n{sheet.sha256}\n{sha256}\n{page}\n{DPI}\n{QUALITY}\n{red}"
    key = hashlib.sha256(told.encode()).hexdigest()
    return sheet.folder / FOLDER / "pages" / key[:2] / f"{key}.jpg"
