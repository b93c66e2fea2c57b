"""Installs the real servers and tools that tests need, where that is possible: root on Debian.

Run by `make test` before the tests. Elsewhere it only says what is missing, and conftest.py leaves
out, by name, the tests that need it. Nothing here is needed to use mingcha.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# program -> Debian package
SERVERS = {
    "dovecot": "dovecot-imapd",
    "postfix": "postfix",
    "swaks": "swaks",
    "/usr/lib/dovecot/pop3": "dovecot-pop3d",
    "smtp-sink": "postfix",
    "soffice": "libreoffice-writer-nogui",
    "/usr/lib/libreoffice/program/libsclo.so": "libreoffice-calc-nogui",
    "bsdtar": "libarchive-tools",
    "7z": "p7zip-full",
    "unar": "unar",
    "antiword": "antiword",
    "strace": "strace",
    "chromium": "chromium",
    "postgres": "postgresql",
    "ip": "iproute2",
    "unshare": "util-linux",
}


def missing() -> dict[str, str]:
    return {program: package for program, package in SERVERS.items() if not is_there(program)}


def is_there(program: str) -> bool:
    """Debian keeps PostgreSQL's own programs by version, out of everybody's way."""
    if shutil.which(program) or Path("/usr/sbin", program).exists():
        return True
    return any(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))


def can_install() -> bool:
    return (
        hasattr(os, "geteuid")
        and os.geteuid() == 0
        and Path("/etc/debian_version").exists()
        and shutil.which("apt-get") is not None
    )


def main() -> None:
    absent = missing()
    if absent and can_install():
        quiet = {
            "stdout": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *absent.values()],
            check=False,
            **quiet,
        )
        absent = missing()
    for program, package in absent.items():
        sys.stderr.write(f"没有 {program}（Debian 软件包 {package}），需要它的测试将略去\n")
    if absent and os.environ.get("MINGCHA_NOTHING_LEFT_OUT"):
        sys.exit(1)


if __name__ == "__main__":
    main()
