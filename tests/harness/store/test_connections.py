"""Why a connection failed is said in Chinese, whatever the system and its libraries say."""

from __future__ import annotations

import errno
import os
import socket
import ssl

import pytest

from harness.store.connections import why


def _system(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (_system(errno.ECONNREFUSED), "对方没有接受连接"),
        (_system(errno.ECONNRESET), "对方断开了连接"),
        (_system(errno.EPIPE), "对方断开了连接"),
        (_system(errno.ENETUNREACH), "网络不通"),
        (_system(errno.EHOSTUNREACH), "网络不通"),
        (_system(errno.ETIMEDOUT), "超时"),
        (TimeoutError("timed out"), "超时"),
        (TimeoutError("The handshake operation timed out"), "超时"),
        (socket.gaierror(-2, "Name or service not known"), "找不到这台服务器"),
        (ssl.SSLEOFError(8, "EOF occurred in violation of protocol"), "对方断开了连接"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version"), "加密连接没有建立"),
        (_system(errno.EACCES), "没有权限"),
        (OSError("服务器没有交完第3封邮件"), "服务器没有交完第3封邮件"),
    ],
)  # fmt: skip
def test_what_broke_a_connection_is_told_in_chinese(wrong: OSError, told: str) -> None:
    assert why(wrong).startswith(told)
    assert not any("a" <= each <= "z" for each in why(wrong))


@pytest.mark.parametrize(
    ("code", "told"), [(10, "已过期"), (18, "自签名"), (20, "签发"), (62, "名称"), (99, "编号99")]
)
def test_what_is_wrong_with_a_certificate_is_told_in_chinese(code: int, told: str) -> None:
    wrong = ssl.SSLCertVerificationError(1, "certificate verify failed")
    wrong.verify_code, wrong.verify_message = code, "some English"
    assert "证书核对不上" in why(wrong) and told in why(wrong) and "English" not in why(wrong)
