"""恢复: a backup becomes a new folder beside the others, or nothing does."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from harness.campaign.handing.backup import backup
from harness.campaign.workspace import open_workspace


@pytest.fixture
def zip_of(shelf, tmp_path):
    path = tmp_path / "备份.zip"
    with open_workspace(shelf.home / "示例", as_of=date(2020, 11, 23), by="甲") as workspace:
        backup(workspace, path)
    return path


def put(client, once, name, **more):
    word = once(client.get("/restore").text)
    files = more.pop("files", None)
    return client.post("/restore", data={"once": word, "name": name, **more}, files=files)


def test_a_backup_is_put_back_into_a_new_folder(shelf, once, zip_of):
    client = shelf.client()
    files = {"backup": ("备份.zip", zip_of.read_bytes(), "application/zip")}
    done = put(client, once, "恢复的", files=files)
    assert done.status_code == 303, done.text
    assert "已从备份恢复" in client.get(done.headers["location"]).text
    assert (shelf.home / "恢复的" / "campaign.toml").is_file()


def test_a_large_one_is_chosen_from_where_it_lies(shelf, once, zip_of):
    shutil.copy(zip_of, shelf.home / "很大的.zip")
    client = shelf.client()
    assert "很大的.zip" in client.get("/restore").text
    assert put(client, once, "恢复的", lying="很大的.zip").status_code == 303
    assert put(client, once, "又一个", lying="../备份.zip").status_code == 422


@pytest.mark.parametrize("name", ["示例", "", "a/b", "..", ".隐"])
def test_nothing_is_overwritten_and_nothing_lies_elsewhere(shelf, once, zip_of, name):
    files = {"backup": ("备份.zip", zip_of.read_bytes(), "application/zip")}
    before = sorted(each.name for each in shelf.home.iterdir())
    assert put(shelf.client(), once, name, files=files).status_code == 422
    assert sorted(each.name for each in shelf.home.iterdir()) == before


def test_one_that_was_changed_is_refused_and_nothing_stays(shelf, once, zip_of):
    data = bytearray(zip_of.read_bytes())
    data[200] ^= 1
    files = {"backup": ("备份.zip", bytes(data), "application/zip")}
    answer = put(shelf.client(), once, "恢复的", files=files)
    assert answer.status_code == 422
    assert not (shelf.home / "恢复的").exists()


def test_only_an_admin_restores(team):
    assert team.client("复核员").get("/restore").status_code == 403
