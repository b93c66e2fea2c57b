"""工作底稿 lists every ruling: with stage, who, when, why, what it replaced; undone ones too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx import Document

from harness.campaign.handing.report import report
from harness.campaign.ruling.rule import rule
from harness.campaign.undo import undo
from harness.campaign.workspace import REPORTS
from harness.scoring.people import Stage
from harness.store.spoken import every_ruling

TARGET = "U001-A/doc_number"


@pytest.fixture
def answered(desk, letters, answer_text):
    desk.delivered("U001-A")
    desk.paper("L1", letters(answer_text.replace("演财公开〔2020〕12号\n", "")))
    return desk


def mark(desk, name, value, why, stage=Stage.FIRST, target=TARGET):
    workspace = replace(desk.workspace, store=replace(desk.store, by=name))
    rule(workspace, target, value, why=why, stage=stage, write=True)


def spoken(desk):
    with desk.store.reading() as connection:
        return every_ruling(connection)


def rows(desk) -> list[list[str]]:
    report(desk.workspace)
    document = Document(str(desk.folder / REPORTS / "工作底稿.docx"))
    table = next(each for each in document.tables if each.rows[0].cells[1].text == "阶段")
    return [[cell.text for cell in row.cells] for row in table.rows[1:]]


def test_each_ruling_is_there_with_what_it_replaced(answered):
    mark(answered, "林小姐", "present", "文号在附件里")
    mark(answered, "林小姐", "absent", "看错了")
    first, second = rows(answered)
    assert first[0] == "U001-A\n文号" and first[1:3] == ["初评", "具备"]
    assert first[3].startswith("林小姐\n20") and first[4:6] == ["文号在附件里", "程序：缺失"]
    assert first[6] == "已由后来的认定代替"
    assert second[5:] == ["林小姐的初评：具备", "现行"]


def test_a_decision_without_a_first_mark_names_what_the_program_found(answered):
    mark(answered, "李四", "present", "另有文号", Stage.SECOND)
    mark(answered, "王五", "present", "同意复评", Stage.DECISION)
    assert rows(answered)[1][5] == "程序：缺失；李四的复评：具备"


def test_what_was_taken_back_is_there_and_by_whom(answered):
    mark(answered, "林小姐", "present", "文号在附件里")
    undo(replace(answered.workspace, store=replace(answered.store, by="王五")), write=True)
    mark(answered, "李四", "present", "再看一次")
    gone, again = rows(answered)
    assert gone[6].startswith("王五于20") and "撤销" in gone[6]
    assert again[5:] == ["程序：缺失", "现行"]  # nothing counted any more


def test_a_blind_mark_replaces_nothing_and_a_decision_ends_it(answered):
    mark(answered, "林小姐", "absent", "没有")
    mark(answered, "李四", "present", "有", Stage.SECOND)
    mark(answered, "王五", "present", "确有", Stage.DECISION)
    first, second, decided = rows(answered)
    assert second[1:3] == ["复评", "具备"] and second[5] == "盲评，没有代替"
    assert decided[5] == "林小姐的初评：缺失；李四的复评：具备"
    assert [first[6], second[6], decided[6]] == ["以定评为准", "以定评为准", "现行"]
    assert [one.counts for one in spoken(answered)] == [True, True, True]


def test_a_mark_in_dispute_does_not_stand(answered):
    mark(answered, "林小姐", "absent", "没有")
    mark(answered, "李四", "present", "有", Stage.SECOND)
    first, second = rows(answered)
    assert first[6] == "与复评不一，待定评"
    assert second[6] == "与初评不一，待定评"


def test_a_second_mark_that_agrees_changes_nothing(answered):
    mark(answered, "林小姐", "absent", "没有")
    mark(answered, "李四", "absent", "确无", Stage.SECOND)
    first, again = rows(answered)
    assert first[6] == "现行，与复评相符" and again[6] == "复评，不改变原来的认定"
