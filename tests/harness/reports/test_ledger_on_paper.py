"""台账 and 期限报告 as they are printed: one page across, 9 points at least, no name cut at a cell's edge."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from harness.reports.deadlines.sheets import write_deadline_report
from harness.reports.workbooks.workbook import write_workbook
from letters.printing import layout
from letters.row_heights import lines_of


@pytest.fixture(scope="module")
def books(material, tmp_path_factory):
    folder = tmp_path_factory.mktemp("纸")
    paths = (
        write_workbook(material, folder / "台账.xlsx", folder),
        write_deadline_report(material, folder / "期限报告.xlsx"),
    )
    return [openpyxl.load_workbook(path) for path in paths]


def sheets(books):
    return [sheet for book in books for sheet in book]


def across(sheet):
    """Column -> width; neighbours of one width stand as one."""
    return {
        n: round(each.width - 0.71)
        for each in sheet.column_dimensions.values()
        for n in range(each.min, each.max + 1)
    }


def widths(sheet):
    last = sheet.max_column
    if sheet.print_area:
        last = range_boundaries(str(sheet.print_area).split("!")[-1])[2]
    return [across(sheet)[n] for n in range(1, last + 1)]


def test_every_table_but_that_of_marks_is_one_page_across(books):
    for sheet in sheets(books):
        if sheet.title == "得分":
            continue
        scale, cuts = layout(widths(sheet), 1)
        assert cuts == [] and scale >= 90, (sheet.title, sum(widths(sheet)))
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0


def test_heads_are_repeated_and_what_is_not_printed_is_said(books):
    for sheet in sheets(books):
        assert sheet.print_title_rows
        told = "其余各列见电子表" in (sheet.oddFooter.center.text or "")
        assert told == bool(sheet.print_area)


def test_a_link_stands_beside_the_whole_name(books):
    ledger = books[0]
    for name in ("申请", "来件", "要素认定"):
        sheet = ledger[name]
        heads = [cell.value for cell in sheet[1]]
        links = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink]
        assert links and {cell.value for cell in links} == {"打开"}
        assert {heads[cell.column - 1] for cell in links} == {"打开"}


def test_no_row_is_lower_than_its_longest_cell(books):
    sheet = books[0]["来件"]
    for row in sheet.iter_rows(min_row=2, max_row=30):
        lines = max(
            lines_of(cell.value, across(sheet)[cell.column])
            for cell in row
            if isinstance(cell.value, str)
        )
        assert sheet.row_dimensions[row[0].row].height >= 14.5 * lines
