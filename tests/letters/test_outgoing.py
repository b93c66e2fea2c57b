"""What goes out by every way: made, made again, and what a person wrote in between."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document

from letters import questions
from letters.checks import COLUMNS, read_checks
from letters.example import EXAMPLE_APPLICANTS, EXAMPLE_UNITS
from letters.faults import BadTable
from letters.model import EMS, POSTED, Application, Campaign, Channel, Round
from letters.outgoing import write_outgoing
from letters.posting import read_posting_list, write_postings

ON = date(2026, 3, 16)
QUESTIONS = tuple(questions.load().values())
BY_HAND = {
    Channel.FAX: "传真",
    Channel.IN_PERSON: "当面提交",
    Channel.WEB_FORM: "网页表单",
}

LISTS = {"挂号信": "交寄清单.xlsx", "EMS": "交寄清单-EMS.xlsx", "平信": "交寄清单-平信.xlsx"}


def some(channel: Channel, posting: str = POSTED, *, id: str = "A") -> list[Application]:
    a_round = Round(id, "轮", channel, ON, ("P1",), ("Q01",), posting)
    return [
        Application(
            f"{unit.id}-{id}", unit, EXAMPLE_APPLICANTS[number % 2], QUESTIONS[number], a_round
        )
        for number, unit in enumerate(EXAMPLE_UNITS)
    ]


EVERYTHING = [
    *some(Channel.REGISTERED_MAIL),
    *some(Channel.REGISTERED_MAIL, EMS, id="B"),
    *some(Channel.ORDINARY_MAIL, id="C"),
    *some(Channel.FAX, id="D"),
    *some(Channel.IN_PERSON, id="E"),
    *some(Channel.WEB_FORM, id="F"),
    *some(Channel.EMAIL, id="G"),
]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_way_has_its_files_and_mail_has_none(campaign: Campaign, tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-16"
    files = write_outgoing(campaign, EVERYTHING, ON, folder)
    made = contents(folder)
    assert sorted(path.relative_to(folder).as_posix() for path in files) == sorted(made)
    form = "政府信息公开申请表"
    assert sorted(made) == sorted(
        [
            *(f"{form}-{unit.id}-{id}.docx" for id in "ABCDE" for unit in EXAMPLE_UNITS),
            *(f"网页填报-{unit.id}-F.txt" for unit in EXAMPLE_UNITS),
            *(f"地址标签-{way}-U001-{id}至U003-{id}.docx" for id, way in zip("ABC", LISTS, strict=True)),
            *LISTS.values(),
            *(f"{way}核对单.xlsx" for way in BY_HAND.values()),
        ]
    )  # fmt: skip


def test_made_again_and_made_anew_the_files_are_the_same(
    campaign: Campaign, tmp_path: Path
) -> None:
    write_outgoing(campaign, EVERYTHING, ON, tmp_path / "a")
    once = contents(tmp_path / "a")
    write_outgoing(campaign, EVERYTHING, ON, tmp_path / "a")
    write_outgoing(campaign, EVERYTHING, ON, tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b") == once


def test_the_list_of_each_post_says_how_and_has_no_number_yet(
    campaign: Campaign, tmp_path: Path
) -> None:
    write_outgoing(campaign, EVERYTHING, ON, tmp_path, {"U002-A": "XA12345678945"})
    rows = read_posting_list(tmp_path / "交寄清单.xlsx")
    assert [row.number for row in rows] == ["", "XA12345678945", ""]
    for way, name in LISTS.items():
        rows = read_posting_list(tmp_path / name)
        assert {(row.way, row.posted_on) for row in rows} == {(way, ON)} and len(rows) == 3


def test_what_a_person_typed_into_a_posting_list_stays(campaign: Campaign, tmp_path: Path) -> None:
    path = tmp_path / "交寄清单.xlsx"
    first = some(Channel.REGISTERED_MAIL)
    write_outgoing(campaign, first[:2], ON, tmp_path)
    one, two = read_posting_list(path)
    typed = replace(one, number="XA1", remark="已盖章", posted_on=date(2026, 3, 17))
    write_postings([typed, two], path)
    write_outgoing(campaign, first, ON, tmp_path, {"U001-A": "other"})
    rows = read_posting_list(path)
    assert rows[:2] == (typed, two) and rows[2].application_id == "U003-A"


def test_a_list_with_nothing_new_is_left_as_excel_saved_it(
    campaign: Campaign, tmp_path: Path
) -> None:
    write_outgoing(campaign, EVERYTHING, ON, tmp_path)
    for path in tmp_path.rglob("*.xlsx"):
        with zipfile.ZipFile(path, "a") as packed:
            packed.writestr("docProps/custom.xml", "<Properties/>")
    before = contents(tmp_path)
    write_outgoing(campaign, EVERYTHING, ON, tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("channel", BY_HAND)
def test_what_a_person_wrote_onto_a_check_list_stays_when_a_row_is_added(
    campaign: Campaign, tmp_path: Path, channel: Channel
) -> None:
    path = tmp_path / f"{BY_HAND[channel]}核对单.xlsx"
    applications = some(channel)
    write_outgoing(campaign, applications[:1], ON, tmp_path)
    (id, row), = read_checks(path, channel).items()  # fmt: skip
    typed = [column.heading for column in COLUMNS[channel] if column.typed]
    assert id == "U001-A" and row["收件单位"] == "样江市财政局"
    assert {row[heading] for heading in typed} == {""}
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        hour = book.add_format({"num_format": "hh:mm"})
        sheet = book.add_worksheet("x")
        for place, column in enumerate(COLUMNS[channel]):
            sheet.write(0, place, column.heading)
            if column.heading.endswith("日期"):
                sheet.write_datetime(1, place, ON)
            elif column.heading.endswith("时间"):
                sheet.write_datetime(1, place, time(9, 30), hour)
            else:
                sheet.write(1, place, f"写{place}" if column.typed else row[column.heading])
    write_outgoing(campaign, applications, ON, tmp_path)
    kept = read_checks(path, channel)
    assert list(kept) == ["U001-A", "U002-A", "U003-A"]
    for place, column in enumerate(COLUMNS[channel]):
        said = kept["U001-A"][column.heading]
        if column.heading.endswith("日期"):
            assert said == "2026-03-16"
        elif column.heading.endswith("时间"):
            assert said == "09:30"
        else:
            assert said == (f"写{place}" if column.typed else row[column.heading])


def test_a_list_that_cannot_be_read_stops_all_before_anything_is_written(
    campaign: Campaign, tmp_path: Path
) -> None:
    for name in ("交寄清单-EMS.xlsx", "传真核对单.xlsx"):
        (tmp_path / name).write_bytes(b"")
        before = contents(tmp_path)
        with pytest.raises(BadTable, match=name):
            write_outgoing(campaign, EVERYTHING, ON, tmp_path)
        assert contents(tmp_path) == before
        (tmp_path / name).unlink()


def test_a_file_that_is_held_open_is_one_line(
    campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(BadTable, match="请关闭正打开它的程序后再试") as told:
        write_outgoing(campaign, EVERYTHING, ON, tmp_path)
    assert "政府信息公开申请表-U001-A.docx" in told.value.faults[0]


def test_a_text_for_a_web_page_is_for_notepad_and_holds_what_is_asked(
    campaign: Campaign, tmp_path: Path
) -> None:
    (application, *_) = some(Channel.WEB_FORM)
    write_outgoing(campaign, [application], ON, tmp_path)
    data = (tmp_path / "网页填报-U001-A.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 20
    text = data.decode("utf-8-sig")
    who, what = application.applicant, application.question
    for words in (who.name, who.phone, who.address, who.postcode, who.email, what.title, what.text,
                  application.unit.name, "截图", "回执编号", "演练样本"):  # fmt: skip
        assert words in text


def test_only_a_drills_texts_say_so(real: Campaign, tmp_path: Path) -> None:
    write_outgoing(real, some(Channel.WEB_FORM), ON, tmp_path)
    assert not any("演练样本".encode() in data for data in contents(tmp_path).values())


def test_a_text_that_somebody_wrote_in_is_left_alone(campaign: Campaign, tmp_path: Path) -> None:
    applications = some(Channel.WEB_FORM)
    write_outgoing(campaign, applications, ON, tmp_path)
    path = tmp_path / "网页填报-U001-A.txt"
    path.write_bytes(path.read_bytes() + "回执 123".encode())
    write_outgoing(campaign, applications, ON, tmp_path)
    assert path.read_bytes().endswith("回执 123".encode())


@pytest.mark.parametrize("channel", [Channel.FAX, Channel.IN_PERSON])
def test_what_is_handed_in_or_faxed_is_the_form(
    campaign: Campaign, tmp_path: Path, channel: Channel
) -> None:
    (first, *_) = some(channel)
    form, _ = write_outgoing(campaign, [first], ON, tmp_path)
    (table,) = Document(io.BytesIO(form.read_bytes())).tables
    words = "".join(cell.text for row in table.rows for cell in row.cells)
    assert first.applicant.name in words and first.question.text in words


def test_a_check_list_with_an_application_twice_is_named(
    campaign: Campaign, tmp_path: Path
) -> None:
    write_outgoing(campaign, some(Channel.FAX), ON, tmp_path)
    path = tmp_path / "传真核对单.xlsx"
    headings = [column.heading for column in COLUMNS[Channel.FAX]]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("x")
        for number, row in enumerate((headings, ["U001-A", "甲"], ["U001-A", "甲"], ["", "乙"])):
            sheet.write_row(number, 0, row)
    with pytest.raises(BadTable) as told:
        read_checks(path, Channel.FAX)
    assert [fault.split("列（")[1][:2] for fault in told.value.faults] == ["A3", "A4"]
