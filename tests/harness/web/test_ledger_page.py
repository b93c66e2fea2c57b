"""台账 on the workbench: taken away, changed, looked at, read in; what was changed on both sides is chosen."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest

from harness.store import said

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "寄送"


@pytest.fixture
def by(home):
    from tests.harness.web.test_review import verbs

    return lambda name: verbs(home, name, date(2020, 11, 23))


def taken(client, workbench) -> bytes:
    answer = client.post(f"{workbench.c}/reports/ledger/out")
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    return answer.content


def changed(data: bytes, sheet: str, head: str, value: str, row: str) -> bytes:
    """The workbook with one cell changed, in the row that has this in it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    grid = book[sheet]
    line, column = None, None
    for cells in grid.iter_rows():
        texts = [str(each.value or "") for each in cells]
        if column is None and head in texts:
            column = texts.index(head) + 1
        elif row in texts:
            line = cells[0].row
    grid.cell(line, column).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, workbench, place, data, **more):
    files = {"table": ("台账.xlsx", data, EXCEL)}
    return client.post(f"{workbench.c}/reports/ledger{place}", data=more, files=files)


def seen_of(text: str) -> str:
    return re.search(r'name="seen" value="([^"]+)"', text)[1]


def remark(by) -> str:
    with by("看") as workspace, workspace.store.reading() as connection:
        return said.remarks(connection).get(f"{SHEET}/U001-A", "")


def test_a_change_is_seen_before_it_is_read_in(workbench, client, once, by):
    data = changed(taken(client, workbench), SHEET, "备注", "挂号回执已收", "U001-A")
    word = once(client.get(f"{workbench.c}/reports/ledger").text)
    blind = send(client, workbench, "", data, once=word)
    assert blind.status_code == 422
    assert "看会怎样" in blind.text
    look = send(client, workbench, "/look", data)
    assert "挂号回执已收" in look.text
    assert remark(by) == ""
    done = send(client, workbench, "", data, once=word, seen=seen_of(look.text))
    assert done.status_code == 303, done.text
    assert "改动1行" in client.get(done.headers["location"]).text
    assert remark(by) == "挂号回执已收"


def both_changed(workbench, client, by) -> bytes:
    """A remark made in Excel and, meanwhile, another one here."""
    data = changed(taken(client, workbench), SHEET, "备注", "表里说", "U001-A")
    with (
        by("测评员乙") as workspace,
        workspace.store.writing(verb="log", what="备注") as connection,
    ):
        said.add_remark(connection, f"{SHEET}/U001-A", "这边说")
    return data


@pytest.mark.parametrize(("choice", "holds"), [("excel", "表里说"), ("now", "这边说")])
def test_what_was_changed_on_both_sides_is_chosen(workbench, client, once, by, choice, holds):
    data = both_changed(workbench, client, by)
    word = once(client.get(f"{workbench.c}/reports/ledger").text)
    look = send(client, workbench, "/look", data)
    assert "表里说" in look.text
    assert "这边说" in look.text
    form = {"once": word, "seen": seen_of(look.text), "choice": f"{choice}:S-U001-A/备注"}
    done = send(client, workbench, "", data, **form)
    assert done.status_code == 303, done.text
    assert remark(by) == holds
    again = send(client, workbench, "/look", data)
    assert "没有要读入的改动" in again.text  # it is not asked again


def test_what_nobody_chose_stays_and_is_asked_again(workbench, client, once, by):
    data = both_changed(workbench, client, by)
    word = once(client.get(f"{workbench.c}/reports/ledger").text)
    look = send(client, workbench, "/look", data)
    done = send(client, workbench, "", data, once=word, seen=seen_of(look.text), choice="")
    assert "1处两边都改过" in client.get(done.headers["location"]).text
    assert remark(by) == "这边说"
    assert "两边都改过（1处）" in send(client, workbench, "/look", data).text


def test_what_was_seen_is_read_in_and_nothing_else(workbench, client, once, by):
    page = client.get(f"{workbench.c}/reports/ledger").text
    data = taken(client, workbench)
    first = changed(data, SHEET, "备注", "一", "U001-A")
    other = changed(data, SHEET, "备注", "二", "U001-A")
    seen = seen_of(send(client, workbench, "/look", first).text)
    answer = send(client, workbench, "", other, once=once(page), seen=seen)
    assert answer.status_code == 422
    assert "变了" in answer.text
    assert remark(by) == ""


def test_no_workbook_is_told_in_words(workbench, client):
    answer = send(client, workbench, "/look", b"nothing")
    assert answer.status_code == 422
    assert "台账.xlsx" in answer.text


def test_who_may_mark_blind_has_no_ledger(team):
    for name in ("测评员甲", "只读"):
        client = team.client(name)
        assert client.get(f"{team.c}/reports/ledger").status_code == 403
        assert client.post(f"{team.c}/reports/ledger/out").status_code == 403
