"""台账.xlsx as it is written: any text can stand in it, and it helps whoever fills it in."""

from __future__ import annotations

import warnings
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.ledger.columns import SHEETS, Kind, all_columns
from harness.ledger.merging import merge
from harness.ledger.reading import read
from harness.ledger.rows import Row

FILE = "台账.xlsx"
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def any_rows(draw: st.DrawFn) -> tuple[Row, ...]:
    """Whatever is stored: any text in any column, days in those for days."""
    rows = []
    for number in range(draw(st.integers(1, 4))):
        sheet = draw(st.sampled_from(list(SHEETS.values())))
        cells = {
            each.head: draw(st.one_of(DAYS, st.text(max_size=20)))
            if each.kind in (Kind.DAY, Kind.RULED)
            else draw(st.text(max_size=20))
            for each in sheet.columns
        }
        cells[sheet.columns[0].head] = f"K{number}"
        rows.append(Row(sheet.name, f"N{number}", cells, void=draw(st.sampled_from(["", "错"]))))
    return tuple(rows)


@settings(max_examples=60)
@given(any_rows())
def test_whatever_is_stored_comes_back_as_nothing_new(written, rows):
    done = merge(rows, read(written(rows), FILE), rows)
    assert done.changes_nothing and not done.conflicts and not done.missing
    assert [str(each) for each in done.faults] == []
    assert len(done.unchanged) == len(rows)


def test_excel_accepts_every_rule_and_hint(ledger, written):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # so xlsxwriter tells of what Excel would refuse
        written(ledger)


@pytest.fixture(scope="module")
def book(ledger, written):
    openpyxl = pytest.importorskip("openpyxl")
    return openpyxl.load_workbook(BytesIO(written(ledger)))


def test_the_sheets_their_heads_and_what_nobody_sees(book):
    assert book.sheetnames == [*SHEETS, "填写说明", "明察导出"]
    assert book["明察导出"].sheet_state == "veryHidden"
    for name, sheet in SHEETS.items():
        heads = [cell.value for cell in book[name][1]]
        assert heads == [each.head for each in all_columns(sheet)]
        assert (heads[0], heads[-1]) == ("记录编号", "作废原因")
        assert all(cell.comment for cell in book[name][1])
        assert book[name].freeze_panes


@pytest.mark.parametrize(
    ("sheet", "place", "words"),
    [
        ("电话记录", "C2", "咨询测试,确认收件"),
        ("电话记录", "H900", "接通,无人接听,占线,号码有误,转接"),
        ("改判", "G2", "具备,有瑕疵,缺失,不要求"),
        ("改判", "H2", "印文与答复主体不符,空白页盖章"),
    ],
)
def test_where_one_of_several_words_belongs_there_is_a_list(book, sheet, place, words):
    rules = [rule for rule in book[sheet].data_validations.dataValidation if place in rule.sqref]
    assert [rule.formula1 for rule in rules if rule.type == "list"] == [f'"{words}"']


def test_numbers_stand_as_text_and_days_as_days_also_in_rows_still_empty(book):
    sent = book["寄送"]
    assert (sent["F2"].value, sent["F2"].number_format) == ("1234567890123456789", "@")
    assert sent["E2"].is_date
    assert sent.column_dimensions["F"].width > 15
