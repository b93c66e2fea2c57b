"""Whatever people write in Excel and here at the same time: the laws of the three-way merge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.ledger.columns import SHEETS, Column, Kind
from harness.ledger.merging import Merge, merge
from harness.ledger.rows import Read, Row, content_key, natural_key
from harness.ledger.values import known

MANY = settings(max_examples=100)

_WORDS = {
    Kind.TEXT: ["", "甲", "乙 ", "第一行\r\n第二行", "12"],
    Kind.ID: ["", "U001-A", "0771-5550101", "Ｚ９"],
    Kind.IDS: ["", "U001-A、U002-A", "无"],
    Kind.FILES: ["", "a.jpg；b.jpg", "c.pdf"],
    Kind.NAMES: ["", "未列明受理法院", "空白页盖章"],
    Kind.DAY: ["", date(2026, 3, 5), "2026/3/6", date(2026, 3, 7)],
    Kind.TIME: ["", "09:40", "9:41", "下午2点"],
    Kind.COUNT: ["", "7", "15"],
}


def cell(column: Column) -> st.SearchStrategy[object]:
    if column.kind is Kind.RULED:
        return st.sampled_from(["", "具备", "有瑕疵", date(2026, 3, 5)])
    if column.kind is Kind.CHOICE:
        return st.sampled_from(["", *column.choices])
    return st.sampled_from(_WORDS[column.kind])


@st.composite
def a_row(draw: st.DrawFn, number: int) -> Row:
    """Its key is its own: two rows about one thing are another matter."""
    sheet = draw(st.sampled_from(list(SHEETS.values())))
    cells = {each.head: draw(cell(each)) for each in sheet.columns}
    for head in sheet.key:
        cells[head] = "印章" if head == "要素" else f"K{number}"
    if not sheet.key:
        cells["通话内容"] = f"第{number}次"
    return Row(sheet.name, f"N{number}", cells, f"第{number}行")


@st.composite
def edited(draw: st.DrawFn, rows: Sequence[Row], first: int) -> tuple[Row, ...]:
    """The rows as a person leaves them: cells changed, rows voided, deleted, added, moved."""
    left = []
    for row in rows:
        what = draw(st.sampled_from(["keep", "keep", "change", "change", "void", "delete"]))
        if what == "delete":
            continue
        cells = {**row.cells, **(draw(changes(row)) if what == "change" else {})}
        left.append(replace(row, cells=cells, void="登记错了" if what == "void" else ""))
    count = draw(st.integers(0, 2))
    left += [replace(draw(a_row(first + i)), number="") for i in range(count)]
    return tuple(draw(st.permutations(left)))


def changes(row: Row) -> st.SearchStrategy[dict[str, object]]:
    sheet = SHEETS[row.sheet]
    own = [each for each in sheet.columns if not each.read_only and each.head not in sheet.key]
    own = [each for each in own if each.head != "通话内容"]
    return st.lists(st.sampled_from(own), max_size=3, unique_by=lambda each: each.head).flatmap(
        lambda columns: st.fixed_dictionaries({each.head: cell(each) for each in columns})
    )


@st.composite
def three_states(draw: st.DrawFn) -> tuple[tuple[Row, ...], Read, tuple[Row, ...]]:
    base = tuple(draw(a_row(number)) for number in range(draw(st.integers(0, 5))))
    theirs = draw(edited(base, 100))
    ours = numbered(draw(edited(base, 200)), "O")
    return base, Read(theirs), ours


def numbered(rows: Sequence[Row], letter: str) -> tuple[Row, ...]:
    return tuple(
        row if row.number else replace(row, number=f"{letter}{at}") for at, row in enumerate(rows)
    )


def applied(ours: Sequence[Row], done: Merge) -> tuple[Row, ...]:
    """What the store holds once everything was taken over."""
    after = {each.number: each.after for each in done.changed}
    voids = {each.number: each.reason for each in done.voided}
    rows = [after.get(row.number, row) for row in ours]
    rows = [replace(row, void=voids.get(row.number, row.void)) for row in rows]
    return (*rows, *numbered(done.added, "A"))


def differing(one: Row, other: Row) -> set[str]:
    """The heads that a person can fill in, and in which two rows differ."""
    return {
        each.head
        for each in SHEETS[one.sheet].columns
        if not each.read_only
        and known(each, one.cells.get(each.head, "")) != known(each, other.cells.get(each.head, ""))
    }


@MANY
@given(three_states())
def test_nothing_changed_gives_nothing(states):
    base, _, _ = states
    done = merge(base, Read(base), base)
    assert done == Merge(unchanged=tuple(row.number for row in base))


@MANY
@given(three_states())
def test_what_only_excel_changed_is_exactly_what_changes(states):
    base, theirs, _ = states
    done = merge(base, theirs, base)
    assert not done.conflicts
    before = {row.number: row for row in base}
    faulty = {fault.where.split("“")[0] for fault in done.faults}
    changed = {each.number: set(each.cells) for each in done.changed}
    for row in theirs.rows:
        if row.number and not row.void and row.place not in faulty:
            assert changed.get(row.number, set()) == differing(before[row.number], row)
    assert {each.number for each in done.voided} == {row.number for row in theirs.rows if row.void}
    left = {row.number for row in theirs.rows}
    assert {row.number for row in done.missing} == before.keys() - left


@MANY
@given(three_states())
def test_what_was_changed_only_here_is_kept(states):
    base, _, ours = states
    done = merge(base, Read(base), ours)
    assert done.changes_nothing and not done.conflicts and not done.missing and not done.faults


@MANY
@given(three_states())
def test_taken_over_once_it_is_taken_over_for_good(states):
    base, theirs, ours = states
    done = merge(base, theirs, ours)
    after = applied(ours, done)
    again = merge(base, theirs, after)
    assert again.changes_nothing
    assert again.conflicts == done.conflicts
    assert again.faults == done.faults
    assert merge(after, Read(after), after).changes_nothing


@MANY
@given(three_states())
def test_no_row_is_ever_lost(states):
    base, theirs, ours = states
    done = merge(base, theirs, ours)
    told = {each.place for each in (*done.changed, *done.conflicts, *done.voided, *done.added)}
    told |= {fault.where.split("“")[0] for fault in done.faults}
    places = {row.number: row.place for row in theirs.rows}
    told |= {places[number] for number in done.unchanged if number in places}
    assert {row.place for row in theirs.rows if row.number} <= told
    news = [row for row in theirs.rows if not row.number]
    assert {row.place for row in news} <= told or len(done.unchanged) > len(set(done.unchanged))
    after = {row.number for row in applied(ours, done)}
    assert {row.number for row in ours} <= after
    gone = {row.number for row in base} - {row.number for row in theirs.rows}
    still = {row.number for row in ours if not row.void}
    assert {row.number for row in done.missing} == gone & still


@MANY
@given(three_states())
def test_a_conflict_has_three_values_and_every_such_cell_is_one(states):
    base, theirs, ours = states
    done = merge(base, theirs, ours)
    faulty = {fault.where.split("“")[0] for fault in done.faults}
    stored, exported = ({row.number: row for row in rows} for rows in (ours, base))
    expected = set()
    for row in theirs.rows:
        here, was = stored.get(row.number), exported.get(row.number)
        if was is None or row.void or row.place in faulty:
            continue
        touched = differing(was, row)
        if here is None or here.void:
            expected |= {(row.number, head) for head in touched - differing_if(here, row, touched)}
        else:
            both = touched & differing(was, here) & differing(row, here)
            expected |= {(row.number, head) for head in both}
    assert {(each.number, each.head) for each in done.conflicts} == expected


def differing_if(here: Row | None, row: Row, touched: set[str]) -> set[str]:
    """Of the cells touched in Excel those that say what the row, done with here, says as well."""
    if here is not None:
        return touched - differing(here, row)
    columns = {each.head: each for each in SHEETS[row.sheet].columns}
    return {head for head in touched if known(columns[head], row.cells.get(head, "")) == ""}


@MANY
@given(three_states(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_says_nothing(states, random):
    base, theirs, ours = states
    orders = [list(base), list(theirs.rows), list(ours)]
    for rows in orders:
        random.shuffle(rows)
    one, other = merge(base, theirs, ours), merge(orders[0], Read(tuple(orders[1])), orders[2])
    for name in ("added", "changed", "conflicts", "missing", "voided", "unchanged", "faults"):
        left, right = getattr(one, name), getattr(other, name)
        assert sorted(map(repr, left)) == sorted(map(repr, right)), name


@MANY
@given(three_states())
def test_a_new_row_is_new_once_however_often_it_is_read(states):
    base, theirs, ours = states
    done = merge(base, theirs, ours)
    after = applied(ours, done)
    # and also where what was taken in was changed here since
    since = tuple(
        replace(row, cells={**row.cells, "备注": "后来改过", "记录人": "丙"}) if row.key else row
        for row in after
    )
    assert not merge(base, theirs, after).added
    assert not merge(base, theirs, since).added
    assert all(row.key == content_key(row) for row in done.added)
    assert all(natural_key(row) or row.sheet == "电话记录" for row in done.added)
