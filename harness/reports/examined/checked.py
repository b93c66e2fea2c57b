"""`check_letter`: the job that opens and judges one letter, and what it gives back.

Light to import: whoever only hands the job to a lane needs none of what opens and judges
(letter.py), which is loaded where the job runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from harness.checker.dossier import Expected


@dataclass(frozen=True, slots=True)
class CheckedLetter:
    """`result` is the JSON object without its `source`; `unread` says, a line each and without the
    file's name, what of it could not be read; `judgement` is a `Judgement` as JSON. `rows` are empty
    where `heading` says all: what is no answer, and nothing is asked of."""

    result: str
    unread: tuple[str, ...]
    heading: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()  # element, verdict, reason
    page: str | None = None
    judgement: bytes | None = None


def check_letter(
    data: bytes, name: str, wanted: Expected, day: date | None, with_page: bool
) -> CheckedLetter:
    """Judge the reply; `with_page`: with its page for a browser."""
    from harness.reports.examined.letter import checked

    return checked(data, name, wanted, day, with_page)


def refusal(sha256: str | None, media: str | None, code: str, message: str) -> dict[str, Any]:
    """What stands for an input that could not be read."""
    empty = dict.fromkeys(
        (
            "pages", "text_from", "kind", "decisions", "replied_on", "replied_on_certain",
            "unread", "unexplained", "elements", "rules",
        )
    )  # fmt: skip
    error = {"code": code, "message": message}
    return {"sha256": sha256, "media": media, **empty, "error": error}


MOST_TOLD = 20  # parts of one file that are named one by one


def few(said: Sequence[str]) -> tuple[str, ...]:
    """As many lines as a person reads, and how many there are beside."""
    rest = len(said) - MOST_TOLD
    return (*said[:MOST_TOLD], f"另有{rest}处未能读取或者须注意") if rest > 0 else tuple(said)
