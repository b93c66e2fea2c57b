"""Every real file in ../shared is read or refused with one clear line, and nothing is left behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from parsers import read as read_file
from parsers.document import ANYTHING, TextFrom, Unread
from parsers.page import recognised
from parsers.page.recognised import Reading

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
FILES = sorted(
    path
    for path in SAMPLES.rglob("*")
    # what is wrong today, and what attacks, is no real file: tests of its own say what is right there
    if path.is_file()
    and path.suffix not in (".json", ".md")
    and path.parent.name not in ("found", "hostile")
)


@pytest.mark.skipif(not FILES, reason="没有 ../shared")
def test_every_real_file_is_read_or_refused_and_leaves_nothing_behind(monkeypatch, tmp_path):
    # what is recognised in their pictures has tests of its own, and takes a minute
    def unrecognised(_picture, _seals, number, *, last=False):
        return Reading(TextFrom.NONE, (), unread=(Unread("page", ANYTHING, "未识别", number),))

    monkeypatch.setattr(recognised, "read_picture", unrecognised)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for path in FILES:
        document = read_file(path.read_bytes(), path.name)
        if document.error:
            assert path.stat().st_size == 0, path.name
            assert "\n" not in document.error.message
        else:
            assert document.pages or document.parts, path.name
    assert list(tmp_path.iterdir()) == []
