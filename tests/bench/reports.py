"""Sheets and letters of large campaigns: `python tests/bench/reports.py [APPLICATIONS]` prints reports.md's tables.

Each thing is measured in a process of its own, on one core: processor time, and how much memory it
takes on top of the assessment that it is written from. Beside ours stands xlsxwriter alone on the
same rows and python-docx alone on the same words: no looks, no heights, no links, no formulas.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from harness.reports.deadlines.sheets import write_deadline_report
from harness.reports.feedback.sheet import write_feedback
from harness.reports.final.overview import write_overview
from harness.reports.material import Material, gather
from harness.reports.page import write_page
from harness.reports.workbooks.score_sheets import write_scores
from harness.reports.workbooks.sheets import Book, Column, Formula, Value
from harness.reports.workbooks.workbook import write_workbook
from harness.scoring.assessment import Assessment
from harness.scoring.rubric_file.rubric import load
from tests.harness.reports.conftest import province, unit

APPLICATIONS = 200_000


def campaign_of(applications: int) -> Assessment:
    """The units of a province over and over, each with its two applications and what came of them."""
    seed = province()
    units, cases, calls = [], [], []
    while len(cases) < applications:
        number = len(units)
        old = seed.units[number % len(seed.units)]
        new = unit(number + 1, f"{old.name}{number + 1}", old.category, old.level)
        units.append(new)
        for case in seed.cases_of(old):
            id = f"{new.id}-{case.application.round.id}"
            application = replace(case.application, id=id, unit=new)
            answer = case.answer and replace(
                case.answer, id=f"R{id}", name=f"答复书-{id}.pdf", path=f"evidence/{id}.pdf"
            )
            arrivals = (answer,) if answer else ()
            cases.append(replace(case, application=application, answer=answer, arrivals=arrivals))
        calls += [replace(call, unit=new) for call in seed.calls_of(old)]
    return replace(seed, units=tuple(units), cases=tuple(cases), calls=tuple(calls), review=())


class Plain(Book):
    """The same rows by xlsxwriter alone; what is a formula there is its figure here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self.day_form = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.cells = 0

    def sheet(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], **_: object
    ) -> None:
        sheet = self.book.add_worksheet(name)
        heads: list[Value] = [column[0] for column in columns]
        # what does not fit into one sheet it would drop: ours goes on in the next
        for line, row in enumerate(islice(chain([heads], rows), 1_048_576)):
            self.cells += len(row)
            for place, value in enumerate(row):
                self._put(sheet, line, place, value)

    def sheet_if_any(self, *given: Any, **more: Any) -> None:
        self.sheet(*given, **more)

    def front(self, *_: object, **__: object) -> None:
        pass

    def _put(self, sheet: Any, line: int, place: int, value: Value) -> None:
        if isinstance(value, Formula):
            value = value.value
        if isinstance(value, tuple):
            value = value[0]
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(line, place, value)
        elif isinstance(value, date):
            sheet.write_datetime(line, place, value, self.day_form)
        else:
            sheet.write_number(line, place, float(value))

    def __exit__(self, *_: object) -> None:
        self.book.close()


def plain_workbook(material: Material, folder: Path) -> str:
    import harness.reports.workbooks.workbook as ours

    books: list[Plain] = []

    def made(path: Path, *_: object) -> Plain:
        books.append(Plain(path))
        return books[-1]

    ours.Book = made  # type: ignore[assignment,misc]
    ours.write_workbook(material, folder / "plain.xlsx", folder)
    return f"{books[0].cells:,}格"


def plain_letters(material: Material, folder: Path) -> str:
    """The words of our letters by python-docx, a paragraph or a cell at a time."""
    ours = folder / "ours.docx"
    spent = 0.0
    for one in material.assessment.units:
        write_feedback(material, one, ours)
        source, begun = Document(str(ours)), time.process_time()
        document = Document()
        for paragraph in source.paragraphs:
            document.add_paragraph(paragraph.text)
        texts = [[[cell.text for cell in row.cells] for row in each.rows] for each in source.tables]
        begun = time.process_time()
        for rows in texts:
            table = document.add_table(len(rows), max(map(len, rows)))
            for row, line in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, line, strict=False):
                    cell.text = text
        document.save(str(folder / "plain.docx"))
        spent += time.process_time() - begun
    return f"{spent:.1f} s（只计写入）"


def letters(material: Material, folder: Path) -> str:
    for one in material.assessment.units:
        write_feedback(material, one, folder / f"{one.id}.docx")
    return f"{len(material.assessment.units)}份"


JOBS: dict[str, Callable[[Material, Path], object]] = {
    "台账.xlsx": lambda m, f: write_workbook(m, f / "台账.xlsx", f),
    "台账同样的行，单用 xlsxwriter": plain_workbook,
    "得分表.xlsx": lambda m, f: write_scores(m.rubric, m.scores, f / "得分表.xlsx"),
    "期限报告.xlsx": lambda m, f: write_deadline_report(m, f / "期限报告.xlsx"),
    "测评结果.html": lambda m, f: write_page(m, f / "测评结果.html"),
}
SMALL: dict[str, Callable[[Material, Path], object]] = {
    "总报告.docx，57家": lambda m, f: write_overview(m, f / "总报告.docx"),
    "反馈单.docx，57份": letters,
    "反馈单同样的文字，单用 python-docx": plain_letters,
}


def measured(name: str, applications: int) -> None:
    """One job, in this process."""
    job = (JOBS | SMALL)[name]
    assessment = campaign_of(applications) if name in JOBS else province()
    material = gather(assessment, load("yanjiang_drill"))
    before, begun = _memory(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        told = job(material, Path(folder))
        spent = time.process_time() - begun
        size = sum(each.stat().st_size for each in Path(folder).rglob("*") if each.is_file())
    more = told if isinstance(told, str) else ""
    line = (
        f"| {name} | {spent:.1f} s | {_memory() - before:.0f} MB | {size / 2**20:.1f} MB | {more} |"
    )
    sys.stdout.write(f"{line}\n")


def _memory() -> float:
    """The highest so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    applications = int(sys.argv[1]) if len(sys.argv) > 1 else APPLICATIONS
    if len(sys.argv) > 2:
        measured(sys.argv[2], applications)
        return
    sys.stdout.write(
        f"{applications:,}件申请\n\n| | 处理器时间 | 另占内存 | 文件 | |\n|---|---:|---:|---:|---|\n"
    )
    sys.stdout.flush()
    for name in JOBS | SMALL:
        command = [sys.executable, __file__, str(applications), name]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
