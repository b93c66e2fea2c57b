"""The store and its evidence, held against the history -> one Chinese line for each difference,
and a remark on files that lie among the evidence and that nothing speaks of.

What this shows: a row that was changed, removed or put in past the program; a link of the history
that was changed, removed or put in between; evidence that is missing or altered.

What it cannot show without an outside witness: whoever may write the file can write the whole
chain anew (all its rules are in this program), or cut off its last links together with their rows,
and it will agree with itself. Against that helps only to lay down elsewhere, from time to time, the
number and the hash of the last link: in a bundle handed over, in a printed report, with another
person. Nor does a chain say that what was recorded is true, or that its clock was right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, column, inspect, select, text
from sqlalchemy.exc import DBAPIError

from harness.store import connecting, shelves
from harness.store.database import Store
from harness.store.errors import StoreError
from harness.store.evidence import FOLDER, Kept
from harness.store.history import GONE, START, link_hash, sealed
from harness.store.home import FILE, Home, home_in, home_of
from harness.store.home.moved import refuse_moved
from harness.store.shelves import Evidence, Local
from harness.store.tables import FACTS, changes, evidence, history
from harness.store.trouble import telling

NAMES = {
    "evidence": "佐证", "units": "单位", "applications": "申请", "outbox": "发件箱", "further": "续信", "attempts": "发送经过", "pauses": "暂停发送",
    "arrivals": "来件", "files": "来件文件", "places": "邮件位置", "registrations": "来件登记", "filings": "归卷", "rulings": "人工认定",
    "events": "事件", "calls": "电话", "voids": "作废", "remarks": "备注", "consents": "同意", "identities": "证件号码", "exports": "台账内容",
    "digests": "每日简报", "troubles": "收件故障",
    "samples": "抽样", "guides": "公开指南", "questions": "复核疑问", "question_answers": "疑问答复", "feedbacks": "反馈单送达", "objections": "异议", "objection_files": "异议材料",
    "objection_decisions": "异议决定",
    "history": "历史", "changes": "改动",
}  # fmt: skip

Changed = tuple[str, str, str]  # table, key, SHA-256 of the row
_HARDLY_BEGUN = f"{FILE} 里还没有任何记录：建立时被打断，再运行一次刚才的命令就会建好；以前有过记录的，请从备份恢复"
_BROKEN_NAMED = 20  # places of a damaged file
_STRAYS_NAMED = 10


@dataclass(frozen=True, slots=True)
class Audit:
    """`differences`: one line each; `remarks`: what is odd and contradicts nothing."""

    differences: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def differences(store: Store) -> tuple[str, ...]:
    """Every difference, in the order history, rows, evidence; none where all agrees."""
    with store.reading() as connection:
        return _differences(connection, store.evidence)


def differences_in(folder: Path) -> tuple[str, ...]:
    """The same for the campaign in `folder`, wherever its facts and its evidence lie."""
    return audit(folder).differences


def differences_laid_out(folder: Path) -> tuple[str, ...]:
    """The same for a copy that has facts and evidence beside it, wherever they lie for those who work
    on the campaign."""
    return audit_at(folder, home_in(folder), Local.of(folder)).differences


def audit(folder: Path) -> Audit:
    """The campaign in `folder`, which is only looked at: nothing is brought up to date or swept up,
    and it may lie on a disc that cannot be written."""
    return audit_at(folder, home_of(folder))


def audit_at(folder: Path, home: Home, held: Evidence | None = None) -> Audit:
    """The same of facts that are kept there. `held`: the evidence, in place of that which campaign.toml
    names."""
    with telling(home.name):
        if not home.exists():
            raise StoreError(_missing(folder, home))
        engine = home.look()
    held = held or shelves.of(folder)
    try:
        with telling(home.name), engine.connect() as connection:
            refuse_moved(connection, home.name)
            if broken := _broken(connection):
                return Audit(broken + _readable(connection, held))
            if _hardly_begun(connection, held):
                return Audit((), (_HARDLY_BEGUN,))
            old = _old(connection, home.name)
            return Audit((old,)) if old else _audit(connection, held)
    finally:
        engine.dispose()


def _missing(folder: Path, home: Home) -> str:
    if home.setting:
        return f"数据库“{home.name}”里没有这个测评的记录，请核对 campaign.toml 的 store"
    return f"“{folder}”里没有 {FILE}，不是明察的测评文件夹，或数据库已丢失"


def _audit(connection: Connection, held: Evidence) -> Audit:
    return Audit(_differences(connection, held), _strays(connection, held))


def _broken(connection: Connection) -> tuple[str, ...]:
    """Pages of the database file that do not hold together: no row need be wrong for that."""
    if connection.dialect.name != "sqlite":
        return ()  # a server keeps watch over its pages itself
    told = connection.execute(text(f"PRAGMA integrity_check({_BROKEN_NAMED})")).scalars().all()
    return tuple(
        f"数据库文件有损坏：{' '.join(str(each).split())}" for each in told if each != "ok"
    )


def _readable(connection: Connection, held: Evidence) -> tuple[str, ...]:
    """The differences in a damaged database, where it still tells them."""
    try:
        return _differences(connection, held)
    except (DBAPIError, ValueError, TypeError, StoreError):
        return ("数据库文件有损坏：其余记录无法核对，请从备份恢复",)


def _hardly_begun(connection: Connection, held: Evidence) -> bool:
    """Whether its making was cut off before anything stood in it: no table, and nothing was kept."""
    return not inspect(connection).get_table_names() and next(iter(held.lying()), None) is None


def _old(connection: Connection, name: str) -> str:
    """What there is to say of a database that is not of this version; empty where it is."""
    revision = connecting.revision(connection)
    if revision is None:
        raise StoreError(f"数据库“{name}”是空的，请从备份恢复")
    if revision == connecting.newest():
        return ""
    if revision not in connecting.revisions():
        raise StoreError(connecting.too_new(name, revision))
    return f"数据库还是旧版明察的结构（版本 {revision}），用本版打开一次之后才有历史可供核对"


def _differences(connection: Connection, held: Evidence) -> tuple[str, ...]:
    there = set(inspect(connection).get_table_names())
    gone = [name for name in (*FACTS, history.name, changes.name) if name not in there]
    if gone:
        return tuple(f"数据库里少了“{NAMES.get(name, name)}”这张表（{name}）" for name in gone)
    return *rows_and_links(connection), *_evidence(connection, held)


def rows_and_links(connection: Connection) -> tuple[str, ...]:
    """The differences between rows and history, without a look at the evidence."""
    changed = _changed(connection)
    return *_chain(connection, changed), *_rows(connection, changed)


def _changed(connection: Connection) -> dict[int, list[Changed]]:
    """Operation -> what it says of the rows that it changed."""
    names = ("op", "table", "key", "sha256")
    query = _raw(changes, names)
    found: dict[int, list[Changed]] = defaultdict(list)
    for op, table, key, seal in connection.execute(query):
        found[op].append((str(table), str(key), str(seal)))
    return {op: sorted(rows) for op, rows in sorted(found.items())}


def _raw(table: Table, names: Sequence[str]) -> Select[Any]:
    """These columns as they are held, whatever somebody has put there."""
    columns: list[ColumnElement[Any]] = [column(name) for name in names]
    return select(*columns).select_from(table)


def _chain(connection: Connection, changed: Mapping[int, list[Changed]]) -> Iterator[str]:
    """Links that are missing, were changed, or do not hold on to the one before."""
    names = [each.name for each in history.columns]
    query = _raw(history, names).order_by(history.c.op)
    before, last = START, 0
    seen = set()
    for row in connection.execute(query):
        link = dict(zip(names, row, strict=True))
        op = link["op"]
        if op != last + 1:
            yield f"历史：缺少第{last + 1}号至第{op - 1}号操作"
        elif link["before"] != before:
            yield f"历史：第{op}号操作与前一号接不上，此处有操作被改动、删去或插入"
        if link_hash(link, changed.get(op, [])) != link["hash"]:
            yield f"历史：第{op}号操作（{link['at']}，{link['by']}，{link['what']}）的记录被改动过"
        before, last = link["hash"], op
        seen.add(op)
    for op in changed.keys() - seen:
        yield f"历史：第{op}号操作被删去，它改动过的记录还在"


def _rows(connection: Connection, changed: Mapping[int, list[Changed]]) -> Iterator[str]:
    """Rows that are not as the history last says of them."""
    told = {(table, key): (op, seal) for op, rows in changed.items() for table, key, seal in rows}
    for name, table in FACTS.items():
        for key, seal in sealed(connection, table):
            op, expected = told.pop((name, key), (0, GONE))
            if expected == GONE:
                yield f"{_row(name, key)}：历史里没有，是绕过程序插入的"
            elif seal != expected:
                yield f"{_row(name, key)}：与第{op}号操作所记不符，被绕过程序改动过"
    for (name, key), (op, expected) in told.items():
        if expected == GONE:
            continue
        yield f"{_row(name, key)}：第{op}号操作记有，现已不在，被绕过程序删去"


def _row(table: str, key: str) -> str:
    return f"{NAMES.get(table, table)}（{table}）第“{key}”条"


def _evidence(connection: Connection, held: Evidence) -> Iterator[str]:
    query = _raw(evidence, ("sha256", "size", "path")).order_by(evidence.c.path)
    for digest, size, path in connection.execute(query):
        if not isinstance(size, int):
            yield f"佐证文件 {path}：所记的大小不是数"
            continue
        if why := held.fault_of(Kept(str(digest), size, str(path))):
            yield f"佐证文件 {path}：{why}"


def _strays(connection: Connection, held: Evidence) -> tuple[str, ...]:
    """What lies in evidence/ and is none: whoever hands the folder on hands it on with it."""
    known = set(connection.execute(select(evidence.c.path)).scalars())
    found = [each for each in held.lying() if each not in known]
    if not found:
        return ()
    named = "、".join(sorted(found)[:_STRAYS_NAMED])
    more = "等" if len(found) > _STRAYS_NAMED else ""
    return (f"{FOLDER}/ 中有{len(found)}个文件不是本程序留存的佐证：{named}{more}",)
