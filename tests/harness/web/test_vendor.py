"""What others have made and we ship is what they have published."""

from __future__ import annotations

import hashlib
import re

from harness.web.render import STATIC

VENDOR = STATIC / "vendor"
ROW = re.compile(r"\| (\S+) \|.*\| ([0-9a-f]{64}) \|")


def test_shipped_files_are_those_that_were_published():
    told = dict(ROW.findall((VENDOR / "README.md").read_text(encoding="utf-8")))
    files = {each.name for each in VENDOR.iterdir() if each.suffix in (".js", ".css")}
    assert files == told.keys()
    for name, digest in told.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest
        assert (VENDOR / f"{name.partition('.')[0]}.LICENSE").is_file()
