"""Where a campaign's evidence lies and where its files are read, as campaign.toml says: URLs -> Chinese faults.

A password never stands in an address: files are copied, shown and handed over.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from letters.faults import BadTable
from letters.opening import read_text

# where bytes would travel in the open, cannot be written, or lie in something else that may change
_UNFIT = {
    "http": "只能读、也不加密",
    "https": "只能读，不能写",
    "ftp": "不加密",
    "data": "不是存放处",
    "github": "不是存放处",
    "git": "不是存放处",
    "zip": "是压缩包",
    "tar": "是压缩包",
    "webhdfs": "不加密",
}
EVIDENCE_EXAMPLE, ENGINE_EXAMPLE = "s3://mingcha/样江-2026", "tls://scheduler:8786"
_NAMED = re.compile(r"^\s*evidence\s*=", re.MULTILINE)
_SECRETS = re.compile(r"(?i)(key|secret|token|pass|sig)")


def evidence_faults(url: str) -> list[str]:
    """What is wrong with where evidence is to lie; the address itself is repeated by no fault."""
    if not url:
        return []
    place = "[campaign] 的 evidence："
    parts = _split(url)
    if parts is None or not parts.scheme or "://" not in url:
        return [f'{place}不是地址，应形如 "{EVIDENCE_EXAMPLE}"；放在本文件夹的，删去这一项']
    if parts.password or parts.query or parts.fragment or _SECRETS.search(parts.username or ""):
        return [
            f"{place}地址里不能写密码、密钥，也不能带 ? 和 #，请删去；"
            "密钥放在环境变量或者存储服务自己的配置文件里（见 docs/cluster.md）"
        ]
    if "::" in url:
        return [f"{place}不能用 :: 套接，请只写一个地址"]
    if why := _UNFIT.get(parts.scheme.lower()):
        return [f'{place}{parts.scheme}:// {why}，不能存放佐证，应形如 "{EVIDENCE_EXAMPLE}"']
    if not (parts.netloc or parts.path.strip("/")) or ".." in parts.path.split("/"):
        return [f'{place}没有写清放在哪里，应形如 "{EVIDENCE_EXAMPLE}"']
    return []


def engine_faults(url: str) -> list[str]:
    if not url:
        return []
    place = "[campaign] 的 engine："
    parts = _split(url)
    if parts is not None and parts.scheme.lower() in ("tcp", "ws", "ucx", "inproc"):
        return [
            f"{place}{parts.scheme}:// 不加密，谁连得上谁就能在集群里运行程序，不能使用；"
            f'请写 "{ENGINE_EXAMPLE}"，证书用 mingcha cluster certs 制作'
        ]
    if parts is None or parts.scheme.lower() != "tls" or not parts.hostname:
        return [f'{place}应为调度程序的地址，形如 "{ENGINE_EXAMPLE}"；在本机读的，删去这一项']
    if parts.username or parts.password or parts.query or parts.fragment or parts.path.strip("/"):
        return [f'{place}只写主机和端口，形如 "{ENGINE_EXAMPLE}"']
    if _port(parts) is None:
        return [f'{place}没有写端口（1 到 65535），形如 "{ENGINE_EXAMPLE}"']
    return []


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or None
    except ValueError:
        return None


def evidence_of(path: Path) -> str:
    """The evidence's address in this campaign.toml, whatever else is wrong with the file; empty where it is
    the folder. BadTable where nobody can tell: evidence that is kept in the wrong place is lost."""
    try:
        text = read_text(path)
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise BadTable(f"{path.name}：无法读取，不知道佐证放在哪里，没有打开") from None
    if not _NAMED.search(text):
        return ""
    try:
        told = tomllib.loads(text).get("campaign", {})
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        raise BadTable(
            f"{path.name}：不合 TOML 写法，不知道佐证放在哪里（evidence 一项），请先改好"
        ) from None
    url = told.get("evidence", "") if isinstance(told, dict) else ""
    if not isinstance(url, str):
        raise BadTable(f'{path.name}，[campaign] 的 evidence：应为地址，形如 "{EVIDENCE_EXAMPLE}"')
    if faults := evidence_faults(url):
        raise BadTable(*(f"{path.name}，{each}" for each in faults))
    return url
