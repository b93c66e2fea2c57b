"""评分: every unit's place and marks, each deduction with what it rests on; what people give by hand; and
who would move if the rubric were another."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import Response

from harness.campaign.errors import Refused
from harness.campaign.marks import given_marks
from harness.campaign.marks.board import Board, Line
from harness.campaign.marks.hanging import hanging
from harness.campaign.marks.scores import Marked, board, marks_of, unit_marks
from harness.campaign.marks.what_if import CONVENTIONS, rubric_for, rubrics, what_if
from harness.campaign.ruling.rule import rule
from harness.campaign.ruling.targets import Stand, stand_of, target_named
from harness.campaign.workspace import Workspace
from harness.scoring.people import Stage
from harness.store.said import token
from harness.web import downloads
from harness.web.blinded import blinded, has_read
from harness.web.here import Deciding, Looking, Marking, NotHere
from harness.web.people.rights import Right
from harness.web.render import MOST_COUNTED, page
from letters.opening import read_file

pages = APIRouter(include_in_schema=False)
AT_ONCE = 100  # units of a page
MOST = 8 * 1024 * 1024  # bytes of a table or of a file that shows something


@pages.get("/c/{key}/marks")
def shown(
    here: Looking,
    category: str = "",
    q: str = "",
    after: str = "",
    given: Annotated[int | None, Query(ge=0, le=2**53)] = None,
) -> Response:
    with here.workspace() as workspace:
        found = board(workspace)
        category = category if category in found.categories else ""
        lines, last, many = _page(found, category, q.strip(), after)
        rows = marks_of(found, [each.unit for each in lines])
        blind = {id.rpartition("-")[0] for id in blinded(here, workspace)}
        rubric = workspace.rubric()
    return page(
        here, "marks/marks.html", rows=rows, many=many, after=last, first=not after,
        categories=found.categories, category=category, q=q, blind=blind, rubric=rubric, given=given,
        pending=found.counted("pending"), units=len(found),
        # of these the place waits for what is pending; the others have one, for the time being
        placeless=found.counted("placeless"),
    )  # fmt: skip


def _page(found: Board, category: str, q: str, after: str) -> tuple[list[Line], str, int]:
    """The rows, behind what the next ones are, and how many there are in all."""
    wanted = q.casefold()
    line: Iterable[Line] = found.rows(category, after)
    if wanted:
        line = (each for each in line if wanted in _words(each))
    rows = list(islice(line, AT_ONCE + 1))
    if wanted:
        every = found.rows(category)
        many = sum(1 for _ in islice((e for e in every if wanted in _words(e)), MOST_COUNTED + 1))
    else:
        many = found.counted(("class", category)) if category else len(found)
    return rows[:AT_ONCE], rows[AT_ONCE - 1].unit.id if len(rows) > AT_ONCE else "", many


def _words(line: Line) -> str:
    return f"{line.unit.id} {line.unit.name}".casefold()


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a person marks of a unit, what stands, and the name of what stands."""

    id: str
    name: str
    how: str
    stand: Stand
    seen: str


@pages.get("/c/{key}/marks/unit/{unit}")
def one(here: Looking, unit: str) -> Response:
    with here.workspace() as workspace:
        if any(id.rpartition("-")[0] == unit for id in blinded(here, workspace)):
            return page(here, "marks/blind.html", unit=unit)
        found = unit_marks(workspace, unit)
        hangs = hanging(workspace, (one for each in found.criteria for one in each.open))
        book = workspace.book()
        has_read(here, workspace, (e.id for e in book.applications if e.unit.id == unit))
        hand = tuple(_by_hand(workspace, found.marked)) if here.user.may(Right.MARK) else ()
    return page(
        here, "marks/unit.html", unit=found.marked, criteria=found.criteria, hand=hand, hangs=hangs,
        before=found.above, after=found.below,
    )  # fmt: skip


def _by_hand(workspace: Workspace, unit: Marked) -> Iterator[ByHand]:
    book = workspace.book()
    assessment = workspace.assess(book)
    for id, name, how in given_marks.wanted(workspace.rubric().of(unit.category)):
        target = target_named(workspace, book, f"{unit.unit_id}/{id}")
        stand = stand_of(workspace, assessment, target)
        yield ByHand(id, name, how, stand, token(stand.told()))


@pages.post("/c/{key}/marks/unit/{unit}")
def given_one(
    here: Marking,
    unit: str,
    criterion: Annotated[str, Form()],
    value: Annotated[str, Form(min_length=1, max_length=20)],
    why: Annotated[str, Form(min_length=1, max_length=1000)],
    seen: Annotated[str, Form()],
    once: Annotated[str, Form()],
) -> Response:
    def do() -> str:
        with here.workspace() as workspace:
            target = f"{unit}/{criterion}"
            rule(
                workspace, target, value.strip(), why=why, stage=Stage.FIRST, seen=seen, write=True
            )
        return f"{here.url('marks', 'unit', unit)}#hand"

    return here.once(once, do)


@pages.get("/c/{key}/marks/sheet")
def sheet(here: Marking) -> Response:
    with here.workspace() as workspace, tempfile.TemporaryDirectory(prefix="mingcha-") as work:
        path = Path(work) / "给分表.xlsx"
        given_marks.write_form(workspace, path)
        return downloads.data(path.name, read_file(path))


@pages.post("/c/{key}/marks/sheet")
def sheet_in(
    here: Marking,
    once: Annotated[str, Form()],
    table: Annotated[UploadFile, File()],
    files: Annotated[list[UploadFile], File()] = [],  # noqa: B006
) -> Response:
    def do() -> str:
        with tempfile.TemporaryDirectory(prefix="mingcha-") as work:
            for each in (e for e in files if e.filename):
                _lay(Path(work), each, given_marks.plain_name(each.filename or ""))
            path = _lay(Path(work), table, "给分表.xlsx")
            with here.workspace() as workspace:
                done = given_marks.read_form(workspace, path, write=True)
        return f"{here.url('marks')}?given={len(done.changes)}"

    return here.once(once, do)


def _lay(folder: Path, came: UploadFile, name: str) -> Path:
    data = came.file.read(MOST + 1)
    if not data or len(data) > MOST:
        raise Refused(f"“{came.filename or '给分表'}”是空的，或者超过{MOST >> 20}兆字节")
    path = folder / name
    path.write_bytes(data)
    return path


@pages.get("/c/{key}/marks/what-if")
def supposed(
    here: Deciding,
    rubric: str = "",
    c: Annotated[list[str], Query()] = [],  # noqa: B006
    w: Annotated[list[str], Query()] = [],  # noqa: B006
    count_receipt_day: str = "",
    no_confirmation: str = "",
    answered_on: str = "",
) -> Response:
    asked = {
        "count_receipt_day": count_receipt_day, "no_confirmation": no_confirmation,
        "answered_on": answered_on,
    }  # fmt: skip
    convention = {key: value for key, value in asked.items() if value}
    with here.workspace() as workspace:
        now = workspace.rubric()
        known = rubrics(workspace)
        if rubric and rubric not in known:
            raise NotHere(f"没有名为“{rubric}”的评分细则")
        other = rubric_for(workspace, rubric) if rubric else None
        base = other or now
        own = {each.id: each.weight for each in base.criteria}
        weights = {
            id: number
            for id, said in zip(c, w, strict=False)
            if id in own and said.strip() and (number := _weight(id, said)) != own[id]
        }
        found = (
            what_if(workspace, rubric=other, weights=weights, convention=convention)
            if rubric or weights or convention
            else None
        )
    moved = [each for each in found.moves if each.moved] if found else []
    return page(
        here, "marks/what_if.html", found=found, moved=moved, rubrics=known, rubric=rubric,
        base=base, weights=weights, convention=convention, conventions=CONVENTIONS,
        places=sum(each.rank[0] != each.rank[1] for each in moved),
        lost=sum(each.rank[0] is not None and each.rank[1] is None for each in moved),
    )  # fmt: skip


def _weight(id: str, said: str) -> Decimal:
    try:
        number = Decimal(said.strip())
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= 1000:
        raise Refused(f"指标 {id}：“{said}”不是权重，应是0至1000的数")
    return number
