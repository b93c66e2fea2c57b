"""A campaign's own words: taken, tried out, and refused with file and line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from letters.compose import compose, supplement, withdrawal
from letters.example import example
from letters.faults import BadTable
from letters.model import LETTER, Application, Campaign
from letters.tables import folder_faults, read_campaign
from letters.templating import shipped
from letters.word import DRILL_MARK


@pytest.fixture
def own(tmp_path: Path) -> Path:
    example(tmp_path / "测评")
    (tmp_path / "测评" / "templates").mkdir()
    return tmp_path / "测评"


def lay(folder: Path, name: str, text: str) -> None:
    (folder / "templates" / name).write_text(text, encoding="utf-8")


def faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(BadTable) as refused:
        read_campaign(folder)
    assert folder_faults(folder) == refused.value.faults
    return refused.value.faults


def test_without_a_folder_of_templates_ours_are_used(tmp_path: Path) -> None:
    example(tmp_path)
    assert read_campaign(tmp_path).templates == ()
    assert "letter.txt.j2" in shipped() and "campaign.toml" not in shipped()


def test_a_template_of_the_folder_stands_in_the_place_of_ours(
    own: Path, by_email: Application
) -> None:
    lay(own, "body.txt.j2", "{{ unit.name }}：\n{{ question.text }}\n{{ applicant.name }}\n")
    letter = compose(by_email, read_campaign(own))
    assert letter.body == f"{by_email.unit.name}：\n{by_email.question.text}\n李示例\n"
    assert letter.subject.endswith(by_email.question.title)  # the others stay ours


def test_notepads_mark_at_the_beginning_is_no_text(own: Path) -> None:
    (own / "templates" / "subject.txt.j2").write_bytes("\ufeff申请".encode())
    assert read_campaign(own).templates == (("subject.txt.j2", "申请"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("一\n二\n{{ unit.name }\n", "templates/body.txt.j2，第3行：不合模板写法"),
        ("一\n{% if by_email %}\n二\n", "templates/body.txt.j2，第3行：不合模板写法"),
        ("一\n{{ adress }}\n", "templates/body.txt.j2，第2行：没有“adress”可填"),
        ("一\n二\n\n{{ applicant.adress }}\n", "templates/body.txt.j2，第4行：没有“adress”可填"),
        ("一\n{{ 1 / 0 }}\n", "templates/body.txt.j2，第2行：填写时出错"),
        ("一\n{{ unit.__class__.__mro__ }}\n", "templates/body.txt.j2，第2行："),
        ("\n\n", "templates/body.txt.j2，第1行：填好以后没有文字"),
        ("一\n{% include '/etc/passwd' %}\n", "templates/body.txt.j2，第2行：填写时出错"),
    ],
)
def test_a_fault_names_file_and_line_in_one_line(own: Path, text: str, told: str) -> None:
    lay(own, "body.txt.j2", text)
    (fault,) = faults(own)
    assert fault.startswith(told) and "\n" not in fault


def test_a_fault_that_only_one_manner_has_is_found(own: Path) -> None:
    lay(own, "withdrawal.txt.j2", "撤回\n{% if style == 3 %}\n{{ nobody }}\n{% endif %}\n")
    (fault,) = faults(own)
    assert fault.startswith("templates/withdrawal.txt.j2，第3行：没有“nobody”可填")


def test_a_file_that_no_letter_uses_is_named_with_those_that_are(own: Path) -> None:
    lay(own, "letters.txt.j2", "x")
    (fault,) = faults(own)
    assert "templates/letters.txt.j2：没有叫这个名字的模板，只能有 body.txt.j2、" in fault


def test_a_file_that_is_not_utf_8_is_named(own: Path) -> None:
    (own / "templates" / "body.txt.j2").write_bytes("您好".encode("gbk"))
    (fault,) = faults(own)
    assert fault == "templates/body.txt.j2：不是 UTF-8 编码，请用记事本另存为 UTF-8"


def test_people_of_a_campaign_write_each_in_a_manner_of_their_own(
    by_email: Application, campaign: Campaign
) -> None:
    who = by_email.applicant
    people = tuple(replace(who, id=f"P{n}") for n in range(1, 4))
    together = replace(campaign, applicants=people)
    bodies = {compose(replace(by_email, applicant=one), together).body for one in people}
    assert len(bodies) == 3 and all(by_email.question.text in body for body in bodies)
    assert bodies == {compose(replace(by_email, applicant=one), together).body for one in people}


ON = date(2026, 6, 30)


def test_a_withdrawal_says_which_application_and_that_nothing_more_is_to_be_done(
    by_post: Application, real: Campaign
) -> None:
    text, paper = withdrawal(by_post, real, ON)
    assert text.startswith(f"{by_post.unit.name}：\n")
    assert by_post.question.title in text and "撤回" in text and "2026年6月30日" in text
    assert "演练" not in text and paper == withdrawal(by_post, real, ON)[1]


def test_an_answer_to_the_clarification_says_each_line_of_it(
    by_post: Application, real: Campaign
) -> None:
    text, _ = supplement(by_post, real, "指2025年的。\n\n  不含下属单位。", ON)
    assert "　　指2025年的。\n　　不含下属单位。\n" in text and by_post.question.title in text


def test_in_a_drill_what_is_written_later_says_so_too(
    by_post: Application, campaign: Campaign
) -> None:
    assert DRILL_MARK in withdrawal(by_post, campaign, ON)[0]
    assert DRILL_MARK in supplement(by_post, campaign, "指2025年的。", ON)[0]


def test_a_round_may_go_out_as_a_plain_letter(by_post: Application, real: Campaign) -> None:
    written = replace(by_post, round=replace(by_post.round, written=LETTER))
    letter = compose(written, real)
    assert letter.form_name == f"政府信息公开申请书-{by_post.id}.docx"
    assert letter.form != compose(by_post, real).form
