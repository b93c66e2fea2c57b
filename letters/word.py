"""Application -> 政府信息公开申请表, one A4 page as a .docx.

The form asks what article 29 of the 条例 says an application must contain, and no more: who
applies and how to be reached, what is wanted, in which form. An identity number that the applicant
did not give is left as 另附; it is never made up.

The blank form is set once, by python-docx, with a {key} where each answer goes; an application then
costs the filling in of these keys, a thousandth of a second instead of a tenth.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.shared import Mm
from docx.table import Table, _Cell

from letters import typeset
from letters.model import LETTER, Application, Channel
from letters.typeset import CENTRE, HEI, KAI, LATIN, SONG, say
from letters.writable import writable

DRILL_MARK = "演练样本，非真实申请"
TITLE, LETTER_TITLE = "政府信息公开申请表", "政府信息公开申请书"
WIDTHS = (11.0, 28.0, 54.0, 23.0, 46.0)  # mm: section, label, answer, label, answer
LABEL_GREY = "F3F4F1"
BLANK_ON = date(2000, 1, 1)  # stands in the blank form's properties until it is filled in

Field = tuple[str, str]  # label, key

# The form. A section's title -> its rows: least height in mm, and one field or two side by side.
SECTIONS: tuple[tuple[str, tuple[tuple[float, tuple[Field, ...]], ...]], ...] = (
    (
        "申请人信息",
        (
            (12.5, (("姓名或者名称", "name"), ("联系电话", "phone"))),
            (12.5, (("证件号码", "id_number"), ("邮政编码", "postcode"))),
            (12.5, (("通信地址", "address"),)),
            (12.5, (("电子邮箱", "email"),)),
        ),
    ),
    (
        "所需信息情况",
        (
            (17.0, (("信息名称", "title"),)),
            (58.0, (("文号或者其他\n特征性描述", "text"),)),
            (14.0, (("用途", "use"),)),
        ),
    ),
    ("提供形式", ((14.0, (("获取方式", "way"),)), (14.0, (("提供载体", "carrier"),)))),
)
TICKED = ("way", "carrier")


def form_name(application: Application) -> str:
    """The form's file name in the campaign's own folder, or the letter's."""
    title = LETTER_TITLE if application.round.written == LETTER else TITLE
    return f"{title}-{application.id}.docx"


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def form(application: Application, *, drill: bool) -> bytes:
    """The form, filled in. The same application always gives the same bytes."""
    on = application.round.send_on
    answers = {
        key: escape(writable(answer)) for key, answer in _answers(application, drill).items()
    }
    lines = {key: text.replace("\n", "</w:t><w:br/><w:t>") for key, text in answers.items()}
    members = dict(_blank(drill))
    for name, fill in (("word/document.xml", lines), ("docProps/core.xml", answers)):
        text = members[name].decode()
        text = re.sub(r"\{(\w+)\}", partial(_filled, fill), text)
        members[name] = text.replace(BLANK_ON.isoformat(), on.isoformat()).encode()
    return typeset.zipped(members, on)


def _filled(fill: Mapping[str, str], key: re.Match[str]) -> str:
    return fill[key[1]]


def _answers(application: Application, drill: bool) -> dict[str, str]:
    who, what = application.applicant, application.question
    by_email = application.channel is Channel.EMAIL
    # a real letter is signed by hand; what never is on paper carries the typed name
    signature = who.name if drill or by_email else ""
    return {
        "unit": application.unit.name,
        "name": who.name,
        "phone": who.phone,
        "id_number": who.id_number or "另附",
        "postcode": who.postcode,
        "address": who.address,
        "email": who.email,
        "title": what.title,
        "text": what.text,
        "use": what.use,
        "way": _boxes(("邮寄", "电子邮件", "当面领取"), by_email),
        "carrier": _boxes(("纸质", "电子文档", "光盘"), by_email),
        "signature": signature,
        "date": chinese_date(application.round.send_on),
    }


def _boxes(choices: tuple[str, ...], chosen: int) -> str:
    """Tick boxes; the filled square exists in every Chinese font and in GBK."""
    return "　　".join(f"{'■' if n == chosen else '□'} {each}" for n, each in enumerate(choices))


@cache
def _blank(drill: bool) -> dict[str, bytes]:
    document = typeset.a4(top=22, bottom=18, side=24)
    heading = document.add_paragraph()
    heading.alignment = CENTRE
    heading.paragraph_format.space_after = Mm(6)
    say(heading, TITLE, size=22, bold=True, spacing=2)
    addressee = document.add_paragraph()
    addressee.paragraph_format.space_after = Mm(2)
    say(addressee, "受理机关：", font=HEI, size=12)
    say(addressee, "{unit}", size=12)
    _table(document)
    _remark(document, drill)
    return typeset.parts(document, title=TITLE, author="{name}", on=BLANK_ON)


def _table(document: WordDocument) -> None:
    rows = sum(len(section) for _, section in SECTIONS)
    table = document.add_table(rows=rows + 1, cols=len(WIDTHS))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    thick, thin = ("single", 1.25, "333333"), ("single", 0.5, "666666")
    typeset.borders(
        table, top=thick, left=thick, bottom=thick, right=thick, insideH=thin, insideV=thin
    )
    typeset.padding(table, left=2.2, right=2.2, top=1, bottom=1)
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    first = 0
    for title, section in SECTIONS:
        head = table.cell(first, 0).merge(table.cell(first + len(section) - 1, 0))
        typeset.upright(head)
        typeset.shade(head, LABEL_GREY)
        _put(head, title, font=HEI, size=11.5, spacing=2, centre=True)
        for number, (height, fields) in enumerate(section, first):
            _row(table, number, height, fields)
        first += len(section)
    _signature(table, first)


def _row(table: Table, number: int, height: float, fields: tuple[Field, ...]) -> None:
    row = table.rows[number]
    row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
    cells = row.cells
    spans = [cells[2], cells[4]] if len(fields) == 2 else [cells[2].merge(cells[4])]
    for label, answer, (text, key) in zip((cells[1], cells[3]), spans, fields, strict=False):
        typeset.shade(label, LABEL_GREY)
        _put(label, text, font=HEI, size=10.5, centre=True)
        # a square is taken for Latin and comes out small, unless that is set in Song, too
        latin = SONG if key in TICKED else LATIN
        _put(answer, f"{{{key}}}", font=SONG, size=11, latin=latin)


def _put(
    cell: _Cell,
    text: str,
    *,
    font: str,
    size: float,
    latin: str = LATIN,
    spacing: float = 0,
    centre: bool = False,
) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = 1.25
    if centre:
        paragraph.alignment = CENTRE
    say(paragraph, text, font=font, size=size, latin=latin, spacing=spacing)


def _signature(table: Table, number: int) -> None:
    row = table.rows[number]
    row.height, row.height_rule = Mm(28), WD_ROW_HEIGHT_RULE.AT_LEAST
    cell = row.cells[0].merge(row.cells[-1])
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for paragraph, label, key, font, size in (
        (cell.paragraphs[0], "申请人签名（盖章）", "signature", KAI, 14),
        (cell.add_paragraph(), "申请日期", "date", SONG, 11),
    ):
        layout = paragraph.paragraph_format
        # a name of two lines goes on below its first line, not below the label
        layout.left_indent, layout.first_line_indent = Mm(112), Mm(-38)
        layout.space_after = Mm(1.5)
        layout.tab_stops.add_tab_stop(Mm(112))
        say(paragraph, f"{label}：\t", font=HEI, size=10.5)
        say(paragraph, f"{{{key}}}", font=font, size=size)


def _remark(document: WordDocument, drill: bool) -> None:
    remark = document.add_paragraph()
    remark.paragraph_format.space_before = Mm(2.5)
    words = "注：本表依照《中华人民共和国政府信息公开条例》第二十九条的规定填写。"
    say(remark, words, size=9, colour="555555")
    if drill:
        footer = document.sections[0].footer.paragraphs[0]
        footer.alignment = CENTRE
        say(footer, DRILL_MARK, font=HEI, size=10.5, colour=typeset.DRILL_RED, spacing=1)
