"""`mingcha check` and `mingcha rules`: the shapes of contracts.md, section 1, through the real program."""

from __future__ import annotations

import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from harness.checker.example import letter
from harness.checker.handling import PROCEDURAL
from harness.cli import check as check_command
from harness.cli import rules as rules_command
from harness.cli.errors import UserError

ELEMENTS = [
    "title",
    "doc_number",
    "applicant",
    "request",
    "legal_basis",
    "reasons",
    "decision",
    "remedy",
    "issuer",
    "date",
    "seal",
]


@pytest.fixture
def run():
    app = typer.Typer()
    check_command.register(app)
    rules_command.register(app)

    def call(*arguments: object):
        return CliRunner().invoke(app, [str(one) for one in arguments])

    return call


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "答复书.txt"
    path.write_text(letter(), encoding="utf-8")
    return path


def test_a_reply_is_one_line_with_all_fields_of_the_contract(run, answer: Path) -> None:
    result = run("check", answer, "--json")
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert list(found) == [
        "source", "sha256", "media", "pages", "text_from", "kind", "decisions", "replied_on",
        "replied_on_certain", "unread", "unexplained", "elements", "rules",
    ]  # fmt: skip
    assert found["source"] == str(answer)
    assert (found["kind"], found["decisions"], found["replied_on"]) == (
        "answer",
        ["not_held"],
        "2020-10-16",
    )
    assert found["rules"] == "2019-05-15"
    assert list(found["elements"]) == ELEMENTS
    for element in found["elements"].values():
        assert {"verdict", "value", "defects", "confidence", "evidence", "reason"} <= set(element)
    assert found["elements"]["legal_basis"]["citations"] == [
        {
            "law": "政府信息公开条例",
            "article": 36,
            "paragraph": None,
            "item": 4,
            "text": "第三十六条第（四）项",
        }
    ]
    remedy = found["elements"]["remedy"]
    assert remedy["reconsideration"] == {"organ": "演江市人民政府", "days": 60, "first": False}
    assert (remedy["litigation"]["court"], remedy["litigation"]["months"]) == (
        "演江市城东区人民法院",
        6,
    )
    assert found["elements"]["date"]["evidence"][0]["text"] == "2020年10月16日"


def test_what_cannot_be_read_is_a_line_too_and_the_others_go_on(
    run, answer: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    result = run("check", broken, answer, "--json")
    assert result.exit_code == 1
    damaged, right = map(json.loads, result.stdout.splitlines())
    assert damaged["elements"] is None
    assert damaged["error"]["message"]
    assert damaged["sha256"]
    assert right["kind"] == "answer"
    assert "坏.pdf" in result.stderr


def test_what_is_expected_is_held_against_the_letter(run, answer: Path, tmp_path: Path) -> None:
    expect = tmp_path / "expect.json"
    expect.write_text(json.dumps({"applicant": "陈大明", "unit": "演江市水利局"}), encoding="utf-8")
    found = json.loads(
        run("check", answer, "--json", "--expect", expect, "--replied-on", "2020-10-12").stdout
    )
    assert found["elements"]["applicant"]["defects"] == ["other_name"]
    assert found["elements"]["issuer"]["defects"] == ["other_unit"]
    assert found["elements"]["date"]["defects"] == ["after_sending"]
    assert found["replied_on"] == "2020-10-12"


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("{", "JSON"), ("[]", "对象"), ('{"court": "x"}', "court"), ('{"courts": "x"}', "courts"),
        ('{"items": 0}', "items"), ('{"requested_on": "2020年"}', "requested_on"), ('{"unit": 1}', "unit"),
    ],
)  # fmt: skip
def test_a_wrong_expect_file_is_one_line_that_names_the_fault(
    run, answer: Path, tmp_path: Path, content: str, names: str
) -> None:
    expect = tmp_path / "expect.json"
    expect.write_text(content, encoding="utf-8")
    wrong = run("check", answer, "--json", "--expect", expect).exception
    assert isinstance(wrong, UserError)
    assert names in str(wrong)
    assert "\n" not in str(wrong)


def test_a_wrong_day_is_one_line(run, answer: Path) -> None:
    wrong = run("check", answer, "--replied-on", "明天").exception
    assert isinstance(wrong, UserError)
    assert "--replied-on “明天”不是能认出的日期，应写成 2026-03-05" in str(wrong)


def test_without_json_a_reader_gets_a_table(run, answer: Path) -> None:
    shown = run("check", answer).stdout
    assert all(
        word in shown for word in ("标题", "具备", "印章", "待人工认定", "处理决定：信息不存在")
    )


def test_fields_of_single_elements_are_there_even_where_nothing_was_found(
    run, tmp_path: Path
) -> None:
    bare = tmp_path / "[2020]3号.txt"
    bare.write_text(letter(decision="经检索，信息不存在。", remedy=""), encoding="utf-8")
    found = json.loads(run("check", bare, "--json").stdout)["elements"]
    assert found["legal_basis"]["citations"] == []
    assert found["remedy"]["reconsideration"] is None
    assert found["seal"]["form"] is None
    assert "[2020]3号.txt" in "".join(run("check", bare).stdout.split())


def test_the_rules_explain_themselves(run) -> None:
    everything = run("rules").stdout
    assert everything.count("要求：") == len(ELEMENTS) + len(PROCEDURAL)
    assert "2024-01-01 起" in everything
    one = run("rules", "seal").stdout
    assert "name_mismatch" in one
    assert one == run("rules", "印章").stdout
    assert isinstance(run("rules", "stamp").exception, UserError)


def test_a_picture_without_a_word_is_for_a_person_and_is_named(run, tmp_path: Path) -> None:
    blank = tmp_path / "空白.png"
    Image.new("RGB", (800, 1100), "white").save(blank)
    done = run("check", str(blank), "--json")
    verdicts = {one["verdict"] for one in json.loads(done.stdout)["elements"].values()}
    assert verdicts == {"unclear"}


def test_a_mail_whose_attachment_cannot_be_opened_is_named_and_not_done(
    run, tmp_path: Path
) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "xxgk@a.example", "答复"
    mail.set_content("答复书见附件。")
    mail.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="答复书.pdf")
    path = tmp_path / "来信.eml"
    path.write_bytes(mail.as_bytes())
    done = run("check", str(path), "--json")
    assert done.exit_code == 1
    assert "答复书.pdf" in done.stderr
    assert json.loads(done.stdout)["text_from"] in ("digital", None)


def test_a_second_letter_in_an_archive_is_not_passed_over(run, tmp_path: Path) -> None:
    other = letter(number="演财公开〔2020〕19号", addressee="周望：", request="你申请公开“2018年度决算”。",
                   decision="现予公开，随函寄送，依据《政府信息公开条例》第三十六条第（二）项。", remedy="不服可复议。",
                   closing="", issuer="演江市水利局", date="2020年10月19日")  # fmt: skip
    two, copies = tmp_path / "两份.zip", tmp_path / "一份.zip"
    with zipfile.ZipFile(two, "w") as package:
        package.writestr("甲.txt", letter())
        package.writestr("乙.txt", other)
    result = run("check", two, "--json")
    assert result.exit_code == 1 and len(result.stdout.splitlines()) == 1
    assert "像是另一份答复" in result.stderr and result.stderr.count("单独核对") == 1
    with zipfile.ZipFile(copies, "w") as package:
        package.writestr("答复.txt", letter())
        package.writestr("答复（副本）.txt", letter())
    assert run("check", copies, "--json").exit_code == 0
