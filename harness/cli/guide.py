"""`mingcha guide FILE...`: reads the 政府信息公开指南 of units; docs/guide.md.

As `check` does with letters: a table for a reader or one JSON line an input (--json); beside them a page that
shows the evidence in the guide itself (--html) and a workbook with a row a unit (--xlsx). An input that could
not be read, or is no guide, is named on standard error and makes the exit status 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError, unwritable
from harness.cli.explaining import NoOpen, Out, Pages, pages_for, told_of
from harness.cli.given import place_for
from harness.cli.in_lanes import in_lanes
from harness.cli.inputs import files_meant
from harness.cli.shown import json_text, named, say, shown

if TYPE_CHECKING:
    from harness.reports.examined.guide_page import GuideEntry
    from harness.reports.examined.guides import ReadGuide


def register(app: typer.Typer) -> None:
    app.command(
        "guide", help="核对公开指南：渠道、联系方式、期限、收费等是否写明，是否仍是旧条例的写法。"
    )(guide)


def guide(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="公开指南（网页、docx、pdf、粘贴成 .txt 的文字）、文件夹或者 *.html 这样的写法，"
            "可以多个。",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="每个文件输出一行 JSON。")] = False,
    xlsx: Annotated[
        Path | None,
        typer.Option(
            "--xlsx", metavar="文件", help="另写一个工作簿：每个单位一行，各栏可以抄入单位表。"
        ),
    ] = None,
    html: Annotated[
        bool,
        typer.Option("--html", help="另写一个网页：左边是指南，佐证处有标记，右边是逐项认定。"),
    ] = False,
    out: Out = None,
    no_open: NoOpen = False,
) -> None:
    if (out or no_open) and not html:
        raise UserError("--out、--no-open 须与 --html 一起用")
    files = files_meant(files, [xlsx] if xlsx else [])
    if xlsx is not None:
        place_for(xlsx, "--xlsx", originals=map(Path, files))
    pages = pages_for(files, out, _GuidePages) if html else None
    results: list[tuple[str, ReadGuide]] = []
    for name, read in _read_all(files, with_page=html):
        for what in read.unread:
            say(f"未能读取 {name}：{what}", err=True)
        _tell(name, read, as_json)
        if isinstance(pages, _GuidePages):
            pages.put(name, read)
        results.append((name, replace(read, page=None)))
    told_of(pages, opens=not (out or no_open))
    _together(results, xlsx, as_json)
    if any(read.unread or not _is_guide(read) for _, read in results):
        raise typer.Exit(1)


def _is_guide(read: ReadGuide) -> bool:
    return bool(json.loads(read.result)["is_guide"])


class _GuidePages(Pages):
    """The pages of guides, and their own index."""

    def put(self, name: str, read: ReadGuide) -> None:
        from harness.reports.examined.guide_page import GuideEntry

        if read.page is None:
            error = json.loads(read.result)["error"]["message"]
            self.guides.append(GuideEntry(name, error=error))
            return
        path = self._path(name, len(self.guides))
        self._write(path, read.page)
        unit = json.loads(read.result)["unit"] or ""
        self.guides.append(GuideEntry(name, unit, read.strip, read.counts, path.name))

    @property
    def guides(self) -> list[GuideEntry]:
        return self.entries

    def finish(self) -> Path | None:
        from harness.reports.examined.guide_page import guide_index

        return self._finished(lambda: guide_index(self.guides))


def _together(results: Sequence[tuple[str, ReadGuide]], xlsx: Path | None, as_json: bool) -> None:
    """What is said of all: the workbook, and of several inputs how they came out."""
    if xlsx is None and len(results) == 1:
        return
    from harness.reports.workbooks.guide_sheets import GuideRow, summary, write_guides

    rows = [GuideRow.of(name, read) for name, read in results]
    if xlsx is not None:
        try:
            write_guides(rows, xlsx)
        except OSError as wrong:
            raise UserError(unwritable(xlsx, wrong)) from None
        say(f"已写出 {xlsx}", err=True)
    if len(rows) > 1:
        say(*summary(rows), err=as_json)


def _read_all(files: Sequence[str], *, with_page: bool) -> Iterator[tuple[str, ReadGuide]]:
    """Each file's result, in the order given, as soon as it is there."""
    from harness.reports.examined.guides import read_one

    return in_lanes(files, read_one, (with_page,), _refused)


def _refused(sha256: str | None, code: str, why: str) -> ReadGuide:
    from harness.reports.examined.guides import ReadGuide, refusal

    told = json_text(refusal(sha256, "unknown" if sha256 else None, code, why))
    return ReadGuide(told, (why,))


def _tell(name: str, read: ReadGuide, as_json: bool) -> None:
    """At once, not when all are done: whoever reads along need not wait for the last one."""
    if as_json:
        sys.stdout.write(json_text({"source": name, **json.loads(read.result)}) + "\n")
    elif read.rows:
        _show(name, read)
    sys.stdout.flush()


def _show(name: str, read: ReadGuide) -> None:
    """For a reader."""
    from rich.table import Table
    from rich.text import Text

    from harness.cli.console import console

    table = Table(title=Text(shown(f"{named(name)}  {read.heading}")), title_justify="left")
    for head in ("要素", "认定", "说明"):
        table.add_column(head, overflow="fold")
    rows = read.rows
    if len({(verdict, why) for _, verdict, why in rows}) == 1:  # one thing is said of all of them
        rows = (("各项", *rows[0][1:]),)
    for row in rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    console().print(table)
