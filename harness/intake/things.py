"""What came, before it is kept: its files with what is known of it; and what is here of it already."""

from __future__ import annotations

from dataclasses import dataclass

from harness.store.log import NewArrival
from harness.store.places import Place


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of a thing: the letter's pages in order, and its envelope."""

    name: str
    data: bytes
    role: str = "page"  # page | envelope


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that came. `arrival` lacks its evidence yet: `sheets` are the bytes, the letter's
    first page first."""

    arrival: NewArrival
    sheets: tuple[Sheet, ...]
    is_mail: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was taken in before: its row; the pages of it that were not there then; the place
    in which nobody knew it to lie."""

    id: int
    more: tuple[Sheet, ...] = ()
    place: Place | None = None
