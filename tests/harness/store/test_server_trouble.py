"""Whatever a PostgreSQL server refuses is one clear Chinese line, never a traceback, and never a password."""

from __future__ import annotations

import shutil
import threading

import pytest
from certificates import authority, server_context
from pg8000.exceptions import DatabaseError
from postgresql import serving
from sqlalchemy import text

from harness.store import connecting, refusals
from harness.store.database import open_store
from harness.store.errors import StoreError
from harness.store.home import home_of

pytestmark = pytest.mark.needs("postgres")
SECRET = "s3cret-口令"


def _folder(path, setting: str, id: str = "测评"):
    said = f'[campaign]\nid = "{id}"\nstore = "{setting}"\n'
    (path / "campaign.toml").write_text(said, encoding="utf-8")
    return path


def _told(folder) -> str:
    with pytest.raises(StoreError) as told, open_store(folder) as store, store.reading() as reader:
        reader.execute(text("select * from events")).all()
    line = str(told.value)
    assert "\n" not in line and SECRET not in line and "{" not in line, line
    return line


@pytest.fixture
def campaign(tmp_path, postgresql):
    _folder(tmp_path, postgresql.url(postgresql.new_schema()))
    with open_store(tmp_path):
        pass
    return tmp_path


@pytest.fixture(scope="session")
def somebody(postgresql) -> str:
    """A user with a password and no right to anything."""
    postgresql.did("create role somebody login password 's3cret-口令'")
    postgresql.did("create role few login password 's3cret-口令' connection limit 0")
    return "somebody"


def test_a_server_that_is_not_there_is_named(tmp_path):
    told = _told(_folder(tmp_path, "postgresql://mingcha@127.0.0.1:9/mingcha?schema=a"))
    assert "没有接受连接" in told and "postgresql://mingcha@127.0.0.1:9/mingcha" in told


def test_a_server_whose_name_nobody_knows_is_named(tmp_path):
    told = _told(_folder(tmp_path, "postgresql://mingcha@nowhere.invalid/mingcha"))
    assert "找不到这台服务器" in told


def test_a_database_that_is_not_there_is_named(tmp_path, postgresql):
    assert "没有这个数据库" in _told(_folder(tmp_path, postgresql.url(database="nowhere")))


@pytest.mark.parametrize(
    ("password", "said"),
    [("", "MINGCHA_STORE_PASSWORD"), ("wrong", "密码不对"), (SECRET, "没有权限")],
)
def test_who_has_no_password_or_no_right_is_told_so(
    tmp_path, postgresql, somebody, monkeypatch, password, said
):
    monkeypatch.setenv("MINGCHA_STORE_PASSWORD", password)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    assert said in _told(_folder(tmp_path, postgresql.url("ours", user=somebody)))


def test_a_password_is_taken_from_pgpass_where_others_cannot_read_it(
    tmp_path, postgresql, somebody, monkeypatch
):
    monkeypatch.delenv("MINGCHA_STORE_PASSWORD", raising=False)
    path = tmp_path / "pgpass"
    path.write_text(f"other:*:*:*:no\n127.0.0.1:*:mingcha:somebody:{SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("PGPASSFILE", str(path))
    folder = _folder(tmp_path, postgresql.url("ours", user=somebody))
    path.chmod(0o644)
    assert "chmod 600" in _told(folder)
    path.chmod(0o600)
    assert "没有权限" in _told(folder)  # it was let in


def test_a_server_without_a_free_connection_is_named(tmp_path, postgresql, somebody, monkeypatch):
    monkeypatch.setenv("MINGCHA_STORE_PASSWORD", SECRET)
    assert "连接数已到上限" in _told(_folder(tmp_path, postgresql.url("ours", user="few")))


def test_two_campaigns_are_not_kept_in_one_schema(campaign, postgresql, tmp_path_factory):
    setting = home_of(campaign).setting
    other = _folder(tmp_path_factory.mktemp("other"), setting, "另一个")
    assert "是另一个测评（测评）的记录" in _told(other)


def test_a_schema_with_other_peoples_tables_is_left_alone(tmp_path, postgresql):
    schema = postgresql.new_schema()
    postgresql.did(f"create schema {schema}", f"create table {schema}.theirs (a int)")
    assert "已有别的程序的表" in _told(_folder(tmp_path, postgresql.url(schema)))


def test_an_empty_schema_is_no_store_of_a_folder_that_has_facts_or_evidence(tmp_path, postgresql):
    """The line was changed by hand: to go on there would be a second store beside the first."""
    with open_store(tmp_path) as store, store.writing(verb="test", what="") as connection:
        store.keep(connection, b"mail", "a.eml")
    setting = postgresql.url(postgresql.new_schema())
    assert "mingcha store move" in _told(_folder(tmp_path, setting))
    (tmp_path / "mingcha.db").unlink()
    assert "本文件夹已有佐证" in _told(tmp_path)
    assert not home_of(tmp_path).exists()


def test_a_database_made_by_a_newer_version_is_left_alone(campaign, postgresql):
    schema = home_of(campaign).schema
    postgresql.did("update alembic_version set version_num = '9999'", schema=schema)
    assert "请先更新程序" in _told(campaign)


def test_a_database_without_its_tables_is_named(campaign, postgresql):
    postgresql.did("drop table events", schema=home_of(campaign).schema)
    assert "缺少应有的表" in _told(campaign)


def test_a_writer_waits_for_another_and_is_told_when_it_takes_too_long(campaign, monkeypatch):
    with open_store(campaign) as store, store.writing(verb="test", what="") as first:
        first.execute(text("select 1"))
        monkeypatch.setattr(connecting, "PATIENCE", 0.2)
        with (
            pytest.raises(StoreError, match="正被另一个程序占用"),
            store.writing(verb="test", what=""),
        ):
            pass
        with store.reading() as reader:  # and nobody who reads waits
            assert reader.execute(text("select 1")).scalar() == 1


def test_a_connection_that_the_server_ends_is_named_and_the_next_one_works(campaign, postgresql):
    with open_store(campaign) as store:
        with (
            pytest.raises(StoreError, match=r"关闭或者重启|连接中断|断开了连接"),
            store.writing(verb="test", what="") as connection,
        ):
            store.keep(connection, b"mail", "a.eml")
            _end_all_but_ours(postgresql)
            connection.execute(text("select 1"))
        with store.reading() as reader:
            assert reader.execute(text("select count(*) from evidence")).scalar() == 0


def _end_all_but_ours(postgresql) -> None:
    postgresql.did(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mingcha'"
    )


def test_a_reader_sees_one_state_throughout(campaign):
    with open_store(campaign) as store, store.reading() as reader:
        query = text("select count(*) from evidence")
        assert reader.execute(query).scalar() == 0

        def write() -> None:
            with store.writing(verb="test", what="") as connection:
                store.keep(connection, b"mail", "a.eml")

        other = threading.Thread(target=write)
        other.start()
        other.join()
        assert reader.execute(query).scalar() == 0


@pytest.mark.parametrize(
    "code", [*refusals._TOLD, "08001", "53999", "57999", "58000", "XX000", "99999"]
)
def test_every_kind_of_fault_has_its_words(code):
    told = refusals.why(DatabaseError({"C": code, "M": "boom"}))
    assert told and not told.isascii()


def test_a_fault_of_this_program_goes_through_as_it_is(campaign):
    with (
        open_store(campaign) as store,
        pytest.raises(Exception, match="syntax error"),
        store.reading() as reader,
    ):
        reader.execute(text("selekt"))


def test_beyond_this_machine_the_certificate_must_be_right(tmp_path, tmp_path_factory):
    """On loopback too, where a root certificate is named."""
    with serving() as server:
        home = server.home / "data"
        ca = authority(tmp_path)
        folder = _folder(tmp_path, f"{server.url('ours')}&sslrootcert=ca.pem")
        assert "不支持加密连接" in _told(folder)
        server_context(ca)
        pem = home / "server.pem"
        pem.write_bytes((tmp_path / "127.0.0.1.pem").read_bytes())
        pem.chmod(0o600)
        if server.user:
            shutil.chown(pem, server.user)
        both = [f"alter system set ssl_{of}_file = 'server.pem'" for of in ("cert", "key")]
        server.did(*both, "alter system set ssl = on")
        server.reload()
        with open_store(folder) as store, store.reading() as reader:
            query = "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
            assert reader.execute(text(query)).scalar() is True
        other = authority(tmp_path_factory.mktemp("others"))
        ca.write_bytes(other.read_bytes())
        assert "证书" in _told(folder)
        ca.write_text("no certificate", encoding="utf-8")
        assert "根证书不能用" in _told(folder)
