"""The ledger survives what Excel, WPS and LibreOffice make of it when they save it."""

from __future__ import annotations

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from harness.ledger.merging import merge
from harness.ledger.reading import read
from harness.ledger.rows import Row
from letters.writable import MOST_IN_A_CELL

FILE = "台账.xlsx"
CALC = "/usr/lib/libreoffice/program/libsclo.so"  # it has no program of its own without a screen


def saved_by_libreoffice(data: bytes, folder: Path, *kinds: str) -> bytes:
    """The workbook, opened and saved as each kind after the other."""
    path = folder / "台账.xlsx"
    path.write_bytes(data)
    for number, kind in enumerate(kinds):
        out = folder / str(number)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out)]
        subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=240)
        path = out / f"台账.{kind}"
    return path.read_bytes()


def difficult(ledger: tuple[Row, ...]) -> tuple[Row, ...]:
    """The ledger, and rows of texts that programs like to change when they save."""
    texts = (
        "0012", "12.0", "1/2", "3-5", "1E5", "2026-03-05", "09:40", "TRUE", "是", "=A1", "+86", "-", "'引号",
        "@某", "５０", "  两边有空格  ", "多  个  空格", "第一行\n\n第三行", "制\t表", "尾\r\n行", "√",
        "１２３４５６７８９０１２３４５６７８", "123456789012345678", "https://example.org/a?b=c&d", "<b>&amp;",
        "_x0041_", "\u200b零宽", "\x07铃", "\U00020000𠮷", "\u3000全角空格\u3000", "#REF!", "100%", "￥1,000.00",
        "長" * (MOST_IN_A_CELL + 50), "\u2028行", "a\u00a0b", "{=1}", "1.23E+4",
    )  # fmt: skip
    return (
        *ledger,
        *(
            Row("电话记录", f"X{number:03}", {
                "单位名称": "某局", "用途": "咨询测试", "拨打日期": date(2026, 3, 10),
                "拨打时间": f"09:{number:02}", "结果": "接通", "通话内容": text, "记录人": text[:9],
            })
            for number, text in enumerate(texts)
        ),
    )  # fmt: skip


def test_what_was_written_reads_as_it_was(ledger, written):
    rows = difficult(ledger)
    back = read(written(rows), FILE)
    merged = merge(rows, back, rows)
    assert back.export == "E-1"
    assert len(merged.unchanged) == len(rows)
    assert merged == merge(rows, back, rows)
    assert merged.changes_nothing and not merged.faults and not merged.missing


@pytest.mark.needs(CALC)
@pytest.mark.parametrize("kinds", [("xlsx",), ("ods", "xlsx"), ("xls", "xlsx"), ("xls",)])
def test_libreoffice_may_save_it(ledger, written, tmp_path, kinds):
    rows = difficult(ledger) if "xls" not in kinds else ledger
    back = read(saved_by_libreoffice(written(rows), tmp_path, *kinds), FILE)
    merged = merge(rows, back, rows)
    assert [str(each) for each in merged.faults] == []
    assert merged.changes_nothing and not merged.conflicts
    assert len(merged.unchanged) == len(rows)
    assert back.export == "E-1"


def test_openpyxl_may_save_it(ledger, written):
    openpyxl = pytest.importorskip("openpyxl")
    # openpyxl itself takes _x0041_ for an escaped A
    rows = tuple(row for row in difficult(ledger) if row.cells.get("通话内容") != "_x0041_")
    book = openpyxl.load_workbook(BytesIO(written(rows)))
    packed = BytesIO()
    book.save(packed)
    back = read(packed.getvalue(), FILE)
    merged = merge(rows, back, rows)
    assert [str(each) for each in merged.faults] == []
    assert merged.changes_nothing and not merged.conflicts and back.export == "E-1"
    assert len(merged.unchanged) == len(rows)


def test_the_export_is_known_by_the_properties_where_its_sheet_was_deleted(ledger, written):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(BytesIO(written(ledger)))
    del book["明察导出"]
    packed = BytesIO()
    book.save(packed)
    assert read(packed.getvalue(), FILE).export == "E-1"


def test_two_exports_of_one_state_are_the_same_bytes(ledger, written):
    assert written(ledger) == written(ledger)


def test_a_ledger_without_rows_is_there_to_be_filled_in(written):
    back = read(written(()), FILE)
    assert (back.rows, back.faults, back.unread) == ((), (), frozenset())
