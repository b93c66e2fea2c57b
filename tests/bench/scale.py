"""A campaign at scale on both databases: `python tests/bench/scale.py N [sqlite|postgresql|both] [--json]`.

N applications, 5 N events, N arrivals, made by the program's own import and, beside it in the same run, by the
bare peer: sqlite3's executemany and pg8000's COPY of the same rows, xlsxwriter's same number of cells. What
letters say is given (resident.py): reading is measured by engines.py. PostgreSQL is tests/postgresql.py's,
which flushes nothing; SQLite flushes at each commit. Times are seconds on the wall, and of this process.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.append(str(Path(__file__).parents[1] / "corpus"))

import resident

from harness.campaign.clocks.due import due
from harness.campaign.search import indexed, search
from harness.campaign.storing import copy
from harness.campaign.workspace import open_workspace
from harness.clock.events import Kind
from harness.drill.province import make_campaign
from harness.reports.material import gather
from harness.reports.workbooks.score_sheets import write_scores
from harness.reports.workbooks.workbook import write_workbook
from harness.scoring.facts import facts_of
from harness.scoring.score import score
from harness.store import log, tables
from harness.store.audit import audit_at
from harness.store.home import Home, home_at, home_of
from tests import postgresql

Took = dict[str, tuple[float, float]]  # seconds on the wall, of this process
ARRIVALS = 300


class Steps:
    def __init__(self) -> None:
        self.took: Took = {}

    @contextlib.contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        wall, own = time.perf_counter(), time.process_time()
        yield
        self.took[name] = (time.perf_counter() - wall, time.process_time() - own)
        sys.stderr.write(f"{name} {self.took[name][0]:.2f} s\n")

    def typical(self, name: str, what: Callable[[int], object], many: int = 20) -> None:
        """The median of many."""
        found = []
        for number in range(many):
            wall, own = time.perf_counter(), time.process_time()
            what(number)
            found.append((time.perf_counter() - wall, time.process_time() - own))
        self.took[name] = sorted(found)[many // 2]


def measured(count: int, folder: Path, url: str | None, other: Callable[[], Home]) -> Took:
    """`url`: where the facts are to be; None: in the folder. `other`: an empty database of the other kind."""
    step = Steps()
    make_campaign(folder, seed=7, units=2)
    if url:
        settings = folder / "campaign.toml"
        words = settings.read_text("utf-8")
        settings.write_text(words.replace("[campaign]", f'[campaign]\nstore = "{url}"', 1), "utf-8")
    with step("导入（连同历史）"):
        resident._filled(folder, count)
    resident.given()
    with open_workspace(folder, as_of=resident.AS_OF) as workspace:
        with step("读出、核算"):
            assessment = workspace.assess()
        with step("期限（due）"):
            assert len(due(workspace, assessment)) >= count
        rubric = workspace.rubric()
        with step("计分、排名"):
            score(rubric, facts_of(rubric, assessment))
        material = gather(assessment, rubric)
        with step("得分表"):
            write_scores(rubric, material.scores, folder / "scores.xlsx")
        with step("台账"):
            write_workbook(material, folder / "book.xlsx", folder)
        with step("编检索目录"):
            indexed(workspace)
        step.typical("检索一次", lambda at: search(workspace, f"第{at * 7}局"))
        ids = random.Random(1).sample([each.application.id for each in assessment.cases], 40)
        store = workspace.store

        def write(at: int) -> None:
            with store.writing(verb="log", what="登记") as connection:
                log.add_event(
                    connection, log.NewEvent(ids[at], Kind.CONFIRMED, resident.SENT, f"x{at}", "量")
                )

        def read(at: int) -> None:
            with store.reading() as connection:
                assert log.events(connection, ids[at])

        step.typical("写一条", write)
        step.typical("读一件的经过", read)
    with step("复制到另一种数据库"):
        copied = copy(home_of(folder), there := other(), by="量")
    with step("复制回来"):
        back = copy(there, home_of_new(folder, url), by="量")
    assert (copied.rows, copied.hash) == (back.rows, back.hash)
    with step("核对（verify 的数据库部分）"):
        audit_at(folder, home_of(folder))
    return step.took


def home_of_new(folder: Path, url: str | None) -> Home:
    if url:
        return home_at(folder, f"{url}b", "back")
    (folder / "back").mkdir()
    return home_at(folder / "back", "", "back")


def rows_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that the import wrote, history included, as the file has it."""
    with contextlib.closing(sqlite3.connect(folder / "mingcha.db")) as known:
        names = [each.name for each in tables.metadata.sorted_tables]
        return {
            name: known.execute(f'select * from "{name}"').fetchall() for name in names
        }  # fmt: skip


def by_sqlite(rows: dict[str, list[tuple[object, ...]]], folder: Path) -> float:
    """executemany of the same rows, one transaction, in tables without keys."""
    begun = time.perf_counter()
    with contextlib.closing(sqlite3.connect(folder / "bare.db")) as bare:
        for name, each in rows.items():
            if each:
                width = len(each[0])
                bare.execute(f'create table "{name}" ({",".join(f"c{n}" for n in range(width))})')
                bare.executemany(f'insert into "{name}" values ({",".join("?" * width)})', each)
        bare.commit()
    return time.perf_counter() - begun


def by_copy(rows: dict[str, list[tuple[object, ...]]], server: postgresql.Postgresql) -> float:
    """pg8000's COPY of the same rows, in tables of text without keys; making the lines is in it."""
    begun = time.perf_counter()
    schema = server.new_schema()
    with server.connected() as connection:
        cursor = connection.cursor()
        cursor.execute(f'create schema "{schema}"')
        for name, each in rows.items():
            if each:
                columns = ",".join(f"c{n} text" for n in range(len(each[0])))
                cursor.execute(f'create table "{schema}"."{name}" ({columns})')
                data = "".join("\t".join(map(_plain, row)) + "\n" for row in each).encode()
                cursor.execute(f'copy "{schema}"."{name}" from stdin', stream=BytesIO(data))
    return time.perf_counter() - begun


def _plain(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    words = str(value).replace("\\", "\\\\")
    return words.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def by_xlsxwriter(cells: int, folder: Path) -> float:
    begun = time.perf_counter()
    with xlsxwriter.Workbook(str(folder / "plain.xlsx"), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at in range(cells // 10):
            for column in range(10):
                sheet.write_string(at, column, "程序认定：有")
    return time.perf_counter() - begun


def cells_in(path: Path) -> int:
    import zipfile

    with zipfile.ZipFile(path) as packed:
        sheets = [each for each in packed.namelist() if each.startswith("xl/worksheets/sheet")]
        return sum(packed.read(each).count(b"<c ") for each in sheets)


def matching(count: int) -> tuple[float, float]:
    """A few hundred arrivals at a desk of that size: the index, then all of them."""
    import crowds
    import mail_corpus
    from matching import _mail

    from harness.casebook.matching.index import Index
    from harness.casebook.matching.match import match

    mails = [_mail(each) for each in mail_corpus.mails()]
    desk = crowds.desk(count - len(mail_corpus.applications()), wide=True)
    begun = time.perf_counter()
    Index(desk)
    built = time.perf_counter() - begun
    match(*mails[0], desk)
    begun = time.perf_counter()
    for at in range(ARRIVALS):
        match(*mails[at % len(mails)], desk)
    return built, time.perf_counter() - begun


def at_size(count: int, which: str, place: Path) -> dict[str, dict[str, float]]:
    """Name of the step -> database -> seconds."""
    found: dict[str, dict[str, float]] = {}

    def keep(database: str, took: Took) -> None:
        for name, (wall, own) in took.items():
            found.setdefault(name, {})[database] = wall
            found[name][f"{database}，处理器"] = own

    with postgresql.serving() as server:
        folder = place / "sqlite"

        def fresh() -> Home:
            return home_at(place, server.url(server.new_schema()), "far")

        keep("sqlite", measured(count, folder, None, fresh))
        rows = rows_of(folder)
        found["同样的行，裸 executemany"] = {"sqlite": by_sqlite(rows, place)}
        if which != "sqlite":

            def here() -> Home:
                (place / "there").mkdir()
                return home_at(place / "there", "", "there")

            url = server.url(server.new_schema())
            keep("postgresql", measured(count, place / "server", url, here))
            found["同样的行，裸 COPY"] = {"postgresql": by_copy(rows, server)}
        cells = cells_in(folder / "book.xlsx")
        found[f"台账同样多的格（{cells:,}），裸 xlsxwriter"] = {
            "sqlite": by_xlsxwriter(cells, place)
        }
    built, all_of_them = matching(count)
    found["归卷：建索引"] = {"sqlite": built}
    found[f"归卷：{ARRIVALS}封"] = {"sqlite": all_of_them}
    return found


def main() -> None:
    words = [each for each in sys.argv[1:] if not each.startswith("-")]
    count = int(words[0]) if words else 2_000
    which = words[1] if len(words) > 1 else "both"
    before = os.getloadavg()
    place = Path(tempfile.mkdtemp(prefix="mingcha-scale-", dir="/var/tmp"))
    try:
        found = at_size(count, which, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    loads = [round(before[0], 1), round(os.getloadavg()[0], 1)]
    if "--json" in sys.argv:
        told = {"applications": count, "load": loads, "seconds": found}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return
    sys.stdout.write(f"{count:,}件申请，负载 {loads[0]} 至 {loads[1]}\n\n")
    sys.stdout.write("| 秒 | SQLite | PostgreSQL |\n|---|---:|---:|\n")
    for name, each in found.items():
        told_of = [f"{each[one]:.3f}" if one in each else "" for one in ("sqlite", "postgresql")]
        sys.stdout.write(f"| {name} | {' | '.join(told_of)} |\n")


if __name__ == "__main__":
    main()
