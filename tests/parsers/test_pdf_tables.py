"""Ruled tables of a PDF: each cell is read by itself, whatever its neighbours' lines do."""

from __future__ import annotations

from collections.abc import Callable

from parsers import read
from parsers.document import Document

FORM = """
#set page(width: 400pt, height: 500pt)
政府信息公开申请答复表
#table(columns: (80pt, 200pt), align: horizon,
  [申请内容], [2024年度高新区拆迁安置房选房方案以及历次选房会议的公告、签到表和结果名单],
  [办理结果], [不予重复处理],
  [依据], [《中华人民共和国政府信息公开条例》第三十六条第（六）项])
特此告知。
"""


def _texts(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


def test_a_cell_of_several_lines_is_one_line_behind_its_label(pdf_of: Callable[[str], bytes]):
    assert _texts(read(pdf_of(FORM), "a.pdf")) == [
        "政府信息公开申请答复表",
        "申请内容 2024年度高新区拆迁安置房选房方案以及历次选房会议的公告、签到表和结果名单",
        "办理结果 不予重复处理",
        "依据 《中华人民共和国政府信息公开条例》第三十六条第（六）项",
        "特此告知。",
    ]


def test_two_cells_of_several_lines_are_not_read_across(pdf_of: Callable[[str], bytes]):
    body = """
    #table(columns: (90pt, 90pt), [经检索没有找到所申请的这份会议纪要],
      [由县档案馆保管的卷宗请向该馆查询], [甲], [乙])"""
    assert _texts(read(pdf_of(body), "a.pdf")) == [
        "经检索没有找到所申请的这份会议纪要",
        "由县档案馆保管的卷宗请向该馆查询",
        "甲 乙",
    ]


def test_paragraphs_of_a_cell_stay_apart(pdf_of: Callable[[str], bytes]):
    body = """
    #table(columns: (60pt, 180pt), align: horizon,
      [答复内容], [经检索，没有找到你申请公开的这份会议纪要，该信息不存在。\\ 演江市财政局 \\ 2026年3月2日],
      [备注], [无])"""
    assert _texts(read(pdf_of(body), "a.pdf")) == [
        "答复内容 经检索，没有找到你申请公开的这份会议纪要，该信息不存在。",
        "演江市财政局",
        "2026年3月2日",
        "备注 无",
    ]


def test_a_cells_line_has_the_box_of_all_its_words(pdf_of: Callable[[str], bytes]):
    page = read(pdf_of(FORM), "a.pdf").pages[0]
    label, result = page.lines[1], page.lines[2]
    assert label.bbox and result.bbox
    assert label.bbox[3] - label.bbox[1] > 2 * (result.bbox[3] - result.bbox[1])


def test_rules_that_make_no_table_change_nothing(pdf_of: Callable[[str], bytes]):
    body = "版头\n#line(length: 100%)\n" + "#line(length: 30%)\n" * 6 + "正文在此。"
    assert _texts(read(pdf_of(body), "a.pdf")) == ["版头", "正文在此。"]
