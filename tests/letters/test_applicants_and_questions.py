"""applicants.xlsx and questions.xlsx: what is read, and how each fault is named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from nobody import BORN
from nobody import NUMBER as NOBODY

from letters import questions
from letters.applicants import erase_applicant, read_applicants, write_applicants
from letters.faults import BadTable
from letters.model import Applicant, Question
from letters.own_questions import read_own_questions, write_questions
from letters.tables import read_questions

PEOPLE_HEAD = ["编号", "姓名", "电子邮箱", "通信地址", "邮政编码", "电话", "备注"]
PERSON = ["P1", "张演一", "zhang@people.example", "演练路1号", "990001", "0990-5550111", ""]
QUESTION_HEAD = ["编号", "标题", "内容", "事项数", "用途"]
ASKED = ["Z01", "{上年}年度食堂", "贵单位食堂情况。", 2, "了解"]
NUMBER = "11010519491231002X"  # the example of GB 11643; nobody's


def a_book(path: Path, *rows: Sequence[object], hidden: Sequence[object] = ()) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if hidden:
            other = book.add_worksheet("藏")
            other.write_row(2, 1, hidden)
            other.hide()
    return path


def people(tmp_path: Path, *rows: Sequence[object], **more: Sequence[object]) -> Path:
    return a_book(tmp_path / "applicants.xlsx", PEOPLE_HEAD, *rows, **more)


def faults(read: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(BadTable) as refused:
        read()
    return refused.value.faults


def test_a_row_is_an_applicant(tmp_path: Path) -> None:
    assert read_applicants(people(tmp_path, PERSON, ["（示例）", "（示例）某人"])) == (
        Applicant("P1", "张演一", "zhang@people.example", "演练路1号", "990001", "0990-5550111"),
    )


def test_what_is_written_is_read_and_an_identity_number_is_not_written(tmp_path: Path) -> None:
    who = Applicant("P1", "张演一", "a@b.example", "路1号", "990001", "0990-5550111", NUMBER)
    path = tmp_path / "applicants.xlsx"
    write_applicants(path, [who])
    (read,) = read_applicants(path)
    assert (read.name, read.id_number) == ("张演一", "")


@pytest.mark.parametrize(
    ("heading", "said", "why"),
    [
        ("编号", "", "不能为空"),
        ("编号", "张", "不能作编号，应以字母开头"),
        ("姓名", "", "不能为空"),
        ("电子邮箱", "", "不能为空"),
        ("电子邮箱", "a.example", "缺少 @"),
        ("邮政编码", "99001", "应为6位数字"),
        ("电话", "无", "不是电话号码"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, heading: str, said: str, why: str) -> None:
    row = [said if h == heading else v for h, v in zip(PEOPLE_HEAD, PERSON, strict=True)]
    (fault,) = faults(lambda: read_applicants(people(tmp_path, row)))
    assert fault.startswith(f"applicants.xlsx，工作表“表”，第2行“{heading}”列") and why in fault


def test_one_id_for_two_people_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults(lambda: read_applicants(people(tmp_path, PERSON, ["p1", *PERSON[1:]])))
    assert "“p1”与第2行重复" in fault


def test_a_table_of_nobody_is_a_fault(tmp_path: Path) -> None:
    write_applicants(tmp_path / "applicants.xlsx")
    (fault,) = faults(lambda: read_applicants(tmp_path / "applicants.xlsx"))
    assert "下面没有任何申请人" in fault


@pytest.mark.parametrize(
    "said",
    [
        NUMBER,
        NUMBER.lower(),
        f"证件{NUMBER}，本人",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        110105194912310020,  # as Excel keeps it: the last digits are gone
    ],
)
def test_an_identity_number_anywhere_is_a_fault_that_does_not_repeat_it(
    tmp_path: Path, said: object
) -> None:
    for path in (
        people(tmp_path, [*PERSON[:-1], said]),
        people(tmp_path, PERSON, hidden=["旧", said]),
        people(tmp_path, PERSON, ["", "（示例）", "", "", "", "", said]),
    ):
        (fault,) = faults(lambda path=path: read_applicants(path))  # type: ignore[misc]
        assert "身份证件号码一律不存放在这个文件里" in fault and "1949" not in fault


@pytest.mark.parametrize(
    "said", ["110105194912310021", "6222020000000000000", "2026030212345678901"]
)
def test_other_long_numbers_are_none(tmp_path: Path, said: str) -> None:
    assert len(read_applicants(people(tmp_path, [*PERSON[:-1], said]))) == 1


@pytest.mark.parametrize(
    "heading", ["身份证号", "证件号码", "证件 号码*", "居民身份证", "护照号码"]
)
def test_a_column_for_identity_numbers_is_a_fault_even_when_empty(
    tmp_path: Path, heading: str
) -> None:
    path = a_book(tmp_path / "applicants.xlsx", [*PEOPLE_HEAD, heading], PERSON)
    (fault,) = faults(lambda: read_applicants(path))
    assert "（H列）" in fault and "请删去整列" in fault


def asked(tmp_path: Path, *rows: Sequence[object]) -> dict[str, Question]:
    path = a_book(tmp_path / "questions.xlsx", QUESTION_HEAD, *rows)
    return read_own_questions(path, questions.load())


def test_own_questions_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    own = asked(tmp_path, ASKED, ["Z02", "（示例）某", "x", "", ""])
    assert own == {"Z01": Question("Z01", "{上年}年度食堂", "贵单位食堂情况。", 2, "了解")}
    both = read_questions(tmp_path)
    assert both == {**questions.load(), **own}


def test_a_folder_without_own_questions_has_the_shipped_ones(tmp_path: Path) -> None:
    assert read_questions(tmp_path) == questions.load()
    write_questions(tmp_path / "questions.xlsx")
    assert read_questions(tmp_path) == questions.load()


def test_questions_are_read_as_they_were_written(tmp_path: Path) -> None:
    question = Question("Z01", "标题", "第一行\n第二行", 3, "")
    write_questions(tmp_path / "questions.xlsx", [question])
    assert read_questions(tmp_path)["Z01"] == question


@pytest.mark.parametrize(
    ("heading", "said", "why"),
    [
        ("编号", "Q01", "Q01 是自带题库已有的编号"),
        ("编号", "q01", "是自带题库已有的编号"),
        ("编号", "", "不能为空"),
        ("标题", "", "不能为空"),
        ("标题", "长" * 61, "有61字，申请表容纳不下，请缩短到60字以内"),
        ("内容", "", "不能为空"),
        ("内容", "长" * 301, "请缩短到300字以内"),
        ("内容", "字\n" * 11, "排成11行，申请表容纳不下，请少分行，至多10行"),
        ("内容", 12, "应为文字"),
        ("事项数", 0, "应为"),
        ("事项数", 1.5, "应为"),
        ("事项数", "两项", "应为 1 到 20 的整数"),
        ("事项数", 99999999, "应为 1 到 20 的整数"),
        ("用途", "长" * 61, "请缩短到60字以内"),
    ],
)
def test_a_bad_question_is_named(tmp_path: Path, heading: str, said: object, why: str) -> None:
    row = [said if h == heading else v for h, v in zip(QUESTION_HEAD, ASKED, strict=True)]
    (fault,) = faults(lambda: asked(tmp_path, row))
    assert fault.startswith(f"questions.xlsx，工作表“表”，第2行“{heading}”列") and why in fault


def test_the_same_question_twice_is_a_fault(tmp_path: Path) -> None:
    found = faults(lambda: asked(tmp_path, ASKED, ASKED))
    assert [fault.split("列（")[1][:2] for fault in found] == ["A3", "C3"]


@pytest.mark.parametrize(
    "said", ["2026-02-20", "2026年2月20日", date(2026, 2, 20), datetime(2026, 2, 20), 46073]
)
def test_the_day_of_consent_is_read_in_every_form_and_may_be_missing(
    tmp_path: Path, said: object
) -> None:
    path = a_book(tmp_path / "applicants.xlsx", [*PEOPLE_HEAD, "同意日期"], [*PERSON, said])
    (who,) = read_applicants(path)
    assert who.consented_on == date(2026, 2, 20)
    assert read_applicants(people(tmp_path, PERSON))[0].consented_on is None


def test_a_consent_that_names_no_day_is_a_fault(tmp_path: Path) -> None:
    path = a_book(tmp_path / "applicants.xlsx", [*PEOPLE_HEAD, "同意日期"], [*PERSON, "是"])
    (fault,) = faults(lambda: read_applicants(path))
    assert "“同意日期”列" in fault and "不是能认出的日期" in fault


def test_a_number_in_a_cell_that_is_at_fault_anyway_is_not_repeated(tmp_path: Path) -> None:
    row = [NOBODY if h in ("编号", "电话") else v for h, v in zip(PEOPLE_HEAD, PERSON, strict=True)]
    told = faults(lambda: read_applicants(people(tmp_path, row)))
    assert len(told) == 2 and all("一律不存放在这个文件里" in each for each in told)
    assert BORN not in "".join(told)


def test_what_is_erased_of_a_person_is_nowhere_in_the_workbook(tmp_path: Path) -> None:
    flat = ["P2", "李演二", "li@people.example", PERSON[3], "990003", "0990-5550112", "见李"]
    path = people(tmp_path, [*PERSON[:-1], "手机139"], flat)
    assert erase_applicant(path, "P1")
    first, second = read_applicants(path)
    assert (first.name, first.email) == ("张演一", "zhang@people.example")
    assert (first.address, first.postcode, first.phone) == ("", "", "")
    assert (second.address, second.phone) == (PERSON[3], "0990-5550112")
    with zipfile.ZipFile(path) as packed:
        all_of_it = "".join(packed.read(each).decode() for each in packed.namelist())
    assert "5550111" not in all_of_it and "990001" not in all_of_it and "139" not in all_of_it
    assert PERSON[3] in all_of_it  # the other one lives there, too
    assert not erase_applicant(path, "P1")
    assert erase_applicant(path, "P2")
    with zipfile.ZipFile(path) as packed:
        assert str(PERSON[3]).encode() not in b"".join(map(packed.read, packed.namelist()))


def test_an_own_question_may_say_whom_it_fits_and_how_hard_it_is(tmp_path: Path) -> None:
    head = [*QUESTION_HEAD, "单位种类", "难度"]
    path = a_book(
        tmp_path / "questions.xlsx", head, [*ASKED, "水利", "难"],
        ["Z02", "{上年}年度食堂二", "食堂。", 1, "了解", "", ""],
    )  # fmt: skip
    first, second = read_own_questions(path, questions.load()).values()
    assert (first.kind, first.difficulty) == ("水利", "难")
    assert (second.kind, second.difficulty) == ("", "中")
    write_questions(path, [first, second])
    assert tuple(read_own_questions(path, questions.load()).values()) == (first, second)


@pytest.mark.parametrize(
    ("kind", "level", "why"),
    [("水力", "", "“水力”不是单位种类，应为"), ("", "很难", "“很难”不是难度，应为易、中、难之一")],
)
def test_a_kind_or_a_difficulty_that_is_none_is_named(
    tmp_path: Path, kind: str, level: str, why: str
) -> None:
    head = [*QUESTION_HEAD, "单位种类", "难度"]
    path = a_book(tmp_path / "questions.xlsx", head, [*ASKED, kind, level])
    (fault,) = faults(lambda: read_own_questions(path, questions.load()))
    assert why in fault
