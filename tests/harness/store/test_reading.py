"""Evidence is read once; what was read is only a copy, and evidence is never taken on trust."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

import parsers
from harness.engine import HERE, open_engine
from harness.store import reading
from harness.store.evidence import keep
from harness.store.reading import Sheet, read, read_ahead

MAIL = (
    "From: a@b.example\r\nSubject: =?utf-8?b?562U5aSN?=\r\nMessage-ID: <1@b.example>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n答复如下。\r\n"
).encode()


def _sheet(folder, data: bytes = MAIL, name: str = "来信.eml") -> Sheet:
    kept = keep(folder, data, name)
    return Sheet(folder, kept.path, kept.sha256, name)


def _cached(folder) -> list:
    return [path for path in (folder / "cache").rglob("*") if path.is_file()]


def test_what_was_read_comes_back_the_same_in_every_part(tmp_path):
    sheet = _sheet(tmp_path)
    first = read(sheet)
    assert first == parsers.read(MAIL, "来信.eml")
    assert read(sheet) == first
    assert len(_cached(tmp_path)) == 1


def test_the_same_bytes_under_another_name_are_another_document(tmp_path):
    assert read(_sheet(tmp_path, name="甲.txt")).name != read(_sheet(tmp_path, name="乙.txt")).name


def test_a_copy_that_was_cut_short_is_thrown_away_and_read_again(tmp_path):
    sheet = _sheet(tmp_path)
    first = read(sheet)
    (copy,) = _cached(tmp_path)
    copy.write_bytes(copy.read_bytes()[:40])
    assert read(sheet) == first


def test_a_reading_that_a_limit_cut_short_is_not_kept(tmp_path, monkeypatch):
    out = io.BytesIO()
    page = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(page).text((20, 60), "2020", font_size=80, fill="black")
    page.save(out, "PDF", resolution=200)
    sheet = _sheet(tmp_path, out.getvalue(), "扫描.pdf")
    with monkeypatch.context() as busy:
        busy.setattr("parsers.effort.MAX_OCR_SECONDS", 0.0)
        assert not read(sheet).pages[0].lines
    assert _cached(tmp_path) == []
    assert "2020" in read(sheet).pages[0].lines[0].text
    assert len(_cached(tmp_path)) == 1


def test_evidence_that_was_changed_is_refused_even_where_it_was_read_before(tmp_path):
    sheet = _sheet(tmp_path)
    read(sheet)
    (tmp_path / sheet.path).write_bytes(b"something else")
    with pytest.raises(ValueError, match="已被改动"):
        read(sheet)


def test_readers_that_changed_read_everything_anew(tmp_path, monkeypatch):
    sheet = _sheet(tmp_path)
    read(sheet)
    monkeypatch.setattr(reading, "readers", lambda: "another state")
    read(sheet)
    assert len(_cached(tmp_path)) == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_reading_ahead_reads_all_in_this_process_or_in_a_pool(tmp_path, workers):
    sheets = [_sheet(tmp_path, f"第{number}份".encode(), f"{number}.txt") for number in range(4)]
    with open_engine(workers) as engine:
        read_ahead(sheets, engine)()
    assert len(_cached(tmp_path)) == 4
    assert [read(sheet).text for sheet in sheets] == [f"第{number}份" for number in range(4)]


def test_whoever_does_not_wait_for_the_reading_reads_the_same(tmp_path):
    sheet = _sheet(tmp_path)
    with open_engine(2) as engine:
        finished = read_ahead([sheet], engine)
        assert read(sheet) == parsers.read(MAIL, "来信.eml")
        finished()
    assert len(_cached(tmp_path)) == 1


def test_a_job_that_fails_in_another_process_is_heard_of_by_whoever_waits():
    with open_engine(2) as engine, pytest.raises(ValueError, match="invalid literal"):
        engine.begin(int, ["1", "一"])()
    with pytest.raises(ValueError, match="invalid literal"):
        HERE.begin(int, ["1", "一"])
