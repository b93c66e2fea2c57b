"""The line to the server is cut while a transaction is ended: what was written is then known for certain,
or said to be unknown, and a mail of which nobody knows is not sent again."""

from __future__ import annotations

from datetime import date

import pytest
from line import line_to
from sqlalchemy import text

from harness.store import outbox, plan, sending
from harness.store.audit import differences
from harness.store.database import open_store
from harness.store.errors import StoreError
from harness.store.settling import Unsettled
from letters.model import Applicant, Application, Channel, Question, Round, Unit

pytestmark = pytest.mark.needs("postgres")
DAY = date(2026, 3, 10)
COMMIT = b"commit"


@pytest.fixture
def line(postgresql):
    with line_to(postgresql.port) as made:
        yield made


@pytest.fixture
def store(tmp_path, postgresql, line):
    setting = postgresql.url(postgresql.new_schema()).replace(
        f":{postgresql.port}", f":{line.port}"
    )
    (tmp_path / "campaign.toml").write_text(f'[campaign]\nstore = "{setting}"\n', encoding="utf-8")
    with open_store(tmp_path) as opened:
        yield opened


def _write(store, name: str) -> None:
    with store.writing(verb="test", what=name) as connection:
        store.keep(connection, name.encode(), f"{name}.eml")


def _kept(store) -> int:
    with store.reading() as connection:
        return int(connection.execute(text("select count(*) from evidence")).scalar_one())


def test_a_commit_whose_answer_was_lost_is_found_to_stand(store, line):
    line.cut_at(COMMIT, arrives=True)
    _write(store, "a")
    assert line.cuts == 1 and _kept(store) == 1
    assert differences(store) == ()


def test_a_commit_that_never_arrived_is_told_and_nothing_of_it_stands(store, line):
    line.cut_at(COMMIT, arrives=False)
    with pytest.raises(StoreError, match="连接中断"):
        _write(store, "a")
    assert line.cuts == 1 and _kept(store) == 0
    _write(store, "b")
    assert _kept(store) == 1 and differences(store) == ()


def test_where_nobody_can_ask_again_it_is_said_that_nobody_knows(store, line):
    line.cut_at(COMMIT, arrives=True, stays_dead=True)
    with pytest.raises(Unsettled, match="不能确定"):
        _write(store, "a")
    line.dead = False
    assert _kept(store) == 1


def test_a_transaction_that_breaks_before_its_end_leaves_nothing(store, line):
    line.cut_at(b"INSERT INTO history", arrives=True)
    with pytest.raises(StoreError, match="连接中断"):
        _write(store, "a")
    assert _kept(store) == 0 and differences(store) == ()


def test_a_mail_whose_taking_nobody_is_sure_of_is_not_handed_out_again(store, line):
    unit = Unit("U001", "样江市财政局", "市直单位", "地市级", "xxgk@cz.example", "", "", "")
    person = Applicant("P1", "李演", "li@x.example", "", "", "")
    a_round = Round("B", "邮件申请", Channel.EMAIL, DAY, ("P1",), ())
    with store.writing(verb="plan", what="") as connection:
        application = Application("U001-B", unit, person, Question("Q1", "", ""), a_round)
        plan.add_applications(connection, [application])
    outbox.enqueue(store, "U001-B", "<1@x.example>", data=b"mail", name="a.eml", on=DAY)
    with store.reading() as connection:
        waiting = list(sending.waiting(connection).values())
    line.cut_at(COMMIT, arrives=True, stays_dead=True)
    with pytest.raises(Unsettled):
        sending.take_down(store, waiting, ())  # whoever asked has no mail in hand
    line.dead = False
    assert [each.state for each in outbox.unsent(store)] == ["sending"]  # a person must look
    assert sending.take_down(store, waiting, ()) == frozenset()
    assert differences(store) == ()
