"""Databases of the versions that were shipped, with what people and servers had put into them."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from behind import did
from nobody import BORN, NUMBER

from harness.campaign.planning.plan import as_first
from harness.campaign.planning.plan import plan as plan_verb
from harness.campaign.storing import copy
from harness.campaign.workspace import Workspace
from harness.drill.province import make_campaign
from harness.engine import HERE
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store import connecting, log, outbox, said
from harness.store import plan as planned
from harness.store.audit import differences, differences_in
from harness.store.database import FILE, open_store
from harness.store.errors import StoreError
from harness.store.evidence import keep
from harness.store.history import Doing, record
from harness.store.home import home_at, home_in
from harness.store.places import known_uids
from harness.store.plan import PlanChanged
from letters.plan import plan as make_plan
from letters.questions import load
from letters.tables import read_campaign, read_units, write_units

NOON = datetime(2020, 9, 21, 12, tzinfo=UTC)
MAIL = b"From: xxgk@cz.yanjiang.example\r\nSubject: =?utf-8?b?562U5aSN?=\r\n\r\nx\r\n"
ROWS = (
    ("evidence", {"sha256": "{mail}", "size": len(MAIL), "path": "{path}"}),
    ("applications", {"id": "U001-A", "unit_id": "U001", "round_id": "A", "channel": "registered_mail",
                      "unit": "财政厅", "applicant": "演文清 a@b.example", "question": "决算：请公开"}),
    ("applications", {"id": "U001-B", "unit_id": "U001", "round_id": "B", "channel": "email",
                      "unit": "财政厅", "applicant": "演文清 a@b.example", "question": "采购：请公开"}),
    ("applications", {"id": "U002-B", "unit_id": "U002", "round_id": "B", "channel": "email",
                      "unit": "教育厅", "applicant": "演文清 a@b.example", "question": "采购：请公开"}),
    ("applications", {"id": "U003-B", "unit_id": "U003", "round_id": "B", "channel": "email",
                      "unit": "民政厅", "applicant": "演文清 a@b.example", "question": "采购：请公开"}),
    ("outbox", {"application_id": "U001-A", "message_id": "XA00001", "sha256": "{mail}",
                "state": "sent", "on": "2020-09-21", "detail": "XA00001"}),
    ("outbox", {"application_id": "U001-B", "message_id": "<1@x.example>", "sha256": "{mail}",
                "state": "sent", "on": "2020-09-22", "detail": "250 OK"}),
    ("outbox", {"application_id": "U002-B", "message_id": "<2@x.example>", "sha256": "{mail}",
                "state": "sending", "on": "2020-09-22", "detail": ""}),
    ("outbox", {"application_id": "U003-B", "message_id": "<3@x.example>", "sha256": "{mail}",
                "state": "queued", "on": "2020-09-22", "detail": "451 busy"}),
    ("arrivals", {"id": 1, "source": "mail", "source_key": "yan/li@x.example/7/12", "on": "2020-10-15",
                  "posted_on": "2020-10-15", "sender": "a@b.example", "name": "答复", "sha256": "{mail}"}),
    ("arrivals", {"id": 2, "source": "paper", "source_key": "L1", "on": "2020-10-19",
                  "posted_on": "2020-10-16", "sender": "财政厅", "name": "L1.pdf", "sha256": "{mail}"}),
    ("filings", {"id": 1, "arrival_id": 1, "application_id": "U001-B", "candidates": "[]",
                 "kind": "answer", "reasons": '["直接回复"]', "doubt": "", "by": "mingcha"}),
    ("filings", {"id": 2, "arrival_id": 2, "application_id": None, "candidates": '["U001-A"]',
                 "kind": "other", "reasons": "[]", "doubt": "无法自动归卷", "by": "mingcha"}),
    ("filings", {"id": 3, "arrival_id": 2, "application_id": "U001-A", "candidates": "[]",
                 "kind": "extension_notice", "reasons": '["见信封", "电话核实"]', "doubt": "", "by": "林小姐"}),
    ("events", {"id": 1, "application_id": "U001-A", "kind": "sent", "on": "2020-09-21",
                "evidence": "{mail}", "source": "dispatch", "data": "{{}}"}),
    ("events", {"id": 2, "application_id": "U001-A", "kind": "delivered", "on": "2020-09-23",
                "evidence": "挂号XA00001 门卫签收", "source": "ledger", "data": "{{}}"}),
    ("events", {"id": 3, "application_id": "U001-B", "kind": "answered", "on": "2020-10-15",
                "evidence": "{mail}", "source": "intake",
                "data": '{{"signed_on": {{"date": "2020-10-14"}}}}'}),
    ("calls", {"id": 1, "source_key": "U001 2020-10-12 09:40 1", "unit_id": "U001", "on": "2020-10-12",
               "time": "09:40", "number": "1", "connected": 0, "note": "无人接听"}),
    ("calls", {"id": 2, "source_key": "U001 2020-10-13 09:40 1", "unit_id": "U001", "on": "2020-10-13",
               "time": "09:40", "number": "1", "connected": 1, "note": "已答复"}),
)  # fmt: skip


def _upgrade(folder: Path, to: str) -> None:
    """As that version itself would have left it: by its own migrations."""
    config = Config()
    config.set_main_option("script_location", str(connecting.MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes.update({"by": "王先生", "at": NOON})
    engine = connecting.connect(folder / FILE)
    with connecting.writer(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    engine.dispose()


def _fill(folder: Path, rows, *, recorded: bool) -> None:
    """Rows as the old program wrote them; with its history where it kept one."""
    kept = keep(folder, MAIL, "来信.eml")
    engine = connecting.connect(folder / FILE)
    metadata = sa.MetaData()
    with connecting.writer(engine).begin() as connection:
        for name, values in rows:
            table = sa.Table(name, metadata, autoload_with=connection)
            filled = {
                key: each.format(mail=kept.sha256, path=kept.path)
                if isinstance(each, str)
                else each
                for key, each in values.items()
            }
            columns = ", ".join(f'"{key}"' for key in filled)
            places = ", ".join("?" * len(filled))
            connection.exec_driver_sql(
                f'insert into "{name}" ({columns}) values ({places})', tuple(filled.values())
            )
            if recorded:
                key = (filled[table.primary_key.columns.keys()[0]],)
                record(connection, Doing("collect", name, "王先生"), {table: [key]}, NOON)
    engine.dispose()


@pytest.fixture(scope="module", params=["0001", "0002"])
def shipped(request, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp(f"shipped{request.param}")
    _upgrade(folder, request.param)
    _fill(folder, ROWS, recorded=request.param == "0002")
    return folder


@pytest.fixture
def old(shipped, tmp_path) -> Path:
    return Path(shutil.copytree(shipped, tmp_path / "测评"))


def test_nothing_that_people_or_servers_said_is_lost(old):
    with open_store(old, by="林小姐") as store, store.reading() as connection:
        letters = outbox.letters(connection)
        came = {each.id: each.fact for each in log.arrivals(connection)}
        events = [each.fact for each in log.events(connection)]
        calls = [each.fact for each in log.calls(connection)]
        filings = said.filings(connection)
    assert {id: (each.message_id, each.number, each.state) for id, each in letters.items()} == {
        "U001-A": (None, "XA00001", "sent"),
        "U001-B": ("<1@x.example>", "", "sent"),
        "U002-B": ("<2@x.example>", "", "sending"),
        "U003-B": ("<3@x.example>", "", "queued"),
    }
    assert letters["U003-B"].detail == "451 busy"
    place = came[1].place
    assert (place.mailbox, place.uidvalidity, place.uid) == ("yan/li@x.example", 7, 12)
    assert (came[2].source_key, came[2].on, came[2].posted_on, came[2].sender, came[2].place) == (
        "L1", date(2020, 10, 19), date(2020, 10, 16), "财政厅", None,
    )  # fmt: skip
    assert [(each.kind.value, each.source) for each in events] == [
        ("sent", "dispatch"),
        ("delivered", "ledger"),
    ]
    assert [(each.outcome.value, each.purpose.value, each.note) for each in calls] == [
        ("no_answer", "test", "无人接听"),
        ("connected", "test", "已答复"),
    ]
    assert list(filings) == [2]
    assert (filings[2].applications, filings[2].kind, filings[2].why) == (
        ("U001-A",), ReplyKind.EXTENSION_NOTICE, "见信封；电话核实；由林小姐归卷",
    )  # fmt: skip


def test_the_mail_is_not_taken_in_again(old):
    with open_store(old) as store, store.reading() as connection:
        assert known_uids(connection, "yan/li@x.example", "", 7) == {12}
        assert known_uids(connection, "yan", "", 7) == frozenset()


def test_what_the_program_read_is_gone_and_the_history_agrees(old):
    with open_store(old) as store:
        assert differences(store) == ()
    with closing(sqlite3.connect(old / FILE)) as other:
        assert other.execute("select count(*) from events where source = 'intake'").fetchone() == (
            0,
        )
        assert other.execute("select count(*) from filings").fetchone() == (1,)
        (by,) = other.execute("select by from history order by op limit 1").fetchone()
    assert by


def test_opening_it_twice_migrates_it_once(old):
    for _ in range(2):
        with open_store(old):
            pass
    with closing(sqlite3.connect(old / FILE)) as other:
        (many,) = other.execute(
            "select count(*) from history where what like '%新结构%'"
        ).fetchone()
    assert many == 1


def test_what_somebody_changed_before_the_migration_is_still_found_after_it(old):
    with closing(sqlite3.connect(old / FILE)) as other, other:
        kept = other.execute("select 1 from sqlite_master where name = 'history'").fetchone()
        if kept:
            other.execute("update history set by = '别人' where op = 2")
    with open_store(old) as store:
        assert bool(differences(store)) == bool(kept)


def _dies(folder: str, after: int) -> None:
    """Open the store; killed at the statement of that number."""
    counted = 0

    def each(*_: object) -> None:
        nonlocal counted
        counted += 1
        if counted == after:
            os._exit(9)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", each)
    with open_store(Path(folder)):
        pass
    os._exit(0)


def _content(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / FILE)) as other:
        return list(other.iterdump())


@pytest.mark.parametrize("after", [3, 15, 60, 130])
def test_a_migration_that_is_killed_leaves_the_old_state_whole(old, after):
    before = _content(old)
    child = multiprocessing.get_context("spawn").Process(target=_dies, args=(str(old), after))
    child.start()
    child.join()
    assert child.exitcode == 9
    assert _content(old) == before
    with open_store(old) as store:
        assert differences(store) == ()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(old):
    with open_store(old):
        pass
    with closing(sqlite3.connect(old / FILE)) as other, other:
        other.execute("update alembic_version set version_num = '9999'")
    before = _content(old)
    with pytest.raises(StoreError, match="请先更新程序"), open_store(old):
        pass
    with pytest.raises(StoreError, match="请先更新程序"):
        differences_in(old)
    assert _content(old) == before


@pytest.mark.needs("postgres")
def test_what_any_version_left_is_brought_up_and_carried_to_a_server_unharmed(old, postgresql):
    file = home_in(old)
    server = home_at(old, postgresql.url(postgresql.new_schema()), "旧测评")
    copied = copy(file, server, by="林小姐")
    assert copied.amiss == () and copied.last > 0
    (old / "campaign.toml").write_text(
        f'[campaign]\nid = "旧测评"\nstore = "{server.setting}"\n', encoding="utf-8"
    )
    with open_store(old) as store, store.reading() as connection:
        assert differences(store) == ()
        assert list(said.filings(connection)) == [2]
        assert set(outbox.letters(connection)) == {"U001-A", "U001-B", "U002-B", "U003-B"}
        assert known_uids(connection, "yan/li@x.example", "", 7) == {12}


LATER = """
import sqlalchemy as sa
from alembic import context, op
from harness.store.history import Doing, record_all

revision, down_revision, branch_labels, depends_on = "9001", "{head}", None, None

def upgrade():
    with op.batch_alter_table("pauses") as batch:
        batch.add_column(sa.Column("until", sa.String()))
    known = context.config.attributes
    table = sa.Table("pauses", sa.MetaData(), autoload_with=op.get_bind())
    record_all(op.get_bind(), [table], Doing("migrate", "增加一栏", known["by"]), known["at"])
"""


@pytest.mark.usefixtures("on_both")
def test_a_migration_to_come_runs_on_both_whole_or_not_at_all(tmp_path, monkeypatch):
    from harness.store import sending

    with open_store(tmp_path) as store:
        sending.pause(store, "等一等")
    scripts = shutil.copytree(connecting.MIGRATIONS, tmp_path / "migrations")
    made = LATER.format(head=connecting.newest())
    script = scripts / "versions" / "9001_later.py"
    script.write_text(made + "    raise RuntimeError('power cut')\n", encoding="utf-8")
    before = did(tmp_path, "select * from history")
    with monkeypatch.context() as patch:
        patch.setattr(connecting, "MIGRATIONS", scripts)
        with pytest.raises(RuntimeError), open_store(tmp_path):
            pass
        assert did(tmp_path, "select * from history") == before
        script.write_text(made, encoding="utf-8")
        for _ in range(2):
            with open_store(tmp_path, by="林小姐"):
                pass
        assert did(tmp_path, "select version_num from alembic_version") == [("9001",)]
        assert did(tmp_path, "select until from pauses") == [(None,)]
        assert len(did(tmp_path, "select * from history")) == len(before) + 1
    with pytest.raises(StoreError, match="请先更新程序"), open_store(tmp_path):
        pass


# --- the plan of a first version, of which only a summary was kept


@pytest.fixture
def legacy(tmp_path):
    """A campaign of the first version, planned and not yet completed: its folder."""
    folder = tmp_path / "旧测评"
    make_campaign(folder, seed=3, units=4)
    _upgrade(folder, "0002")
    bank, campaign = as_first(load(), read_campaign(folder))
    whole = make_plan(campaign, read_units(folder / "units.xlsx"), bank)
    rows = [
        ("applications", {
            "id": each.id, "unit_id": each.unit.id, "round_id": each.round.id,
            "channel": each.channel.value, "unit": each.unit.name,
            "applicant": f"{each.applicant.name} {each.applicant.email}",
            "question": f"{each.question.title}：{each.question.text}",
        })
        for each in whole
    ]  # fmt: skip
    _fill(folder, rows, recorded=True)
    return folder, whole


def _plan(folder: Path, *, write: bool):
    with open_store(folder) as store:
        workspace = Workspace(folder, read_campaign(folder), store, HERE, date(2020, 9, 21))
        return plan_verb(workspace, write=write)


def _applications(folder: Path):
    with open_store(folder) as store, store.reading() as connection:
        return planned.applications(connection)


def test_a_plan_of_which_only_a_summary_is_there_is_told_in_one_line_with_what_to_do(legacy):
    folder, _ = legacy
    with pytest.raises(StoreError) as told:
        _applications(folder)
    assert "mingcha plan --write" in str(told.value) and "\n" not in str(told.value)


def test_plan_write_completes_it_and_it_is_the_plan_that_was_made(legacy):
    folder, whole = legacy
    shown = _plan(folder, write=False)
    assert not shown.frozen and shown.new == 0
    assert _plan(folder, write=True).frozen
    assert sorted(_applications(folder), key=lambda each: each.id) == sorted(
        whole, key=lambda each: each.id
    )
    assert _plan(folder, write=False).frozen
    with open_store(folder) as store:
        assert differences(store) == ()


@pytest.mark.parametrize("change", ["renamed", "removed"])
def test_tables_that_no_longer_give_that_plan_are_told_and_nothing_is_touched(legacy, change):
    folder, _ = legacy
    units = list(read_units(folder / "units.xlsx"))
    if change == "renamed":
        units[1] = replace(units[1], name="演江自治区另一个厅")
    else:
        del units[3]
    write_units(folder / "units.xlsx", units)
    before = (folder / "units.xlsx").read_bytes(), _content_of_plan(folder)
    with pytest.raises(PlanChanged) as told:
        _plan(folder, write=True)
    assert all("申请 U" in line for line in told.value.faults)
    assert ((folder / "units.xlsx").read_bytes(), _content_of_plan(folder)) == before


def _content_of_plan(folder: Path) -> str:
    with open_store(folder), closing(sqlite3.connect(folder / FILE)) as other:
        return json.dumps(other.execute("select * from applications order by id").fetchall())


def test_a_number_that_stood_in_the_plan_is_taken_out_of_the_database(tmp_path):
    """Version 4 took over what campaign.toml said in plain words."""
    folder = tmp_path / "测评"
    folder.mkdir()
    _upgrade(folder, "0004")
    person = {"id": "P1", "name": "张演一", "email": "a@b.example", "address": "路1号",
              "postcode": "990001", "phone": "0990-5550111"}  # fmt: skip
    row = {"unit_id": "U001", "round_id": "A", "channel": "email", "unit": "财政厅",
           "applicant": "张演一 a@b.example", "question": "x"}  # fmt: skip
    plans = {id: {"id": id, "applicant": {**person, "id_number": number}}
             for id, number in (("U001-A", NUMBER), ("U002-A", ""))}  # fmt: skip
    rows = [
        ("applications", {**row, "id": id, "unit_id": id[:4], "planned": json.dumps(planned)})
        for id, planned in plans.items()
    ]
    engine = connecting.connect(folder / FILE)
    metadata = sa.MetaData()
    with connecting.writer(engine).begin() as connection:
        for name, values in rows:
            table = sa.Table(name, metadata, autoload_with=connection)
            connection.execute(
                table.insert(), {**values, "planned": json.loads(str(values["planned"]))}
            )
            record(connection, Doing("plan", "x", "王先生"), {table: [(values["id"],)]}, NOON)
    engine.dispose()
    assert NUMBER.encode() in (folder / FILE).read_bytes()
    with open_store(folder) as store:
        assert differences(store) == ()
    left = b"".join(each.read_bytes() for each in folder.glob(f"{FILE}*"))
    assert BORN.encode() not in left
    with closing(sqlite3.connect(folder / FILE)) as other:
        (what,) = other.execute("select what from history order by op desc limit 1").fetchone()
    assert what.startswith("1件申请中明文存放的证件号码已清除")
