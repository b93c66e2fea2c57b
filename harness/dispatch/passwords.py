"""The password of a mailbox, for sending and for receiving alike: from the environment, the system's
keyring, or whoever sits there, in this order.

The environment comes first: it is set for one run, what lies in a keyring was put there once. It stands
in no file of a campaign, and is written to none. `keyring` is used where it is installed; it has the
password for the service "mingcha" under the address, or under NAME@SERVER where a server wants one of
its own.
"""

from __future__ import annotations

import importlib
import logging
import os
import re
from collections.abc import Callable, Iterable

_log = logging.getLogger(__name__)
SERVICE = "mingcha"
VARIABLE = "MINGCHA_MAIL_PASSWORD"
Ask = Callable[[str], str | None]  # a mailbox -> its password, where somebody types it, unseen


class NoPassword(Exception):
    """One Chinese line: where a password may be put."""


def nobody(_mailbox: str) -> None:
    """Where nobody can be asked."""


def password(address: str, ask: Ask = nobody, *, user: str = "", host: str = "") -> str:
    """NoPassword where nobody knows it, or no server could be told it or `user`."""
    own = variable(address)
    found = _from_environment(address) or _from_keyring([f"{user or address}@{host}", address])
    found = found or ask(address)
    if not found:
        raise NoPassword(
            f"没有邮箱 {address} 的密码（授权码）：请设置环境变量 {own}（几个邮箱密码相同的，也可以设置 {VARIABLE}），"
            f"或者存入系统钥匙串（keyring set {SERVICE} {address}），或者在窗口里运行，届时输入"
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
    """The environment variable for this mailbox alone: MINGCHA_MAIL_PASSWORD_ZHANG_EXAMPLE_ORG"""
    return f"{VARIABLE}_{re.sub('[^A-Z0-9]', '_', address.upper())}"


def _from_environment(address: str) -> str | None:
    """Also under the name that sending once gave it, with one stroke for several signs in a row."""
    former = re.sub("_+", "_", variable(address))
    names = (variable(address), former, VARIABLE)
    return next((found for name in names if (found := os.environ.get(name))), None)


def _from_keyring(names: Iterable[str]) -> str | None:
    """None where this machine has no keyring, or has nothing in it."""
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return None
    try:
        found = (keyring.get_password(SERVICE, each) for each in names)
        return next((str(each) for each in found if each), None)
    except Exception as fault:  # noqa: BLE001  each system's keyring fails in its own way
        _log.warning("the keyring cannot be asked: %s", type(fault).__name__)
        return None
