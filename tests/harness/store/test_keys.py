"""Where keys lie: in a keyring that works, else in a file of one's own; and how they are deleted."""

from __future__ import annotations

import os
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from harness.store import keys
from harness.store.errors import StoreError


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 5  # type: ignore[assignment]
    name = "试验密钥环"  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class Locked(Ring):
    def set_password(self, *_: str) -> None:
        raise KeyringLocked("locked")

    get_password = set_password  # type: ignore[assignment]


class Forgetful(Ring):
    """It takes a password and does not keep it."""

    def set_password(self, *_: str) -> None:
        pass


class Stubborn(Ring):
    def delete_password(self, *_: str) -> None:
        raise PasswordDeleteError("no")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A user without MINGCHA_KEYS, whose files lie in a folder of the test."""
    monkeypatch.delenv(keys.PLACE)
    for name in ("HOME", "USERPROFILE", "APPDATA", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    before = keyring.get_keyring()
    keys.load_key.cache_clear()
    yield tmp_path / "home"
    keyring.set_keyring(before)
    keys.load_key.cache_clear()


def _files(home: Path) -> list[Path]:
    return sorted(home.rglob("*.key"))


def test_where_a_keyring_works_the_key_is_in_it_and_in_no_file(home: Path, tmp_path: Path) -> None:
    keyring.set_keyring(ring := Ring())
    id = keys.new_key(tmp_path / "测评")
    assert list(ring.held) == [("mingcha", id)] and _files(home) == []
    assert keys.where(id) == "系统密钥环（试验密钥环）"
    assert len(keys.load_key(id)) == keys.SIZE
    assert keys.drop_key(id) and ring.held == {}
    with pytest.raises(keys.KeyLost, match="不在这台机器上"):
        keys.load_key(id)
    assert not keys.drop_key(id)


@pytest.mark.parametrize("kind", [Locked, Forgetful])
def test_where_it_does_not_the_key_is_in_a_file_that_its_user_alone_can_read(
    home: Path, tmp_path: Path, kind: type[Ring]
) -> None:
    keyring.set_keyring(kind())
    id = keys.new_key(tmp_path / "测评")
    (path,) = _files(home)
    assert path.name == f"{id}.key" and str(path) in keys.where(id)
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
    assert len(keys.load_key(id)) == keys.SIZE
    assert keys.drop_key(id) and _files(home) == []


def test_a_stand_in_that_the_library_does_not_recommend_is_not_used(
    home: Path, tmp_path: Path
) -> None:
    class Plain(Ring):
        priority = 0.5  # type: ignore[assignment]

    keyring.set_keyring(ring := Plain())
    keys.new_key(tmp_path / "测评")
    assert ring.held == {} and len(_files(home)) == 1


def test_a_key_that_the_keyring_does_not_let_go_is_not_said_to_be_deleted(
    home: Path, tmp_path: Path
) -> None:
    keyring.set_keyring(Stubborn())
    id = keys.new_key(tmp_path / "测评")
    with pytest.raises(StoreError, match="没有从系统密钥环"):
        keys.drop_key(id)


def test_a_damaged_key_is_told(home: Path, tmp_path: Path) -> None:
    keyring.set_keyring(Locked())
    id = keys.new_key(tmp_path / "测评")
    (path,) = _files(home)
    for damage in (b"", b"00", b"\xff" * 64):
        path.write_bytes(damage)
        with pytest.raises(keys.KeyLost):
            keys.load_key(id)


@pytest.mark.skipif(os.name != "posix", reason="Windows needs no asking for a folder")
def test_a_key_file_and_the_folders_made_for_it_are_on_the_disk_before_it_is_used(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that the disk does not have after a power cut is a key that is lost."""
    keyring.set_keyring(Locked())
    flushed: list[int] = []
    fsync = os.fsync

    def kept(handle: int) -> None:
        fsync(handle)
        flushed.append(os.fstat(handle).st_ino)

    monkeypatch.setattr(os, "fsync", kept)
    keys.new_key(tmp_path / "测评")
    (path,) = _files(home)
    above = path.relative_to(tmp_path).parents
    for each in (path, *(tmp_path / folder for folder in above)):
        assert each.stat().st_ino in flushed, each
    assert list(path.parent.iterdir()) == [path]
    assert keys.load_key(path.stem) == bytes.fromhex(path.read_text("ascii"))
