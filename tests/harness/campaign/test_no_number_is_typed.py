"""An identity number that somebody types where none belongs is written down nowhere: neither as a fact,
nor in the history; and no refusal repeats it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from nobody import NUMBER, OTHER
from sqlalchemy import select

from harness.campaign.objecting import objection
from harness.campaign.placing.file import file
from harness.campaign.recording.call import record_call
from harness.campaign.recording.event import record
from harness.campaign.recording.paper import Paper, record_paper
from harness.campaign.ruling.rule import rule
from harness.campaign.sending import holding
from harness.campaign.undo import undo
from harness.campaign.workspace import Refused
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store import facts, log, tables
from harness.store.errors import StoreError
from harness.store.log import NewArrival, Outcome
from letters.identity import is_identity_number, without_numbers

ON = date(2020, 10, 12)
SAID = f"证件{NUMBER}"
CALLED = {"time": "09:40", "outcome": Outcome.CONNECTED}


def _paper(desk, **said: str):
    path = desk.lay("纸.docx", b"paper")
    return record_paper(desk.workspace, Paper((path,), (), ON, **said), unit="U001", write=True)


WAYS: dict[str, Callable] = {
    "call": lambda d: record_call(d.workspace, "U001", ON, note=SAID, write=True, **CALLED),
    "called": lambda d: record_call(d.workspace, "U001", ON, number=NUMBER, write=True, **CALLED),
    "posted": lambda d: record(
        d.workspace, "posted", "U001-A", date(2020, 9, 21), number=NUMBER, replace=True, write=True
    ),
    "delivered": lambda d: record(d.workspace, "delivered", "U001-A", ON, note=SAID, write=True),
    "pause": lambda d: holding.pause(d.workspace, SAID),
    "resend": lambda d: holding.resend(d.workspace, "U001-B", SAID, write=True),
    "paper": lambda d: _paper(d, note=SAID),
    "sender": lambda d: _paper(d, sender=SAID),
    "number": lambda d: _paper(d, number=SAID),
    "file": lambda d: file(
        d.workspace, "L1", ["U001-A"], kind=ReplyKind.ANSWER, why=SAID, write=True
    ),
    "rule": lambda d: rule(d.workspace, "U001-A/title", "present", why=SAID, write=True),
    "feedback": lambda d: objection.feedback(d.workspace, "U001", ON, note=SAID, write=True),
}


@pytest.fixture
def answered(desk, answer):
    desk.delivered("U002-A")
    desk.paper("L1", answer)
    return desk


def _all(desk) -> str:
    """Every word of the database, but what only machines write."""
    with desk.store.reading() as connection:
        return "\n".join(
            str(tuple(row))
            for table in tables.metadata.sorted_tables
            for row in connection.execute(select(table))
        )


@pytest.mark.parametrize("way", WAYS)
def test_typed_it_is_refused_and_stands_nowhere(answered, way):
    with pytest.raises((Refused, StoreError)) as refused:
        WAYS[way](answered)
    assert (NUMBER not in str(refused.value) and "身份证件号码" in str(refused.value)) or way in (
        "posted",  # by the check of 挂号号码 before
    )
    assert NUMBER not in _all(answered)


@pytest.mark.parametrize("written", [NUMBER, f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"])
def test_a_cell_of_the_ledger_is_refused_by_its_row_and_the_others_are_taken(desk, written):
    desk.ledger(
        "电话记录",
        (
            "演江自治区财政厅",
            "咨询测试",
            "",
            "2020-10-12",
            "09:40",
            "",
            "接通",
            f"证件{written}",
            "",
        ),
        ("演江自治区财政厅", "咨询测试", "", "2020-10-12", "09:50", "", "接通", "态度好", ""),
    )
    (doubt,) = desk.collect()
    assert "第2行" in doubt.what and "身份证件号码" in doubt.why and written not in doubt.why
    with desk.store.reading() as connection:
        assert [each.fact.note for each in log.calls(connection)] == ["态度好"]
    assert written not in _all(desk)


def test_the_history_shows_a_star_for_each_figure(desk):
    what = f"导出台账：{NUMBER}.xlsx"
    with desk.store.writing(verb="export", what=what) as connection:
        facts.insert(connection, tables.pauses, {"paused": True, "why": "节假日"})
    assert NUMBER not in _all(desk) and "＊" * 18 in _all(desk)
    undo(desk.workspace, write=True)


def test_what_came_from_others_is_kept_as_it_came(desk):
    new = NewArrival("mail", "x:1", ON, None, f"{NUMBER}@qq.example", f"{NUMBER}.pdf", "0" * 64)
    with desk.store.writing(verb="collect", what="") as connection:
        kept = desk.store.keep(connection, b"mail", "1.eml")
        row = {"sha256": kept.sha256}
        id = log.add_arrival(connection, NewArrival(**{**_fields(new), **row}))
    assert id is not None and NUMBER in _all(desk)


def _fields(new: NewArrival) -> dict:
    return {name: getattr(new, name) for name in NewArrival.__slots__}


def test_a_digest_with_figures_in_it_is_no_number(desk):
    bodies = (f"{NUMBER[:14]}{each:03d}5" for each in range(1000))
    digest = next(each for each in bodies if is_identity_number(each)).ljust(64, "a")
    with desk.store.writing(verb="log", what="") as connection:
        row = {"application_id": "U001-A", "kind": "sent", "on": ON, "evidence": digest}
        facts.insert(connection, tables.events, {**row, "source": "person", "data": {}})


@pytest.mark.parametrize("text", [NUMBER, OTHER, f"证件{NUMBER[:6]}-{NUMBER[6:]}，已核"])
def test_nothing_of_a_number_is_left_in_a_line(text):
    left = without_numbers(text)
    assert "＊" in left and NUMBER[6:14] not in left and OTHER[6:14] not in left
