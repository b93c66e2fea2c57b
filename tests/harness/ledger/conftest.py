"""What the tests of the ledger share: a ledger as a campaign would have it, and its workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter

from harness.ledger.rows import Row
from harness.ledger.writing import write

FILE = "台账.xlsx"


def _tables(rows: Sequence[Row]) -> dict[str, list[Row]]:
    made: dict[str, list[Row]] = {}
    for row in rows:
        made.setdefault(row.sheet, []).append(row)
    return made


@pytest.fixture(scope="session")
def written() -> Callable[..., bytes]:
    """Rows -> the workbook that `ledger out` makes of them."""
    return lambda rows, export="E-1": write(_tables(rows), export)


@pytest.fixture(scope="session")
def by_hand() -> Callable[..., bytes]:
    """Sheets as lists of lines -> a workbook as a person would make it, without formats."""

    def make(**sheets: Sequence[Sequence[object]]) -> bytes:
        packed = BytesIO()
        options = {"in_memory": True, "default_date_format": "yyyy-mm-dd"}
        options["strings_to_formulas"] = False
        with xlsxwriter.Workbook(packed, options) as book:
            for name, lines in sheets.items():
                sheet = book.add_worksheet(name)
                for number, line in enumerate(lines):
                    sheet.write_row(number, 0, line)
        return packed.getvalue()

    return make


@pytest.fixture(scope="session")
def lines() -> Callable[..., list[list[object]]]:
    """Rows of one sheet -> the head and the lines, in the order of `heads`."""

    def make(heads: Sequence[str], rows: Sequence[Row]) -> list[list[object]]:
        def cell(row: Row, head: str) -> object:
            value = {"记录编号": row.number, "作废原因": row.void, **row.cells}.get(head, "")
            whole = isinstance(value, date)
            return datetime(value.year, value.month, value.day) if whole else value

        return [list(heads), *([cell(row, head) for head in heads] for row in rows)]

    return make


@pytest.fixture(scope="session")
def ledger() -> tuple[Row, ...]:
    """Rows of every sheet, with every kind of cell."""
    return (*_SENT, *_PAPERS, *_CALLS, *_FILINGS, *_RULINGS)


_SENT = (
    Row("寄送", "S001", {
        "申请编号": "U001-A", "单位名称": "演江自治区财政厅", "渠道": "挂号信",
        "寄出日期": date(2026, 3, 2), "挂号号码": "1234567890123456789",
        "签收日期": date(2026, 3, 5), "签收人": "收发室", "退回日期": "", "备注": "",
    }),
    Row("寄送", "S002", {
        "申请编号": "U002-A", "单位名称": "演江自治区教育厅", "渠道": "电子邮件",
        "寄出日期": date(2026, 3, 2), "备注": "=1+1，不是公式",
    }),
    Row("寄送", "S003", {"申请编号": "U003-A", "单位名称": "岭州市人民政府办公室", "渠道": "平信"}),
)  # fmt: skip
_PAPERS = (
    Row("纸质来件", "P001", {
        "来件编号": "Z001", "收件日期": date(2026, 3, 27), "邮戳日期": date(2026, 3, 25),
        "登记日期": date(2026, 3, 30), "落款日期": date(2026, 3, 24),
        "寄件单位": "演江自治区财政厅", "文件名": "Z001-1.jpg；Z001-2.jpg；答复、附件.pdf",
        "信封文件": "Z001-信封.jpg", "备注": "两张照片\n按页序",
    }),
    Row("纸质来件", "P002", {
        "来件编号": "Z002", "收件日期": date(2026, 4, 1), "文件名": "Z002.pdf",
    }),
)  # fmt: skip
_CALLS = (
    Row("电话记录", "T001", {
        "单位名称": "演江自治区财政厅", "用途": "咨询测试", "拨打日期": date(2026, 3, 10),
        "拨打时间": "09:40", "电话号码": "0771-5550101", "结果": "无人接听", "记录人": "甲",
    }),
    Row("电话记录", "T002", {
        "单位名称": "演江自治区财政厅", "用途": "确认收件", "申请编号": "U001-A",
        "拨打日期": date(2026, 3, 10), "拨打时间": "15:05", "电话号码": "07715550101",
        "结果": "接通", "通话内容": "称已收到，正在办理。", "记录人": "甲",
    }),
)  # fmt: skip
_FILINGS = (
    Row("归卷", "F001", {
        "来件编号": "M0007", "来件": "关于政府信息公开申请的复函.pdf", "收到日期": date(2026, 3, 20),
        "寄件人": "某科室 <office@example.org>", "程序判断的申请": "U002-A、U003-A？",
        "程序判断的种类": "答复",
    }),
    Row("归卷", "F002", {
        "来件编号": "Z002", "来件": "Z002.pdf", "收到日期": date(2026, 4, 1),
        "程序判断的申请": "", "程序判断的种类": "其他来件", "归入申请": "U001-A、U003-A",
        "种类": "补正告知", "天数": "7", "理由": "信中引用了两件申请的标题",
    }),
)  # fmt: skip
_RULINGS = (
    Row("改判", "R001", {
        "申请编号": "U001-A", "单位名称": "演江自治区财政厅", "要素": "印章",
        "程序认定": "待人工认定", "说明": "扫描件为黑白，看不出印章的颜色",
    }),
    Row("改判", "R002", {
        "申请编号": "U001-A", "单位名称": "演江自治区财政厅", "要素": "救济渠道",
        "程序认定": "有瑕疵", "说明": "未列明受理法院", "人工认定": "有瑕疵",
        "瑕疵": "未列明复议机关、未列明受理法院", "理由": "原文只写“人民法院”", "认定人": "乙",
    }),
    Row("改判", "R003", {
        "申请编号": "U002-A", "单位名称": "演江自治区教育厅", "要素": "收到日期",
        "程序认定": "2026-03-02", "说明": "邮件签收记录", "人工认定": date(2026, 3, 3),
        "理由": "对方电话确认", "认定人": "乙",
    }),
)  # fmt: skip
