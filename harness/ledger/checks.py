"""What a row must say before it can be taken in: the row as it would then be -> its faults.

Asked only of rows that are new or changed; what nobody touched accuses nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from harness.ledger.columns import (
    ANSWERED_ON,
    FAULTY,
    FILINGS,
    NONE,
    RECEIVED_ON,
    RULINGS,
    SHEETS,
    defects_of,
)
from harness.ledger.rows import Row
from harness.ledger.values import short

Wrong = tuple[str, str]  # head, what is wrong and what to write


def wrong_in(row: Row) -> tuple[Wrong, ...]:
    """What this row lacks, or what in it does not go together."""
    sheet = SHEETS[row.sheet]
    lacking = [
        (each.head, "是空的，请补填")
        for each in sheet.columns
        if (each.needed or each.head in sheet.key) and row.cells.get(each.head, "") == ""
    ]
    together = _TOGETHER.get(row.sheet)
    return (*lacking, *(together(row) if together else ()))


def _filing(row: Row) -> Iterator[Wrong]:
    if row.cells.get("归入申请", "") == "" and any(
        row.cells.get(head, "") != "" for head in ("种类", "天数")
    ):
        yield "归入申请", f"是空的，而种类或者天数已填；请填写申请编号，与任何申请无关的填“{NONE}”"


def _ruling(row: Row) -> Iterator[Wrong]:
    element, ruled = row.cells.get("要素", ""), row.cells.get("人工认定", "")
    defects, why = row.cells.get("瑕疵", ""), row.cells.get("理由", "")
    if ruled == "":
        if defects or why:
            yield "人工认定", "是空的，而瑕疵或者理由已填；请填写认定，或者把它们清空"
        return
    if why == "":
        yield "理由", "是空的；填写人工认定的，必须写明理由"
    if isinstance(ruled, date) and element not in (ANSWERED_ON, RECEIVED_ON):
        yield "人工认定", f"填了日期 {ruled}；只有“{ANSWERED_ON}”“{RECEIVED_ON}”可以填写日期"
    if element == RECEIVED_ON and not isinstance(ruled, date):
        yield "人工认定", f"现为“{short(ruled)}”；“{RECEIVED_ON}”应填写日期，如 2026-03-05"
    yield from _defects(str(element), ruled == FAULTY, str(defects))


def _defects(element: str, faulty: bool, said: str) -> Iterator[Wrong]:
    possible = defects_of(element)
    strange = [each for each in said.split("、") if each and each not in possible]
    if said and not faulty:
        yield "瑕疵", f"已填，而人工认定不是“{FAULTY}”；两者须一致"
    elif strange:
        offered = "、".join(possible) or "空（此要素没有所列瑕疵）"
        yield "瑕疵", f"“{'、'.join(strange)}”不是“{element}”的瑕疵，应为{offered}"
    elif faulty and possible and not said:
        yield "瑕疵", f"是空的；认定为“{FAULTY}”时应写明：{'、'.join(possible)}"


_TOGETHER: dict[str, Callable[[Row], Iterator[Wrong]]] = {
    FILINGS.name: _filing,
    RULINGS.name: _ruling,
}
