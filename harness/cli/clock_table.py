"""`mingcha clock TABLE`: the clocks of many applications, a row each.

In: an .xlsx or .csv. Out: JSON lines, a table or CSV on standard output, or a file.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from harness.cli.clock_shape import as_dict, clock_of, handling, remind, say_ahead
from harness.cli.errors import UserError, all_wrong, unwritable
from harness.cli.given import place_for
from harness.cli.rows import table_in
from harness.cli.shown import json_text, say, say_text

if TYPE_CHECKING:
    from harness.reports.workbooks.clock_sheets import Read
    from letters.model import Convention


def many(
    path: Path,
    as_of: date,
    convention: Convention,
    channel: str,
    region: str,
    xlsx: Path | None,
    as_json: bool,
) -> None:
    from calendars import OutOfRange
    from harness.clock.applications_table import read_applications
    from harness.reports.workbooks.clock_sheets import Read, write_clocks
    from letters.faults import BadTable

    if xlsx is not None:
        place_for(xlsx, "--xlsx", (".xlsx", ".csv"), [path])
    table = table_in(path)
    try:
        found = read_applications(table.rows, table.where, convention, channel, region)
    except BadTable as wrong:
        raise all_wrong(wrong.faults) from None
    read, faults = [], []
    for one in found.rows:
        try:
            read.append(Read(one, clock_of(one.written, as_of), as_of))
        except OutOfRange as wrong:
            faults.append(f"{table.where}，第{one.row}行：{wrong}")
    if faults:
        raise all_wrong(faults)
    if found.unknown:
        say(f"{table.where}：不认识的列，没有采用：{'、'.join(found.unknown)}", err=True)
    say_ahead(as_of)
    if xlsx is not None:
        try:
            write_clocks(read, xlsx)
        except OSError as wrong:
            raise UserError(unwritable(xlsx, wrong)) from None
        say(f"已写出 {xlsx}", err=True)
    if as_json or xlsx is None:
        _tell(read, as_json)
    remind([(one.application.written.region, one.clock.latest_due_on) for one in read])


def _tell(read: Sequence[Read], as_json: bool) -> None:
    """JSON lines; a table for a reader at a terminal, CSV for a file or a program."""
    from harness.reports.workbooks.clock_sheets import COLUMNS, as_csv, line

    if as_json:
        for one in read:
            app = one.application
            head = {"row": app.row, "application": app.number or None, "unit": app.unit or None}
            beside = {"handling": handling(one.clock, app.written)}
            say(json_text(head | as_dict(one.clock) | beside))
    elif not sys.stdout.isatty():
        say_text(as_csv(read), nl=False)
    else:
        from rich.table import Table
        from rich.text import Text

        from harness.cli.console import console
        from harness.cli.shown import shown

        table = Table(*(name for name, *_ in COLUMNS))
        for one in read:
            cells = ("" if value is None else str(value) for value in line(one))
            table.add_row(*(Text(shown(cell)) for cell in cells))
        console().print(table)
