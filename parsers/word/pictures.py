"""The pictures of an Office file: seals on them, and words in them.

In: lines and pictures in reading order. Out: `Seen`: the lines with those of the pictures at their places,
seals, files that a large picture is by itself, and what could not be looked at. A letterhead or a signature
set as a picture is part of the letter and read in place; a page of its own (a scan, a screenshot) becomes a part,
for nobody can say that its words are the letter's. Where there are hardly any other words the pictures
are the letter. What looks at them (looking.py) is loaded with the first one.
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
    """Each picture in turn: all together they would not fit into memory."""
    if not any(isinstance(each, Pictured) for each in flow):
        return Seen([each for each in flow if isinstance(each, Line)])
    with effort.loading():
        from parsers.word.looking import Looking
    looking = Looking(package, open_part, holds)
    for each in flow:
        if isinstance(each, Line):
            looking.seen.lines.append(each)
        else:
            looking.at(each)
    return looking.seen
