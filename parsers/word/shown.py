"""What is to be seen in an Office file beside its words, and who looks at it.

In: lines and pictures in reading order. Out: `Seen`. What looks at pictures (pictures.py) takes longer to load
than a letter to read: it is loaded with the first picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from parsers import effort
from parsers.document import Document, Line, Seal, TextFrom, Unread
from parsers.packed.opc import Package
from parsers.parser import OpenPart
from parsers.word.gather import Pictured

FEW = 50  # characters: with fewer and a large picture, the picture is the letter


@dataclass
class Seen:
    lines: list[Line] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)
    parts: list[Document] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    # where the words of those come from that may be pages, where they are the letter
    sources: set[TextFrom] = field(default_factory=set)

    def miss(self, touches: tuple[str, ...], what: str) -> None:
        self.unread.append(Unread("picture", touches, what, 1))


class Holds(Enum):
    """What the pictures of a file may be."""

    LETTER = "they are the letter: each large one is a page of it"
    PIECES = "pieces of a letter"
    EXTRAS = "beside a table or on a slide: searched for seals, their words not read"


def look(
    package: Package, flow: Sequence[Line | Pictured], open_part: OpenPart, holds: Holds
) -> Seen:
    """The lines in their order, with what the pictures between them show."""
    if not any(isinstance(each, Pictured) for each in flow):
        return Seen([each for each in flow if isinstance(each, Line)])
    with effort.loading():
        from parsers.word import pictures
    return pictures.look(package, flow, open_part, holds)
