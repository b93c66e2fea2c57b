"""Evidence is read once; what was read is only a copy, and evidence is never taken on trust."""

from __future__ import annotations

import ast
import io
import os
import sys
from concurrent.futures import Future
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

import parsers
from harness.engine import Lost, open_lanes
from harness.store import reading
from harness.store.evidence import keep
from harness.store.reading import Sheet, from_json, kept, read_ahead
from harness.store.shelves import Local

MAIL = (
    "From: a@b.example\r\nSubject: =?utf-8?b?562U5aSN?=\r\nMessage-ID: <1@b.example>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n答复如下。\r\n"
).encode()


def _sheet(folder, data: bytes = MAIL, name: str = "来信.eml") -> Sheet:
    kept = keep(folder, data, name)
    return Sheet(Local.of(folder), kept.path, kept.sha256, name)


def read(sheet: Sheet):
    return from_json(reading.read(sheet))


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
    assert not kept(sheet).lasting
    monkeypatch.setattr(reading, "_lost", {})  # another run
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


def _imported() -> set[str]:
    """The packages that the readers import, or take files of, of others than Python's own and ours."""
    found = set()
    for source in Path(parsers.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add(str(node.module).partition(".")[0])
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "find_spec":
                found |= {ast.literal_eval(each) for each in node.args}
    return found - set(sys.stdlib_module_names) - {"parsers", "letters"}


def test_every_library_that_readers_import_tells_one_state_of_them_from_another():
    packages = packages_distributions()
    needed = {name for each in _imported() for name in packages[each]}
    assert {each.lower().replace("_", "-") for each in needed} == set(reading.LIBRARIES)


def _program(folder: Path, name: str, text: str) -> Path:
    path = folder / (f"{name}.exe" if sys.platform == "win32" else name)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_program_for_reading_that_was_put_in_or_changed_is_another_state(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    states = []
    for step in (
        lambda: None,
        lambda: _program(tmp_path, "antiword", "1"),
        lambda: _program(tmp_path, "antiword", "22"),
        lambda: _program(tmp_path, "soffice", "1"),
        lambda: os.utime(tmp_path / _program(tmp_path, "soffice", "2").name, (1, 1)),
    ):
        step()
        reading.programs.cache_clear()
        states.append(reading.programs())
    reading.programs.cache_clear()
    assert len(set(states)) == len(states)


def test_every_program_that_readers_call_is_looked_up_in_one_place():
    for source in Path(parsers.__file__).parent.rglob("*.py"):
        if source.name != "programs.py":
            assert "which(" not in source.read_text(encoding="utf-8"), source


def test_what_antiword_gave_is_read_anew_when_libreoffice_was_put_in(tmp_path, monkeypatch):
    sheet = _sheet(tmp_path)
    read(sheet)
    monkeypatch.setattr(reading, "programs", lambda: "with LibreOffice")
    assert kept(sheet) is None


def test_reading_ahead_reads_all_in_lanes(tmp_path):
    sheets = [_sheet(tmp_path, f"第{number}份".encode(), f"{number}.txt") for number in range(4)]
    with open_lanes(2) as engine:
        read_ahead(sheets, engine)()
    assert len(_cached(tmp_path)) == 4
    assert [read(sheet).text for sheet in sheets] == [f"第{number}份" for number in range(4)]


def test_whoever_does_not_wait_for_the_reading_reads_the_same(tmp_path):
    sheet = _sheet(tmp_path)
    with open_lanes(2) as engine:
        finished = read_ahead([sheet], engine)
        assert read(sheet) == parsers.read(MAIL, "来信.eml")
        finished()
    assert len(_cached(tmp_path)) == 1


def test_a_file_that_is_too_much_for_its_lane_is_named_and_tried_once_a_run(tmp_path, monkeypatch):
    sheet = _sheet(tmp_path, b"x" * 2**20, "big.txt")
    engine = _Losing(Lost("too_large", "处理此件需要的内存超过900兆字节，已中止"))
    for _ in range(2):
        document = from_json(reading.read(sheet, engine))
        assert document.error.code == "too_large"
        assert document.sha256 == sheet.sha256
    assert engine.asked == 1
    assert _cached(tmp_path) == [], "the machine may have been at fault: no copy says otherwise"
    monkeypatch.setattr(reading, "_lost", {})  # another run
    reading.read(sheet, engine)
    assert engine.asked == 2


class _Losing:
    """An engine in which every job is lost."""

    def __init__(self, lost: Lost) -> None:
        self.lost, self.asked = lost, 0

    def submit(self, _function, /, *_arguments):
        self.asked += 1
        future: Future = Future()
        future.set_result(self.lost)
        return future


class TestACopyThatWasEdited:
    """The cache lies in a folder that people can write to: nothing in it is taken on trust."""

    def test_is_thrown_away_where_it_is_not_what_its_label_says(self, tmp_path):
        sheet = _sheet(tmp_path)
        first = read(sheet)
        (copy,) = _cached(tmp_path)
        copy.write_bytes(copy.read_bytes().replace("答复如下".encode(), "不予公开".encode()))
        assert kept(sheet) is None
        assert read(sheet) == first

    def test_is_thrown_away_where_it_was_laid_in_under_the_name_of_another(self, tmp_path):
        one, other = _sheet(tmp_path), _sheet(tmp_path, b"something else", "b.txt")
        read(one)
        (copy,) = _cached(tmp_path)
        read(other)
        (place,) = set(_cached(tmp_path)) - {copy}
        place.write_bytes(copy.read_bytes())
        assert read(other).text == "something else"

    def test_is_not_trusted_for_reports_even_where_its_label_was_edited_too(self, tmp_path):
        sheet = _sheet(tmp_path)
        read(sheet)
        (copy,) = _cached(tmp_path)
        forged = reading.as_json(
            parsers.read(MAIL.replace("答复".encode(), "拒绝".encode()), "来信.eml")
        )
        copy.write_bytes(reading._entry(sheet, forged))
        assert kept(sheet).document == forged
        assert kept(sheet, final=True) is None

    def test_what_this_run_has_read_itself_serves_reports(self, tmp_path):
        sheet = _sheet(tmp_path)
        assert kept(sheet, final=True) is None
        document = reading.read(sheet)
        assert kept(sheet, final=True).document == document

    def test_what_an_earlier_run_has_read_does_not(self, tmp_path, monkeypatch):
        sheet = _sheet(tmp_path)
        document = reading.read(sheet)
        monkeypatch.setattr(reading, "_own", {})  # another process
        assert kept(sheet).document == document
        assert kept(sheet, final=True) is None
