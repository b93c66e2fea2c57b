"""What may leave the machine: nothing."""

from __future__ import annotations

import pytest

from harness.dispatch.authorisation import NotAuthorised, loopback


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("localhost", "127.0.0.1"),
        ("LocalHost", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("127.8.9.10", "127.8.9.10"),
        ("::1", "::1"),
        ("0:0:0:0:0:0:0:1", "::1"),
    ],
)
def test_the_loopback_interface_is_allowed(host: str, address: str) -> None:
    assert loopback(host) == address


@pytest.mark.parametrize(
    "host",
    [
        "",
        "smtp.example.org",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "localhost.",
        " 127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0.0.0.0",
        "128.0.0.1",
        "192.168.1.1",
        "::",
        "::ffff:127.0.0.1",
        "::1%eth0",
        "fe80::1",
        "[::1]",
        "127.0.0.1:25",
    ],
)
def test_everything_else_is_refused_in_one_chinese_line(host: str) -> None:
    with pytest.raises(NotAuthorised) as refused:
        loopback(host)
    line = str(refused.value)
    assert f"“{host}”不是本机地址" in line and "smtp_host" in line and "\n" not in line
