"""Ruled tables of a PDF: each cell is read by itself, whatever its neighbours' lines do."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2
import pytest

from parsers import read
from parsers.document import Document
from parsers.page.glyphs import Glyph, Glyphs
from parsers.pdf import pdf_tables

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


def _saved(pdf: bytes, change: Callable[[pypdfium2.PdfPage], None]) -> Document:
    with pypdfium2.PdfDocument(pdf) as document:
        change(document[0])
        out = io.BytesIO()
        document.save(out)
    return read(out.getvalue(), "a.pdf")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_page_that_is_shown_on_its_side_a_table_is_read_likewise(pdf_of, turn):
    pdf = pdf_of(FORM)
    turned = _saved(pdf, lambda page: page.set_rotation(turn))
    assert _texts(turned) == _texts(read(pdf, "a.pdf"))


def _shown_upright(turn: int) -> Callable[[pypdfium2.PdfPage], None]:
    """What is drawn lies on its side, and the page is turned back."""

    def change(page: pypdfium2.PdfPage) -> None:
        wide, high = page.get_size()
        matrix, size = {
            90: ((0, 1, -1, 0, high, 0), (high, wide)),
            180: ((-1, 0, 0, -1, wide, high), (wide, high)),
            270: ((0, -1, 1, 0, 0, wide), (high, wide)),
        }[turn]
        for one in list(page.get_objects(max_depth=1)):
            pypdfium2.raw.FPDFPageObj_Transform(one, *matrix)
        page.set_mediabox(0, 0, *size)
        page.set_cropbox(0, 0, *size)
        page.set_rotation(turn)
        page.gen_content()

    return change


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_page_that_is_turned_to_stand_upright_too(pdf_of, turn):
    pdf = pdf_of(FORM)
    assert _texts(_saved(pdf, _shown_upright(turn))) == _texts(read(pdf, "a.pdf"))


@pytest.mark.parametrize(
    "change",
    [lambda page: page.set_cropbox(20, 30, 390, 480), lambda page: page.set_mediabox(-50, -30, 420, 560)],
    ids=["cropped", "with a margin"],
)  # fmt: skip
def test_of_a_sheet_of_which_a_part_is_shown_too(pdf_of, change):
    pdf = pdf_of(FORM)
    assert _texts(_saved(pdf, change)) == _texts(read(pdf, "a.pdf"))


def test_what_lies_in_no_cell_of_a_table_is_read_beside_it():
    cells = ((0.0, 0.0, 50.0, 20.0), (50.0, 0.0, 100.0, 20.0), (0.0, 40.0, 50.0, 60.0))
    table = pdf_tables.Table(((cells[0], cells[1]), (cells[2],)))
    words = (("甲", 10.0, 5.0), ("乙", 60.0, 5.0), ("丙", 10.0, 25.0), ("丁", 10.0, 45.0))
    glyphs = Glyphs.of(
        Glyph(char, (x, y, x + 10, y + 10), y + 9, 0.0, False, False, False) for char, x, y in words
    )
    found = [line.text for line in pdf_tables.arranged(glyphs, [table])]
    assert sorted("".join(found).replace(" ", "")) == sorted("甲乙丙丁")


COLUMNS = """
#set page(margin: 18mm)
#set text(size: 11pt)
#align(center)[横贯两栏的标题]
#columns(2)[本机关收到你提交的政府信息公开申请，申请公开二〇二五年度馆藏数字化项目验收报告。经检索，
本机关未制作、未保存该信息，该信息不存在，特此告知。该项目由市大数据中心统一实施。
#colbreak()
如不服本答复，可以自收到本答复书之日起六十日内向河汐市人民政府申请行政复议，或者在六个月内向河汐市
江南区人民法院提起行政诉讼。
#align(right)[河汐市档案馆 \\ 二〇二六年三月]]
"""


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_two_columns_of_running_text_are_read_one_after_the_other(pdf_of, turn):
    document = _saved(pdf_of(COLUMNS), lambda page: page.set_rotation(turn))
    whole = "".join(_texts(document))
    assert whole.startswith("横贯两栏的标题本机关收到")
    assert "该信息不存在，特此告知。该项目由市大数据中心统一实施。如不服本答复，" in whole
    assert whole.endswith("提起行政诉讼。河汐市档案馆二〇二六年三月")


def test_labels_and_what_stands_beside_them_are_no_columns(pdf_of):
    body = """
    #set page(width: 500pt)
    #grid(columns: (1fr, 1fr), row-gutter: 10pt,
      [申请日期], [二〇二六年三月二日], [申请内容], [馆藏数字化项目验收报告], [办理结果], [该信息不存在],
      [办理机关], [河汐市档案馆], [联系电话], [〇七七一五五五〇一二三], [备注], [无])"""
    assert _texts(read(pdf_of(body), "a.pdf"))[0] == "申请日期 二〇二六年三月二日"


def test_rules_that_make_no_table_change_nothing(pdf_of: Callable[[str], bytes]):
    body = "版头\n#line(length: 100%)\n" + "#line(length: 30%)\n" * 6 + "正文在此。"
    assert _texts(read(pdf_of(body), "a.pdf")) == ["版头", "正文在此。"]
