"""A day before there was a 条例: refused where it is typed in, and no page fails for one that lies in the store."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from harness.campaign.errors import Refused
from harness.campaign.ledger.row import Cannot, possible
from harness.campaign.queue import queue
from harness.campaign.ruling.rule import rule
from harness.campaign.workspace import open_workspace
from harness.scoring.people import Stage
from harness.scoring.timing import Timing, timing

TODAY = date(2020, 11, 23)
TOLD = "早于条例施行之日"
ONCE = re.compile(r'name="once" value="([^"]+)"')


def test_it_is_refused_on_the_form_of_what_happened(workbench):
    client, c = workbench.client(), workbench.c
    once = ONCE.search(client.get(f"{c}/post").text)
    assert once
    sent = {"once": once[1], "application": "U001-A", "kind": "delivered", "on": "2005-01-04"}
    came = client.post(f"{c}/events", data=sent)
    assert came.status_code == 422 and "早于《政府信息公开条例》施行之日" in came.text


def test_it_is_refused_as_a_ruling_and_in_the_ledger(home):
    with (
        open_workspace(home, as_of=TODAY, by="林小姐") as workspace,
        pytest.raises(Refused, match="早于《政府信息公开条例》施行之日"),
    ):
        rule(
            workspace, "U001-A/received_on", "2008-4-30", why="回执", stage=Stage.FIRST, write=True
        )
    with pytest.raises(Cannot, match=r"收件日期.*早于"):
        possible({"收件日期": date(2008, 4, 30)}, ("收件日期",))
    possible({"收件日期": date(2008, 5, 1)}, ("收件日期",))


@pytest.fixture
def old(home):
    """One in whose store such days lie, from before they were refused."""
    with closing(sqlite3.connect(home / "mingcha.db")) as connection, connection:
        changed = connection.execute(
            'UPDATE events SET "on" = ? WHERE application_id = ?', ("2005-01-04", "U004-A")
        )
        assert changed.rowcount
    return home


def test_no_page_fails_for_one_that_lies_there_and_nobody_is_accused(old, workbench):
    client, c = workbench.client(), workbench.c
    pages = (
        "",
        "/case/U004-A",
        "/due",
        "/marks",
        "/marks/unit/U001",
        "/review",
        "/unplaced",
        "/todo",
        "/plan/send",
    )
    wrong = {each: code for each in pages if (code := client.get(f"{c}{each}").status_code) != 200}
    assert not wrong
    with open_workspace(old, as_of=TODAY, by="林小姐") as workspace:
        case = workspace.assess().case_of("U004-A")
        assert case is not None and TOLD in case.unsettled
        assert any(each.what == "date" and TOLD in each.why for each in queue(workspace))
        assert timing(case, TODAY) not in (Timing.LATE, Timing.NONE)
