"""One guide opened and read, in every shape that `mingcha guide` shows.

In: bytes. Out: `ReadGuide`: a JSON object, a table for a reader, the page with the evidence marked. Light to
import: what opens and reads is loaded where the job runs (guide_letter below imports it when called by a lane).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadGuide:
    """`result` is the JSON object without its `source`; `unread` says, a line each, what could not be read;
    `rows` are (item, verdict, reason)."""

    result: str
    unread: tuple[str, ...]
    heading: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()
    page: str | None = None
    strip: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, str, int], ...] = ()


def read_one(data: bytes, name: str, with_page: bool) -> ReadGuide:
    """Read the guide; `with_page`: with its page for a browser."""
    from harness.reports.examined.guide_reading import opened

    return opened(data, name, with_page)


def refusal(sha256: str | None, media: str | None, code: str, message: str) -> dict[str, Any]:
    """What stands for an input that could not be read."""
    empty = dict.fromkeys(("unit", "is_guide", "channels", "items", "unread"))
    return {"sha256": sha256, "media": media, **empty, "error": {"code": code, "message": message}}
