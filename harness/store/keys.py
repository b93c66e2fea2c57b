"""Keys: one for each applicant, kept outside the campaign's folder and whatever is copied of it.

In: a key's id, which stands beside what was encrypted with it. Out: its 32 bytes. A key lies in the
system's keyring where one works, else in a file of its own that its user alone can read. Who deletes
it makes everything that it encrypted unreadable, in backups as well.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from harness.store.durably import make_folder, write_all
from harness.store.errors import StoreError, disk_error
from letters.opening import read_text

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)
PLACE = "MINGCHA_KEYS"  # names a folder for keys, which is then used in place of the keyring
SERVICE = "mingcha"
SIZE = 32
_WORKS = 1  # priority of a keyring that the library itself recommends; below are stand-ins


class KeyLost(StoreError):
    """The key is not on this machine."""


def new_key(campaign: Path) -> str:
    """Its id; it is surely kept before anything is encrypted with it."""
    id, key = secrets.token_hex(8), secrets.token_bytes(SIZE)
    backend = None if os.environ.get(PLACE) else _keyring()
    if backend is not None and _into(backend, id, key):
        return id
    _into_file(campaign, id, key)
    return id


def where(id: str) -> str:
    """In words, for whoever must know what to take care of."""
    path = _file(id)
    if _is_id(id) and path.is_file():
        return f"文件“{path}”（只有本人可读，不在测评文件夹里）"
    backend = _keyring()
    if backend is not None and _asked(id):
        return f"系统密钥环（{backend.name}）"
    return "别的电脑上，或者已经丢失"


@lru_cache(maxsize=256)
def load_key(id: str) -> bytes:
    """KeyLost where it is neither in a file nor in the keyring."""
    if not _is_id(id):
        raise KeyLost("数据库或者信件里的密钥编号不是明察写的，没有使用")
    path = _file(id)
    try:
        _private(path)
        told = read_text(path)
    except FileNotFoundError:
        told = _asked(id)
    except (OSError, UnicodeDecodeError) as wrong:
        why = disk_error(wrong) if isinstance(wrong, OSError) else f"密钥文件“{path}”已损坏"
        raise KeyLost(why) from None
    try:
        key = bytes.fromhex(told)
    except ValueError:
        key = b""
    if len(key) != SIZE:
        raise KeyLost(
            f"密钥 {id} 不在这台机器上（系统密钥环和文件夹“{path.parent}”里都没有）"
            if not told
            else f"密钥 {id} 已损坏"
        )
    return key


def drop_key(id: str) -> bool:
    """Nothing that it encrypted can be read from here on. False where it was not on this machine, or
    the keyring does not answer: then another copy may still be somewhere."""
    load_key.cache_clear()
    if not _is_id(id):
        return False
    try:
        _file(id).unlink()
        return True
    except FileNotFoundError:
        pass
    backend = _keyring()
    if backend is None or not _asked(id):
        return False
    try:
        backend.delete_password(SERVICE, id)
    except Exception:
        log.info("the keyring does not delete", exc_info=True)
    if _asked(id):
        raise StoreError(f"密钥 {id} 没有从系统密钥环（{backend.name}）中删去，请解锁密钥环后再试")
    return True


def _folder() -> Path:
    if given := os.environ.get(PLACE):
        return Path(given).absolute()
    if os.name == "nt":
        home = os.environ.get("APPDATA") or str(Path.home())
        return Path(home, SERVICE, "keys")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / SERVICE / "keys"
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home, SERVICE, "keys")


def _is_id(id: str) -> bool:
    """A folder from elsewhere may say anything: no name of a file is made of it that leads away."""
    return re.fullmatch(r"[0-9a-f]{16}", id) is not None


def _file(id: str) -> Path:
    return _folder() / f"{id}.key"


def _into_file(campaign: Path, id: str, key: bytes) -> None:
    """One file a key: two programs that make keys at once cannot lose each other's."""
    path = _file(id)
    if path.resolve().is_relative_to(campaign.resolve()):
        raise StoreError(
            f"存放密钥的文件夹“{path.parent}”在测评文件夹里面，会与密文一起被复制；"
            f"请用环境变量 {PLACE} 另指一个文件夹"
        )
    make_folder(path.parent, mode=0o700)
    write_all({path: key.hex().encode()})


def _private(path: Path) -> None:
    """Others could have read it, or made it: that is told, not mended in silence."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyLost(f"密钥文件“{path}”别的用户也能读，没有使用；请先运行 chmod 600 “{path}”")


def _keyring() -> KeyringBackend | None:
    """The system's keyring; None where there is none that works. Asking may end in any way: each
    system has its own."""
    try:
        import keyring

        backend = keyring.get_keyring()
        return backend if backend.priority >= _WORKS else None
    except Exception:
        log.info("no keyring", exc_info=True)
        return None


def _into(backend: KeyringBackend, id: str, key: bytes) -> bool:
    """Whether it is there, and comes back as it was."""
    try:
        backend.set_password(SERVICE, id, key.hex())
        return backend.get_password(SERVICE, id) == key.hex()
    except Exception:
        log.info("the keyring does not take a key", exc_info=True)
        return False


def _asked(id: str) -> str:
    """What the keyring says of it; empty where it says nothing."""
    backend = _keyring()
    try:
        return (backend.get_password(SERVICE, id) or "") if backend is not None else ""
    except Exception:
        log.info("the keyring does not answer", exc_info=True)
        return ""
