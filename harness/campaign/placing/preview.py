"""An arrival as it is read: its words, file by file and page by page, and what could not be read.

The bytes are opened in lanes, and what was read once is remembered; a strange file costs its own page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.campaign.errors import Refused
from harness.campaign.placing.file import found
from harness.campaign.ruling.page_picture import picture
from harness.campaign.workspace import Workspace
from harness.casebook.book import Filed, sheets_of
from harness.reading.arrived.reply_kind import KIND_NAMES
from harness.reports.arrivals import number_of
from harness.store import reading
from harness.store.errors import StoreError, disk_error
from parsers.document import Document

MOST_PIECES, MOST_LINES = 30, 600
BUNDLES = frozenset({"eml", "zip", "rar", "7z"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A page, or the text of a file without pages. `more`: lines that are not told here."""

    file: str
    page: int
    pages: int
    lines: tuple[str, ...]
    more: int
    recognised: bool  # read off a picture: slips are possible
    sheet: str = ""  # the SHA-256 of the evidence in which it lies,
    sha256: str = ""  # and of the file itself: by them its picture is asked for; empty: it has none


@dataclass(frozen=True, slots=True)
class File:
    """What can be taken away: a name, and by which bytes it is asked for."""

    name: str
    sha256: str
    role: str


@dataclass(frozen=True, slots=True)
class Preview:
    arrival: str
    number: str
    kind: str
    subject: str
    sender: str
    to: str
    sent: str
    pieces: tuple[Piece, ...]
    left: int  # pieces beyond
    unread: tuple[str, ...]
    files: tuple[File, ...]
    is_mail: bool
    bundle: bool  # files lie in it that may be placed by themselves
    trouble: str = ""


def preview(workspace: Workspace, arrival: str) -> Preview:
    """Refused where there is no such arrival; what cannot be opened is told in its place."""
    filed = found(workspace.book(), arrival)
    documents, trouble = _documents(workspace, filed)
    walked = [each for document in documents for each in document.walk()]
    pieces = [
        piece
        for document in documents
        for each in document.walk()
        for piece in _pieces(each, document.sha256)
    ]
    headers = documents[0].headers if documents else None
    unread = dict.fromkeys(one.what for each in walked for one in each.unread)
    unread |= dict.fromkeys(f"“{each.name}”：{each.error.message}" for each in walked if each.error)
    return Preview(
        filed.arrival.id,
        number_of(filed.arrival),
        KIND_NAMES[filed.arrival.kind],
        (headers.subject if headers else None) or filed.arrival.name,
        filed.arrival.sender,
        (headers.to if headers else None) or "",
        (headers.date if headers else None) or "",
        tuple(pieces[:MOST_PIECES]),
        max(len(pieces) - MOST_PIECES, 0),
        tuple(unread),
        files_of(filed),
        bool(documents) and documents[0].media == "eml",
        any(_is_bundle(each) for each in documents[:1]),
        trouble,
    )


def _is_bundle(document: Document) -> bool:
    return document.media in BUNDLES and bool(document.parts)


def files_of(filed: Filed) -> tuple[File, ...]:
    stored = filed.stored
    name = stored.name
    if stored.source == "mail":
        name = f"{filed.arrival.name or '来信'}.eml"
    return (
        File(name, stored.sha256, "page"),
        *(File(each.name, each.sha256, each.role) for each in stored.files),
    )


def page_of(workspace: Workspace, arrival: str, sheet: str, sha256: str, page: int) -> bytes:
    """A page's picture, as JPEG. Refused where there is none."""
    filed = found(workspace.book(), arrival)
    for each in sheets_of(workspace.store, filed.arrival):
        if each.sha256 == sheet:
            try:
                return picture(workspace.engine, each, sha256, page)
            except (OSError, ValueError):
                raise Refused("原件不在了，或者和收到时不一致，请核对证据文件") from None
    raise Refused("来件里没有这个文件")


def opened_documents(workspace: Workspace, filed: Filed) -> list[Document]:
    """As far as they can be opened."""
    return _documents(workspace, filed)[0]


def _documents(workspace: Workspace, filed: Filed) -> tuple[list[Document], str]:
    documents: list[Document] = []
    for sheet in sheets_of(workspace.store, filed.arrival):
        try:
            documents.append(reading.from_json(reading.read(sheet, workspace.engine)))
        except (ValueError, StoreError) as wrong:
            return documents, str(wrong)
        except OSError as wrong:
            return documents, disk_error(wrong)
    return documents, ""


def _pieces(document: Document, sheet: str) -> Iterator[Piece]:
    for page in document.pages:
        lines = [each.text for each in page.lines]
        shown = tuple(lines[:MOST_LINES])
        yield Piece(
            document.name, page.number, len(document.pages), shown, len(lines) - len(shown),
            page.text_from in ("ocr", "mixed"),
            sheet if page.width else "", document.sha256 if page.width else "",
        )  # fmt: skip
