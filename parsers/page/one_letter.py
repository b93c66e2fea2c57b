"""Pages of one letter, and a sentence that breaks off at an edge of one of them.

In: pages and what of them was not read. Out: what is still not read where the other pages are known: whoever
reads a page does not know whether another follows, in the same file or in a picture beside it. A page may
end in mid-sentence where a later one brings a sentence to its end, and begin so where an earlier one did: a blank
back, a logo below a mail say none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.document import Document, Page, Unread

# codes of `Unread`: what follows the page's last line, what stood above its first, unless other pages have it
CUT_END, CUT_ABOVE = "cut_end", "cut_above"
PICTURES = frozenset({"jpg", "jpeg", "png", "tif", "tiff", "heic", "bmp", "webp", "jp2", "j2k"})
_SENTENCE_ENDS = re.compile("[。；]")


def settled(document: Document) -> Document:
    """A file that was read: its pages, and its parts that are pictures beside one another."""
    unread = left(document.pages, document.unread)
    return replace(document, unread=unread, parts=_beside(document.parts))


def left(pages: Sequence[Page], unread: Iterable[Unread]) -> tuple[Unread, ...]:
    """What is not read of these pages, which are one letter."""
    says = [page.number for page in pages if _says(page)]
    first, last = min(says, default=0), max(says, default=0)

    def goes_on(one: Unread) -> bool:
        if one.page is None or not says:
            return False
        return (one.code == CUT_END and one.page < last) or (
            one.code == CUT_ABOVE and one.page > first
        )

    return tuple(one for one in unread if not goes_on(one))


def pictures(parts: Iterable[Document]) -> tuple[Document, ...]:
    """The pictures among the parts of a file: several are the pages of one letter."""
    return tuple(filter(_is_picture, parts))


def _is_picture(part: Document) -> bool:
    return part.media in PICTURES and bool(part.pages)


def _beside(parts: tuple[Document, ...]) -> tuple[Document, ...]:
    says = [
        at for at, part in enumerate(parts) if _is_picture(part) and any(map(_says, part.pages))
    ]
    if not says:
        return parts
    return tuple(
        _without(part, *[CUT_END] * (at < says[-1]), *[CUT_ABOVE] * (at > says[0]))
        if _is_picture(part)
        else part
        for at, part in enumerate(parts)
    )


def _without(document: Document, *codes: str) -> Document:
    return replace(document, unread=tuple(one for one in document.unread if one.code not in codes))


def _says(page: Page) -> bool:
    """Whether it brings a sentence to its end."""
    return any(_SENTENCE_ENDS.search(line.text) for line in page.lines)
