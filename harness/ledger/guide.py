"""填写说明: the last sheet of the ledger, for whoever opens it without having read anything."""

from __future__ import annotations

from typing import Any

from harness.ledger.columns import ANSWERED_ON, FAULTY, NONE, NUMBER, RECEIVED_ON, SHEETS, VOID

_LINES: tuple[tuple[str, str], ...] = (
    (
        "怎样用",
        "在各表中填写、修改，保存并关闭后由程序读入（ledger in）。程序只读入改动过的格子，先列出来供核对。",
    ),
    ("灰色的栏", "由程序填写，只供查看，改动不会读入。"),
    ("新增", f"在最后一行下面接着填；“{NUMBER}”一格留空。复制整行来填的，请清空复制来的编号。"),
    ("修改", "直接改。如果同一格在程序里也改过而且不一样，程序会列出三个值，由您决定。"),
    ("作废", f"不要删除整行；在“{VOID}”一栏写明原因。删去的行只会被列出来，登记仍在。"),
    ("日期", "2026-03-05、2026/3/5、2026年3月5日、20260305 均可；5/3、3月5日 这样缺年份的不行。"),
    (
        "长号码",
        "超过15位的号码会被 Excel 舍去末尾数字；相应的栏已设为“文本”，粘贴时请选“只保留文本”。",
    ),
    (
        "排序、筛选",
        "可以排序、筛选、隐藏、移动整列、加自己的栏；排序时务必选中全部列，否则编号与内容错位。",
    ),
)
_SHEET_LINES = {
    "寄送": "一件申请一行：何时寄出、号码、何时签收或退回。",
    "纸质来件": "一件来信一行：几个文件写在同一格；收件、邮戳、登记、落款四个日期分开填。",
    "电话记录": "每拨打一次记一行，没有接通也要记。",
    "归卷": f"程序对来件归属的判断；不对的，填写右边几栏。与任何申请无关的，“归入申请”填“{NONE}”。",
    "改判": f"程序对各要素的认定；不同意的，填写“人工认定”和“理由”，认定为“{FAULTY}”的还要填“瑕疵”。"
    f"“{ANSWERED_ON}”“{RECEIVED_ON}”可以填写日期。",
}


def add(book: Any, name: str) -> None:
    """The sheet, as the last that is seen."""
    page = book.add_worksheet(name)
    base = {"font_name": "宋体", "font_size": 10.5, "valign": "top", "text_wrap": True}
    title = book.add_format({"font_name": "黑体", "font_size": 15, "font_color": "#1F3A5F"})
    word = book.add_format({**base, "bold": True, "font_color": "#1F3A5F"})
    text = book.add_format(base)
    page.hide_gridlines(2)
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 92)
    page.set_row(0, 28)
    page.write_string(0, 0, "台账填写说明", title)
    sheets = tuple((sheet, _SHEET_LINES[sheet]) for sheet in SHEETS)
    for line, (head, told) in enumerate((*_LINES, *sheets), 2):
        page.set_row(line, 20 if len(told) <= 45 else 34)
        page.write_string(line, 0, head, word)
        page.write_string(line, 1, told, text)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
