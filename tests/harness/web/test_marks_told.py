"""评分: what is for the time being is told as that, and what is pending leads to where it is settled."""

from __future__ import annotations

import re
from decimal import Decimal

from harness.campaign.marks.scores import OfCriterion, Open


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))


def test_a_grade_is_provisional_while_something_is_pending(workbench):
    client, c = workbench.client(), workbench.c
    text = plain(client.get(f"{c}/marks").text)
    assert "优秀（暂定）" in text
    assert "名次和等次是暂定的" in text and "定下来才有名次" not in text
    assert "优秀（暂定）" in plain(client.get(f"{c}/marks/unit/U001").text)
    assert "（暂定）" not in plain(client.get(f"{c}/marks/unit/U004").text)


def test_what_hangs_on_an_unplaced_letter_leads_to_where_it_is_placed(workbench):
    text = workbench.client().get(f"{workbench.c}/marks/unit/U001").text
    pending = re.findall(r'<p class="line">(?:(?!</p>).)*待定 −.*?</p>', text, re.DOTALL)
    assert len(pending) == 2
    for each in pending:
        assert "/unplaced?at=%E9%82%AE%E4%BB%B64" in each and "/review/" not in each
        assert "U001-A：申请U001-A" not in plain(each)


def test_a_rubric_is_called_by_its_name_without_a_code(workbench):
    text = plain(workbench.client().get(f"{workbench.c}/marks/what-if").text)
    assert "晋江市2022年政务公开绩效考评" in text
    assert "jinjiang_2022" not in text and "（general）" not in text


def test_what_excludes_each_other_is_told_with_what_it_takes_at_most():
    two, half = (Open("b_form", Decimal(each), None, None, "") for each in ("2", "0.5"))
    of = lambda *found: OfCriterion(  # noqa: E731
        "b_form", "形式", Decimal(2), Decimal(2), Decimal(0), "", (), found
    )
    assert of(two, half).at_most == 2
    assert of(two).at_most is None
    assert of().at_most is None
