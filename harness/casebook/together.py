"""Several files of one letter, as photographs of its pages are, -> one `Document`: page after page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from harness.store.reading import as_json, from_json
from parsers.document import Document, Page, Unread
from parsers.page import one_letter


def together(documents: Sequence[bytes]) -> bytes:
    """The documents as JSON, in the order of their pages. What cannot be a page of a letter (a
    mail, an archive, a file that could not be opened) makes all of them parts of one."""
    if len(documents) == 1:
        return documents[0]
    read = [from_json(each) for each in documents]
    first = read[0]
    if any(each.headers or each.parts or each.error or not each.pages for each in read):
        return as_json(replace(first, pages=(), parts=tuple(read), headers=None, error=None))
    pages = _numbered(read)
    left = one_letter.left(pages, _unread(read))
    return as_json(replace(first, pages=pages, warnings=_warnings(read), unread=left))


def _numbered(documents: Sequence[Document]) -> tuple[Page, ...]:
    pages = [page for each in documents for page in each.pages]
    return tuple(replace(page, number=number) for number, page in enumerate(pages, 1))


def _unread(documents: Sequence[Document]) -> Iterator[Unread]:
    """What was not read of each, on the page that it is now."""
    before = 0
    for each in documents:
        for one in each.unread:
            yield replace(one, page=before + one.page if one.page else None)
        before += len(each.pages)


def _warnings(documents: Sequence[Document]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said for each in documents for said in each.warnings))
