"""`log feedback` and `objection new|list`: what a unit was handed, until when it may object, what it
objects to. A late objection is kept all the same, and told as late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from harness.campaign.recording.call import unit_named
from harness.campaign.recording.event import Recorded, not_after_today
from harness.campaign.ruling.targets import Target, target_named
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import Book
from harness.casebook.ruled.people import term_of, terms_of
from harness.casebook.ruled.wording import object_told
from harness.scoring.people import Objection, Term, corrected_by
from harness.store import objecting, standing, tables
from harness.store.database import Store
from harness.store.errors import reason
from harness.store.evidence import sha256
from harness.store.objecting import Handed
from harness.store.supposing import supposing
from letters.model import Unit
from letters.opening import read_file
from parsers.limits import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Listed:
    """`late`: null where no term is known. `state`: open | upheld | rejected | partly."""

    number: int
    unit_id: str
    unit: str
    target: str
    on: date
    last: date | None
    late: bool | None
    text: str
    files: tuple[str, ...]
    state: str
    why: str
    decided_by: str
    targets: tuple[str, ...]
    by: str
    corrected_by: int | None = None  # the later objection by which it was put right
    told: str = ""  # the target in words


@dataclass(frozen=True, slots=True)
class Raised:
    """`number` is 0 where it was not written; `new`: it is no repetition."""

    number: int
    unit: str
    target: str
    late: bool | None
    new: bool
    written: bool
    remarks: tuple[str, ...]
    told: str = ""  # the target in words


def feedback(
    workspace: Workspace,
    unit: str,
    on: date,
    *,
    note: str = "",
    replace: bool = False,
    write: bool = False,
) -> Recorded:
    """The unit was handed its 反馈单 on that day: from it the term runs."""
    not_after_today(workspace, on, "送达反馈单")
    with workspace.store.reading() as connection:
        found = unit_named(connection, unit)
    what = f"{on} 向{found.name}送达反馈单"
    opening = workspace.store.writing(verb="log", what=what) if write else workspace.store.trying()
    with opening as connection:
        new, replaced = _hand(connection, Handed(found.id, on, note.strip()), replace)
    return Recorded(new and write, new, what, replaced, write, (_term_told(workspace, found, on),))


def _hand(connection: Connection, new: Handed, instead: bool) -> tuple[bool, tuple[str, ...]]:
    before = objecting.feedbacks(connection).get(new.unit_id)
    if before is not None and (before.on, before.note) == (new.on, new.note or before.note):
        return False, ()
    if before is not None and not instead:
        raise Refused(
            f"先前登记为 {before.on} 送达反馈单，现为 {new.on}，请核对；先前的有误，或者重新送达的，"
            "加 --replace 取代它"
        )
    if before is not None:
        standing.void(connection, tables.feedbacks, before.id, f"改为 {new.on} 送达")
    objecting.add_feedback(connection, new)
    return True, (f"{before.on} 送达反馈单",) if before else ()


def _term_told(workspace: Workspace, unit: Unit, on: date) -> str:
    term = term_of(workspace.campaign, unit, on)
    if term.last is None:
        return "没有设定异议期限（campaign.toml 的 [objections] working_days）"
    days = workspace.campaign.objections.working_days
    sure = "，当年放假安排尚未公布，至迟到这一天" if term.provisional else ""
    return f"异议期限{days}个工作日，到 {term.last} 止{sure}"


def known(workspace: Workspace) -> tuple[Book, dict[str, Term]]:
    """What people and servers say; nothing that came is looked into."""
    book = workspace.said()
    return book, dict(terms_of(workspace.campaign, book))


def listed(workspace: Workspace) -> tuple[Listed, ...]:
    book = workspace.said()
    if not book.objections:
        return ()
    terms = dict(terms_of(workspace.campaign, book))
    return listed_of(book, terms, criteria_of(workspace))


def listed_of(
    book: Book, terms: dict[str, Term], criteria: Mapping[str, str]
) -> tuple[Listed, ...]:
    raised = {each.unit_id for each in book.objections}
    names = {each.id: each.name for each in book.units if each.id in raised}
    return tuple(
        _listed(
            replace(each, term=terms.get(each.unit_id, Term(None))),
            names,
            corrected_by(each, book.objections),
            criteria,
        )
        for each in book.objections
    )


def criteria_of(workspace: Workspace) -> dict[str, str]:
    """What points are given or counted for: id -> name."""
    criteria = workspace.rubric().criteria
    rules = {rule.id: rule.name for each in criteria for rule in each.rules}
    return rules | {each.id: each.name for each in criteria}


def _listed(
    each: Objection, names: dict[str, str], corrected: int | None, criteria: Mapping[str, str]
) -> Listed:
    decision = each.decision
    return Listed(
        each.number, each.unit_id, names.get(each.unit_id, each.unit_id), each.target, each.on,
        each.term.last, each.late, each.text, tuple(path for _, path, _ in each.files),
        decision.outcome.value if decision else "open",
        decision.why if decision else "",
        decision.by if decision else "",
        decision.targets if decision else (),
        each.by, corrected,
        object_told(each.target, criteria, points=each.target.partition("/")[0] == each.unit_id),
    )  # fmt: skip


def objection(
    workspace: Workspace,
    unit: str,
    target: str,
    on: date,
    *,
    text: str,
    files: Sequence[Path] = (),
    write: bool = False,
) -> Raised:
    """Put down that a unit objects to one verdict, day or mark of its own."""
    not_after_today(workspace, on, "提出异议")
    if not text.strip():
        raise Refused("异议须写明内容：--text 单位怎么说（有书面材料的再加 --file 文件）")
    book, terms = known(workspace)
    with workspace.store.reading() as connection:
        found = unit_named(connection, unit)
    about = _own(workspace, book, found, target)
    term = terms.get(found.id, Term(None))
    given = [(path.name, opened_bytes(path)) for path in files]
    new = Objection(0, found.id, about.name, on, text.strip(), term=term)
    what = f"{found.name}对{about.told}提出异议（{on}{'，已逾期限' if new.late else ''}）"
    if write:
        with workspace.store.writing(verb="objection", what=what) as connection:
            number, added = _add(workspace.store, connection, new, given)
    else:
        with supposing(workspace.store) as (store, connection):
            number, added = _add(store, connection, new, given)
            number = number if not added else 0
    told = object_told(about.name, criteria_of(workspace), points=about.points)
    return Raised(number, found.name, about.name, new.late, added, write, _remarks(new), told)


def _own(workspace: Workspace, book: Book, unit: Unit, target: str) -> Target:
    found = target_named(workspace, book, target)
    if found.unit != unit.id:
        raise Refused(f"{found.name} 不是{unit.name}的，只能就自己的认定提出异议，请核对")
    return found


def opened_bytes(path: Path) -> bytes:
    try:
        data = read_file(path, MAX_BYTES)
    except IsADirectoryError:
        raise Refused(f"“{path}”是文件夹，这里应给一个文件") from None
    except OSError as wrong:
        raise Refused(f"打不开文件“{path}”：{reason(wrong)}") from None
    if not data:
        raise Refused(f"文件“{path}”是空的（0字节），请检查")
    return data


def _add(
    store: Store, connection: Connection, new: Objection, files: Sequence[tuple[str, bytes]]
) -> tuple[int, bool]:
    """Its number; False where the very same is on record."""
    digests = sorted(sha256(data) for _, data in files)
    for each in objecting.objections(connection):
        told = (each.unit_id, each.target, each.on, each.text)
        held = sorted(sha for _, _, sha in each.files)
        if (told, held) == ((new.unit_id, new.target, new.on, new.text), digests):
            return each.number, False
    return objecting.add_objection(store, connection, new, files), True


def _remarks(new: Objection) -> tuple[str, ...]:
    term = new.term
    if term.handed_on is None:
        return ("还没有登记向该单位送达反馈单（log feedback），是否在期限之内无从认定",)
    found = []
    if new.on < term.handed_on:
        found.append(f"早于送达反馈单之日（{term.handed_on}），请核对日期")
    if new.late:
        found.append(f"晚于异议期限（{term.last}）：照登并注明，是否受理由测评方决定")
    return tuple(found)
