"""Letters of the ledger that nobody read in: whose they may be, found by one look at each row."""

from __future__ import annotations

from harness.campaign.ledger.waiting import Waiting, with_waiting
from harness.ledger.columns import PAPERS
from harness.ledger.rows import Row


def waits(desk, *senders):
    """Application -> the letters that may be its own."""
    rows = None
    if senders:
        rows = tuple(
            Row(PAPERS.name, "", {"寄件单位": sender, "来件编号": f"L{number}"}, f"第{number}行")
            for number, sender in enumerate(senders, 1)
        )
    found = with_waiting(desk.workspace.assess(), Waiting(0, (), rows))
    return {each.application.id: each.doubtful for each in found.cases}


def ids(found):
    return [each.id for each in found]


def test_a_letter_is_of_whoever_is_named_and_of_everybody_where_nobody_is(desk):
    found = waits(desk, "演江自治区财政厅办公室", "某某局", "演江自治区教育厅", "财政厅")
    assert ids(found["U001-A"]) == ["L1", "L2", "L4"] == ids(found["U001-B"])
    assert ids(found["U002-A"]) == ["L2", "L3"]


def test_a_letter_is_made_once_for_all_whose_it_may_be(desk):
    found = waits(desk, "某某局")
    assert found["U001-A"][0] is found["U002-B"][0]
    whole = waits(desk)
    assert ids(whole["U001-A"]) == ["台账"] and whole["U001-A"][0] is whole["U002-B"][0]


def test_a_case_is_found_by_its_number(desk):
    assessment = desk.workspace.assess()
    assert [assessment.case_of(each.application.id) for each in assessment.cases] == [
        *assessment.cases
    ]
    assert assessment.case_of("U009-A") is None
