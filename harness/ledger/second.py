"""复评表.xlsx, what is to be marked a second time, blind, and 定评表.xlsx, where two marks differ and a
third person decides: written, and read as they came back.

They hold where to look and what to say. In a 复评表 neither the program's verdict nor anybody's stands,
and the order of the rows tells nothing; a 定评表 has both marks. Each names its campaign, its marker and
its stage in a sheet that nobody sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element
from harness.ledger.columns import defects_of
from harness.ledger.rows import Fault
from letters.faults import BadTable
from letters.workbook import BadBook, letter, open_workbook, open_worksheet
from letters.writable import for_cell

SHEET, HIDDEN = "复评", "明察复评"
TARGET, VERDICT, DEFECTS, WHY, ANSWER = "编号", "结论", "瑕疵", "理由", "答复代号"
HEADS = {
    TARGET: 19, "单位名称": 22, "申请人": 8, "申请内容": 24, "答复收到日期": 11, "答复原件": 20,
    "要素": 12, VERDICT: 11, DEFECTS: 20, WHY: 28, ANSWER: 14,
}  # fmt: skip
FIRST_SAID, SECOND_SAID = "初评（或程序）的认定", "复评的认定"
SAID = {FIRST_SAID: 24, SECOND_SAID: 24}  # in a 定评表, before what is to be filled in
OWN = (VERDICT, DEFECTS, WHY)  # what the marker fills in
ABOUT = 12  # characters of a SHA-256 that tell one answer from another
LINE = 14.5  # points
_FIXED = datetime(2000, 1, 1)
_HINTS = {
    VERDICT: "看原件之后从列表中选；还没有看的留空",
    DEFECTS: "结论为“有瑕疵”时填写；几项用、隔开",
    WHY: "结论为“具备”“不要求”的可以不写，其他须写明",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One row to fill in. `link`: where the original lies, seen from the workbook; empty: not on a disk."""

    target: str
    unit: str
    applicant: str
    question: str
    came_on: str
    name: str
    link: str
    element: Element
    about: str
    first: str = ""  # what either said, in a 定评表
    second: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One row that was filled in, or was not. `row` as Excel counts."""

    row: int
    target: str
    about: str
    verdict: str
    defects: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Sheet:
    file: str
    campaign: str
    marker: str
    decides: bool  # 定评表
    rows: tuple[Told, ...]
    places: Mapping[str, int]

    def fault(self, row: int, head: str, why: str) -> Fault:
        at = f"（{letter(self.places[head])}{row}）" if head in self.places else ""
        return Fault(f"{self.file}，工作表“{SHEET}”，第{row}行“{head}”列{at}", why)


def heads_of(*, decides: bool) -> dict[str, int]:
    """Head -> width, in the order of the columns."""
    before = list(HEADS).index(VERDICT)
    parts = list(HEADS.items())
    return dict([*parts[:before], *(SAID.items() if decides else ()), *parts[before:]])


def write(rows: Sequence[Asked], campaign: str, marker: str, *, decides: bool = False) -> bytes:
    packed = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(packed, {**options, "strings_to_numbers": False}) as book:
        kind, heads = "定评" if decides else "复评", heads_of(decides=decides)
        book.set_properties({"title": f"{kind}表", "author": "明察", "created": _FIXED})
        page = book.add_worksheet(SHEET)
        _head(book, page, heads, len(rows))
        looks = {own: book.add_format(_look(own)) for own in (True, False)}
        for line, row in enumerate(rows, 1):
            _fill(page, line, row, heads, looks)
        _lists(page, heads, rows)
        hidden = book.add_worksheet(HIDDEN)
        for line, (name, value) in enumerate(
            (("测评", campaign), ("复评人", marker), ("阶段", kind))
        ):
            hidden.write_string(line, 0, name)
            hidden.write_string(line, 1, value)
        hidden.very_hidden()
    return packed.getvalue()


def _look(own: bool) -> dict[str, object]:
    base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True,
            "border": 1, "border_color": "#D0D5DB", "num_format": "@"}  # fmt: skip
    return base if own else {**base, "bg_color": "#F1F2F4", "font_color": "#5F6670"}


def _head(book: Any, page: Any, heads: Mapping[str, int], count: int) -> None:
    head = {"font_name": "宋体", "font_size": 10.5, "bold": True, "align": "center", "border": 1,
            "valign": "vcenter", "text_wrap": True, "font_color": "#FFFFFF"}  # fmt: skip
    looks = {own: book.add_format({**head, "bg_color": "#1F3A5F" if own else "#8A929C"})
             for own in (True, False)}  # fmt: skip
    for place, (name, width) in enumerate(heads.items()):
        # which answer it is, only the program wants to know
        page.set_column(place, place, width, None, {"hidden": name == ANSWER})
        page.write_string(0, place, name, looks[name in OWN])
        if name in _HINTS:
            page.write_comment(0, place, _HINTS[name], {"author": "明察", "font_size": 9})
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(count, 1), len(heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_footer("&C第 &P 页，共 &N 页")
    page.set_row(0, 30)


def _fill(
    page: Any, line: int, row: Asked, heads: Mapping[str, int], looks: Mapping[bool, Any]
) -> None:
    shown = {
        TARGET: row.target, "单位名称": row.unit, "申请人": row.applicant, "申请内容": row.question,
        "答复收到日期": row.came_on, "要素": ELEMENT_NAMES[row.element], ANSWER: row.about[:ABOUT],
        **({FIRST_SAID: row.first, SECOND_SAID: row.second} if FIRST_SAID in heads else {}),
    }  # fmt: skip
    told = {**shown, "答复原件": row.name}
    lines = max(_lines(told[name], heads[name] - 1) for name in told if name != ANSWER)
    page.set_row(line, 6 + LINE * lines)
    for place, name in enumerate(heads):
        look = looks[name in OWN]
        if name == "答复原件":
            text = for_cell(row.name) or "打开"
            if row.link:
                page.write_url(line, place, f"external:{row.link}", look, text[:250])
            else:
                page.write_string(line, place, text, look)
        elif name in shown:
            page.write_string(line, place, for_cell(shown[name]), look)
        else:
            page.write_blank(line, place, None, look)


def _lines(text: str, width: int) -> int:
    """A Chinese character is as wide as two digits, which the widths count in."""
    wide = sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
    return max(1, ceil(wide / width))


def _lists(page: Any, heads: Mapping[str, int], rows: Sequence[Asked]) -> None:
    places = {name: place for place, name in enumerate(heads)}
    if rows:
        words = {"validate": "list", "source": [*VERDICT_NAMES.values()],
                 "error_title": "不在可选之列", "error_message": "请从下拉列表中选择。"}  # fmt: skip
        page.data_validation(1, places[VERDICT], len(rows), places[VERDICT], words)
    for line, row in enumerate(rows, 1):
        names = defects_of(ELEMENT_NAMES[row.element])
        if names:  # several may be written: what is not in the list is let in
            some = {"validate": "list", "source": list(names), "show_error": False}
            page.data_validation(line, places[DEFECTS], line, places[DEFECTS], some)


def read(data: bytes, file: str) -> Sheet:
    """BadTable where it is no 复评表."""
    try:
        book = open_workbook(data)
        names = book.sheet_names
        if SHEET not in names or HIDDEN not in names:
            raise BadTable(f"{file}：不是复评表（没有“{SHEET}”或者“{HIDDEN}”工作表），请核对文件")
        table = open_worksheet(book, SHEET).to_python(skip_empty_area=False)
        told = open_worksheet(book, HIDDEN).to_python()
    except BadBook as why:
        raise BadTable(f"{file}：{why}") from None
    heads = [str(each).strip() for each in table[0]] if table else []
    places = {name: heads.index(name) for name in HEADS if name in heads}
    if missing := [name for name in (TARGET, *OWN, ANSWER) if name not in places]:
        raise BadTable(f"{file}，工作表“{SHEET}”，第1行（表头）：缺少“{'”“'.join(missing)}”列")
    about = {str(row[0]).strip(): str(row[1]).strip() for row in told if len(row) > 1}
    rows = tuple(_rows(table, places))
    decides = about.get("阶段") == "定评"
    return Sheet(file, about.get("测评", ""), about.get("复评人", ""), decides, rows, places)


def _rows(table: Sequence[Sequence[object]], places: Mapping[str, int]) -> Iterator[Told]:
    for number, cells in enumerate(table[1:], 2):
        said = {name: str(cells[place]).strip() for name, place in places.items()}
        if any(said.values()):
            parts = (
                said[DEFECTS].replace("；", "、").replace("，", "、").replace(",", "、").split("、")
            )
            defects = tuple(dict.fromkeys(each.strip() for each in parts if each.strip()))
            yield Told(number, said[TARGET], said[ANSWER], said[VERDICT], defects, said[WHY])
