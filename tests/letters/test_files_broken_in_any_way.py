"""Whatever is wrong with a file of the assessor's, it is told in Chinese lines, never an exception."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from letters import toml_text
from letters.applicants import read_applicants
from letters.checks import read_checks
from letters.example import EXAMPLE_APPLICANTS, EXAMPLE_QUESTIONS
from letters.faults import MOST_CHARACTERS, MOST_LINES, BadTable
from letters.model import Channel, Unit
from letters.own_questions import read_own_questions
from letters.posting import read_posting_list
from letters.tables import (
    read_campaign,
    read_units,
    write_applicants,
    write_back_ids,
    write_questions,
    write_units,
)
from letters.workbook import _look

TEMPLATE = (Path(__file__).parent / "campaign.toml").read_bytes()
BROKEN_TOML = {
    "empty": b"",
    "nul": b"\0" * 100,
    "utf-16": TEMPLATE.decode().encode("utf-16"),
    "half a character": TEMPLATE[:-1] + b"\xe6",
    "surrogate": TEMPLATE + b'\nx = "\\ud800"\n',
    "raw surrogate": TEMPLATE + b'x = "\xed\xa0\x80"\n',
    "control": TEMPLATE.replace("示例".encode(), b"\x01", 1),
    "deep": b"a = " + b"[" * 5000 + b"]" * 5000,
    "long number": b"[campaign]\nseed = " + b"9" * 5000,
    "huge number": TEMPLATE + b"\n[campaign2]\nseed = 99999999999999999999999\n",
    "cut": TEMPLATE[: len(TEMPLATE) // 2],
    "twice": TEMPLATE + TEMPLATE,
    "a list": b"campaign = [1, 2]",
    "a word": "测评".encode(),
    "bad date": re.sub(rb"collect_until = \S+", b"collect_until = 2026-02-30", TEMPLATE),
    "no date": re.sub(rb"collect_until = \S+", b"collect_until = 12:00:00", TEMPLATE),
    "a date with hours": re.sub(rb"(?m)^send_on = \S+", b"send_on = 2026-01-01T10:00:00Z", TEMPLATE),
    "seed": re.sub(rb"collect_until", b"seed = 9999999999999999999999999\ncollect_until", TEMPLATE),
    "infinite": re.sub(rb"collect_until", b"seed = inf\ncollect_until", TEMPLATE),
    "table for text": re.sub(rb'(?m)^title = .*$', b"title = {a = 1}", TEMPLATE),
}  # fmt: skip


@pytest.mark.parametrize("data", BROKEN_TOML.values(), ids=BROKEN_TOML)
def test_a_campaign_file_that_is_broken_is_told_in_chinese(tmp_path, data):
    (tmp_path / "campaign.toml").write_bytes(data)
    with pytest.raises(BadTable) as told:
        read_campaign(tmp_path)
    _all_are_lines(told.value.faults)


def test_a_folder_in_the_place_of_a_file_is_told_in_chinese(tmp_path):
    for name in ("campaign.toml", "units.xlsx"):
        (tmp_path / name).mkdir()
    for read in (lambda: read_campaign(tmp_path), lambda: read_units(tmp_path / "units.xlsx")):
        with pytest.raises(BadTable) as told:
            read()
        _all_are_lines(told.value.faults)


def test_an_unknown_rubric_or_a_missing_file_is_told_in_chinese(tmp_path):
    for read in (lambda: read_campaign(tmp_path), lambda: read_units(tmp_path / "units.xlsx")):
        with pytest.raises(BadTable) as told:
            read()
        _all_are_lines(told.value.faults)


def _all_are_lines(faults) -> None:
    assert faults
    for line in faults:
        assert re.search("[\u4e00-\u9fff]", line), line
        assert "\n" not in line and len(line) < 500, line
        assert "Error" not in line and "Traceback" not in line, line


UNIT = Unit("", "某厅", "省直", "省级", "a@b.example", "某路1号", "530000", "0771-5550101")


READERS: tuple[Callable[[Path], object], ...] = (
    read_units,
    read_posting_list,
    read_applicants,
    lambda path: read_own_questions(path, {}),
    lambda path: read_checks(path, Channel.FAX),
    lambda path: write_back_ids(path, {2: "U001", 3: "U002"}),
)


def _write(path: Path, kind: str) -> None:
    if kind == "units":
        write_units(path, [UNIT, UNIT])
    elif kind == "applicants":
        write_applicants(path, EXAMPLE_APPLICANTS)
    else:
        write_questions(path, EXAMPLE_QUESTIONS)


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _pack(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)


def _read(path: Path) -> None:
    """Read it as every table; a BadTable with good lines is all that may come of it."""
    for read in READERS:
        try:
            read(path)
        except BadTable as told:
            _all_are_lines(told.faults)


KINDS = ("units", "applicants", "questions")


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_that_is_cut_anywhere_is_told_in_chinese(tmp_path, kind):
    path = tmp_path / "units.xlsx"
    _write(path, kind)
    whole = path.read_bytes()
    for end in range(0, len(whole), 211):
        path.write_bytes(whole[:end])
        for read in READERS:
            with pytest.raises(BadTable) as told:  # half of a table is none
                read(path)
            _all_are_lines(told.value.faults)


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_with_any_part_broken_is_told_in_chinese(tmp_path, kind):
    path = tmp_path / "units.xlsx"
    _write(path, kind)
    members = _members(path)
    for name, data in members.items():
        for broken in (b"", b"\0", b"<", data[: len(data) // 2], data[:-9], b"<a/>", data * 2):
            _pack(path, {**members, name: broken})
            _read(path)
        _pack(path, {each: kept for each, kept in members.items() if each != name})
        _read(path)


SHEET = "xl/worksheets/sheet1.xml"
CHANGES = {
    "a date out of range": (rb'<c r="A2"[^>]*>.*?</c>', b'<c r="A2" s="1"><v>1e300</v></c>'),
    "no number": (rb'<c r="A2"[^>]*>.*?</c>', b'<c r="A2"><v>abc</v></c>'),
    "an error": (rb'<c r="A2"[^>]*>.*?</c>', b'<c r="A2" t="e"><v>#REF!</v></c>'),
    "no such string": (rb'<c r="A2"[^>]*>.*?</c>', b'<c r="A2" t="s"><v>99999</v></c>'),
    "a negative string": (rb'<c r="A2"[^>]*>.*?</c>', b'<c r="A2" t="s"><v>-1</v></c>'),
    "no such format": (rb'<c r="A2"[^>]*>.*?</c>', b'<c r="A2" s="9999"><v>1</v></c>'),
    "a place that is none": (rb'r="A2"', b'r="ZZZZZZ99999999999"'),
    "row 0": (rb'r="A2"', b'r="A0"'),
    "no place": (rb'r="A2"', b'r=""'),
    "a million rows": (rb'r="A2"', b'r="A1048576"'),
    "far right": (rb'r="A2"', b'r="XFD2"'),
    "a dimension that lies": (rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"'),
    "the far corner": (rb'r="A2"', b'r="XFD1048576"'),
    "the far corner in single quotes": (rb'r="A2"', b"r = 'XFD1048576'"),
    "the far corner by entity": (rb'r="A2"', b'r="&#88;FD1048576"'),
    "the far corner behind a bracket": (rb'r="A2"', b"""x=">" y=" r='A1'" r="XFD1048576\""""),
    "a prefix": (rb'<c r="A2"(.*?)</c>', rb'<x:c xmlns:x="x" r="XFD1048576"\1</x:c>'),
    "a row far down": (rb'<row r="2"', b'<row r="99999999999999999999"'),
    "an entity": (rb"<sheetData>", b"<sheetData>&x;"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_sheet_that_says_what_cannot_be_is_told_in_chinese(tmp_path, change):
    path = tmp_path / "units.xlsx"
    write_units(path, [UNIT])
    members = _members(path)
    members[SHEET], changed = re.subn(change[0], change[1], members[SHEET])
    assert changed
    _pack(path, members)
    _read(path)


def test_what_is_no_workbook_is_told_in_chinese(tmp_path):
    path = tmp_path / "units.xlsx"
    for data in (b"", b"\0" * 9000, b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
                 b"<html>", "单位名称,类别".encode(), b"%PDF-1.4"):  # fmt: skip
        path.write_bytes(data)
        with pytest.raises(BadTable) as told:
            read_units(path)
        _all_are_lines(told.value.faults)


@pytest.mark.parametrize("change", ["the far corner", "a million rows", "far right"])
def test_a_stray_cell_far_away_is_named_and_costs_nothing(tmp_path, change):
    path = tmp_path / "units.xlsx"
    write_units(path, [UNIT])
    members = _members(path)
    members[SHEET] = re.sub(*CHANGES[change], members[SHEET])
    _pack(path, members)
    with pytest.raises(BadTable, match="远处的多余单元格"):
        read_units(path)


def test_a_place_that_stands_across_two_blocks_is_seen(monkeypatch, tmp_path):
    path = tmp_path / "units.xlsx"
    write_units(path, [UNIT])
    members = _members(path)
    members[SHEET] = members[SHEET].replace(b'r="A2"', b'r="XFD1048576"')
    _pack(path, members)
    for block in (90, 101, 113):
        monkeypatch.setattr("letters.workbook._BLOCK", block)
        with pytest.raises(BadTable, match="远处的多余单元格"):
            read_units(path)


def test_a_workbook_that_swells_when_unpacked_is_refused(monkeypatch, tmp_path):
    path = tmp_path / "units.xlsx"
    write_units(path, [UNIT])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/a.bin", b"\0" * 3_000_000)
    monkeypatch.setattr("letters.workbook.MAX_BYTES", 2_000_000)
    with pytest.raises(BadTable, match="解压后超过2 MB"):
        read_units(path)


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), MemoryError()])
def test_what_is_no_fault_of_the_file_is_not_laid_on_it(monkeypatch, tmp_path, fault):
    path = tmp_path / "units.xlsx"
    write_units(path, [UNIT])

    def interrupted(_):
        raise fault

    monkeypatch.setattr("letters.workbook.CalamineWorkbook.from_filelike", interrupted)
    with pytest.raises(type(fault)):
        read_units(path)


def test_an_empty_cell_far_away_is_only_somebodys_layout(tmp_path):
    path = tmp_path / "units.xlsx"
    write_units(path, [UNIT])
    members = _members(path)
    members[SHEET] = members[SHEET].replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    _pack(path, members)
    assert read_units(path)[0].name == "某厅"


def test_cells_that_do_not_name_their_place_are_in_their_row(tmp_path):
    path = tmp_path / "units.xlsx"
    write_units(path, [UNIT])
    members = _members(path)
    members[SHEET] = members[SHEET].replace(
        b"</sheetData>", b'<row r="1048576"><c><v>1</v></c></row></sheetData>'
    )
    _pack(path, members)
    with pytest.raises(BadTable, match="远处的多余单元格"):
        read_units(path)


def test_looking_at_what_is_no_xml_takes_linear_time():
    for text in (b"<c " * 700_000, b"<" * 3_000_000, b'<c x="' * 400_000, b"x" * 3_000_000):
        assert _look(io.BytesIO(text), 10**8) == (len(text), "")


def test_a_directory_whose_places_lie_outside_of_the_file_is_told_in_chinese(tmp_path):
    """zipfile raises a ValueError of its own there: found by make fuzz."""
    path = tmp_path / "units.xlsx"
    write_units(path, [UNIT])
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    data[end + 16 : end + 20] = (start + 5000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(BadTable, match="已经损坏"):
        read_units(path)


@pytest.mark.parametrize(
    "part", ["xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"]
)
def test_a_number_of_things_that_no_table_has_is_told_before_room_is_made_for_them(tmp_path, part):
    """calamine asks for 103 GB at once, and the process ends: no `except` is asked."""
    path = tmp_path / "units.xlsx"
    write_units(path, [UNIT])
    members = _members(path)
    members[part] = re.sub(
        rb"<(sst|cellXfs|dataValidations|mergeCells)\b([^>]*?) ?count=\"\d+\"",
        rb'<\1\2 count="4294967295" uniqueCount="4294967295"',
        members[part],
    )
    assert b"4294967295" in members[part], "the attack is there"
    _pack(path, members)
    with pytest.raises(BadTable, match="自称有"):
        read_units(path)


def test_a_key_of_many_dots_is_told_and_one_of_a_few_is_read(tmp_path):
    assert toml_text.loads("a.b.c = 1") == {"a": {"b": {"c": 1}}}
    assert toml_text.loads('a = "www.a.b.c"')["a"] == "www.a.b.c"
    (tmp_path / "campaign.toml").write_text("x = 1\n" + "a." * 20_000 + "a = 1", encoding="utf-8")
    with pytest.raises(BadTable, match="第2行"):
        read_campaign(tmp_path)


class TestWhatIsTold:
    def test_of_thousands_of_faults_a_person_is_told_as_many_as_he_reads(self):
        told = BadTable(*(f"第{n}行" for n in range(3000))).faults
        assert len(told) == MOST_LINES + 1
        assert told[-1] == "……另有2950处，请先改好以上各处"

    def test_as_many_as_that_are_all_told(self):
        assert len(BadTable(*("x",) * MOST_LINES).faults) == MOST_LINES

    def test_a_long_cell_is_quoted_by_its_beginning_and_end_on_one_line(self):
        (told,) = BadTable("甲" + "乙\n" * 20_000 + "丙").faults
        assert "\n" not in told
        assert len(told) < MOST_CHARACTERS + 40
        assert told.startswith("甲")
        assert told.endswith("丙")
