"""What people say of a campaign that has come in, typed: it counts at once and is taken back."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time

import pytest
from python_calamine import CalamineWorkbook

from .conftest import LAST, MINGCHA, ROOT

AT = ("--as-of", LAST)


def _due(here):
    return {each["application"]: each for each in here.json("due")}


def _marks(here):
    return {each["unit_id"]: each for each in here.json("marks")}


def test_the_queue_names_what_only_a_person_can_decide_and_the_command(here):
    items = here.json("queue")
    assert [each["id"] for each in items] == ["邮件4", "邮件6", "邮件5"]
    keys = {"id", "what", "target", "why", "candidates"}
    assert all(keys <= set(each) and each["what"] == "filing" for each in items)
    assert items[0]["candidates"][0]["application"] == "U001-B"
    assert items[0]["candidates"][0]["reasons"]
    assert here("queue", *AT).next == f"下一步：mingcha file 邮件4 U001-B --as-of {LAST}"


def test_an_arrival_filed_by_hand_counts_at_once_and_may_be_taken_back(here):
    before = _due(here)
    words = ("file", "邮件6", "U001-B", "--kind", "答复", "--why", "是 答复")
    shown = here(*words, *AT)
    assert "答复 2020-10-12 → 按期答复" in shown.out and _due(here) == before
    command = shlex.split(shown.next.partition("：")[2])
    assert command[0] == "mingcha" and "--seen" in command

    assert here(*command[1:]).status == 0  # what it said to type does it
    case = here.json("case", "U001-B")
    assert case["clock"]["answered_on"] == "2020-10-10"
    (filed,) = [each for each in case["arrivals"] if each["id"] == "邮件6"]
    assert filed["filed_by"] == "李四" and filed["kind"] == "answer" and not filed["doubt"]
    assert "邮件6" not in [each["id"] for each in here.json("queue")]

    assert "已有变动" in here(*command[1:]).refusal  # what was seen is no longer what stands
    (done,) = here.json("undo", "--write")
    assert done["verb"] == "undo" and done["undoes"] == done["op"] - 1
    assert here.json("case", "U001-B")["clock"]["answered_on"] == "2020-10-12"
    assert here("history").out.count("撤销") >= 2


def test_what_came_in_and_what_went_out_is_never_taken_back(here):
    past = here.past
    assert "不能撤销" in here("undo", "--write", *AT).refusal and here.past == past
    assert "不能撤销" in here("undo", "3", *AT).refusal
    assert "没有第99号操作" in here("undo", "99", *AT).refusal


def test_every_kind_may_be_written_as_its_code_or_in_chinese(here):
    asked = {each: here.json("file", "邮件6", "U001-B", "--kind", each)["after"]
             for each in ("extension_notice", "延期告知")}  # fmt: skip
    assert set(asked.values()) == {"归入 U001-B，延期告知"}
    refusal = here("file", "邮件6", "U001-B", "--kind", "回信").refusal
    assert "answer（答复）" in refusal
    assert "没有编号为“U007-B”的申请" in here("file", "邮件6", "U007-B").refusal
    assert "没有编号为“邮件99”的来件" in here("file", "邮件99", "none").refusal


def test_a_ruling_needs_a_reason_changes_marks_and_is_undone(here):
    before = _marks(here)["U002"]
    assert before["deductions"][0]["element"] == "remedy"
    target = ("rule", "U002-A/remedy", "具备")
    assert "理由" in here(*target, *AT).refusal
    shown = here(*target, "--why", "背面写明了 法院", *AT)
    assert "有瑕疵" in shown.out and _marks(here)["U002"] == before
    command = shlex.split(shown.next.partition("：")[2])
    assert here(*command[1:]).status == 0
    after = _marks(here)["U002"]
    assert after["deductions"] == [] and after["score"] > before["score"]
    (row,) = [each for each in here.past if each["verb"] == "rule"]
    assert "救济渠道" in row["what"] and "有瑕疵" in row["what"] and "→具备" in row["what"]
    assert here.json("case", "U002-A")["rulings"][0]["by"] == "李四"
    here("undo", str(row["op"]), "--write")
    assert _marks(here)["U002"] == before


def test_lists_are_lists_with_the_contracts_keys(here):
    due = here.json("due")
    assert set(due[0]) >= {
        "application", "unit", "state", "due_on", "earliest_due_on", "latest_due_on",
        "provisional", "working_days_left", "waiting_for",
    }  # fmt: skip
    marks = here.json("marks")
    assert set(marks[0]) >= {
        "unit", "category", "score", "full", "rate", "grade", "rank", "established", "pending",
        "deductions",
    }  # fmt: skip
    assert isinstance(marks[0]["score"], float) and marks[0]["full"] == 16
    assert set(here.past[0]) >= {"op", "at", "by", "verb", "what", "undoes"}
    case = here.json("case", "U001-A")
    assert set(case) >= {"application", "events", "clock", "arrivals", "judgement", "rulings"}
    assert set(case["events"][0]) >= {"kind", "on", "evidence", "source", "by", "at"}
    assert len(case["judgement"]["elements"]) == 11 and case["clock"]["trace"]


def test_deadlines_and_marks_are_written_as_files_too(here):
    done = here("due", "--ics", "期限.ics", "--xlsx", "期限.xlsx", *AT)
    assert done.status == 0 and "已写入 期限.ics" in done.out
    assert b"BEGIN:VCALENDAR" in (here.folder / "期限.ics").read_bytes()
    assert here("marks", "--xlsx", "评分.xlsx", *AT).status == 0
    for name in ("期限.xlsx", "评分.xlsx"):
        assert CalamineWorkbook.from_path(here.folder / name).sheet_names
    assert "应以 .xlsx 结尾" in here("marks", "--xlsx", "评分.csv", *AT).refusal


def test_a_report_names_its_files_and_each_that_could_not_be_written(here):
    done = here("report", *AT, "--json")
    assert done.status == 0 and "reports/总报告.docx" in done.told["files"]
    (here.folder / "reports" / "总报告.docx").unlink()
    (here.folder / "reports" / "总报告.docx").mkdir()
    failed = here("report", *AT, "--json")
    assert failed.status == 1 and "总报告.docx" in failed.err
    assert "reports/总报告.docx" not in failed.told["files"]


def test_an_answer_whose_evidence_is_gone_is_named_wherever_it_would_count(here):
    case = here.json("case", "U002-A")
    (answer,) = [each for each in case["arrivals"] if each["kind"] == "answer"]
    (here.folder / answer["path"]).unlink()
    for verb in ("due", "marks", "report"):
        done = here(verb, *AT, "--json")
        assert done.status == 1 and answer["id"] in done.err, verb
    assert not _marks(here)["U002"]["deductions"]  # what nobody can look at takes nothing off


def test_collecting_names_what_the_program_could_not_judge(here):
    nothing = here("collect", *AT, "--json")
    assert nothing.status == 0 and nothing.told["new"] == 0
    (here.folder / "incoming" / "来.pdf").write_bytes(b"%PDF-1.7 broken")
    came = here("collect", *AT, "--json")
    assert came.status == 1 and came.told["new"] == 1
    (one,) = came.told["arrivals"]
    assert set(one) >= {"id", "source", "on", "kind", "application", "doubt"}
    assert one["id"] in came.err and one["doubt"]
    assert here("collect", *AT).status == 0  # it is in the queue by now, and nothing new


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
def test_watching_takes_in_what_comes_until_it_is_stopped(here):
    watching = subprocess.Popen(
        [*MINGCHA, "collect", "--watch", "--every", "1", *AT, "--json"],
        cwd=here.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": ROOT}, encoding="utf-8",
    )  # fmt: skip
    time.sleep(4)
    (here.folder / "incoming" / "来.txt").write_text("展览会邀请函", encoding="utf-8")
    assert watching.stdout is not None
    line = watching.stdout.readline()
    watching.send_signal(signal.SIGINT)
    _, err = watching.communicate(timeout=60)
    assert '"new":1' in line and watching.returncode == 0 and "Traceback" not in err


def test_a_call_is_logged_once_and_counts_as_confirmation(here):
    call = (
        "log", "call", "U001", "--on", "2020-09-24", "--time", "9:40", "--outcome", "接通",
        "--purpose", "confirm", "--application", "U001-B", "--note", "张 科长收到",
    )  # fmt: skip
    assert here.json(*call, "--write")["recorded"]
    assert not here.json(*call, "--write")["recorded"]
    events = here.json("case", "U001-B")["events"]
    assert [each["by"] for each in events if each["source"] == "call" and "张 科长" in each["evidence"]] == ["李四"]  # fmt: skip
    busy = [*call[:8], "busy", *call[9:]]
    assert "先前登记" in here(*busy, *AT).refusal
    assert here.json(*busy, "--replace", "--write")["replaces"]
    assert here("log", *call[1:4], "2020-09-01", *call[5:]).refusal  # before it was sent
    assert "24小时制" in here(*call[:6], "25:00", *call[7:], *AT).refusal
    assert "不是向" in here("log", "call", "U002", *call[3:], *AT).refusal


def test_a_withdrawal_asked_for_by_telephone_is_logged_and_stops_no_clock(here):
    asked = ("log", "withdrawal_requested", "U002-A", "--on", "2020-10-09", "--note", "来电劝撤回")
    before = here.json("case", "U002-A")["clock"]
    assert here.json(*asked, "--write")["recorded"]
    after = here.json("case", "U002-A")["clock"]
    assert "asked_to_withdraw" in [each["code"] for each in after["findings"]]
    assert (after["due_on"], after["state"]) == (before["due_on"], before["state"])


def test_a_day_that_contradicts_the_ledger_is_refused_or_replaced(here):
    delivered = ("log", "delivered", "U002-A", "--on")
    day = here.json("case", "U002-A")["clock"]["received_on"]
    assert not here.json(*delivered, day, "--write")["new"]
    assert "先前登记为" in here(*delivered, "2020-09-28", "--write", *AT).refusal
    assert "才寄出" in here(*delivered, "2020-09-01", "--write", *AT).refusal
    done = here.json(*delivered, "2020-09-28", "--replace", "--write")
    assert done["recorded"] and done["replaces"] == [f"{day} 签收"]
    assert here.json("case", "U002-A")["clock"]["received_on"] == "2020-09-28"
    here("undo", "--write")
    assert here.json("case", "U002-A")["clock"]["received_on"] == day


def test_a_letter_of_two_photographs_and_an_envelope_is_one_arrival_with_its_days(here):
    for name in ("一.txt", "二.txt", "封.txt"):
        (here.folder / "incoming" / name).write_text(f"练城市人民政府 {name}", encoding="utf-8")
    loose = here("collect", *AT, "--json").told["arrivals"]
    assert len(loose) == 3
    paper = (
        "log", "paper", "U002", "--file", "incoming/一.txt", "--file", "incoming/二.txt",
        "--envelope", "incoming/封.txt", "--received", "2020.10.9", "--posted", "20201008",
    )  # fmt: skip
    done = here.json(*paper, "--write")
    assert done["recorded"] and len(done["remarks"]) == 3
    assert not here.json(*paper, "--write")["recorded"]
    waiting = [each["id"] for each in here.json("queue")]
    assert "纸件1" in waiting and not {each["id"] for each in loose} & set(waiting)
    assert here("verify").status == 0
    other = (*paper[:-4], "--received", "2020-10-12")
    assert "先前登记为" in here(*other, *AT).refusal
    assert here.json(*other, "--replace", "--write")["recorded"]
    late = (*paper[:-2], "--posted", "2020-10-11")
    assert "晚于收到日期" in here(*late, *AT).refusal
    assert (
        "没有这个文件" in here("log", "paper", "--file", "无.jpg", "--received", LAST, *AT).refusal
    )


def test_a_loose_file_that_is_registered_keeps_its_place_and_gets_its_days(here):
    (here.folder / "incoming" / "复.txt").write_text("练城市人民政府 复函", encoding="utf-8")
    (one,) = here("collect", *AT, "--json").told["arrivals"]
    assert one["on"] == LAST  # nobody had said on which day it came
    done = here.json(
        "log", "paper", "--file", "incoming/复.txt", "--received", "2020-10-20", "--from",
        "练城市人民政府", "--number", "LJ900", "--write",
    )  # fmt: skip
    assert done["recorded"]
    (item,) = [each for each in here.json("queue") if each["id"] == "LJ900"]
    assert "2020-10-20 来件" in item["why"]
    here("undo", "--write")
    assert one["id"] in [each["id"] for each in here.json("queue")]


def test_names_from_outside_are_no_markup_and_nothing_unseen(here):
    name = "[red]假\u202e名[b].txt"
    (here.folder / "incoming" / name).write_text("说明", encoding="utf-8")
    done = here("collect", *AT)
    queue = here("queue", *AT)
    assert "\u202e" not in done.out + done.err + queue.out
    assert "[red]" in queue.out


def test_helping_and_refusing_is_in_chinese_for_every_verb(here):
    for verb in (
        "plan", "letters", "send", "log", "collect", "queue", "file", "rule", "case", "due",
        "marks", "report", "undo", "history", "bundle", "backup", "restore", "verify",
    ):  # fmt: skip
        done = here(verb, "--help")
        assert done.status == 0 and "用法" in done.out and "Usage" not in done.out, verb
