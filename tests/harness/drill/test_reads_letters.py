"""An agency reads a plain letter as well as the form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.drill.play.reading import read_form
from letters.compose import compose
from letters.model import LETTER, Applicant, Application, Campaign, Channel, Question, Round, Unit

PEOPLE = tuple(
    Applicant(f"P{n}", f"演{n}", f"p{n}@people.example", "路1号", "990001", "0990-1234567")
    for n in range(3)
)
ROUND = Round(
    "A", "信函", Channel.REGISTERED_MAIL, date(2026, 3, 16), ("P0",), ("Q01",), written=LETTER
)
CAMPAIGN = Campaign("c", "测评", "", True, date(2026, 6, 30), (ROUND,), PEOPLE, seed=7)
UNIT = Unit("U001", "样江市财政局", "类", "地市级", "", "路2号", "990001", "")


@pytest.mark.parametrize("written", ["申请表", LETTER])
@pytest.mark.parametrize("who", PEOPLE)
def test_the_same_is_read_whichever_way_and_manner_it_is_written_in(who, written) -> None:
    a_round = replace(ROUND, written=written)
    what = Question("Q01", "2025年的年报", "全文。", 1, "参考")
    asked = read_form(
        compose(Application("U001-A", UNIT, who, what, a_round), CAMPAIGN).form, "U001-A"
    )
    assert (asked.person, asked.email, asked.title) == (who.name, who.email, "2025年的年报")
    assert asked.sent_on == date(2026, 3, 16)
