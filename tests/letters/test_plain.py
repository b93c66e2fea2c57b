"""A letter's text set as a letter."""

from __future__ import annotations

import io
from datetime import date

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from letters.plain import heading_of, pasted, written

TEXT = "# 说明\n\n某某局：\n\n\n　　第一段。\n> 张演一\n> 2026年6月30日\n"
ON = date(2026, 6, 30)


def test_heading_indent_and_right_side_are_set_and_their_marks_are_gone() -> None:
    document = Document(io.BytesIO(written(TEXT, title="说明", author="张演一", on=ON)))
    paragraphs = [each for each in document.paragraphs if each.text]
    assert [each.text for each in paragraphs] == [
        "说明", "某某局：", "第一段。", "张演一", "2026年6月30日",
    ]  # fmt: skip
    assert paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert paragraphs[2].paragraph_format.first_line_indent.pt == 24
    assert paragraphs[3].paragraph_format.left_indent.mm > 80
    assert len(document.paragraphs) == 7  # two empty lines are one


def test_the_same_letter_pasted_has_neither_heading_nor_marks() -> None:
    assert pasted(TEXT) == "某某局：\n\n　　第一段。\n张演一\n2026年6月30日\n"
    assert heading_of(TEXT) == "说明" and heading_of("某某局：") == ""


def test_the_same_text_gives_the_same_bytes() -> None:
    first = written(TEXT, title="说明", author="张演一", on=ON, mark="演练")
    assert first == written(TEXT, title="说明", author="张演一", on=ON, mark="演练")
    assert "演练" in Document(io.BytesIO(first)).sections[0].footer.paragraphs[0].text
