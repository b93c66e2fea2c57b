"""The bounds on a year to come hold for every notice of the kind that they allow for."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calendars import load
from calendars.festivals import festivals
from calendars.notices import Day, Notice, shipped
from calendars.outlook import arrangements
from calendars.workdays import assemble

HORIZON = date(2026, 12, 25)


@st.composite
def notices_for_2027(draw: st.DrawFn) -> Notice:
    """Any notice that makes one holiday of each festival and has its swaps worked nearby."""
    days: dict[date, Day] = {}
    worked: list[tuple[str, list[int], int]] = []
    for festival in festivals(2027):
        way = draw(st.sampled_from(arrangements(festival, HORIZON)))
        for ordinal in range(way.first, way.last + 1):
            days[date.fromordinal(ordinal)] = Day(festival.name, True, "")
        worked.append((festival.name, list(way.spare), way.swapped))
    for name, spare, swapped in worked:
        free = [date.fromordinal(o) for o in spare if date.fromordinal(o) not in days]
        assume(len(free) >= swapped)
        for day in draw(st.permutations(free))[:swapped]:
            days[day] = Day(name, False, "")
    return Notice("2027.toml", 2027, "", date(2026, 11, 30), date(2026, 11, 30), "", "", days)


@settings(max_examples=60, deadline=None)
@given(notices_for_2027(), st.integers(1, 45))
def test_no_such_notice_moves_a_deadline_outside_its_interval(notice: Notice, n: int) -> None:
    before, after = load(), assemble((*shipped(), notice))
    day = date(2026, 11, 1)
    while day < date(2027, 10, 1):
        expected, now = before.due(day, n), after.due(day, n)
        if not now.provisional:
            assert expected.earliest <= now.on <= expected.latest, day
        day += timedelta(days=11)
