"""Why a connection to a server failed -> the middle of a Chinese sentence. What the system and its
libraries say of it is English; a server's own words are kept by whoever talks to it."""

from __future__ import annotations

import errno
import socket
import ssl

from harness.store.errors import reason

HUNG_UP = "对方断开了连接"
TOO_SLOW = "超时，服务器没有答复"
_NO_WAY = frozenset(
    {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
)
_CERTIFICATES = {  # OpenSSL's verify codes
    9: "尚未生效", 10: "已过期", 18: "是自签名的", 19: "由自签名的根证书签发",
    20: "签发者不受信任", 21: "签发者不受信任", 23: "已吊销", 62: "上的名称与服务器名不符",
    64: "上的地址与服务器地址不符",
}  # fmt: skip


def why(wrong: OSError) -> str:
    """What is raised by our own code without a number is Chinese already."""
    if isinstance(wrong, ssl.SSLCertVerificationError):
        return f"证书核对不上：{certificate(wrong)}"
    if isinstance(wrong, TimeoutError):
        return TOO_SLOW
    if isinstance(wrong, ConnectionRefusedError):
        return "对方没有接受连接，该端口上没有服务"
    if isinstance(wrong, ConnectionError | ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return HUNG_UP
    if isinstance(wrong, ssl.SSLError):
        return "加密连接没有建立，加密方式或者端口可能不对"
    if isinstance(wrong, socket.gaierror):
        return "找不到这台服务器，服务器名可能有误，或者没有联网"
    if wrong.errno in _NO_WAY:
        return "网络不通"
    if wrong.errno is None and not str(wrong).isascii():
        return str(wrong)
    return reason(wrong)


def certificate(wrong: ssl.SSLCertVerificationError) -> str:
    """What is wrong with it."""
    code = getattr(wrong, "verify_code", 0)
    return f"证书{_CERTIFICATES.get(code, f'没有通过核对（编号{code}）')}"
