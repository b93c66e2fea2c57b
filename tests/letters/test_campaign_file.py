"""campaign.toml: what is read, and how each fault is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from nobody import BORN, NUMBER

from letters import questions
from letters.identity import NoNumber, is_identity_number, typed
from letters.model import Channel
from letters.tables import BadTable, read_campaign


def faults(folder: Path, *edits: tuple[str, str]) -> tuple[str, ...]:
    """The faults of the template after some of its words were changed."""
    path = folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTable) as refused:
        read_campaign(folder)
    assert all(fault.startswith("campaign.toml") for fault in refused.value.faults)
    return refused.value.faults


def test_the_template_is_a_campaign(folder: Path) -> None:
    campaign = read_campaign(folder)
    assert campaign.drill and campaign.collect_until == date(2026, 12, 31)
    assert [r.channel for r in campaign.rounds] == [Channel.REGISTERED_MAIL, Channel.EMAIL]


def test_a_round_without_lists_uses_everybody_and_the_whole_bank(folder: Path) -> None:
    (first, _) = read_campaign(folder).rounds
    assert first.applicants == ("P1",)
    assert first.questions == tuple(questions.load())


def test_a_byte_order_mark_is_no_fault(folder: Path) -> None:
    path = folder / "campaign.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_campaign(folder).drill


def test_a_campaign_on_paper_needs_no_mail_server(folder: Path) -> None:
    path = folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace('channel = "email"', 'channel = "fax"')
    head, tail = text.split("[mail]")
    path.write_text(head + tail[tail.index("[[applicants]]") :], encoding="utf-8")
    assert read_campaign(folder).smtp_host == ""


def test_a_missing_key_says_what_to_write(folder: Path) -> None:
    (fault,) = faults(folder, ("drill = true", ""))
    assert fault == (
        "campaign.toml，[campaign]：缺少 drill，请写 drill = true（true（演练）或 false）"
    )


def test_an_unknown_key_is_told_the_known_ones(folder: Path) -> None:
    (fault,) = faults(folder, ("seed = 1", "sead = 1"))
    assert "[campaign] 的 sead：未知的项" in fault and "seed" in fault


def test_an_unknown_part_is_named(folder: Path) -> None:
    (fault,) = faults(folder, ("[convention]", "[conventions]"))
    assert "[conventions]：未知的部分" in fault


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2026-12-31", '"年底"', 'collect_until：现为 "年底"，应为日期，不加引号'),
        ("drill = true", "drill = 1", "drill：现为 1，应为true（演练）或 false"),
        ("seed = 1", 'seed = "1"', 'seed：现为 "1"，应为整数，如 seed = 7'),
        ("smtp_port = 8025", "smtp_port = 99999", "smtp_port：现为 99999，应为0 到 65535 的整数"),
        ('"registered_mail"', '"挂号信"', 'channel：现为 "挂号信"，应为in_person、'),
        ('postcode = "990001"', "postcode = 990001", "postcode：现为 990001，应为6位数字，加引号"),
        ('id = "A"', 'id = "第一轮"', 'id：现为 "第一轮"，应为字母或数字'),
        ('no_confirmation = "sent"', 'no_confirmation = "x"', "sent、never、arrival 之一"),
        ('name = "李示例"', 'name = ""', 'name：现为 ""，应为文字'),
        ("li@example.org", "li.example.org", "缺少 @"),
        ("示例-2026", "示例/2026", "不能用作文件夹名"),
        ("send_on = 2026-09-21", "send_on = 2027-09-21", "晚于数据采集截止日 2026-12-31"),
        ("send_on = 2026-09-21", "send_on = 2006-09-21", "早于政府信息公开条例施行之日"),
        ('# applicants = ["P1"]', 'applicants = ["P9"]', "没有代号为 P9 的申请人，现有 P1"),
        ('# applicants = ["P1"]', "applicants = []", "是空的，请至少写一个申请人"),
        ('# questions = ["Q01", "Q02"]', 'questions = ["Q01", "Q01"]', "Q01 写了2次"),
        ('# questions = ["Q01", "Q02"]', 'questions = ["Q99"]', "没有代号为 Q99 的问题"),
        ('id = "B"', 'id = "a"', "代号 A 用了2次"),
        (
            "seed = 1",
            'seed = 1\nrepeat_wordings = "是"',
            'repeat_wordings：现为 "是"，应为true 或 false',
        ),
        (
            'channel = "email"',
            'channel = "email"\nwritten = "信函"',
            "written：只用于信函、当面提交",
        ),
        ('channel = "email"', 'channel = "fax"\nwritten = "信"', "应为申请表或者信函"),
    ],
)
def test_one_wrong_word_is_one_line(folder: Path, old: str, new: str, says: str) -> None:
    (fault,) = faults(folder, (old, new))
    assert says in fault


@pytest.mark.parametrize(
    "line",
    [
        f'id_number = "{NUMBER}"',
        'id_number = ""',
        'id_number = "E00000000"',
        f"# 李示例 {NUMBER}",
        f'phone = "{NUMBER}"',
    ],
)
def test_an_identity_number_in_the_settings_is_a_fault_that_does_not_repeat_it(
    folder: Path, line: str
) -> None:
    (fault,) = faults(folder, ('phone = "0990-5550101"', f'phone = "0990-5550101"\n{line}'))
    assert fault.startswith("campaign.toml，第35行") and "一律不存放在这个文件里" in fault
    assert BORN not in fault and "E0000" not in fault


def test_only_a_number_that_checks_counts_as_an_identity_number() -> None:
    assert is_identity_number(NUMBER) and is_identity_number(NUMBER.lower())
    wrong = "0" if NUMBER[-1] != "0" else "1"
    assert not is_identity_number(NUMBER[:-1] + wrong)
    assert not is_identity_number("演练样本")


@pytest.mark.parametrize(
    "said", [f"{NUMBER}\n", NUMBER.lower(), f" {NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:]}"]
)
def test_a_number_is_read_however_it_was_typed(said: str) -> None:
    assert typed(said) == NUMBER


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "没有输入"),
        (NUMBER[:-1], "有17位"),
        (NUMBER[:-3], "有15位"),
        (NUMBER[0] + ("1" if NUMBER[1] != "1" else "2") + NUMBER[2:], "校验码不符"),
        (NUMBER[:6] + NUMBER[7] + NUMBER[6] + NUMBER[8:], "校验码不符"),
        ("E00000000", "护照等其他证件不在这里录入"),
    ],
)
def test_a_number_that_does_not_check_is_refused_and_not_repeated(said: str, why: str) -> None:
    with pytest.raises(NoNumber, match=why) as refused:
        typed(said)
    assert not said or said not in str(refused.value)


def test_mail_rounds_need_a_mail_part(folder: Path) -> None:
    text = (folder / "campaign.toml").read_text(encoding="utf-8")
    part = text[text.index("[mail]") : text.index("[[applicants]]")]
    (fault,) = faults(folder, (part, ""))
    assert "请补上 [mail] 部分" in fault


def test_single_brackets_for_a_list_are_explained(folder: Path) -> None:
    (fault,) = faults(folder, ("[[applicants]]", "[applicants]"))
    assert "双方括号" in fault


def test_without_applicants_and_rounds_both_are_asked_for(folder: Path) -> None:
    text = (folder / "campaign.toml").read_text(encoding="utf-8")
    found = faults(folder, (text[text.index("[[applicants]]") :], ""))
    assert [fault.split("，")[1] for fault in found] == [
        "缺少 [[applicants]] 部分",
        "缺少 [[rounds]] 部分",
    ]


def test_all_faults_come_at_once(folder: Path) -> None:
    found = faults(folder, ("drill = true", "dril = true"), ('id = "B"', ""), ("8025", "-1"))
    assert len(found) == 4  # the misspelt key is also missing under its right name


def test_broken_toml_is_one_line_with_its_place(folder: Path) -> None:
    (fault,) = faults(folder, ('region = ""', "region = 演江"))
    assert "第7行第10个字符处" in fault


def test_a_file_in_gbk_is_told_to_be_utf_8(folder: Path) -> None:
    path = folder / "campaign.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(BadTable, match="不是 UTF-8 编码"):
        read_campaign(folder)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="找不到文件"):
        read_campaign(tmp_path)


def test_where_a_digest_goes_is_no_mailbox_from_which_answers_are_collected(folder: Path) -> None:
    path = folder / "campaign.toml"
    plain = path.read_text(encoding="utf-8")
    person = read_campaign(folder).applicants[0].email
    for to, says in ((person.upper(), "会被当作来件"), ("office", "[watch] 的 to")):
        path.write_text(plain, encoding="utf-8")
        watch = f'[watch]\nto = "{to}"\n\n[[rounds]]'
        (fault,) = faults(folder, ("[[rounds]]", watch))
        assert says in fault
    path.write_text(
        plain.replace("[[rounds]]", '[watch]\nto = "a@b.example"\nat = "07:30"\n\n[[rounds]]', 1),
        encoding="utf-8",
    )
    rule = read_campaign(folder).watch
    assert (rule.to, rule.at, rule.every) == ("a@b.example", "07:30", 10)
