"""Which stored row a row of the workbook is: by its 记录编号, else by what it says.

A number that stands there twice, that nobody gave, or under which another thing stands now (only
some columns were sorted) identifies nothing: such rows are faults and are not taken in. A row
without a number is one that was taken in before where it says the same, or is about the same
thing (寄送: the same application; 纸质来件: the same 来件编号; 电话记录: the only call of that minute
that is left over on both sides); else it is new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from harness.ledger.columns import NUMBER, SHEETS, VOID
from harness.ledger.rows import Fault, Row, Rows, by_number, content_key, likely_key, natural_key
from harness.ledger.values import short

_UNSORT = "请撤销排序或移动（或重新导出台账），排序时须选中全部列"


@dataclass(frozen=True, slots=True)
class Known:
    """`again`: it says what was taken in before, whatever became of that since."""

    row: Row
    number: str
    again: bool = False


@dataclass(slots=True)
class Told:
    """`held` are numbers that stand in the workbook, but of which nothing is taken in."""

    known: list[Known] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, row: Row, why: str, head: str = "") -> None:
        self.held |= {row.number} - {""}
        self.faults.append(Fault(f"{row.place}“{head}”列" if head else row.place, why))


def known_again(base: Rows, theirs: Rows, ours: Rows) -> Told:
    told = Told()
    _numbered(base, [row for row in theirs if row.number], ours, told)
    blank = [row for row in theirs if not row.number]
    _unnumbered(base, blank, ours, [row for row in theirs if row.number], told)
    return told


def _numbered(base: Rows, theirs: Rows, ours: Rows, told: Told) -> None:
    stored, exported = by_number(ours), by_number(base)
    contents = {content_key(row): row.number for row in base}
    places: dict[str, list[Row]] = defaultdict(list)
    for row in theirs:
        places[row.number].append(row)
    for number, rows in places.items():
        if len(rows) > 1:
            for row in rows[1:]:
                why = f"“{short(number)}”与{_line(rows[0], row)}重复（复制了整行？），这几行均未读入；"
                told.refuse(row, f"{why}新增的一行请清空此格", NUMBER)
            continue
        row, before = rows[0], exported.get(number, stored.get(number))
        if before is None:
            why = f"“{short(number)}”不是程序给出的编号，本行未读入；新增的一行请清空此格"
            told.refuse(row, why, NUMBER)
        elif before.sheet != row.sheet:
            why = f"“{short(number)}”是“{before.sheet}”表的编号，本行未读入；新增的一行请清空此格"
            told.refuse(row, why, NUMBER)
        elif why := _torn(before, row, contents):
            told.refuse(row, why)
        else:
            told.known.append(Known(row, number))


def _torn(before: Row, row: Row, contents: dict[str, str]) -> str:
    """Why what stands under a number now cannot be what was written there; "" where it can."""
    if not row.cells:
        return ""
    sheet = SHEETS[row.sheet]
    fixed = any(each.read_only and each.head in sheet.key for each in sheet.columns)
    was, now = natural_key(before), natural_key(row)
    if fixed and was and was != now:
        said, kept = (
            "、".join(short(each.cells.get(head, "")) or "空" for head in sheet.key)
            for each in (row, before)
        )
        heads = "、".join(sheet.key)
        return f"记录编号“{row.number}”的{heads}原为“{kept}”，现为“{said}”，本行未读入；{_UNSORT}"
    content = content_key(Row(row.sheet, "", {**before.cells, **row.cells}))
    other = contents.get(content, row.number)
    if other != row.number and content != content_key(before):
        return (
            f"记录编号“{row.number}”这一行所填，与“{other}”原来所填完全相同，本行未读入；{_UNSORT}"
        )
    return ""


def _unnumbered(base: Rows, blank: Rows, ours: Rows, numbered: Rows, told: Told) -> None:
    contents = {content_key(row): row.number for row in base}
    contents |= {key: row.number for row in ours for key in (row.key, content_key(row)) if key}
    subjects = {key: row.number for row in ours if not row.void and (key := natural_key(row))}
    taken = {row.number: row for row in numbered}
    seen = {key: row for row in numbered for key in _keys(row)}
    left: list[Row] = []
    for row in blank:
        twin = next((seen[key] for key in _keys(row) if key in seen), None)
        if twin is not None:
            told.refuse(row, _double(row, twin))
            continue
        seen |= dict.fromkeys(_keys(row), row)
        content, subject = content_key(row), natural_key(row)
        number = contents.get(content) or subjects.get(subject, "")
        if number in taken:
            told.refuse(row, _double(row, taken[number]))
        elif number:
            taken[number] = row
            told.known.append(Known(row, number, again=content in contents))
        else:
            left.append(row)
    corrected = _corrected(left, [row for row in ours if row.number not in taken])
    for row in left:
        number = corrected.get(likely_key(row), "")
        if number:
            told.known.append(Known(row, number))
        elif row.void:
            why = f"没有{NUMBER}，又填了{VOID}：没有可以作废的登记，本行未读入；不需要的行请删去"
            told.refuse(row, why)
        else:
            told.new.append(row)


def _corrected(left: Rows, ours: Rows) -> dict[tuple[str, ...], str]:
    """Likely key -> number, where one row of the workbook and one stored row, once read from a
    ledger and now not found in it, have it in common: a call whose outcome was put right."""
    once = Counter(map(likely_key, left))
    stored = [(key, row.number) for row in ours if row.key and not row.void
              if (key := likely_key(row))]  # fmt: skip
    there = Counter(key for key, _ in stored)
    return {key: number for key, number in stored if once[key] == 1 and there[key] == 1}


def _keys(row: Row) -> tuple[object, ...]:
    return tuple(filter(None, (content_key(row), natural_key(row))))


def _double(row: Row, twin: Row) -> str:
    sheet = SHEETS[row.sheet]
    if content_key(row) == content_key(twin):
        return f"与{_line(twin, row)}完全相同，只计一次；多余的一行请删去，确是两次的请写明区别"
    if natural_key(row) and natural_key(row) == natural_key(twin):
        heads = "、".join(sheet.key)
        return f"{heads}与{_line(twin, row)}重复，本行未读入；请合并为一行"
    return f"就是{_line(twin, row)}登记的那一件，本行未读入；请合并为一行"


def _line(other: Row, row: Row) -> str:
    """`第3行` where both stand in one sheet, else the whole place."""
    mine, place = row.place.rpartition("，"), other.place.rpartition("，")
    return place[2] if mine[0] == place[0] else other.place
