"""The password of an account: from the system's keyring, the environment, or whoever sits there.

It stands in no file of a campaign, and is written to none. `keyring` is used where it is installed
and has a password for the service "mingcha" and the address.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Callable

SERVICE = "mingcha"
VARIABLE = "MINGCHA_MAIL_PASSWORD"
Ask = Callable[[str], str]  # a question -> what was typed, unseen


class NoPassword(Exception):
    """One Chinese line: where a password may be put."""


def password(address: str, ask: Ask | None = None, user: str = "") -> str:
    """NoPassword where nobody knows it, or no server could be told it or `user`."""
    own = variable(address)
    found = _from_keyring(address) or os.environ.get(own) or os.environ.get(VARIABLE)
    if not found and ask is not None:
        found = ask(f"邮箱 {address} 的发信密码（授权码）")
    if not found:
        raise NoPassword(
            f"没有邮箱 {address} 的发信密码：请存入系统密钥环（keyring set {SERVICE} {address}），"
            f"或者设置环境变量 {own}，或者在终端里运行，届时输入"
        )
    if fault := unsayable(address, user, found):
        raise NoPassword(fault)
    return found


def unsayable(address: str, user: str, password: str) -> str:
    """Why these cannot be said to a server, which is told ASCII; empty where they can. One Chinese
    line that shows neither."""
    for what, given in (("登录名", user), ("密码", password)):
        if not (given.isascii() and given.isprintable()):
            return (
                f"邮箱 {address} 的{what}里有中文、全角字符、带符号的字母或者看不见的字符，服务器不认；"
                "请切换到英文输入法重新填写（多数邮箱的密码要填“授权码”）"
            )
    return ""


def variable(address: str) -> str:
    """The environment variable for this account alone."""
    return f"{VARIABLE}_{re.sub('[^A-Z0-9]+', '_', address.upper())}"


def _from_keyring(address: str) -> str | None:
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return None
    try:
        found = keyring.get_password(SERVICE, address)
    except Exception:  # noqa: BLE001  a system without a keyring has many ways to say so
        return None
    return str(found) if found else None
