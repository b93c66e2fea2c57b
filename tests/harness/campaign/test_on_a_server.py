"""A campaign whose facts are on a server: backed up while people work, restored into a folder of its own,
handed over, verified; somebody forgotten; found again by search."""

from __future__ import annotations

import json
import threading
import zipfile
from datetime import date

import pytest
from behind import did
from nobody import NUMBER
from typer.testing import CliRunner

from harness.campaign import storing
from harness.campaign.handing.backup import backup, restore
from harness.campaign.handing.bundle import bundle, verify_bundle
from harness.campaign.planning.plan import plan
from harness.campaign.search import search
from harness.campaign.undo import undo
from harness.campaign.workspace import open_workspace
from harness.cli import build
from harness.drill.province import make_campaign
from harness.store import facts, people, standing, tables
from harness.store.audit import differences, differences_in
from harness.store.home import home_at, home_in, home_of
from letters.tables import read_campaign

pytestmark = pytest.mark.needs("postgres")
AS_OF = date(2020, 9, 21)


@pytest.fixture(scope="module")
def made(tmp_path_factory, postgresql):
    """Planned in a file, then carried over: its folder."""
    folder = tmp_path_factory.mktemp("server") / "演江"
    make_campaign(folder, seed=3, units=3)
    with open_workspace(folder, as_of=AS_OF, by="林小姐") as workspace:
        plan(workspace, write=True)
    storing.move(folder, home_at(folder, postgresql.url(postgresql.new_schema()), _id(folder)))
    return folder


def _id(folder) -> str:
    return read_campaign(folder).id


@pytest.fixture
def workspace(made):
    with open_workspace(made, as_of=AS_OF, by="林小姐") as opened:
        yield opened


def _remark(workspace, words: str) -> None:
    with workspace.store.writing(verb="log", what=words) as connection:
        facts.insert(connection, tables.remarks, {"target": "U001-A", "text": words})


def test_it_is_backed_up_while_people_work_and_restored_into_a_folder_of_its_own(
    workspace, made, tmp_path, postgresql
):
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            _remark(workspace, "边做边备")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        kept = backup(workspace, tmp_path / "备份.zip")
    finally:
        stop.set()
        worker.join()
    assert kept.amiss == ()
    restore(tmp_path / "备份.zip", tmp_path / "恢复")
    assert home_of(tmp_path / "恢复") == home_in(tmp_path / "恢复")  # not where people work on
    assert read_campaign(tmp_path / "恢复").store == ""
    assert differences_in(tmp_path / "恢复") == () == differences(workspace.store)
    other = home_at(made, postgresql.url(postgresql.new_schema()), _id(made))
    storing.move(tmp_path / "恢复", other)
    assert (
        differences_in(tmp_path / "恢复") == ()
        and home_of(tmp_path / "恢复").setting == other.setting
    )
    with zipfile.ZipFile(tmp_path / "备份.zip") as packed:
        assert b"postgresql://" not in packed.read("campaign.toml")


def test_a_bundle_of_it_is_verified_by_whoever_has_no_server(workspace, tmp_path):
    made = bundle(workspace, tmp_path / "成果.zip")
    assert made.files > 3
    assert verify_bundle(tmp_path / "成果.zip").differences == ()


def test_what_is_written_is_found_and_what_is_undone_no_more(workspace):
    _remark(workspace, "信封上的邮编不对")
    assert [each.table for each in search(workspace, "邮编").hits.hits] == ["remarks"]
    assert undo(workspace, write=True)
    assert search(workspace, "邮编").hits.hits == ()
    with workspace.store.reading() as connection:
        assert standing.dead(connection, tables.remarks)
    assert differences(workspace.store) == ()


def test_who_is_forgotten_is_in_no_page_of_the_tables(workspace, made, postgresql):
    person = read_campaign(made).applicants[0]
    with workspace.store.writing(verb="applicant", what="x") as connection:
        people.keep_number(connection, made, person.id, NUMBER)
        sealed = connection.execute(tables.identities.select()).one().number
    assert sealed.encode() in _pages(postgresql, made)
    forget_number(workspace, person.id)
    workspace.store.shrink()
    assert sealed.encode() not in _pages(postgresql, made)
    assert differences(workspace.store) == ()


def forget_number(workspace, id: str) -> None:
    with workspace.store.writing(verb="applicant", what="y") as connection:
        people.forget(connection, id, AS_OF)


def _pages(postgresql, folder) -> bytes:
    schema = home_of(folder).schema
    query = "select pg_read_binary_file(pg_relation_filepath('identities'))"
    ((data,),) = postgresql.did("checkpoint", query, schema=schema)
    return bytes(data)


def test_the_command_line_says_where_the_facts_are_and_verifies_them(made, monkeypatch):
    monkeypatch.chdir(made)
    told = json.loads(CliRunner().invoke(build(), ["store", "--json"]).stdout)
    assert told["place"] == read_campaign(made).store and told["tables"]["applications"] > 0
    assert "最后一号操作" in CliRunner().invoke(build(), ["store"]).stdout
    assert CliRunner().invoke(build(), ["verify"]).exit_code == 0
    did(made, "update applications set question = 'x' where id = 'U001-A'")
    ran = CliRunner().invoke(build(), ["verify"])
    assert ran.exit_code == 1 and "U001-A" in ran.stdout


def test_the_command_line_copies_and_moves(tmp_path, monkeypatch, postgresql):
    folder = tmp_path / "演江"
    make_campaign(folder, seed=3, units=2)
    with open_workspace(folder, as_of=AS_OF, by="林小姐") as workspace:
        plan(workspace, write=True)
    monkeypatch.chdir(folder)
    one, other = (postgresql.url(postgresql.new_schema()) for _ in range(2))
    ran = CliRunner().invoke(build(), ["store", "copy", ".", one])
    assert ran.exit_code == 0 and "逐行核对无误" in ran.stdout, ran.output
    assert read_campaign(folder).store == ""
    ran = CliRunner().invoke(build(), ["store", "move", other])
    assert ran.exit_code == 0 and "已标明迁出" in ran.stdout, ran.output
    assert read_campaign(folder).store == other
    ran = CliRunner().invoke(build(), ["store", "move", "here"])
    assert ran.exit_code == 0 and read_campaign(folder).store == "", ran.output
    ran = CliRunner().invoke(build(), ["store", "mend"])
    assert ran.exit_code == 0 and "没有要改的" in ran.stdout, ran.output
    ran = CliRunner().invoke(build(), ["store", "move", "http://x"])
    assert "postgresql://" in str(ran.exception)
