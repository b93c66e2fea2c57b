"""letters --supplement and --withdraw: what an applicant writes after the application."""

from __future__ import annotations

import pytest

FIRST, LATER = "2020-09-21", "2020-11-20"


@pytest.fixture
def sent(fresh):
    """U001-A was posted; U002-A was made and has not gone; the mails were not sent."""
    fresh("plan", "--write")
    fresh("letters", "--on", FIRST)
    fresh("log", "posted", "U001-A", "--on", FIRST, "--write")
    return fresh


def test_all_that_is_open_is_withdrawn_in_letters_and_what_has_not_gone_is_left(sent):
    told = sent("letters", "--withdraw", "all", "--on", LATER, "--as-of", LATER, "--json").told
    assert told["applications"] == ["U001-A"]
    letter, labels = told["files"]
    assert letter == f"outgoing/{LATER}/撤回申请-U001-A.docx"
    assert labels.startswith(f"outgoing/{LATER}/地址标签-撤回申请-U001-A")
    before = (sent.folder / letter).read_bytes()
    shown = sent("letters", "--withdraw", "u001-a", "--on", LATER, "--as-of", LATER)
    assert (sent.folder / letter).read_bytes() == before
    assert shown.next.startswith(f"下一步：mingcha log withdrawn U001-A --on {LATER} --write")

    assert sent("log", "withdrawn", "U001-A", "--on", LATER, "--write").status == 0
    again = sent("letters", "--withdraw", "U001-A", "--as-of", LATER)
    assert "U001-A 已经撤回" in again.refusal
    none = sent("letters", "--withdraw", "all", "--on", LATER, "--as-of", LATER, "--json").told
    assert none == {"files": [], "applications": [], "queued": []}


def test_a_clarification_is_answered_in_the_words_that_were_given(sent):
    words = ("letters", "--supplement", "U001-A", "--on", LATER, "--as-of", LATER)
    told = sent(*words, "--answer", "指2019年度的。", "--json").told
    assert told["files"][0] == f"outgoing/{LATER}/补正说明-U001-A.docx"
    shown = sent(*words, "--answer", "指2019年度的。")
    assert shown.next.startswith("下一步：mingcha log clarification_submitted U001-A")
    assert "--answer" in sent(*words).refusal


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--withdraw", "U002-A"), "U002-A 还没有寄出或提交"),
        (("--withdraw", "U009-A"), "没有编号为“U009-A”的申请"),
        (("--withdraw", "all", "--supplement", "U001-A"), "只能选一个"),
        (("--answer", "文字"), "--answer 只与 --supplement 同用"),
    ],
)
def test_what_cannot_be_written_is_refused(sent, words, why):
    refused = sent("letters", *words, "--on", LATER, "--as-of", LATER)
    assert why in refused.refusal
    assert not (sent.folder / "outgoing" / LATER).exists()
