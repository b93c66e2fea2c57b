"""Attached workbooks and slides are read, and what lies beside their cells and words is named."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from parsers import read
from parsers.document import Document, TextFrom
from parsers.office import records


def workbook(
    *, rows: list[list[object]], picture: bytes | None = None, box: str = "", note: str = ""
) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("目录")
        day = book.add_format({"num_format": "yyyy年m月d日"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                looks = (day,) if isinstance(cell, date) else ()
                sheet.write(number, place, cell, *looks)
        if picture:
            sheet.insert_image("B9", "image.png", {"image_data": io.BytesIO(picture)})
        if box:
            sheet.insert_textbox("B2", box)
        if note:
            sheet.write_comment("A1", note)
    return out.getvalue()


def missed(document: Document) -> set[tuple[str, tuple[str, ...]]]:
    return {(one.code, one.touches) for one in document.unread}


class TestSheets:
    def test_cells_are_read_row_by_row(self):
        data = workbook(
            rows=[["序号", "名称", "日期"], [1, "验收报告", date(2026, 3, 16)], [2, "合同", 12.5]]
        )
        document = read(data, "公开清单.xlsx")
        (page,) = document.pages
        assert [line.text for line in page.lines] == [
            "序号 名称 日期",
            "1 验收报告 2026-03-16",
            "2 合同 12.5",
        ]
        assert (document.media, page.text_from, document.left) == ("xlsx", TextFrom.DIGITAL, ())

    def test_every_sheet_is_a_page(self):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            for name in ("甲", "乙"):
                book.add_worksheet(name).write(0, 0, name)
        assert [page.text for page in read(out.getvalue(), "a.xlsx").pages] == ["甲", "乙"]

    def test_a_box_over_the_cells_is_read(self):
        document = read(workbook(rows=[["甲"]], box="特此告知"), "a.xlsx")
        assert [page.text for page in document.pages] == ["甲", "特此告知"]
        assert document.left == ()

    def test_a_note_is_named(self):
        document = read(workbook(rows=[["甲"]], note="应补公章"), "a.xlsx")
        assert missed(document) == {("comment", ("text",))}

    def test_a_seal_on_a_sheet_is_found(self, seal_of, png):
        document = read(workbook(rows=[["甲"]], picture=png(seal_of(pixels=160))), "a.xlsx")
        assert sum(len(page.seals) for page in document.pages) == 1

    def test_a_part_that_nobody_knows_is_named(self):
        data = io.BytesIO(workbook(rows=[["甲"]]))
        with zipfile.ZipFile(data, "a") as package:
            package.writestr("xl/hologram.bin", b"x")
        assert missed(read(data.getvalue(), "a.xlsx")) == {("part", ("text", "seal"))}

    def test_one_stray_cell_in_the_far_corner_ends_nothing(self):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            sheet.write(0, 0, "甲")
            sheet.write(1_048_575, 16_383, "乙")
        document = read(out.getvalue(), "a.xlsx")
        assert document.error.code == "damaged"

    @pytest.mark.parametrize("data", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
    def test_a_broken_one_is_one_line(self, data):
        document = read(data + "Workbook\0".encode("utf-16-le") * 9, "a.xls")
        assert document.error

    @pytest.mark.parametrize(("kind", "found"), [(0x08, [0x08]), (0x14, [0x14]), (0x19, [0x19])])
    def test_what_an_old_workbook_draws_is_told_by_its_kind(self, kind, found):
        drawn = b"\x5d\x00\x0a\x00\x15\x00\x12\x00" + kind.to_bytes(2, "little") + bytes(4)
        other = b"\x09\x08\x04\x00abcd"
        assert list(records._kinds(other + drawn + other)) == found


SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*lines: tuple[str, str, str]) -> str:
    said = "".join(
        f'<Relationship Id="{a}" Type="{OFFICE}/{b}" Target="{c}"/>' for a, b, c in lines
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{said}</Relationships>'


def slides(
    *words: str, extra: tuple[tuple[str, str, str], ...] = (), more: dict[str, str] | None = None
) -> bytes:
    order = "".join(f'<p:sldId id="{n}" r:id="s{n}"/>' for n in range(len(words)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("_rels/.rels", relations(("m", "officeDocument", "ppt/presentation.xml")))
        package.writestr(
            "ppt/presentation.xml",
            f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{OFFICE}"><p:sldIdLst>{order}</p:sldIdLst></p:presentation>',
        )
        named = [(f"s{n}", "slide", f"slides/slide{n}.xml") for n in range(len(words))]
        package.writestr("ppt/_rels/presentation.xml.rels", relations(*reversed(named)))
        for number, text in enumerate(words):
            shape = f"<p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
            package.writestr(
                f"ppt/slides/slide{number}.xml",
                f'<p:sld xmlns:p="{SLIDE}" xmlns:a="{DRAWING}"><p:cSld><p:spTree>{shape}</p:spTree></p:cSld></p:sld>',
            )
            package.writestr(f"ppt/slides/_rels/slide{number}.xml.rels", relations(*extra))
        for name, content in (more or {}).items():
            package.writestr(name, content)
    return out.getvalue()


class TestSlides:
    def test_slides_are_pages_in_the_order_of_the_show(self):
        document = read(slides("第一张", "第二张"), "a.pptx")
        assert [page.text for page in document.pages] == ["第一张", "第二张"]
        assert (document.media, document.left) == ("pptx", ())

    def test_a_part_that_nobody_knows_is_named(self):
        extra = (("x", "hologram", "hologram.bin"),)
        document = read(slides("甲", extra=extra, more={"ppt/slides/hologram.bin": "x"}), "a.pptx")
        assert missed(document) == {("part", ("text", "seal"))}

    def test_the_notes_of_a_speaker_are_named(self):
        notes = f'<p:notes xmlns:p="{SLIDE}" xmlns:a="{DRAWING}"><a:t>口头说明</a:t></p:notes>'
        extra = (("x", "notesSlide", "../notesSlides/n.xml"),)
        document = read(slides("甲", extra=extra, more={"ppt/notesSlides/n.xml": notes}), "a.pptx")
        assert missed(document) == {("comment", ("text",))}
