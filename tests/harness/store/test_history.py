"""The history says who changed which rows when, and what was done past the program is found."""

from __future__ import annotations

import ast
import json
import re
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from behind import did
from sqlalchemy import text
from typer.testing import CliRunner

import harness
from harness.cli import build
from harness.clock.events import Kind
from harness.store import connecting, facts, outbox, tables
from harness.store.audit import NAMES, differences, differences_in
from harness.store.database import FILE, Store, open_store
from harness.store.log import NewEvent, add_event
from harness.store.plan import add_applications
from letters.model import Applicant, Application, Channel, Question, Round, Unit

pytestmark = pytest.mark.usefixtures("on_both")
DAY = date(2020, 9, 21)
NOON = datetime(2020, 9, 21, 12, tzinfo=UTC)


def _application(number: int) -> Application:
    unit = Unit(f"U{number:03d}", "演江自治区财政厅", "区直单位", "省级", "a@b.example", "", "", "")
    applicant = Applicant("P1", "演文清", "yan@shenqing.example", "", "", "")
    a_round = Round("A", "正常渠道", Channel.EMAIL, DAY, ("P1",), ())
    return Application(f"{unit.id}-A", unit, applicant, Question("Q1", "", ""), a_round)


def _plan(store: Store, *applications: Application) -> None:
    with store.writing(verb="plan", what=f"编制申请{len(applications)}件") as connection:
        add_applications(connection, applications)


@pytest.fixture
def campaign(tmp_path):
    """One operation of planning, three of sending."""
    (tmp_path / "campaign.toml").touch()
    with open_store(tmp_path, by="林小姐", now=lambda: NOON) as store:
        _plan(store, _application(1), _application(2))
        outbox.enqueue(store, "U001-A", "<1@x.example>", data=b"mail", name="a.eml", on=DAY)
        outbox.mark_sending(store, "U001-A")
        outbox.mark_sent(store, "U001-A", "250 OK", DAY)
    return tmp_path


def _behind(folder: Path, *statements: str) -> tuple[str, ...]:
    """What is found after somebody has been at the database with another program."""
    did(folder, *statements)
    return differences_in(folder)


def _history(folder: Path) -> list[tuple[object, ...]]:
    return did(folder, "select * from history order by op")


def test_what_only_the_program_wrote_agrees_with_the_history(campaign):
    assert differences_in(campaign) == ()
    with open_store(campaign) as store:
        assert differences(store) == ()


def test_the_history_says_who_did_what_when(campaign):
    rows = _history(campaign)
    assert [row[:6] for row in rows[:2]] == [
        (1, "2020-09-21T12:00:00+00:00", "林小姐", "plan", "编制申请2件", None),
        (2, "2020-09-21T12:00:00+00:00", "林小姐", "send", "申请 U001-A：待发", None),
    ]
    assert [row[6] for row in rows] == ["0" * 64, *(row[7] for row in rows[:-1])]


def test_what_changes_nothing_leaves_no_link(campaign):
    with open_store(campaign) as store:
        _plan(store, _application(1))
        assert not outbox.mark_sending(store, "U001-A")
    assert len(_history(campaign)) == 4


def test_a_link_may_name_who_else_did_it_and_what_it_reverses(campaign):
    event = NewEvent("U002-A", Kind.SENT, DAY, "", "dispatch")
    undo = {"verb": "undo", "what": "撤销", "by": "王先生", "undoes": 4}
    with open_store(campaign) as store, store.writing(**undo) as connection:
        add_event(connection, event)
    assert _history(campaign)[-1][2:6] == ("王先生", "undo", "撤销", 4)
    assert differences_in(campaign) == ()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("update events set \"on\" = '2020-09-01'", "事件（events）第“1”条：与第4号操作所记不符"),
        ("update events set \"on\" = 'gestern'", "事件（events）第“1”条：与第4号操作所记不符"),
        ("update outbox set state = 'queued'", "发件箱（outbox）第“U001-A”条：与第4号操作所记不符"),
        ("delete from events", "事件（events）第“1”条：第4号操作记有，现已不在"),
        (
            "insert into calls (id, unit_id, purpose, \"on\", time, number, outcome, note, caller, key) values (1, 'U001', 'test', '2020-09-21', '9:00', '1', 'busy', '', '', '')",
            "电话（calls）第“1”条：历史里没有",
        ),
        ("update history set by = '别人' where op = 2", "历史：第2号操作"),
        ("update history set at = '2020-09-20' where op = 4", "历史：第4号操作"),
        ("update history set hash = before where op = 2", "历史：第3号操作与前一号接不上"),
        ("delete from history where op = 2", "历史：缺少第2号至第2号操作"),
        ("delete from history where op = 4", "历史：第4号操作被删去"),
        ("delete from changes where op = 1", "历史：第1号操作"),
        ("update changes set sha256 = 'x' where op = 4", "历史：第4号操作"),
        ("drop table calls", "少了“电话”这张表"),
    ],
)
def test_what_was_done_past_the_program_is_found(campaign, on_both, statement, found):
    if on_both == "postgresql" and "gestern" in statement:
        pytest.skip("PostgreSQL lets nothing stand in a day's place that is none")
    lines = _behind(campaign, statement)
    assert any(found in line for line in lines), lines


def test_a_link_whose_hash_was_made_anew_no_longer_holds_the_next(campaign):
    from harness.store.history import link_hash

    (row,) = did(campaign, "select * from history where op = 2")
    link = {**dict(zip(tables.history.columns.keys(), row, strict=True)), "by": "别人"}
    query = 'select "table", key, sha256 from changes where op = 2 order by 1, 2'
    new = link_hash(link, did(campaign, query))
    change = f"update history set by = '别人', hash = '{new}' where op = 2"
    assert _behind(campaign, change) == (
        "历史：第3号操作与前一号接不上，此处有操作被改动、删去或插入",
    )


def test_evidence_that_is_missing_or_altered_is_found(campaign):
    (path,) = (each for each in (campaign / "evidence").rglob("*.eml"))
    path.write_bytes(b"other")
    assert "内容已被改动" in differences_in(campaign)[0]
    path.unlink()
    assert "没有这个文件" in differences_in(campaign)[0]


def test_verify_prints_every_difference_and_exits_with_1(campaign, monkeypatch):
    below = campaign / "outgoing"
    below.mkdir()
    monkeypatch.chdir(below)
    ran = CliRunner().invoke(build(), ["verify", "--json"])
    assert (ran.exit_code, json.loads(ran.stdout)) == (0, {"ok": True, "differences": []})
    lines = _behind(campaign, "update events set \"on\" = '2020-09-01'", "delete from calls")
    ran = CliRunner().invoke(build(), ["verify", "--json", str(campaign)])
    answer = {"ok": False, "differences": list(lines)}
    assert (ran.exit_code, json.loads(ran.stdout)) == (1, answer)
    assert all(line in CliRunner().invoke(build(), ["verify"]).stdout for line in lines)


def test_verifying_writes_nothing_and_makes_no_database(campaign, tmp_path_factory):
    before = {each: each.read_bytes() for each in campaign.rglob("*") if each.is_file()}
    differences_in(campaign)
    assert {each: each.read_bytes() for each in campaign.rglob("*") if each.is_file()} == before
    empty = tmp_path_factory.mktemp("empty")
    ran = CliRunner().invoke(build(), ["verify", str(empty)])
    assert "不是明察的测评文件夹" in str(ran.exception)
    assert not [*empty.iterdir()]


def _shipped_0001(folder: Path) -> None:
    """A database as the first version left it, with facts in it."""
    config = Config()
    config.set_main_option("script_location", str(connecting.MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    engine = connecting.connect(folder / FILE)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in (
            "insert into evidence values ('ab', 2, 'evidence/ab/ab')",
            "insert into applications values ('U001-A', 'U001', 'A', 'email', '财政厅', '演文清', '问')",
            "insert into events values (1, 'U001-A', 'sent', '2020-09-21', 'ab', 'dispatch', '{}')",
            "insert into calls values (1, 'k', 'U001', '2020-09-21', '9:00', '1', 1, '')",
        ):
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("on_both", ["sqlite"], indirect=True)
def test_a_database_of_the_first_version_is_taken_down_as_one_operation(tmp_path):
    _shipped_0001(tmp_path)
    assert "旧版明察" in differences_in(tmp_path)[0]
    for _ in range(2):
        with open_store(tmp_path, by="林小姐", now=lambda: NOON) as store:
            pass
    with store.reading() as connection:
        query = text('select "table", key from changes where op = 1 order by 1, 2')
        rows = [tuple(row) for row in connection.execute(query)]
    first, *later = _history(tmp_path)
    assert first[:5] == (
        1, NOON.isoformat(), "林小姐", "migrate", "自此记录历史；此前已有的记录照录",
    )  # fmt: skip
    assert [row[:4] for row in later] == [(2, NOON.isoformat(), "林小姐", "migrate")]
    assert rows == [
        ("applications", "U001-A"), ("calls", "1"), ("events", "1"), ("evidence", "ab"),
    ]  # fmt: skip
    assert differences_in(tmp_path) == ("佐证文件 evidence/ab/ab：没有这个文件或文件夹",)
    assert _behind(tmp_path, "update calls set outcome = 'busy'")[0].startswith("电话")


def test_facts_are_written_inside_a_writing_transaction_only(campaign):
    event = NewEvent("U002-A", Kind.SENT, DAY, "", "dispatch")
    refused = pytest.raises(RuntimeError, match="writing")
    with open_store(campaign) as store, store.reading() as connection, refused:
        add_event(connection, event)


def _statements(source: str) -> set[str]:
    """The statements that change rows which this source can make."""
    made = set(re.findall(r"(?i)insert into|delete from|update \w+ set", source))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            made |= {each.name for each in node.names}
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if owner in {"sqlalchemy", "sa", *NAMES, "table", "OUTBOX"}:
                made.add(node.attr)
    return made & {"insert", "update", "delete", "insert into", "delete from"}


@pytest.mark.parametrize(
    "source",
    [
        "from sqlalchemy import (\n    insert,\n)",
        "import sqlalchemy as sa\nsa.update(t)",
        "tables.calls.delete()",
    ],
)
def test_a_way_past_the_one_module_is_seen(source):
    assert _statements(source)


def test_facts_are_written_through_one_module_only():
    root = Path(harness.__file__).parent
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if _statements(path.read_text(encoding="utf-8"))
    }
    # the history cannot record itself; a migration takes down every row that it touched
    moves = {each for each in found if each.startswith("store/migrations/versions/")}
    # databases of their own, in which no fact stands: users of the workbench, the index in cache/
    apart = {each for each in found if each.startswith(("web/people/", "store/search/"))}
    # where facts have gone, when a store was carried elsewhere
    marks = {"store/home/moved.py", "store/copying.py"}
    # and the way in which the two put many rows there
    marks |= {"store/bulk.py"}
    assert found - moves - apart - marks == {"store/facts.py", "store/history.py"}
    people = [(root / each).read_text(encoding="utf-8") for each in apart if each[:3] == "web"]
    assert not [each for each in people if "harness.store.tables" in each]
    assert all("record_all(" in (root / each).read_text(encoding="utf-8") for each in moves)


def test_every_table_has_a_chinese_name_and_a_place_in_the_history():
    assert set(NAMES) == set(tables.metadata.tables)
    assert set(tables.FACTS) == set(NAMES) - {"history", "changes"}


def test_many_rows_in_one_transaction_take_time_in_proportion(tmp_path):
    def row(number: int) -> dict[str, object]:
        return {
            "unit_id": "U", "purpose": "test", "on": DAY, "time": "9:00", "number": f"{number}",
            "outcome": "connected", "note": "",
        }  # fmt: skip

    def spent(first: int, many: int) -> float:
        rows = [row(first + number) for number in range(many)]
        start = time.process_time()
        with store.writing(verb="test", what="") as connection:
            facts.insert_all(connection, tables.calls, rows)
        return time.process_time() - start

    with open_store(tmp_path) as store:
        spent(0, 1000)
        few, many = spent(1000, 2000), spent(3000, 20000)
    assert many < 30 * few + 0.5
    assert differences_in(tmp_path) == ()
