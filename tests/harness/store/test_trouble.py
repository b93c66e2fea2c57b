"""What the database or the disk refuses is one clear Chinese line, never a traceback."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from sqlalchemy import text

from harness.store import connecting
from harness.store.database import FILE, open_store
from harness.store.errors import StoreError


def _told(folder) -> str:
    with pytest.raises(StoreError) as told, open_store(folder) as store, store.reading() as reader:
        reader.execute(text("select * from events")).all()
    line = str(told.value)
    assert "\n" not in line
    return line


def _wreck(folder, where: int) -> None:
    """Overwrite every page from `where` on, as a bad disk would."""
    path = folder / FILE
    data = path.read_bytes()
    path.write_bytes(data[:where] + b"\xff" * (len(data) - where))


@pytest.fixture
def campaign(tmp_path):
    with open_store(tmp_path):
        pass
    return tmp_path


def test_a_folder_that_is_missing_is_named(tmp_path):
    assert _told(tmp_path / "测评") == f"没有“{tmp_path / '测评'}”这个文件夹"


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / FILE).write_text("这是一份清单。" * 200, encoding="utf-8")
    assert "已损坏或不是明察的数据库" in _told(tmp_path)


def test_a_folder_in_the_databases_place_is_named(tmp_path):
    (tmp_path / FILE).mkdir()
    assert "打不开" in _told(tmp_path)


def test_a_corrupt_database_is_named(campaign):
    _wreck(campaign, 1024)
    assert "已损坏" in _told(campaign)


def test_a_database_without_its_tables_is_named(campaign):
    with closing(sqlite3.connect(campaign / FILE)) as other, other:
        other.execute("drop table events")
    assert "不能使用" in _told(campaign)


def test_a_database_made_by_a_newer_version_is_left_alone(campaign):
    with closing(sqlite3.connect(campaign / FILE)) as other, other:
        other.execute("update alembic_version set version_num = '9999'")
    assert "请先更新程序" in _told(campaign)


def test_a_database_that_another_program_holds_is_named(campaign, monkeypatch):
    monkeypatch.setattr(connecting, "PATIENCE", 0.05)
    with closing(sqlite3.connect(campaign / FILE)) as other, open_store(campaign) as store:
        other.execute("begin immediate")
        with (
            pytest.raises(StoreError, match="正被另一个程序占用"),
            store.writing(verb="test", what=""),
        ):
            pass


@pytest.mark.parametrize(
    ("pragma", "said"), [("query_only=ON", "只读，不能写入"), ("max_page_count=1", "磁盘已满")]
)
def test_a_database_that_cannot_be_written_is_named(campaign, pragma, said):
    with (
        open_store(campaign) as store,
        pytest.raises(StoreError, match=said),
        store.writing(verb="test", what="") as w,
    ):
        w.execute(text(f"pragma {pragma}"))
        w.execute(text("create table more (text)"))
        w.execute(text("insert into more values (randomblob(99999))"))


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有权限"), (errno.EROFS, "只读")],
)
def test_a_disk_that_takes_no_evidence_is_named(campaign, monkeypatch, code, said):
    def refuse(_handle: int) -> None:
        raise OSError(code, os.strerror(code), "evidence/ab")

    monkeypatch.setattr(os, "fsync", refuse)
    with (
        open_store(campaign) as store,
        pytest.raises(StoreError, match=said),
        store.writing(verb="test", what="") as w,
    ):
        store.keep(w, b"mail", "a.eml")
    assert not [each for each in (campaign / "evidence").rglob("*") if each.is_file()]


def test_evidence_that_is_gone_or_changed_is_named(campaign):
    with open_store(campaign) as store:
        with store.writing(verb="test", what="") as connection:
            kept = store.keep(connection, b"mail", "a.eml")
        (campaign / kept.path).write_bytes(b"other")
        with pytest.raises(StoreError, match="已被改动"):
            store.load(kept.sha256)
        (campaign / kept.path).unlink()
        with pytest.raises(StoreError, match="没有这个文件"):
            store.load(kept.sha256)


def test_the_command_line_says_it_in_one_line_and_exits_with_2(tmp_path):
    code = (
        "import sys, harness.cli as cli\nfrom harness.store.errors import StoreError\n"
        "def build(*_):\n    def app(**_): raise (OSError(28, 'x', 'f') if sys.argv[1:] else StoreError('占用'))\n    return app\n"
        "cli.build = build\ncli.main()\n"
    )
    for arguments, said in ([], "错误：占用\n"), (["x"], "错误：无法读写“f”：磁盘已满\n"):
        ran = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert (ran.returncode, ran.stderr) == (2, said)


def test_a_writer_holds_the_lock_from_its_first_statement_and_a_reader_holds_none(campaign):
    with open_store(campaign) as store, closing(sqlite3.connect(campaign / FILE)) as other:
        other.execute("pragma busy_timeout=0")
        with store.reading() as reader:
            reader.execute(text("select 1"))
            other.execute("begin immediate")
            other.rollback()
        with (
            store.writing(verb="test", what=""),
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("begin immediate")


def test_who_opens_a_new_database_while_another_writes_to_it_waits(tmp_path):
    """SQLite itself does not wait where the file is to be switched to WAL."""
    path = tmp_path / FILE
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("create table first (text)")
        other.execute("begin immediate")
        release = threading.Timer(0.2, other.rollback)
        release.start()
        with open_store(tmp_path) as store, store.reading() as reader:
            assert reader.execute(text("pragma journal_mode")).scalar_one() == "wal"
        release.join()
