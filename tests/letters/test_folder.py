"""A campaign's folder: begun, the example, and every fault of all its files at once."""

from __future__ import annotations

import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from letters.applicants import write_applicants
from letters.beginning import FILES, begin
from letters.example import EXAMPLE_APPLICANTS, EXAMPLE_UNITS, example
from letters.faults import BadTable
from letters.leaks import leaks
from letters.model import EMS, POSTED, Channel, Unit
from letters.plan import plan
from letters.tables import folder_faults, read_campaign, read_questions, read_units
from letters.units import write_units

ON = date(2026, 3, 2)


def edit(folder: Path, *edits: tuple[str, str]) -> None:
    path = folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_a_new_folder_wants_units_and_people_and_nothing_else(tmp_path: Path) -> None:
    files = begin(tmp_path / "新", ON, title="某市测评", region="广西壮族自治区")
    assert tuple(path.name for path in files) == FILES and all(path.exists() for path in files)
    assert [fault.split("，")[0] for fault in folder_faults(tmp_path / "新")] == [
        "units.xlsx",
        "applicants.xlsx",
    ]
    write_units(tmp_path / "新" / "units.xlsx", EXAMPLE_UNITS)
    write_applicants(tmp_path / "新" / "applicants.xlsx", EXAMPLE_APPLICANTS)
    assert folder_faults(tmp_path / "新") == ()
    campaign = read_campaign(tmp_path / "新")
    assert (campaign.title, campaign.region, campaign.drill) == (
        "某市测评",
        "广西壮族自治区",
        False,
    )


@pytest.mark.parametrize("title", ['某市"明察"测评', "反斜杠\\n", "{{ id }} {% x %}", "甲'''乙#"])
def test_any_title_comes_out_as_it_was_said(tmp_path: Path, title: str) -> None:
    begin(tmp_path, ON, title=title)
    text = (tmp_path / "campaign.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["campaign"]["title"] == title


def test_without_a_title_the_region_and_year_make_one(tmp_path: Path) -> None:
    begin(tmp_path, ON, region="广西壮族自治区")
    text = (tmp_path / "campaign.toml").read_text(encoding="utf-8")
    assert 'title = "广西壮族自治区2026年依申请公开测评"' in text


def test_a_title_that_no_file_can_hold_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="--title：含有看不见的字符"):
        begin(tmp_path / "新", ON, title="\x01")
    assert not (tmp_path / "新").exists()


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    for make in (begin, example):
        with pytest.raises(BadTable, match=f"已有 {name}，不会覆盖"):
            make(tmp_path, ON)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_example_is_ready_to_plan(tmp_path: Path) -> None:
    example(tmp_path)
    assert folder_faults(tmp_path) == ()
    campaign, units = read_campaign(tmp_path), read_units(tmp_path / "units.xlsx")
    assert units == EXAMPLE_UNITS and campaign.applicants == EXAMPLE_APPLICANTS
    assert campaign.drill and "演练" in campaign.title
    assert [r.channel for r in campaign.rounds] == [Channel.REGISTERED_MAIL, Channel.EMAIL]
    bank = read_questions(tmp_path)
    assert "Z01" in bank and "Z01" in campaign.rounds[0].questions
    planned = plan(campaign, units, bank)
    assert len(planned) == 6 and leaks(planned) == ()
    addresses = [each.email for each in (*units, *campaign.applicants)]
    assert all(address.endswith(".example") for address in addresses)


def test_the_example_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    first, second = (
        [path.read_bytes() for path in example(tmp_path / name)] for name in ("a", "b")
    )
    assert first == second


def test_faults_of_all_files_are_told_at_once_file_by_file(tmp_path: Path) -> None:
    example(tmp_path)
    edit(
        tmp_path,
        ('channel = "registered_mail"', 'channel = "挂号"'),
        ("smtp_port = 8025", "smtp_port = -1"),
    )
    write_units(tmp_path / "units.xlsx", [EXAMPLE_UNITS[0], EXAMPLE_UNITS[0]])
    (tmp_path / "applicants.xlsx").write_bytes(b"")
    (tmp_path / "questions.xlsx").write_bytes(b"PK")
    assert [fault.split("，")[0].split("：")[0] for fault in folder_faults(tmp_path)] == [
        *("campaign.toml",) * 2, *("units.xlsx",) * 2, "applicants.xlsx", "questions.xlsx",
    ]  # fmt: skip


def test_an_empty_folder_misses_two_files(tmp_path: Path) -> None:
    found = folder_faults(tmp_path)
    assert [fault.split("：")[0] for fault in found] == ["campaign.toml", "units.xlsx"]


def test_a_round_that_names_nobody_known_is_told_beside_other_faults(tmp_path: Path) -> None:
    example(tmp_path)
    edit(
        tmp_path,
        ('# applicants = ["P1", "P2"]', 'applicants = ["P9"]'),
        ('# questions = ["Q01", "Q02"]', 'questions = ["Z09"]'),
        ("smtp_port = 8025", "smtp_port = -1"),
    )
    found = "\n".join(folder_faults(tmp_path))
    assert "没有代号为 P9 的申请人，现有 P1、P2" in found
    assert "没有代号为 Z09 的问题" in found and "smtp_port" in found


def test_nothing_is_missed_in_a_file_that_could_not_be_read(tmp_path: Path) -> None:
    example(tmp_path)
    edit(
        tmp_path,
        ('# applicants = ["P1", "P2"]', 'applicants = ["P1"]'),
        ('# questions = ["Q01", "Q02"]', 'questions = ["Z01"]'),
    )
    (tmp_path / "applicants.xlsx").write_bytes(b"")
    (tmp_path / "questions.xlsx").write_bytes(b"")
    assert [fault.split("：")[0] for fault in folder_faults(tmp_path)] == [
        "applicants.xlsx",
        "questions.xlsx",
    ]


def test_a_unit_without_the_address_that_its_channel_needs_is_told(tmp_path: Path) -> None:
    example(tmp_path)
    units = [Unit("U001", "甲", "类", "县级", "", "", "", "")]
    write_units(tmp_path / "units.xlsx", units)
    first, second = folder_faults(tmp_path)
    assert "U001“甲”：轮次 A（信函申请）走挂号信，请填写“通信地址”、“邮政编码”" in first
    assert "轮次 B（邮件申请）走电子邮件，请填写“申请邮箱”" in second


def test_rounds_without_a_question_of_their_own_are_told(tmp_path: Path) -> None:
    example(tmp_path)
    edit(tmp_path, ('# questions = ["Q01", "Q02"]', 'questions = ["Q01"]'))
    path = tmp_path / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'questions = ["Q01"]', encoding="utf-8")
    (fault,) = folder_faults(tmp_path)
    assert "问题不够" in fault


def test_applicants_stand_in_one_place_only(tmp_path: Path) -> None:
    example(tmp_path)
    path = tmp_path / "campaign.toml"
    old = (Path(__file__).parent / "campaign.toml").read_text(encoding="utf-8")
    person = old[old.index("[[applicants]]") : old.index("[[rounds]]")]
    path.write_text(path.read_text(encoding="utf-8") + person, encoding="utf-8")
    (fault,) = folder_faults(tmp_path)
    assert "本文件夹中另有 applicants.xlsx，申请人只能写在一处" in fault
    (tmp_path / "applicants.xlsx").unlink()
    assert [person.name for person in read_campaign(tmp_path).applicants] == ["李示例"]


def test_without_applicants_anywhere_both_places_are_named(tmp_path: Path) -> None:
    example(tmp_path)
    (tmp_path / "applicants.xlsx").unlink()
    (fault,) = folder_faults(tmp_path)
    assert "缺少 [[applicants]] 部分，也没有 applicants.xlsx" in fault


@pytest.mark.parametrize("day", ["2026年3月16日", "2026/3/16", "20260316", "二〇二六年三月十六日"])
def test_a_day_in_quotation_marks_is_read_in_every_usual_form(tmp_path: Path, day: str) -> None:
    example(tmp_path)
    edit(tmp_path, ("send_on = 2026-03-16", f'send_on = "{day}"'))
    assert read_campaign(tmp_path).rounds[0].send_on == date(2026, 3, 16)


@pytest.mark.parametrize("day", ['"3月16日"', '"2026-02-30"', '""', "16", "10:00:00"])
def test_what_is_no_day_is_a_fault(tmp_path: Path, day: str) -> None:
    example(tmp_path)
    edit(tmp_path, ("send_on = 2026-03-16", f"send_on = {day}"))
    (fault,) = folder_faults(tmp_path)
    assert "send_on：现为" in fault and "应为日期，不加引号" in fault


def test_a_rubric_is_a_name_or_a_file_of_the_folder(tmp_path: Path) -> None:
    example(tmp_path)
    shutil.copytree(tmp_path, tmp_path / "b")
    edit(tmp_path, ('rubric = ""', 'rubric = "本市细则.toml"'))
    (fault,) = folder_faults(tmp_path)
    assert "找不到文件 本市细则.toml" in fault
    (tmp_path / "本市细则.toml").write_text("x", encoding="utf-8")
    assert read_campaign(tmp_path).rubric == "本市细则.toml"
    edit(tmp_path / "b", ('rubric = ""', 'rubric = "../本市细则.toml"'))
    (fault,) = folder_faults(tmp_path / "b")
    assert "应只写文件名" in fault


def test_registered_mail_may_go_by_ems(tmp_path: Path) -> None:
    example(tmp_path)
    assert {r.posting for r in read_campaign(tmp_path).rounds} == {POSTED}
    edit(tmp_path, ('# posting = "EMS"', 'posting = "EMS"'))
    assert [r.posting for r in read_campaign(tmp_path).rounds] == [EMS, POSTED]
    edit(tmp_path, ('channel = "registered_mail"', 'channel = "fax"'))
    (fault,) = folder_faults(tmp_path)
    assert "posting：只用于 channel" in fault
    edit(tmp_path, ('posting = "EMS"', 'posting = "顺丰"'))
    assert "应为挂号信或者 EMS" in folder_faults(tmp_path)[0]
