"""每一项待办: the badges are the lengths of the lists, and whatever waits can be reached."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from harness.campaign.placing.unplaced import unplaced
from harness.campaign.queue import Item, queue
from harness.campaign.ruling.review import Viewer, queue_of
from harness.campaign.todo import todo
from harness.campaign.workspace import open_workspace
from harness.web.counts import counts
from harness.web.here import Here
from harness.web.people.rights import Role
from harness.web.people.users import User

TODAY = date(2020, 11, 23)
LOST = Item("复核3", "finding", "", "申请 U001-A：证据文件不见了", path="evidence/aa/aa.pdf")
DAY = Item("U002-A/answered_on", "date", "U002-A/answered_on", "答复日期不明")
LEDGER = Item("台账1", "ledger", "", "台账 第3行：单位不明")
UNSENT = Item("U003-A/sent", "sending", "U003-A", "服务器拒收：无此邮箱", state="refused")
RAISED = Item("异议1", "objection", "1", "财政局提出异议")
POINTS = Item("U001/guide", "finding", "U001/guide", "人工给分不合现用的细则")


def badges(workbench) -> dict[str, int]:
    desk, user = workbench.app.state.desk, User(None, "林小姐", Role.ADMIN)
    resident = desk.resident(workbench.key)
    return counts(Here(user, desk, workbench.key, workbench.home, None, resident))


def test_the_badges_say_how_long_the_lists_are(workbench):
    client = workbench.client()
    found = badges(workbench)
    with open_workspace(workbench.home, as_of=TODAY, by="林小姐") as workspace:
        assert found["unplaced"] == len(unplaced(workspace)) > 0
        letters = queue_of(workspace).counts(Viewer("林小姐", decides=True))
    assert found["review"] == sum(letters.values())
    rows = re.findall(r"/review/U\d+-\w", client.get(f"{workbench.c}/review").text)
    assert len(set(rows)) == found["review"]


def test_the_overview_leads_where_each_kind_is_done(workbench):
    client, c = workbench.client(), workbench.c
    text = client.get(c).text
    go = text.partition('class="go"')[2].partition("</section>")[0]
    many = badges(workbench)
    assert f"归卷 {many['unplaced']}件" in go and "/unplaced" in go
    assert f"复核 {many['review']}封" in go
    assert "证据材料 1项" in go and "/todo#evidence" in go
    assert "去归卷" in go
    rest = client.get(f"{c}/todo").text
    assert "PDF 已损坏" in rest and "看来件 邮件17" in rest
    assert client.get(f"{c}/arrivals/邮件17").status_code == 200


def test_whatever_no_list_shows_is_told_with_its_place(workbench, monkeypatch):
    monkeypatch.setattr(
        "harness.campaign.todo.besides",
        lambda *_: (LOST, DAY, LEDGER, UNSENT, RAISED, POINTS),
    )
    text = workbench.client().get(f"{workbench.c}/todo").text
    for each in (LOST, DAY, LEDGER, UNSENT, RAISED, POINTS):
        assert each.why in text
    for place in (
        "case/U001-A",
        "case/U002-A",
        "plan/send",
        "marks/objections/1",
        "marks/unit/U001#hand",
    ):
        assert f"/{place}" in text


def test_every_item_of_the_queue_is_in_one_of_the_three(_province: Path):
    with open_workspace(_province, as_of=TODAY, by="林小姐") as workspace:
        found = todo(workspace, Viewer("林小姐", decides=True))
        listed = queue_of(workspace)
        for item in queue(workspace):
            reached = (
                item.what == "filing"
                or any(each.id == item.id for each in found.rest)
                or listed.letter(item.target.partition("/")[0]) is not None
            )
            assert reached, item
