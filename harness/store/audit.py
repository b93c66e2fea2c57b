"""The store and its evidence, held against the history -> one Chinese line for each difference.

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
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, column, inspect, select

from harness.store import connecting
from harness.store.database import FILE, Store
from harness.store.errors import StoreError, reason
from harness.store.evidence import sha256
from harness.store.history import GONE, START, link_hash, sealed
from harness.store.tables import FACTS, changes, evidence, history
from harness.store.trouble import telling

NAMES = {
    "evidence": "佐证", "units": "单位", "applications": "申请", "outbox": "发件箱",
    "arrivals": "来件", "files": "来件文件", "registrations": "来件登记", "filings": "归卷", "rulings": "人工认定",
    "events": "事件", "calls": "电话", "voids": "作废", "remarks": "备注", "exports": "台账内容",
    "history": "历史", "changes": "改动",
}  # fmt: skip

Changed = tuple[str, str, str]  # table, key, SHA-256 of the row


def differences(store: Store) -> tuple[str, ...]:
    """Every difference, in the order history, rows, evidence; none where all agrees."""
    with store.reading() as connection:
        return _differences(connection, store.folder)


def differences_in(folder: Path) -> tuple[str, ...]:
    """The same for the campaign in `folder`, which is only looked at: nothing is brought up to date
    or swept up."""
    path = folder / FILE
    if not path.is_file():
        raise StoreError(f"“{folder}”里没有 {FILE}，不是明察的测评文件夹，或数据库已丢失")
    engine = connecting.connect(path, "query_only=ON")
    try:
        with telling(path), engine.connect() as connection:
            old = _old(connection, path)
            return (old,) if old else _differences(connection, folder)
    finally:
        engine.dispose()


def _old(connection: Connection, path: Path) -> str:
    """What there is to say of a database that is not of this version; empty where it is."""
    revision = connecting.revision(connection)
    if revision is None:
        raise StoreError(f"数据库“{path}”是空的，请从备份恢复")
    if revision == connecting.newest():
        return ""
    if revision not in connecting.revisions():
        raise StoreError(connecting.too_new(path, revision))
    return f"数据库还是旧版明察的结构（版本 {revision}），用本版打开一次之后才有历史可供核对"


def _differences(connection: Connection, folder: Path) -> tuple[str, ...]:
    there = set(inspect(connection).get_table_names())
    gone = [name for name in (*FACTS, history.name, changes.name) if name not in there]
    if gone:
        return tuple(f"数据库里少了“{NAMES.get(name, name)}”这张表（{name}）" for name in gone)
    changed = _changed(connection)
    return (
        *_chain(connection, changed),
        *_rows(connection, changed),
        *_evidence(connection, folder),
    )


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


def _evidence(connection: Connection, folder: Path) -> Iterator[str]:
    names = ("sha256", "path")
    query = _raw(evidence, names).order_by(evidence.c.path)
    for digest, path in connection.execute(query):
        try:
            data = (folder / str(path)).read_bytes()
        except OSError as wrong:
            yield f"佐证文件 {path}：{reason(wrong)}"
            continue
        if sha256(data) != digest:
            yield f"佐证文件 {path}：内容已被改动（SHA-256 不符）"
