"""Workbooks that a person keeps: units.xlsx, the ledger, facts: cells far away, counts that lie, entities."""

from __future__ import annotations

from collections.abc import Callable

from hostile_files.compound import compound
from hostile_files.listing import Hostile, naming, zeros
from hostile_files.packages import raw_zip, zero_member, zipped
from hostile_files.workbooks import (
    HEAD,
    MAIN,
    OFFICE,
    RELATIONS,
    letters,
    sheet,
    text_row,
    workbook,
)
from hostile_files.xml_bombs import DEEP, EXTERNAL, LAUGHS, QUADRATIC

_UNITS = (
    "单位名称",
    "单位简称",
    "类别",
    "行政层级",
    "申请邮箱",
    "通信地址",
    "邮政编码",
    "电话",
    "复议机关",
    "管辖法院",
    "所在省级行政区",
)
_UNIT = (
    "演江市财政局",
    "",
    "设区市",
    "地市级",
    "a@b.example",
    "演练路1号",
    "990001",
    "0990-5550101",
    "演江市人民政府",
    "演江市中级人民法院",
    "",
)
_DELIVERIES = ("申请编号", "挂号号码", "寄出日期", "签收日期", "签收人", "备注")
_PAPERS = ("来件编号", "收件日期", "邮戳日期", "寄件单位", "文件名", "备注")
_CALLS = (
    "单位名称",
    "用途",
    "申请编号",
    "拨打日期",
    "拨打时间",
    "号码",
    "是否接通",
    "记录",
    "拨打人",
)
_LEDGER = (("挂号签收", _DELIVERIES), ("纸质来件", _PAPERS), ("电话记录", _CALLS))
_FACTS = ("单位名称", "依申请公开答复")
Maker = Callable[..., bytes]


def units(
    rows: str = "",
    more: dict[str, str | bytes] | None = None,
    first: tuple[str, ...] = _UNIT,
    **others: str,
) -> bytes:
    return workbook(
        {"单位": sheet(text_row(1, _UNITS) + text_row(2, first) + rows, **others)}, more
    )


def ledger(rows: str = "", more: dict[str, str | bytes] | None = None, **others: str) -> bytes:
    return workbook(
        {name: sheet(text_row(1, heads) + rows, **others) for name, heads in _LEDGER}, more
    )


def facts(rows: str = "", more: dict[str, str | bytes] | None = None, **others: str) -> bytes:
    return workbook(
        {"依据": sheet(text_row(1, _FACTS) + text_row(2, ("甲", "3")) + rows, **others)}, more
    )


def _far(reference: str) -> str:
    return f'<row r="9"><c r="{reference}"><v>1</v></c></row>'


def _value(value: str, kind: str = "n", style: str = "") -> str:
    return "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{letters(c)}{n}" t="{kind}"{style}><v>{value}</v></c>' for c in range(11))
        + "</row>"
        for n in range(3, 6)
    )


_STRINGS = "xl/sharedStrings.xml"
_DATES = f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/><xf numFmtId="14"/></cellXfs></styleSheet>'
# (name, what it attacks, the workbook by whichever maker of a good one)
Attack = tuple[str, str, Callable[[Maker], bytes]]
# a line a file
# fmt: off
_ATTACKS: tuple[Attack, ...] = (("far", "a cell in the sheet's last row and column", lambda make: make(_far("XFD1048576"))),
    ("far-beyond", "a cell beyond all columns and rows", lambda make: make(_far("ZZZZZZZ99999999999"))),
    ("reference", "a cell whose place is no place", lambda make: make(_far("1A-") + _far("") + _far("A0"))),
    ("dimension", "a sheet that says it is of 2^31 rows", lambda make: make(dimension='<dimension ref="A1:XFD2147483647"/>')),
    ("rows-same", "20,000 rows of one number", lambda make: make('<row r="3"><c r="A3"><v>1</v></c></row>' * 20_000)),
    ("rows-empty", "a row of number 2^32-1", lambda make: make('<row r="4294967295"><c><v>1</v></c></row>')),
    ("dates", "dates that are no day", lambda make: make(_value("99999999999", style=' s="1"') + _value("-5", style=' s="1"') + _value("1e308", style=' s="1"'), {"xl/styles.xml": _DATES})),
    ("numbers", "numbers that are NaN, infinite and broken", lambda make: make(_value("nan") + _value("inf") + _value("1e999") + _value("x"))),
    ("iso-dates", "dates as text that are none", lambda make: make(_value("9999-99-99T99:99:99", "d") + _value("", "d"))),
    ("errors", "cells that are errors", lambda make: make(_value("#REF!", "e") + _value("#EVIL!", "e"))),
    ("booleans", "truth values of 7 and of nothing", lambda make: make(_value("7", "b") + _value("", "b"))),
    ("strings-beyond", "texts numbered beyond the list of texts", lambda make: make(_value("4294967295", "s") + _value("-1", "s"))),
    ("strings-laugh", "a list of texts that multiply to gigabytes", lambda make: make(_value("0", "s"), {_STRINGS: LAUGHS})),
    ("strings-quadratic", "a list of texts with an entity of 50 KB used 3,000 times", lambda make: make(_value("0", "s"), {_STRINGS: QUADRATIC})),
    ("strings-count", "a list of texts that says it has 2^32-1", lambda make: make(_value("0", "s"), {_STRINGS: f'<sst xmlns="{MAIN}" count="4294967295" uniqueCount="4294967295"><si><t>x</t></si></sst>'})),
    ("external", "entities from a file and a server", lambda make: make("", {_STRINGS: EXTERNAL})),
    ("deep", "a sheet of elements 60,000 deep", lambda make: make("", {"xl/worksheets/sheet1.xml": DEEP})),
    ("sheet-laughs", "a sheet of entities that multiply", lambda make: make("", {"xl/worksheets/sheet1.xml": LAUGHS})),
    ("not-closed", "a sheet whose tags never close", lambda make: make("", {"xl/worksheets/sheet1.xml": sheet(text_row(1, _UNITS))[:-25] + "<row><c>"})),
    ("sheet-missing", "a workbook without its sheets", lambda make: make("", {"xl/_rels/workbook.xml.rels": RELATIONS % ""})),
    ("sheet-climb", "sheets that lie outside the package", lambda make: make("", {"xl/_rels/workbook.xml.rels": RELATIONS % f'<Relationship Id="s1" Type="{OFFICE}/worksheet" Target="../../../../etc/passwd"/>'})),
    ("styles-noise", "styles that are no XML", lambda make: make("", {"xl/styles.xml": b"\xff\xfe<<>"})),
    ("styles-many", "20,000 formats of numbers", lambda make: make("", {"xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>' + '<numFmt numFmtId="99" formatCode="yyyy[$-999999999999]"/>' * 20_000 + "</numFmts></styleSheet>"})),
    ("control", "texts of escapes, bidi and characters that XML forbids", lambda make: make(text_row(3, ("a&#x9b;31m&#x202e;", "_x001B_[31m", "&#0;") * 3))),
    ("long", "a text of 400,000 letters", lambda make: make(text_row(3, ("答" * 400_000,)))),
    ("merged", "9,000 merged areas", lambda make: make("", None, after="<mergeCells>" + "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(3, 9000)) + "</mergeCells>")),
    ("merged-all", "the whole sheet merged", lambda make: make("", None, after='<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B9:A1"/><mergeCell ref="x"/></mergeCells>')),
    ("formulas", "formulas that reach out", lambda make: make('<row r="3"><c r="A3" t="str"><f>WEBSERVICE("http://192.0.2.1/")</f><v>x</v></c></row>' * 900)),
)
# fmt: on


def _both(prefix: str, opened_as: str, make: Maker) -> list[Hostile]:
    named = naming(prefix, ".xlsx", opened_as)
    return [named(name, attacks, attack, make) for name, attacks, attack in _ATTACKS]


_unit, _ledger = naming("units", ".xlsx", "units"), naming("ledger", ".xlsx", "ledger")
_SHARED_HEADS = dict.fromkeys(
    ("挂号签收", "挂号签收 ", " 挂号签收"), sheet(text_row(1, _DELIVERIES))
)
_BOMB = (
    (b"[Content_Types].xml", b"", 0, 0, 0),
    zero_member(b"xl/workbook.xml", 180_000_000, zeros(180_000_000, 32), 32),
)
# a line a file
# fmt: off
FILES = (
    *_both("units", "units", units),
    *_both("ledger", "ledger", ledger),
    *_both("facts-sheet", "facts", facts),
    _unit("rows-9000", "3,000 units of one name", lambda: units("".join(text_row(n, _UNIT) for n in range(3, 3000)))),
    _unit("above-5000", "5,000 rows above the headings", lambda: workbook({"单位": sheet("".join(text_row(n, ("x",)) for n in range(1, 5000)) + text_row(5000, _UNITS))})),
    _unit("headings-twice", "500 columns of one heading", lambda: workbook({"单位": sheet(text_row(1, ("单位名称",) * 500) + text_row(2, _UNIT))})),
    _unit("mail", "addresses of @ alone and with line ends", lambda: units(first=(_UNIT[0], "", *_UNIT[2:4], "@" * 20_000, *_UNIT[5:]))),
    _unit("mail-inject", "an address with a header in it", lambda: units(first=(*_UNIT[:4], "a@b.cn&#10;Bcc: x@y.cn", *_UNIT[5:]))),
    _unit("several", "20,000 courts in a cell", lambda: units(first=(*_UNIT[:9], "某法院、" * 20_000, ""))),
    _unit("name-path", "a unit whose name climbs", lambda: units(first=("../../../../etc/passwd", *_UNIT[1:]))),
    _unit("sheets-900", "900 sheets without headings", lambda: workbook({f"s{n}": sheet("") for n in range(500)})),
    _unit("text", "a text that is called .xlsx", lambda: b"x" * 9000),
    _unit("bomb", "a workbook that unpacks to 180 MB", lambda: raw_zip(list(_BOMB))),
    _unit("old", "an old workbook of noise", lambda: compound({"Workbook": b"\x09\x08\x10\0\0\6\5\0" + b"\xff" * 9000})),
    _unit("locked", "a workbook that is locked", lambda: compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"\4\0\4\0\x40\0\0\0<x/>"})),
    _unit("empty", "no bytes", lambda: b""),
    _ledger("sheets-same", "sheets of one name", lambda: workbook(_SHARED_HEADS)),
    _ledger("rows-5000", "4,000 rows that cannot be read", lambda: ledger("".join(text_row(n, ("x", "x", "x", "x")) for n in range(2, 1500)))),
    _ledger("file-climb", "a scanned file whose name climbs", lambda: workbook({"纸质来件": sheet(text_row(1, _PAPERS) + text_row(2, ("Z1", "2026-03-05", "", "某厅", "../../../../etc/passwd", "")))})),
    _ledger("file-control", "a scanned file whose name holds escapes", lambda: workbook({"纸质来件": sheet(text_row(1, _PAPERS) + text_row(2, ("Z&#x9b;1", "2026-03-05", "", "&#x202e;某厅", "CON", "")))})),
    _ledger("days", "days that are none", lambda: ledger(text_row(2, ("U001-A", "99999999999", "0000-00-00", "2026-13-45", "9" * 5000, "x")))),
    _ledger("text", "a text that is called .xlsx", lambda: b"\xff" * 9000),
    _ledger("empty", "no bytes", lambda: b""),
    _ledger("cut", "a ledger cut in its middle", lambda: ledger()[:700]),
    _ledger("noise", "an archive whose members are noise", lambda: zipped({"xl/workbook.xml": bytes(range(256)) * 99})),
)
# fmt: on
