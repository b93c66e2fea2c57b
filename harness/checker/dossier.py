"""案卷: all that is known of one application. Values only; the one argument of every rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parsers.document import Document


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer would name; `--expect EXPECT.json`. Empty means not known.

    `unit` with `level` (国家级 省级 地市级 县级 乡级) and `region` (the province) is the unit's
    profile: which organs and courts are right follows from it where it follows at all. Organs and
    courts that are given by name go before it.
    """

    applicant: str = ""
    unit: str = ""
    unit_aliases: tuple[str, ...] = ()
    reconsideration_organs: tuple[str, ...] = ()
    courts: tuple[str, ...] = ()
    requested_on: date | None = None
    items: int | None = None
    level: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One reply under judgement and what it must be held against.

    `replied_on` is the day the reply was given as far as outside evidence shows it (postmark,
    arrival of the mail); None leaves it to the date that the letter itself carries.
    """

    document: Document
    expected: Expected = Expected()
    replied_on: date | None = None
