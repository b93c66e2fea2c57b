"""A campaign whose evidence lies on an S3 server: its commands, its bundle, its backup."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from harness.store import shelves
from tests.buckets import SECRET, bucket

from .conftest import LAST

AT = ("--as-of", LAST)


@pytest.fixture
def moved(here):
    """The evidence is brought there and lies in the folder no more."""
    with bucket() as address:
        url = f"{address}/两家"
        settings = here.folder / "campaign.toml"
        text = settings.read_text("utf-8")
        settings.write_text(text.replace("[campaign]", f'[campaign]\nevidence = "{url}"', 1))
        far = shelves.at(here.folder, url)._far
        for path in (here.folder / "evidence").rglob("*"):
            if path.is_file():
                far.write(path.relative_to(here.folder).as_posix(), path.read_bytes())
        shutil.rmtree(here.folder / "evidence")
        shutil.rmtree(here.folder / "cache", ignore_errors=True)
        yield here


def _marks(here):
    return here("marks", *AT, "--json").told


def test_every_verdict_and_mark_is_the_same(lived, moved):
    assert _marks(moved) == _marks(type(moved)(lived))
    assert moved("verify", ".").status == 0
    assert not (moved.folder / "evidence").exists()


def test_its_bundle_and_backup_hold_the_evidence_and_its_reports_have_no_dead_links(
    moved, tmp_path
):
    assert moved("report", *AT).status in (0, 1)
    with zipfile.ZipFile(moved.folder / "reports" / "台账.xlsx") as book:
        assert not any(
            b"evidence/" in book.read(each) for each in book.namelist() if "_rels" in each
        )
    assert moved("bundle", "成果.zip", *AT).status == 0
    assert moved("backup", "备份.zip").status == 0
    for name in ("成果.zip", "备份.zip"):
        with zipfile.ZipFile(moved.folder / name) as made:
            assert sum(each.startswith("evidence/") for each in made.namelist()) > 5
            assert not any(SECRET.encode() in made.read(each) for each in made.namelist())
    elsewhere = type(moved)(tmp_path)
    verified = elsewhere("verify", str(moved.folder / "成果.zip"), "--json", AWS_ENDPOINT_URL="")
    assert verified.told == {"ok": True, "differences": []}
    restored = elsewhere("restore", str(moved.folder / "备份.zip"), "恢复")
    assert "campaign.toml 的 evidence" in restored.out + restored.err
    assert any((tmp_path / "恢复" / "evidence").rglob("*.eml*"))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("s3://key:geheim@bucket/x", "不能写密码"),
        ("http://host/x", "不能存放佐证"),
        ("ftp://host/x", "不加密"),
        ("佐证", "不是地址"),
        ("s3://", "没有写清放在哪里"),
        ("simplecache::s3://x/y", "不能用 :: 套接"),
    ],
)
def test_a_wrong_address_is_told_and_its_password_is_not_repeated(here, url, told):
    settings = here.folder / "campaign.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[campaign]", f'[campaign]\nevidence = "{url}"', 1), "utf-8")
    done = here("status")
    assert done.status == 2 and told in done.err and "geheim" not in done.err, done


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("tcp://127.0.0.1:8786", "不加密"),
        ("scheduler:8786", "形如"),
        ("tls://scheduler", "没有写端口"),
        ("tls://a:b@scheduler:8786", "只写主机和端口"),
    ],
)
def test_a_wrong_scheduler_is_told(here, url, told):
    settings = here.folder / "campaign.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[campaign]", f'[campaign]\nengine = "{url}"', 1), "utf-8")
    done = here("due", *AT)
    assert done.status == 2 and told in done.err, done


def test_settings_that_nobody_can_read_open_no_store(here):
    settings: Path = here.folder / "campaign.toml"
    settings.write_text('[campaign]\nevidence = "s3://x/y"\nid = \n', "utf-8")
    done = here("status")
    assert done.status == 2 and "campaign.toml" in done.err
