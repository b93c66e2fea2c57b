"""`store` in campaign.toml: where the facts are kept -> the parts of a PostgreSQL address.

postgresql://USER@HOST:PORT/DATABASE?schema=NAME&sslrootcert=FILE. No password stands in it: whoever has
the folder would have it. Beyond this machine TLS with a verified certificate is not left to choice, so
there is no word for it.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

SCHEMES = ("postgresql", "postgres")
EXAMPLE = "postgresql://mingcha@db.example.org:5432/mingcha?schema=2026"
PORT = 5432
LONGEST = 63  # bytes of a name in PostgreSQL
_KNOWN = ("schema", "sslrootcert", "host")


class BadAddress(ValueError):
    """One Chinese line without a stop: what is wrong with it, and what to write."""


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """`socket`: the folder of a server's socket on this machine, in place of host and port. `schema`:
    empty where the campaign's id names it. `ca`: a file of root certificates, beside campaign.toml."""

    user: str
    host: str
    port: int
    database: str
    schema: str = ""
    ca: str = ""
    socket: str = ""

    @property
    def here(self) -> bool:
        """Whether it is on this machine, or at the near end of a tunnel: nobody listens in between."""
        return bool(self.socket) or is_loopback(self.host)

    @property
    def url(self) -> str:
        """As it stands in campaign.toml; also what people are shown, for there is no secret in it."""
        where = "" if self.socket else f"{_host(self.host)}:{self.port}"
        more = [("schema", self.schema), ("sslrootcert", self.ca), ("host", self.socket)]
        asked = "&".join(f"{name}={quote(value, safe='/.-_~')}" for name, value in more if value)
        base = f"postgresql://{quote(self.user, safe='')}@{where}/{quote(self.database, safe='')}"
        return f"{base}?{asked}" if asked else base


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def parse(text: str) -> StoreAddress:
    try:
        parts = urlsplit(text.strip())
        port, asked = parts.port or PORT, dict(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:
        raise BadAddress(f"“{without_password(text)}”不成地址，应形如 {EXAMPLE}") from None
    if parts.scheme not in SCHEMES:
        raise BadAddress(
            f"“{without_password(text)}”应以 postgresql:// 开头，形如 {EXAMPLE}；不写这一行就存在本文件夹的 mingcha.db"
        )
    if parts.password is not None or "password" in asked:
        raise BadAddress(
            "地址里不能写密码（文件夹一复制就泄露）；请删去，改用环境变量 MINGCHA_STORE_PASSWORD、"
            "系统钥匙串或者 ~/.pgpass"
        )
    if unknown := [name for name in asked if name not in _KNOWN]:
        raise BadAddress(f"问号后面的“{unknown[0]}”不认识，只能是 {'、'.join(_KNOWN)}")
    return _checked(parts, port, asked)


def _checked(parts: SplitResult, port: int, asked: dict[str, str]) -> StoreAddress:
    socket, host = asked.get("host", ""), parts.hostname or ""
    if socket and (host or not socket.startswith("/")):
        raise BadAddress(
            "问号后面的 host 只用来写本机套接字所在的文件夹（以 / 开头），这时 // 后面不写主机名"
        )
    database, schema = unquote(parts.path.strip("/")), asked.get("schema", "")
    for what, value in (
        ("用户名", parts.username),
        ("主机名", host or socket),
        ("数据库名", database),
    ):
        if not value:
            raise BadAddress(f"没有写{what}，应形如 {EXAMPLE}")
    for what, value in (("数据库名", database), ("schema", schema)):
        if len(value.encode()) > LONGEST or not (value or "x").isprintable():
            raise BadAddress(f"{what}“{value[:30]}”太长或者有看不见的字符，最多 {LONGEST} 个字节")
    if schema.startswith("pg_") or schema == "information_schema":
        raise BadAddress(f"schema“{schema}”是数据库自己用的名称，请另取一个")
    return StoreAddress(
        unquote(parts.username or ""), host, port, database, schema, asked.get("sslrootcert", ""), socket
    )  # fmt: skip


def without_password(text: str) -> str:
    """What may be shown of an address that somebody typed."""
    head, at, tail = text.rpartition("@")
    scheme, slashes, who = head.partition("://")
    return f"{scheme}{slashes}{who.partition(':')[0]}@{tail}" if at else text


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host
