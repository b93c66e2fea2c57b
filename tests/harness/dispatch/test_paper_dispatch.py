"""The folder to print from."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from harness.dispatch.paper import write_paper
from letters import questions
from letters.compose import compose
from letters.model import Letter, Unit
from letters.plan import plan
from letters.posting import read_posting_list, write_postings
from letters.tables import read_campaign

MONDAY, TUESDAY = date(2026, 9, 21), date(2026, 9, 22)
CAMPAIGN = Path(__file__).parents[2] / "letters" / "campaign.toml"
UNITS = tuple(
    Unit(f"U00{n}", f"第{n}厅", "类", "省级", "u@example.org", "路", "990001", "") for n in (1, 2)
)


@pytest.fixture
def letters(tmp_path: Path) -> tuple[Letter, ...]:
    shutil.copy(CAMPAIGN, tmp_path / "campaign.toml")
    campaign = read_campaign(tmp_path)
    return tuple(compose(a, campaign) for a in plan(campaign, UNITS, questions.load()))


def test_forms_labels_and_list_lie_in_the_folder(
    letters: tuple[Letter, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "outgoing"
    write_paper(letters[:2], folder, MONDAY, {"U001-A": "XA1"}, drill=True)
    assert sorted(path.name for path in folder.iterdir()) == [
        "交寄清单.xlsx",
        "地址标签-2026-09-21-U001-A至U002-A.docx",
        "政府信息公开申请表-U001-A.docx",
        "政府信息公开申请表-U002-A.docx",
    ]
    rows = read_posting_list(folder / "交寄清单.xlsx")
    assert [(row.number, row.posted_on) for row in rows] == [("XA1", MONDAY), ("", MONDAY)]
    assert all(
        (folder / row.form).read_bytes() == letter.form
        for row, letter in zip(rows, letters, strict=False)
    )


def test_written_again_nothing_is_lost_or_doubled(
    letters: tuple[Letter, ...], tmp_path: Path
) -> None:
    first = write_paper(letters[:2], tmp_path, MONDAY, {}, drill=True)
    before = read_posting_list(first)
    write_paper(letters[:2], tmp_path, MONDAY, {}, drill=True)
    assert read_posting_list(first) == before


def test_a_second_batch_of_a_day_leaves_the_first_ones_labels_alone(
    letters: tuple[Letter, ...], tmp_path: Path
) -> None:
    write_paper(letters[:1], tmp_path, MONDAY, {}, drill=True)
    write_paper(letters[1:2], tmp_path, MONDAY, {}, drill=True)
    write_paper([], tmp_path, MONDAY, {}, drill=True)
    assert len(list(tmp_path.glob("地址标签-*.docx"))) == 2
    assert len(read_posting_list(tmp_path / "交寄清单.xlsx")) == 2


def test_a_second_days_letters_are_added_to_the_list(
    letters: tuple[Letter, ...], tmp_path: Path
) -> None:
    write_paper(letters[:2], tmp_path, MONDAY, {}, drill=True)
    path = write_paper(letters[2:], tmp_path, TUESDAY, {}, drill=True)
    assert [(row.application_id, row.posted_on.day) for row in read_posting_list(path)] == [
        ("U001-A", 21),
        ("U002-A", 21),
        ("U001-B", 22),
        ("U002-B", 22),
    ]


def test_a_number_that_a_person_typed_in_is_kept(
    letters: tuple[Letter, ...], tmp_path: Path
) -> None:
    path = write_paper(letters[:2], tmp_path, MONDAY, {}, drill=True)
    first, second = read_posting_list(path)
    write_postings([replace(first, number="XA99"), second], path)
    write_paper(letters[:2], tmp_path, MONDAY, {"U002-A": "XA2"}, drill=True)
    assert [row.number for row in read_posting_list(path)] == ["XA99", "XA2"]
