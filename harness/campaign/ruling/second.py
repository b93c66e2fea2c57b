"""`second out` and `second in`: the blind second marking in Excel, out and back; and with `decides`
what a third person has to decide, both marks beside each other.

Out: what was drawn and nobody has marked a second time, for one person, without whatever that person
marked first. In: all of it or, where one row is at fault, nothing; the same again changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from harness.campaign.ruling.parts import refuse_again, refuse_part
from harness.campaign.ruling.targets import verdict_said
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import Book
from harness.casebook.ruled.staged import about, other_part
from harness.casebook.ruled.wording import value_told
from harness.checker.finding import VERDICT_NAMES, Element, Finding, Verdict
from harness.ledger import second
from harness.ledger.rows import Fault
from harness.ledger.second import Asked, Sheet, Told
from harness.scoring.assessment import Case
from harness.scoring.people import STAGE_NAMES, Stage
from harness.scoring.sampling import sampled
from harness.store import history, said
from harness.store.errors import reason
from harness.store.said import Ruling, first_said
from letters.opening import NotOpened, read_file
from letters.saving import save

SILENT = {Verdict.PRESENT: "看过原件，认为具备", Verdict.NOT_REQUIRED: "看过原件，认为不要求"}


@dataclass(frozen=True, slots=True)
class Handed:
    """`own`: drawn, but marked first by the same person; `done`: marked a second time already."""

    file: Path
    marker: str
    rows: int
    own: int
    done: int


@dataclass(frozen=True, slots=True)
class Taken:
    """`new`: marks that are, or would be, put down; `same`: that are there; `empty`: not marked yet."""

    marker: str
    new: int
    same: int
    empty: int
    written: bool
    name: str = "复评"


def out(workspace: Workspace, path: Path | None = None, *, decides: bool = False) -> Handed:
    """For whoever works with the workspace."""
    marker = workspace.store.by
    path = path or workspace.folder / f"{'定评' if decides else '复评'}表-{marker}.xlsx"
    if path.exists():
        raise Refused(
            f"已有“{path}”，里面可能有没有读入的内容，不覆盖；请先读入（mingcha second in 文件 --write）"
            "再移走，或者另写一个文件名"
        )
    book = workspace.book()
    asked = _to_decide if decides else _asked
    rows, own, done = asked(workspace, book, path, marker)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        save(path, second.write(rows, workspace.campaign.id, marker, decides=decides))
    except OSError as wrong:
        raise Refused(f"{path.name} 写不进去（{reason(wrong)}）") from wrong
    return Handed(path, marker, len(rows), own, done)


Asking = tuple[list[Asked], int, int]


def _to_decide(workspace: Workspace, book: Book, path: Path, marker: str) -> Asking:
    """Where two marks differ; of these a third person's are those that he had no part in."""
    rows, own = [], 0
    for case in workspace.assess(book).cases:
        for found in case.judgement.findings if case.judgement else ():
            if "disputed" not in found.extra:
                continue
            row = _row(workspace, path, case, found)
            staged = about(book.staged.get(row.target, {}), row.about)
            if other_part(staged, Stage.DECISION, marker) is not None:
                own += 1
                continue
            first, second_one = staged.get(Stage.FIRST), staged[Stage.SECOND]
            machine = case.machine.finding(found.element) if case.machine else found
            told = value_told(row.target, machine.verdict.value, machine.defects)
            said_first = _said(row.target, first) if first else f"{told}：{machine.reason}"
            rows.append(replace(row, first=said_first, second=_said(row.target, second_one)))
    return rows, own, 0


def _said(target: str, ruling: Ruling) -> str:
    return f"{value_told(target, ruling.value, ruling.defects)}：{ruling.why}"


def _asked(workspace: Workspace, book: Book, path: Path, marker: str) -> Asking:
    if not book.samples:
        raise Refused("还没有抽样，请先抽样：mingcha sample --write")
    rows, own, done = [], 0, 0
    for case, found in sampled(book.samples, workspace.assess(book)):
        row = _row(workspace, path, case, found)
        staged = about(book.staged.get(row.target, {}), row.about)
        if staged.keys() - {Stage.FIRST}:
            done += 1
            continue
        try:
            refuse_part(staged, Stage.SECOND, marker, row.target)
        except Refused:
            own += 1
            continue
        rows.append(row)
    return rows, own, done


def _row(workspace: Workspace, path: Path, case: Case, found: Finding) -> Asked:
    answer, application = case.answer, case.application
    if answer is None:
        raise ValueError(f"{application.id} has no answer to mark")
    pages = f"（共{len(answer.pages) + 1}个文件）" if answer.pages else ""
    return Asked(
        f"{application.id}/{found.element.value}", application.unit.name,
        application.applicant.name, application.question.title, answer.on.isoformat(),
        f"{answer.name}{pages}", _link(workspace.store.evidence.local(answer.path), path.parent),
        found.element, answer.sha256,
    )  # fmt: skip


def _link(place: Path | None, seen_from: Path) -> str:
    """Empty where it lies on no disk of this machine."""
    if place is None:
        return ""
    try:
        return Path(os.path.relpath(place, seen_from)).as_posix()
    except ValueError:  # another drive
        return str(place.resolve())


def take(workspace: Workspace, path: Path, *, write: bool = False) -> Taken:
    try:
        sheet = second.read(read_file(path), path.name)
    except FileNotFoundError:
        raise Refused(f"{path}：没有这个文件") from None
    except NotOpened as wrong:
        raise Refused(f"{path.name}：{wrong.why}") from None
    except OSError as wrong:
        raise Refused(
            f"{path.name}：打不开（{reason(wrong)}）。如正用 Excel 编辑，请保存并关闭"
        ) from None
    if sheet.campaign != workspace.campaign.id or not sheet.marker:
        raise Refused(
            f"{path.name}：是另一个测评的复评表（{sheet.campaign or '未写明'}），请核对文件"
        )
    with workspace.store.reading() as connection:
        after = history.last(connection)
    new, faults = _marks(workspace, sheet)
    if faults:
        raise Refused(*map(str, faults), f"有{len(faults)}处须改正，一行也没有读入")
    fresh = _fresh(workspace.book(), new)
    if write and fresh:
        what = f"读入{'定评' if sheet.decides else '复评'}：{sheet.marker}，{len(fresh)}项"
        with workspace.store.writing(verb="second", what=what) as connection:
            if history.last(connection) != after:
                raise Refused("另有人刚刚登记过，请再读一次")
            for each in fresh:
                said.add_ruling(connection, each)
    empty = sum(not each.verdict for each in sheet.rows)
    return Taken(
        sheet.marker,
        len(fresh),
        len(new) - len(fresh),
        empty,
        write and bool(fresh),
        "定评" if sheet.decides else "复评",
    )


def _fresh(book: Book, new: list[Ruling]) -> list[Ruling]:
    """Those that are not on record as they are."""
    found = []
    for each in new:
        now = book.staged.get(each.target, {}).get(each.stage)
        told = (now.value, now.defects, now.why, now.about, now.by) if now else None
        if told != (each.value, each.defects, each.why, each.about, each.by):
            found.append(each)
    return found


def _marks(workspace: Workspace, sheet: Sheet) -> tuple[list[Ruling], list[Fault]]:
    book = workspace.book()
    drawn = _open_to(workspace, book, decides=sheet.decides)
    marks: list[Ruling] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for row in sheet.rows:
        if not row.verdict and not row.defects and not row.why:
            continue
        found = [*_faults(sheet, row, drawn, seen, book)]
        seen.setdefault(row.target, row.row)
        if found:
            faults += found
            continue
        marks.append(_mark(sheet, row, drawn[row.target]))
    return marks, faults


def _mark(sheet: Sheet, row: Told, answer: str) -> Ruling:
    """Of a row that has no fault."""
    stage = Stage.DECISION if sheet.decides else Stage.SECOND
    verdict, defects = verdict_said(_element(row), row.verdict, row.defects)
    why = row.why or SILENT.get(Verdict(verdict), "")
    return Ruling(row.target, verdict, defects, why, answer, "", stage, judge=sheet.marker)


# what the command line calls an option is a column here
_IN_EXCEL = (
    "须用 --defect 写明哪一种；其他结论不写 --defect",
    "须在“瑕疵”一栏写明哪一种；其他结论不写瑕疵",
)


def _open_to(workspace: Workspace, book: Book, *, decides: bool) -> dict[str, str]:
    """What may be marked, or decided, with the answer that it is about."""
    assessment = workspace.assess(book)
    if not decides:
        return {
            f"{case.application.id}/{found.element.value}": case.answer.sha256
            for case, found in sampled(book.samples, assessment)
            if case.answer is not None
        }
    answers = {case.application.id: case.answer.sha256 for case in assessment.cases if case.answer}
    return {
        target: answer
        for target, staged in sorted(book.staged.items(), key=lambda each: first_said(each[1]))
        if (answer := answers.get(target.partition("/")[0])) is not None
        and Stage.SECOND in about(staged, answer)
    }


def _element(row: Told) -> Element:
    return Element(row.target.partition("/")[2])


def _faults(
    sheet: Sheet, row: Told, drawn: Mapping[str, str], seen: Mapping[str, int], book: Book
) -> Iterator[Fault]:
    """What is wrong with one row, each with its cell."""
    answer = drawn.get(row.target)
    if answer is None:
        what = "没有复评" if sheet.decides else "不在抽样之列"
        why = f"“{row.target}”{what}，或者现在没有可供认定的答复；请勿改动这一栏"
        yield sheet.fault(row.row, second.TARGET, why)
        return
    if row.target in seen:
        yield sheet.fault(row.row, second.TARGET, f"与第{seen[row.target]}行重复，请只留一行")
    if row.about != answer[: second.ABOUT]:
        why = "首份答复已不是导出时的那一份，请重新导出复评表"
        yield sheet.fault(row.row, second.ANSWER, why)
    if not row.verdict:
        yield sheet.fault(row.row, second.VERDICT, "写了瑕疵或理由而没有结论，请补填")
        return
    try:
        verdict, _ = verdict_said(_element(row), row.verdict, row.defects)
    except Refused as wrong:
        known = row.verdict in {*VERDICT_NAMES.values(), *Verdict}
        head = second.DEFECTS if known else second.VERDICT
        yield sheet.fault(row.row, head, str(wrong).replace(*_IN_EXCEL))
        return
    if not row.why and (sheet.decides or Verdict(verdict) not in SILENT):
        yield sheet.fault(row.row, second.WHY, "这个结论须写明理由")
    staged = about(book.staged.get(row.target, {}), answer)
    stage = Stage.DECISION if sheet.decides else Stage.SECOND
    now, name = staged.get(stage), STAGE_NAMES[stage]
    if now is not None and now.by != sheet.marker:
        yield sheet.fault(row.row, second.TARGET, f"已有{now.by}的{name}，不能再由另一人{name}")
        return
    try:
        refuse_part(staged, stage, sheet.marker, row.target)
        refuse_again(staged, _mark(sheet, row, answer), sheet.marker, row.target)
    except Refused as wrong:
        yield sheet.fault(row.row, second.TARGET, str(wrong))
