"""What lies in the place of evidence or of the database is looked at safely, and nothing else is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from harness.store.audit import audit
from harness.store.database import FILE, open_store
from harness.store.durably import INCOMING
from harness.store.errors import StoreError
from harness.store.evidence import keep

ROOT = Path(__file__).parents[3]
posix = pytest.mark.skipif(os.name != "posix", reason="devices and pipes have no names elsewhere")


@pytest.fixture
def campaign(tmp_path):
    folder = tmp_path / "测 评?#%"  # what an address of a file would take for its own
    folder.mkdir()
    (folder / "campaign.toml").touch()
    with open_store(folder) as store:
        for number in range(3):
            with store.writing(verb="test", what="留存") as connection:
                store.keep(connection, b"mail %d" % number, "a.eml")
    return folder


def _kept(folder: Path) -> Path:
    return min(path for path in (folder / "evidence").rglob("*") if path.is_file())


def _in_time(folder: Path) -> tuple[str, ...]:
    """The differences; a failure where they are still being looked for after ten seconds."""
    found: list[tuple[str, ...]] = []
    looking = threading.Thread(target=lambda: found.append(audit(folder).differences), daemon=True)
    looking.start()
    looking.join(10)
    assert found, "it waits, or it failed"
    return found[0]


def _at(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / FILE)) as other, other:
        other.execute(statement, values)


@posix
@pytest.mark.parametrize("target", ["/dev/zero", "/etc/hostname", "campaign.toml", "nowhere"])
def test_a_link_in_the_place_of_evidence_is_one_difference_and_is_not_followed(campaign, target):
    path = _kept(campaign)
    path.unlink()
    path.symlink_to(target if target.startswith("/") else campaign / target)
    (told,) = _in_time(campaign)
    assert "是一个链接" in told and path.name in told


@posix
def test_a_link_to_the_very_bytes_is_no_evidence_either(campaign):
    path = _kept(campaign)
    shutil.move(path, campaign / "别处")
    path.symlink_to(campaign / "别处")
    (told,) = _in_time(campaign)
    assert "是一个链接" in told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_a_pipe_in_the_place_of_evidence_is_one_difference(campaign):
    path = _kept(campaign)
    path.unlink()
    os.mkfifo(path)
    (told,) = _in_time(campaign)
    assert "不是普通文件" in told


def test_a_huge_file_in_the_place_of_evidence_is_not_read(campaign):
    with _kept(campaign).open("wb") as file:
        file.truncate(20_000_000_000 if os.name == "posix" else 600_000_000)
    (told,) = _in_time(campaign)
    assert "大小不符" in told


def test_a_byte_that_was_changed_is_one_difference(campaign):
    path = _kept(campaign)
    path.write_bytes(b"M" + path.read_bytes()[1:])
    (told,) = _in_time(campaign)
    assert "SHA-256 不符" in told


@pytest.mark.parametrize(
    "path",
    ["../../../etc/hostname", "/etc/hostname", "evidence/../mingcha.db", "evidence/ab/../../mingcha.db",
     "campaign.toml", "evidence", "", ".", "evidence\\..\\mingcha.db", "evidence/a\0b"],
)  # fmt: skip
def test_a_row_that_leads_out_of_the_evidence_is_told_and_what_it_leads_to_is_unread(
    campaign, path, monkeypatch
):
    _at(campaign, "update evidence set path=? where size=6 and rowid=1", path)
    read = []
    opening = os.open
    monkeypatch.setattr(
        os, "open", lambda name, *how: (read.append(Path(name)), opening(name, *how))[1]
    )
    told = [each for each in audit(campaign).differences if each.startswith("佐证文件")]
    assert len(told) == 1 and "不在 evidence/ 之内" in told[0]
    settings = campaign / "campaign.toml"  # says where the evidence lies
    assert all((campaign / "evidence") in each.parents for each in read if each != settings)


@posix
def test_a_shelf_that_leads_elsewhere_is_told(campaign):
    shelf = _kept(campaign).parent
    shutil.move(shelf, campaign / "别处")
    shelf.symlink_to(campaign / "别处")
    (told,) = audit(campaign).differences
    assert "不在 evidence/ 之内" in told


@posix
def test_evidence_that_lies_whole_on_another_disc_is_evidence(campaign):
    shutil.move(campaign / "evidence", campaign.parent / "别处")
    (campaign / "evidence").symlink_to(campaign.parent / "别处")
    assert audit(campaign).differences == ()


def test_a_size_that_is_none_is_told(campaign):
    _at(campaign, "update evidence set size='许多' where rowid=1")
    assert any("大小" in each for each in audit(campaign).differences)


@posix
def test_a_link_is_replaced_where_the_true_bytes_come_again(tmp_path):
    path = tmp_path / keep(tmp_path, b"as it came", "a.txt").path
    path.unlink()
    path.symlink_to("/dev/zero")
    keep(tmp_path, b"as it came", "a.txt")
    assert not path.is_symlink() and path.read_bytes() == b"as it came"


def test_loading_evidence_out_of_a_link_or_a_strange_place_is_refused(campaign):
    _at(campaign, "update evidence set path='../../etc/hostname' where rowid=1")
    with closing(sqlite3.connect(campaign / FILE)) as other:
        (digest,) = other.execute("select sha256 from evidence where rowid=1").fetchone()
    with open_store(campaign) as store, pytest.raises(StoreError, match="不在 evidence/ 之内"):
        store.load(digest)


# --- strays ---------------------------------------------------------------------------------------


def test_what_nobody_kept_is_remarked_on_and_is_no_difference(campaign):
    assert audit(campaign).remarks == ()
    (campaign / "evidence" / "zz").mkdir()
    for name in ("zz/extra", "Thumbs.db", f"zz/{INCOMING}abc"):
        (campaign / "evidence" / name).touch()
    found = audit(campaign)
    assert found.differences == ()
    (told,) = found.remarks
    assert "2个文件" in told and "evidence/zz/extra" in told and INCOMING not in told
    ran = _verify(campaign)
    assert (ran.returncode, ran.stderr.count("\n")) == (0, 1) and "zz/extra" in ran.stderr
    assert "核对无误" in ran.stdout


# --- the database ---------------------------------------------------------------------------------


def test_every_broken_stretch_of_the_database_is_told_unless_it_holds_nothing(campaign):
    with open_store(campaign) as store:
        for number in range(60):
            with store.writing(verb="test", what="留存") as connection:
                store.keep(connection, b"more %d" % number, "a.eml")
    _at(campaign, "pragma wal_checkpoint(truncate)")
    path = campaign / FILE
    whole = path.read_bytes()
    content = _dump(path)
    told, untouched = 0, 0
    for at in range(0, len(whole) - 200, 3000):
        broken = bytes(one ^ 0x5A for one in whole[at : at + 200])
        path.write_bytes(whole[:at] + broken + whole[at + 200 :])
        for beside in ("-wal", "-shm"):
            (campaign / f"{FILE}{beside}").unlink(missing_ok=True)
        if _is_told(campaign):
            told += 1
        else:
            assert _dump(path) == content, f"from byte {at} on"
            untouched += 1
    assert told > 9 and untouched > 9


def _is_told(folder: Path) -> bool:
    try:
        return audit(folder).differences != ()
    except StoreError:
        return True


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as other:
        return list(other.iterdump())


def test_a_broken_page_of_an_index_is_a_difference_though_every_row_is_as_it_was(campaign):
    with closing(sqlite3.connect(campaign / FILE)) as other:
        (page,) = other.execute(
            "select rootpage from sqlite_master where name='sqlite_autoindex_evidence_1'"
        ).fetchone()
        (size,) = other.execute("pragma page_size").fetchone()
        other.execute("pragma wal_checkpoint(truncate)")
    with (campaign / FILE).open("r+b") as file:
        file.seek(page * size - 40)  # the entries stand at the end of the page
        file.write(b"x" * 20)
    found = audit(campaign).differences
    assert found and all("数据库文件有损坏" in each for each in found)
    assert _verify(campaign).returncode == 1


def test_verify_writes_nothing_into_the_database(campaign):
    before = (campaign / FILE).read_bytes()
    assert audit(campaign).differences == ()
    assert (campaign / FILE).read_bytes() == before


def test_what_stands_in_the_log_beside_the_database_counts(campaign):
    with open_store(campaign) as store, store.reading() as reader:
        reader.execute(text("select 1 from evidence")).all()
        _at(campaign, "update evidence set size=7 where rowid=1")
        assert (campaign / f"{FILE}-wal").stat().st_size > 0
        assert audit(campaign).differences


@pytest.mark.needs("unshare")
def test_a_campaign_on_a_disc_that_cannot_be_written_is_verified(campaign):
    place = str(campaign)
    shown = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'
    own = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    for beside in ("-wal", "-shm"):
        (campaign / f"{FILE}{beside}").unlink(missing_ok=True)
    ran = _verify(campaign, [*own, "sh", "-c", shown, "sh", place])
    assert (ran.returncode, ran.stderr) == (0, "") and "核对无误" in ran.stdout
    assert sorted(each.name for each in campaign.iterdir()) == [
        "campaign.toml", "evidence", FILE,
    ]  # fmt: skip


def _verify(folder: Path, before: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from harness.cli import main; main()", "verify", str(folder)]
    return subprocess.run(
        [*(before or []), *command], cwd=ROOT, capture_output=True, check=False, encoding="utf-8",
        timeout=60,
    )  # fmt: skip
