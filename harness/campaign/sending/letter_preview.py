"""What would go out for an application, to be read before it does: the letter as text, the form as its
paragraphs and rows. No identity number is filled in: that is done when it is printed or sent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from harness.campaign.workspace import Refused, Workspace
from harness.store import outbox
from letters.compose import compose, web_text
from letters.model import CHANNEL_NAMES, Application, Channel


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    wide: int  # columns
    high: int  # rows


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the rows of a table."""

    text: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """`body`: of a mail, or what is to be pasted into a web page; `form`: what goes on paper, or is
    attached. `state`: how it stands in the outbox; empty where it is not there yet."""

    id: str
    unit: str
    to: str
    applicant: str
    channel: str
    on: date
    subject: str
    body: str
    form_name: str
    form: tuple[Block, ...]
    state: str


def preview(workspace: Workspace, id: str) -> Preview:
    application = application_of(workspace, id)
    letter, channel = compose(application, workspace.campaign), application.channel
    with workspace.store.reading() as connection:
        queued = outbox.letters(connection, application.id).get(application.id)
    by_mail, by_web = channel is Channel.EMAIL, channel is Channel.WEB_FORM
    return Preview(
        application.id,
        application.unit.name,
        application.unit.email if by_mail else "" if by_web else application.unit.address,
        application.applicant.name,
        CHANNEL_NAMES[channel],
        application.round.send_on,
        letter.subject if by_mail else "",
        letter.body if by_mail else web_text(application, workspace.campaign) if by_web else "",
        "" if by_web else letter.form_name,
        () if by_web else tuple(_blocks(letter.form)),
        outbox.STATES[queued.state] if queued else "",
    )


def form_of(workspace: Workspace, id: str) -> tuple[str, bytes]:
    """The form's name and bytes, without an identity number."""
    letter = compose(application_of(workspace, id), workspace.campaign)
    return letter.form_name, letter.form


def application_of(workspace: Workspace, id: str) -> Application:
    found = workspace.book().find.plan.by_id.get(id)
    if found is None:
        raise Refused(f"没有编号为“{id}”的申请")
    return found


def _blocks(form: bytes) -> Iterator[Block]:
    """Of a file that we have just made ourselves."""
    for each in Document(io.BytesIO(form)).iter_inner_content():
        if isinstance(each, Paragraph):
            if each.text.strip():
                yield Block(each.text)
        elif isinstance(each, Table):
            yield Block(rows=tuple(_rows(each)))


def _rows(table: Table) -> Iterator[tuple[Cell, ...]]:
    """A merged cell comes once, with how many columns and rows it covers."""
    grid = [[(cell._tc, cell.text.strip()) for cell in row.cells] for row in table.rows]
    seen: list[object] = []
    for number, line in enumerate(grid):
        cells: list[Cell] = []
        for at, (tc, text) in enumerate(line):
            if tc in seen:
                continue
            seen.append(tc)
            wide = sum(one is tc for one, _ in line)
            high = sum(at < len(row) and row[at][0] is tc for row in grid[number:])
            cells.append(Cell(text, wide, high))
        yield tuple(cells)
