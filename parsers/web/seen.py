"""What was seen of a web page: its lines, its pictures, and what of it was not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.document import SEAL, Unread
from parsers.web.outer import Picture, Reference

_OFTEN = 0.8  # where so many lines stand apart, standing apart says nothing


@dataclass(frozen=True, slots=True)
class Row:
    """One line, and how it stands on the page."""

    text: str
    quoted: bool = False  # marked as quoted from an earlier mail
    block: int = 0  # in which indented block it stands, by number; 0: in none
    begins: bool = False  # a blank line above it, or an indent: a paragraph begins


@dataclass(frozen=True, slots=True)
class Hypertext:
    rows: tuple[Row, ...]
    references: tuple[Reference, ...] = ()  # shown, and not in the page
    pictures: tuple[Picture, ...] = ()  # shown, and in the page
    unread: tuple[Unread, ...] = ()  # whatever else may carry something

    @property
    def outer_pictures(self) -> bool:
        """It shows what is not in the file and may be a seal."""
        return any(SEAL in one.touches for one in self.references)


def with_beginnings(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Where nearly every line stands apart, no paragraph is told by it."""
    apart = sum(row.begins for row in rows)
    if len(rows) > 3 and apart >= _OFTEN * (len(rows) - 1):
        return tuple(replace(row, begins=False) for row in rows)
    return tuple(rows)
