"""Address labels and the posting list, read back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document
from python_calamine import CalamineWorkbook

from letters.compose import compose
from letters.faults import BadTable
from letters.labels import write_labels, write_posting_list
from letters.model import Application, Campaign
from letters.posting import Posting, read_posting_list, write_postings

ON = date(2020, 9, 21)


def labels(path: Path) -> list[str]:
    (table,) = Document(io.BytesIO(path.read_bytes())).tables
    return [cell.text for row in table.rows for cell in row.cells]


def test_every_letter_has_its_label(
    applications: tuple[Application, ...], campaign: Campaign, tmp_path: Path
) -> None:
    letters = [compose(application, campaign) for application in applications[:7]]
    write_labels(letters, tmp_path / "标签.docx")
    found = labels(tmp_path / "标签.docx")
    assert len(found) == 8 and not found[7].strip()
    for label, letter in zip(found, letters, strict=False):
        unit = letter.application.unit
        for words in (unit.postcode, unit.address, unit.name, "政府信息公开申请", "李示例"):
            assert words in label


def test_only_a_drills_labels_say_so(
    by_post: Application, campaign: Campaign, tmp_path: Path
) -> None:
    letters = [compose(by_post, campaign)]
    write_labels(letters, tmp_path / "a.docx", drill=True)
    write_labels(letters, tmp_path / "b.docx")
    assert "演练样本" in labels(tmp_path / "a.docx")[0]
    assert "演练样本" not in labels(tmp_path / "b.docx")[0]


def test_long_words_are_set_smaller_because_a_label_cannot_grow(
    by_post: Application, campaign: Campaign, tmp_path: Path
) -> None:
    long = replace(by_post.unit, name="演江自治区" * 5, address="演江自治区南明市" * 8)
    letters = [compose(replace(by_post, unit=unit), campaign) for unit in (by_post.unit, long)]
    write_labels(letters, tmp_path / "a.docx")
    (table,) = Document(io.BytesIO((tmp_path / "a.docx").read_bytes())).tables
    usual, smaller = (
        {run.text: run.font.size.pt for p in cell.paragraphs for run in p.runs if run.font.size}
        for cell in table.rows[0].cells
    )
    assert usual[by_post.unit.name] == 14 and usual[by_post.unit.address] == 11
    assert smaller[long.name] * len(long.name) <= 88 / 25.4 * 72
    assert smaller[long.address] * len(long.address) <= 3 * 88 / 25.4 * 72


def test_a_senders_telephone_number_is_not_torn(
    by_post: Application, campaign: Campaign, tmp_path: Path
) -> None:
    who = replace(by_post.applicant, address="演江自治区南明市试纸街11号2单元301室")
    write_labels([compose(replace(by_post, applicant=who), campaign)], tmp_path / "a.docx")
    last = labels(tmp_path / "a.docx")[0].splitlines()
    assert last[-2:] == [f"寄件人：{who.name}　{who.address}", f"{who.postcode}　{who.phone}"]


def test_the_posting_list_has_the_columns_that_others_rely_on(
    by_post: Application, tmp_path: Path
) -> None:
    path = tmp_path / "交寄清单.xlsx"
    write_posting_list([by_post], path, ON, {by_post.id: "XA00000001345"})
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("交寄清单").to_python()
    unit = by_post.unit
    assert rows == [
        [
            "申请编号",
            "收件单位",
            "通信地址",
            "邮政编码",
            "电话",
            "挂号号码",
            "交寄日期",
            "申请表文件",
            "寄送方式",
            "备注",
        ],
        [
            by_post.id,
            unit.name,
            unit.address,
            "010001",
            "0990-5550101",
            "XA00000001345",
            ON,
            f"政府信息公开申请表-{by_post.id}.docx",
            "挂号信",
            "",
        ],
    ]


def test_a_posting_list_is_read_as_it_was_written(by_post: Application, tmp_path: Path) -> None:
    posting = Posting.of(by_post, ON, "")
    write_postings([posting], tmp_path / "a.xlsx")
    assert read_posting_list(tmp_path / "a.xlsx") == (posting,)


def test_a_posting_list_with_a_wrong_date_is_not_read(by_post: Application, tmp_path: Path) -> None:
    posting = Posting.of(by_post, "九月", "")  # type: ignore[arg-type]
    write_postings([posting], tmp_path / "a.xlsx")
    with pytest.raises(BadTable, match="“交寄日期”列（G2）：“九月”不是能认出的日期"):
        read_posting_list(tmp_path / "a.xlsx")


def a_list(path: Path, *rows: list[object]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("清单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


OLD = ["申请编号", "收件单位", "通信地址", "邮政编码", "电话", "挂号号码", "交寄日期", "申请表文件"]


def test_a_list_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    row = ["U001-A", "甲", "路", "990001", "", "XA1", "2020年9月21日", "x.docx"]
    (posting,) = read_posting_list(a_list(tmp_path / "a.xlsx", OLD, row))
    assert (posting.way, posting.remark, posting.posted_on) == ("挂号信", "", ON)


def test_a_number_that_excel_took_for_a_number_is_read_while_no_digit_is_lost(
    tmp_path: Path,
) -> None:
    row = ["U001-A", "甲", "路", "990001", "", 1100123456789, "2020-09-21", "x.docx"]
    (posting,) = read_posting_list(a_list(tmp_path / "a.xlsx", OLD, row))
    assert posting.number == "1100123456789"
    row[5] = 1100123456789012345
    with pytest.raises(BadTable, match="“挂号号码”列（F2）"):
        read_posting_list(a_list(tmp_path / "a.xlsx", OLD, row))


def test_the_same_postings_give_the_same_bytes(by_post: Application, tmp_path: Path) -> None:
    posting = Posting.of(by_post, ON, "")
    write_postings([posting], tmp_path / "a.xlsx")
    once = (tmp_path / "a.xlsx").read_bytes()
    write_postings([posting], tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == once
