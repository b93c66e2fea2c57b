"""Facts go from one database to the other and back, every row and every link; what was interrupted is done
again, and nobody goes on writing where they were."""

from __future__ import annotations

import random
import shutil
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from behind import did
from sqlalchemy import text

from harness.campaign import storing
from harness.campaign.errors import Refused
from harness.clock.events import Kind
from harness.store import facts, history, log, plan, sending, standing, tables
from harness.store.audit import audit, differences, differences_in
from harness.store.database import open_store
from harness.store.errors import StoreError
from harness.store.home import home_at, home_in, home_of
from harness.store.home.moved import Moved, mark_moved
from harness.store.log import NewEvent
from harness.store.plain import plain_rows
from harness.store.tables import metadata
from letters.model import Applicant, Application, Channel, Question, Round, Unit
from letters.tables import read_campaign

pytestmark = pytest.mark.needs("postgres")
DAY = date(2026, 3, 10)
ODD = (
    "",
    "\t制表\n换行\r\\N \\. “引号”'\"{}",
    "\ud800半个",
    "NUL\0在此",
    "😀𠮷",
    "NULL",
    "\\",
    "－Ａ",
)
SETTINGS = """[campaign]
id = "样江"
title = "样江市测评（演练）"
region = ""
drill = true
collect_until = 2026-06-30

[[applicants]]
id = "P1"
name = "李演"
email = "li@shenqing.example"
address = "演练路1号"
postcode = "000000"
phone = "0000-1"

[[rounds]]
id = "A"
label = "信函"
channel = "registered_mail"
send_on = 2026-03-10
"""


@pytest.fixture
def campaign(tmp_path):
    """Every kind of value in it, and words that are hard to carry."""
    folder = tmp_path / "样江"
    folder.mkdir()
    (folder / "campaign.toml").write_text(SETTINGS, encoding="utf-8")
    chance = random.Random(16)
    with open_store(folder, by="林小姐") as store:
        with store.writing(verb="plan", what="x\0y") as connection:
            unit = Unit("U001", "样江市财政局", "市直单位", "地市级", "xxgk@cz.example", "", "", "")
            person = Applicant("P1", "李演", "li@shenqing.example", "", "", "")
            a_round = Round("A", "信函", Channel.REGISTERED_MAIL, DAY, ("P1",), ())
            question = Question("Q1", "", "NUL\0在此")
            plan.add_applications(
                connection, [Application("U001-A", unit, person, question, a_round)]
            )
        for number in range(12):
            with store.writing(verb="log", what="".join(chance.choices(ODD, k=2))) as connection:
                data = {"note": chance.choice(ODD), "on": DAY, "days": number * 2**33}
                said = "".join(chance.choices(ODD, k=3))
                log.add_event(
                    connection, NewEvent("U001-A", Kind.SENT, DAY, said, "dispatch", data)
                )
                store.keep(connection, f"mail {number}".encode(), "a.eml")
                place = {"mailbox": "li@x.example", "uid": 2**32 - number, "uidvalidity": 2**32 - 1}
                row = {
                    "source": "mail", "source_key": str(number), "on": DAY, "sender": said,
                    "name": said, "sha256": store.keep(connection, b"mail", "a.eml").sha256,
                }  # fmt: skip
                facts.insert(connection, tables.arrivals, {**row, **place})
            sending.pause(store, chance.choice(ODD)) if number % 2 else sending.resume(store)
        with store.writing(verb="undo", what="") as connection:
            standing.void(connection, tables.events, 1, "错了")
    return folder


@pytest.fixture
def server(campaign, postgresql):
    return home_at(campaign, postgresql.url(postgresql.new_schema()), "样江")


def _rows(home) -> dict[str, list[object]]:
    engine = home.look()
    try:
        with engine.connect() as connection:
            return {
                name: list(plain_rows(connection, table, in_order=True))
                for name, table in metadata.tables.items()
            }
    finally:
        engine.dispose()


def test_there_and_back_every_row_and_every_link_is_the_same(campaign, server, tmp_path):
    file, again = home_in(campaign), home_in(tmp_path)
    before = _rows(file)
    assert any("😀" in str(row) for row in before["events"]) and len(before["history"]) > 12
    there = storing.copy(file, server)
    back = storing.copy(server, again)
    assert _rows(server) == before and _rows(again) == before
    assert (there.hash, there.last, there.amiss) == (back.hash, back.last, ())
    shutil.copytree(campaign / "evidence", tmp_path / "evidence")
    assert differences_in(tmp_path) == () and differences_in(campaign) == ()
    assert home_of(campaign) == file  # in charge as before


def test_the_tables_on_a_server_are_exactly_those_that_the_code_declares(campaign, server):
    storing.copy(home_in(campaign), server)
    engine = server.look()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        query = (
            "select count(*) from information_schema.columns where table_schema = current_schema() "
        )
        assert not connection.execute(text(query + "and data_type = 'integer'")).scalar()
        assert not connection.execute(text(query + "and column_default is not null")).scalar()
    engine.dispose()


def test_a_target_that_is_not_empty_is_left_alone(campaign, server, tmp_path):
    storing.copy(home_in(campaign), server)
    before = _rows(server)
    with pytest.raises(StoreError, match="已有记录"):
        storing.copy(home_in(campaign), server)
    with pytest.raises(StoreError, match="已有记录"):
        storing.copy(server, home_in(campaign))
    assert _rows(server) == before and differences_in(campaign) == ()


def test_a_copy_that_breaks_half_way_leaves_nothing(campaign, server, tmp_path, monkeypatch):
    def broken(*_: object) -> str:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr("harness.store.copying.first_difference", broken)
        for target in (server, home_in(tmp_path)):
            with pytest.raises(RuntimeError):
                storing.copy(home_in(campaign), target)
            assert not target.exists()
    assert [each.name for each in tmp_path.iterdir()] == [campaign.name]
    storing.copy(home_in(campaign), server)


def test_a_row_that_comes_out_otherwise_is_found(campaign, server, monkeypatch):
    from harness.store import bulk

    real = bulk._writer

    def wrong(column):
        if column.name == "sender":
            return lambda value: real(column)(value).replace("😀", "?")
        return real(column)

    monkeypatch.setattr(bulk, "_writer", wrong)
    with pytest.raises(StoreError, match=r"核对不符.*arrivals"):
        storing.copy(home_in(campaign), server)
    assert not server.exists()


def test_what_was_amiss_is_carried_over_and_told(campaign, server):
    did(campaign, "update events set evidence = 'x' where id = 2")
    found = storing.copy(home_in(campaign), server)
    assert len(found.amiss) == 1 and "第“2”条" in found.amiss[0]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update events set evidence = 'a' || char(0) where id = 3", "mingcha store mend"),
        ("update events set \"on\" = 'gestern' where id = 3", "不是日期"),
        ("update arrivals set uid = 'viele' where id = 3", "不是整数"),
        ("update pauses set paused = 7 where id = 1", "不是 0 或 1"),
        ("update events set data = x'ff' where id = 3", "不是 JSON"),
        ("update events set data = '{]' where id = 3", "放不下"),
    ],
)
def test_what_the_other_database_cannot_hold_is_named_with_what_to_do(
    campaign, server, statement, said
):
    did(campaign, statement)
    with pytest.raises(StoreError, match=said):
        storing.copy(home_in(campaign), server)
    assert not server.exists()


def test_what_an_old_version_took_in_is_mended_and_can_then_be_carried(campaign, server):
    from harness.campaign.workspace import Workspace
    from harness.engine import HERE

    row = "insert into remarks values (1, 'U001-A', 'a' || char(0))"
    did(campaign, row)
    with open_store(campaign) as store:
        with store.writing(verb="test", what="") as connection:
            history.record_all(
                connection, [tables.remarks], history.Doing("x", "", ""), store.now()
            )
        workspace = Workspace(campaign, read_campaign(campaign), store, HERE, DAY)
        assert storing.mend(workspace) == ("remarks 第“1”条",)
        assert storing.mend(workspace, write=True) == ("remarks 第“1”条",)
        assert storing.mend(workspace) == () and differences(store) == ()
    assert storing.copy(home_in(campaign), server).amiss == ()


def test_after_a_move_the_old_place_says_where_the_facts_are_and_takes_nothing(campaign, server):
    with open_store(campaign) as held:  # a workbench that is open meanwhile
        done = storing.move(campaign, server)
        with pytest.raises(Moved, match=server.schema), held.reading():
            pass
        with pytest.raises(Moved), held.writing(verb="x", what="") as connection:
            standing.void(connection, tables.events, 2, "")
    assert read_campaign(campaign).store == server.setting == done.setting
    with open_store(campaign) as store:
        assert store.home == server and differences(store) == ()
        with store.writing(verb="x", what="") as connection:
            standing.void(connection, tables.events, 2, "")
    old = SETTINGS  # somebody's own copy of the settings
    (campaign / "campaign.toml").write_text(old, encoding="utf-8")
    with pytest.raises(Moved, match="store = "), open_store(campaign):
        pass
    with pytest.raises(Moved):
        audit(campaign)


def test_there_and_back_again_nothing_is_lost_and_the_server_says_so(campaign, server):
    storing.move(campaign, server)
    with open_store(campaign) as store, store.writing(verb="x", what="neu") as connection:
        standing.void(connection, tables.events, 2, "")
    after = _rows(server)
    storing.move(campaign, home_in(campaign))
    assert read_campaign(campaign).store == "" and _rows(home_in(campaign)) == after
    with pytest.raises(Moved, match="删去 store"):
        storing.move(campaign, server)
    assert differences_in(campaign) == ()
    assert len([*campaign.glob("mingcha.db-*")]) == 1  # what was carried away before is kept aside


@pytest.mark.parametrize("after", ["copied", "marked"])
def test_a_move_that_died_is_finished_by_the_same_command(campaign, server, after, monkeypatch):
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    before = _rows(home_in(campaign))
    with monkeypatch.context() as patch:
        name = {"copied": "mark_moved", "marked": "write_store"}[after]
        patch.setattr(f"harness.campaign.storing.{name}", dies)
        with pytest.raises(KeyboardInterrupt):
            storing.move(campaign, server)
    assert _rows(server) == before
    storing.move(campaign, server)
    assert read_campaign(campaign).store == server.setting
    assert _rows(server) == before and differences_in(campaign) == ()


def test_a_move_onto_other_facts_is_refused(campaign, server):
    storing.copy(home_in(campaign), server)
    with open_store(campaign) as store:  # and somebody went on
        sending.pause(store, "x"), sending.resume(store)
    with pytest.raises(Refused, match="没有覆盖"):
        storing.move(campaign, server)
    assert read_campaign(campaign).store == ""


def test_a_mark_is_seen_by_programs_of_before(campaign):
    """Their own check: a schema that they do not know."""
    with open_store(campaign) as store, store.engine.connect() as connection:
        mark_moved(connection, "postgresql://x@y/z", "2026-12-01")
        connection.commit()
    (version,) = did(campaign, "select version_num from alembic_version")
    assert version == ("moved",)
