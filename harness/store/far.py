"""A place for bytes that fsspec reaches -> the few calls that evidence needs of it, each with an end.

Whatever it refuses, or does not do in time, is an `Unusable` with one Chinese line: nobody may take a
server that is away for evidence that is missing. Keys come from the environment or the provider's own
files; no word of the provider's is repeated, for it may hold some.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import threading
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any, TypeVar
from urllib.parse import urlsplit

from harness.store.errors import Unusable

_log = logging.getLogger(__name__)
T = TypeVar("T")
PATIENCE = 120.0  # seconds that one call may take: a file of 500 MB at 40 Mbit/s
CONNECT, READ, TRIES = 10, 30, 2  # seconds to a connection, to the next bytes; tries
# a put is there whole or not at all
_WHOLE = frozenset(("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "cos", "memory"))
_PACKAGES = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "az": "adlfs", "oss": "ossfs"}  # fmt: skip
_BY_PREFIX = frozenset(("s3", "s3a", "gs", "gcs"))
Seen = tuple[int, str]  # size, and what changes with the bytes (an ETag, a time)


class Far:
    """`url`: the address below which everything lies."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._fs, self._root = _opened(self.url)
        scheme = urlsplit(url).scheme
        self._whole, self._by_prefix = scheme in _WHOLE, scheme in _BY_PREFIX

    def read(self, path: str) -> bytes:
        """FileNotFoundError where the place is there and the file is not."""
        return self._done(lambda: bytes(self._fs.cat_file(self._at(path))), path)

    def seen(self, path: str) -> Seen:
        """The same of a file that is only looked at."""
        return self._done(lambda: _seen(self._fs.info(self._at(path))), path)

    def shelf(self, path: str) -> Mapping[str, Seen]:
        """The files right below, by name; none where there is nothing."""
        try:
            found = self._done(lambda: self._fs.ls(self._at(path), detail=True), path)
        except FileNotFoundError:
            return {}
        files = [each for each in found if each["type"] == "file"]
        return {PurePosixPath(each["name"]).name: _seen(each) for each in files}

    def beginning(self, path: str, start: str) -> list[str]:
        """The names right below that begin so, in order. Where the place can tell those alone, it is asked
        for no more: a shelf may hold thousands."""
        if not self._by_prefix:
            return sorted(each for each in self.shelf(path) if each.startswith(start))
        try:
            found = self._done(lambda: self._fs.find(self._at(path), prefix=start), path)
        except FileNotFoundError:
            return []
        return sorted(PurePosixPath(each).name for each in found)

    def all_below(self, path: str) -> list[str]:
        """The paths of all files below, relative to the address."""
        try:
            found = self._done(lambda: self._fs.find(self._at(path)), path)
        except FileNotFoundError:
            return []
        root = str(self._root).strip("/")
        return sorted(str(each).strip("/").removeprefix(root).strip("/") for each in found)

    def write(self, path: str, data: bytes) -> None:
        """When this returns the place has said that it has the file, and has as much of it as was given."""
        target = self._at(path)

        def put() -> int:
            if self._whole:
                self._fs.pipe_file(target, data)
            else:
                folder = target.rpartition("/")[0]
                # two that write the same at once write the same bytes
                half = f"{folder}/.incoming-{hashlib.sha256(data).hexdigest()[:16]}-{threading.get_ident()}"
                self._fs.makedirs(folder, exist_ok=True)
                self._fs.pipe_file(half, data)
                self._fs.mv(half, target)
            return _seen(self._fs.info(target))[0]

        try:
            size = self._done(put, path)
        except FileNotFoundError:
            raise Unusable(f"佐证的存放处“{self.url}”没有存下文件，请稍候再试") from None
        if size != len(data):
            raise Unusable(f"佐证的存放处“{self.url}”存下的文件不全，请稍候再试")

    def remove(self, path: str) -> None:
        self._done(lambda: self._fs.rm_file(self._at(path)), path)

    def _at(self, path: str) -> str:
        return f"{str(self._root).rstrip('/')}/{path}"

    def _done(self, call: Callable[[], T], path: str) -> T:
        try:
            return in_time(call, PATIENCE)
        except FileNotFoundError:
            self._is_there()
            raise FileNotFoundError(2, "没有这个文件", f"{self.url}/{path}") from None
        except Exception as fault:  # noqa: BLE001  a provider has its own kinds
            raise self._unusable(fault) from None

    def _is_there(self) -> None:
        """A bucket that is gone is no evidence that is missing."""
        top = str(self._root).strip("/").partition("/")[0]
        if not self._whole or urlsplit(self.url).scheme == "memory":
            return
        try:
            in_time(lambda: self._fs.ls(top, detail=False), PATIENCE)
        except FileNotFoundError:
            raise Unusable(
                f"佐证的存放处“{self.url}”：没有 {top} 这个存储桶，请核对 campaign.toml 的 evidence"
            ) from None
        except Exception as fault:  # noqa: BLE001
            raise self._unusable(fault) from None

    def _unusable(self, fault: Exception) -> Unusable:
        _log.info("evidence at %s: %s", self.url, type(fault).__name__)
        return Unusable(f"佐证的存放处“{self.url}”{_why(fault)}")


def in_time(call: Callable[[], T], seconds: float) -> T:
    """What a call gives; TimeoutError where it does not come to an end. It then goes on by itself, for
    nothing stops it: of files it can only leave what it was asked to put there."""
    told: list[Any] = []

    def run() -> None:
        try:
            told.append((True, call()))
        except BaseException as fault:  # noqa: BLE001  raised again below
            told.append((False, fault))

    thread = threading.Thread(target=run, name="evidence", daemon=True)
    thread.start()
    thread.join(seconds)
    if not told:
        raise TimeoutError
    done, outcome = told[0]
    if not done:
        raise outcome
    result: T = outcome
    return result


def _opened(url: str) -> tuple[Any, Any]:
    scheme = urlsplit(url).scheme
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise Unusable(_missing(scheme)) from None
    options: dict[str, Any] = {"skip_instance_cache": True, "use_listings_cache": False}
    if scheme in ("s3", "s3a"):
        options["config_kwargs"] = {
            "connect_timeout": CONNECT,
            "read_timeout": READ,
            "retries": {"max_attempts": TRIES, "mode": "standard"},
        }
    if scheme == "memory":
        options = {}
    try:
        fs, root = url_to_fs(url, **options)
        if scheme in ("s3", "s3a"):
            fs.retries = TRIES
            _refuse_open_way(url, in_time(lambda: str(fs.connect().meta.endpoint_url), PATIENCE))
    except ImportError:
        raise Unusable(_missing(scheme)) from None
    except Unusable:
        raise
    except Exception as fault:  # noqa: BLE001  a provider has its own kinds
        raise Unusable(f"佐证的存放处“{url}”{_why(fault)}") from None
    return fs, root


def _missing(scheme: str) -> str:
    package = _PACKAGES.get(scheme)
    more = f"（{scheme}:// 另需 {package}）" if package else ""
    return f'佐证放在别处，需要另装一组软件包：pip install "mingcha[team]"{more}'


def _refuse_open_way(url: str, endpoint: str) -> None:
    """Letters of people never travel in the open, save to this very machine."""
    parts = urlsplit(endpoint)
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        raise Unusable(
            f"佐证的存放处“{url}”的服务地址 {parts.scheme}://{parts.hostname} 不加密，没有连接；请改为 https://"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _why(fault: BaseException) -> str:
    """By the kind of a fault alone: its words may hold what nobody else should read."""
    names = {each.__name__ for each in type(fault).__mro__}
    if "NoCredentialsError" in names or "PartialCredentialsError" in names:
        return "没有可用的密钥，请在环境变量或者存储服务自己的配置文件里写好（见 docs/cluster.md）"
    if isinstance(fault, PermissionError):
        return "拒绝访问，请核对密钥和权限"
    if isinstance(fault, TimeoutError) or any("Timeout" in each for each in names):
        return "没有按时回应，请稍候再试"
    if any("SSL" in each for each in names):
        return "的证书无法核对，没有连接；请核对地址和证书"
    if isinstance(fault, ConnectionError) or any("Connection" in each for each in names):
        return "连不上，请检查网络和地址，或稍候再试"
    return f"不能使用（{type(fault).__name__}），请稍候再试"


def _seen(info: Mapping[str, Any]) -> Seen:
    told = [info[each] for each in ("ETag", "etag", "md5Hash", "mtime", "created", "LastModified", "ino") if info.get(each)]  # fmt: skip
    return int(info.get("size") or 0), str(told[:1])


@cache
def far(url: str) -> Far:
    """One a process: what it has connected stays."""
    return Far(url)


def fetch(url: str, path: str, expected: str) -> bytes:
    """Verified by its hash; ValueError where it is not what was kept."""
    data = far(url).read(path)
    if hashlib.sha256(data).hexdigest() != expected:
        raise ValueError(f"佐证文件 {path} 的内容已被改动（SHA-256 不符），不能据以认定")
    return data
