"""`mingcha check FILE...`: judges replies; contracts.md, section 1.

One JSON line an input as soon as it is judged (--json), or a table for a reader; beside them, on
request, a page for each that shows the evidence in the letter itself (--html) and a workbook with a
row for each (--xlsx). Of several a summary is said at the end. An input that cannot be judged is one
line like the others, is named on standard error, and makes the exit status 1; a file that is not
there is a wrong call: nothing is judged, exit status 2.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError, unwritable
from harness.cli.expecting import expected
from harness.cli.explaining import NoOpen, Out, Pages, pages_for, told_of
from harness.cli.given import day_option, place_for
from harness.cli.in_lanes import in_lanes
from harness.cli.inputs import files_meant
from harness.cli.shown import json_text, named, say, shown

if TYPE_CHECKING:
    from harness.checker.dossier import Expected
    from harness.reports.examined.checked import CheckedLetter


def register(app: typer.Typer) -> None:
    app.command("check", help="检查答复：逐项看标题、文号、依据、救济渠道、印章等要素是否具备。")(
        check
    )


def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="答复文件、文件夹（连同其下各级）或者 *.pdf 这样的写法，可以多个；"
            "电子邮件连同附件算一件。",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="每个文件输出一行 JSON。")] = False,
    expect: Annotated[
        str | None,
        typer.Option(
            "--expect", metavar="EXPECT.json", help="应有的申请人、机关、复议机关、法院等。"
        ),
    ] = None,
    replied_on: Annotated[
        date | None,
        day_option("--replied-on", "答复寄出（发出）的日期，如 2026-03-15、2026年3月15日。"),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option(
            "--xlsx", metavar="文件", help="另写一个工作簿：每个文件一行，各要素的认定和理由。"
        ),
    ] = None,
    html: Annotated[
        bool,
        typer.Option(
            "--html",
            help="另写一个网页：左边是原件，佐证处有标记，右边是逐项认定；在浏览器中打开。",
        ),
    ] = False,
    out: Out = None,
    no_open: NoOpen = False,
) -> None:
    if (out or no_open) and not html:
        raise UserError("--out、--no-open 须与 --html 一起用")
    wanted = expected(expect)
    files = files_meant(files, [xlsx] if xlsx else [])
    if xlsx is not None:
        place_for(xlsx, "--xlsx", originals=map(Path, files))
    pages = pages_for(files, out) if html else None
    results: list[tuple[str, CheckedLetter]] = []
    for name, checked in _checked(files, wanted, replied_on, with_page=html):
        for what in checked.unread:
            told = what if what.startswith(" ") else f"：{what}"
            say(f"未能检查 {name}{told}", err=True)
        _tell(name, checked, as_json)
        if pages is not None:
            _page(pages, name, checked)
        results.append((name, replace(checked, page=None, judgement=None)))
    told_of(pages, opens=not (out or no_open))
    _together(results, xlsx, as_json)
    if any(checked.unread for _, checked in results):
        raise typer.Exit(1)


def _together(
    results: Sequence[tuple[str, CheckedLetter]], xlsx: Path | None, as_json: bool
) -> None:
    """What is said of all: the workbook, and of several inputs how they came out."""
    if xlsx is None and len(results) == 1:
        return
    from harness.reports.workbooks.checked_sheets import Row, summary, write_checked

    rows = [Row.of(name, checked) for name, checked in results]
    if xlsx is not None:
        try:
            write_checked(rows, xlsx)
        except OSError as wrong:
            raise UserError(unwritable(xlsx, wrong)) from None
        say(f"已写出 {xlsx}", err=True)
    if len(rows) > 1:
        say(*summary(rows), err=as_json)


def _checked(
    files: Sequence[str], wanted: Expected, day: date | None, *, with_page: bool
) -> Iterator[tuple[str, CheckedLetter]]:
    """Each file's result, in the order given, as soon as it is there."""
    from harness.reports.examined.checked import check_letter

    return in_lanes(files, check_letter, (wanted, day, with_page), _refused)


def _refused(sha256: str | None, code: str, why: str) -> CheckedLetter:
    from harness.reports.examined.checked import CheckedLetter, refusal

    media = "unknown" if sha256 else None
    told = json_text(refusal(sha256, media, code, why))
    return CheckedLetter(told, (why,))


def _tell(name: str, checked: CheckedLetter, as_json: bool) -> None:
    """At once, not when all are done: whoever reads along need not wait for the last one."""
    if as_json:
        result = {"source": name, **json.loads(checked.result)}
        sys.stdout.write(json_text(result) + "\n")
    elif checked.rows:
        _show(name, checked)
    elif checked.heading:
        say(f"{name}  {checked.heading}")
    sys.stdout.flush()


def _page(pages: Pages, name: str, checked: CheckedLetter) -> None:
    if checked.page is None or checked.judgement is None:
        pages.refuse(name, json.loads(checked.result)["error"]["message"])
    else:
        pages.add(name, checked.page, checked.judgement)


def _show(name: str, checked: CheckedLetter) -> None:
    """For a reader."""
    from rich.table import Table
    from rich.text import Text

    from harness.cli.console import console

    # Text, not str: a name like [2020]3号.pdf is no markup
    title = Text(shown(f"{named(name)}  {checked.heading}"))
    table = Table(title=title, title_justify="left")
    for head in ("要素", "认定", "说明"):
        table.add_column(head, overflow="fold")
    for element, verdict, why in checked.rows:
        table.add_row(*(Text(shown(cell)) for cell in (element, verdict, why)))
    console().print(table)
